"""The Merkle tree hash of RFC 6962 §2.1, one leaf at a time, in memory that grows with the logarithm of the leaves."""

import hashlib


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """Add leaf hashes in order, then ask for the root. `size` counts them."""

    def __init__(self) -> None:
        self.size = 0
        # The roots of the full subtrees that make up the tree, largest first: one for each 1 in `size` written in binary.
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.size += 1
        hash_, rest = leaf, self.size
        while rest % 2 == 0:
            hash_ = node_hash(self._peaks.pop(), hash_)
            rest //= 2
        self._peaks.append(hash_)

    def root(self) -> bytes:
        """The tree's hash; of nothing, the hash of the empty string."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        *others, root = self._peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root
