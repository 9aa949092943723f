"""The tree hash against the vectors of RFC 6962's reference implementation (certificate-transparency, merkle_tree_test)."""

import hashlib

import pytest

from pendopo.journal.merkle import MerkleTree, leaf_hash, node_hash

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def a_tree(leaves):
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_of_the_reference_implementation(size):
    tree = a_tree(leaf_hash(entry) for entry in ENTRIES[:size])

    assert (tree.size, tree.root().hex()) == (size, ROOTS[size - 1])


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert MerkleTree().root() == hashlib.sha256(b"").digest()


def the_rfc_definition(leaves):
    """MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two smaller than n."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(the_rfc_definition(leaves[:k]), the_rfc_definition(leaves[k:]))


@pytest.mark.parametrize("size", range(1, 70))
def test_adding_one_by_one_gives_the_recursive_definition(size):
    leaves = [leaf_hash(bytes([n])) for n in range(size)]

    assert a_tree(leaves).root() == the_rfc_definition(leaves)
