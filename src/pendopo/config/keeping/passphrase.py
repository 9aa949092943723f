"""The passphrase that opens backups, and what of it lies on the machine.

The passphrase itself is never stored. What is stored, among the keys, is the key that scrypt made of it and the salt: enough to
lock tonight's backup and to rehearse with it, not enough to say the passphrase on another machine. There only the words help,
so they belong on paper in a safe.
"""

import os
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pendopo.config.keeping.faults import NoPassphrase, NotABackup, PassphraseTooShort
from pendopo.kernel.identifiers import ALPHABET

FILE = "backup-lock.key"
LEAST_CHARACTERS = 12
# 128 MB and half a second for every guess.
COST = 2**17
_MOST_COST = 2**20
_SALT = re.compile(r"[0-9a-f]{32}")
_GROUPS, _SIGNS_PER_GROUP = 6, 5


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a key is made of a passphrase; stands in the open at the beginning of every backup."""

    salt: str
    cost: int

    @classmethod
    def read(cls, words: object) -> "Derivation":
        """Raises NotABackup for what no backup of ours says: a forged cost could fill the memory."""
        match words:
            case {"salt": str(salt), "cost": int(cost)} if (
                _SALT.fullmatch(salt) and cost.bit_count() == 1 and 1 < cost <= _MOST_COST
            ):
                return cls(salt, cost)
        raise NotABackup(file="scrypt")

    def key(self, passphrase: str) -> bytes:
        # Spaces at the ends and doubled between words come from paper and terminals, not from the person.
        words = " ".join(passphrase.split()).encode()
        return Scrypt(salt=bytes.fromhex(self.salt), length=32, n=self.cost, r=8, p=1).derive(words)


@dataclass(frozen=True, slots=True)
class Lock:
    """A derivation and its outcome."""

    derivation: Derivation
    key: bytes


def new_passphrase() -> str:
    """148 bits in six groups without signs that look alike."""
    groups = ("".join(secrets.choice(ALPHABET) for _n in range(_SIGNS_PER_GROUP)) for _m in range(_GROUPS))
    return "-".join(groups)


def set_passphrase(passphrase: str, *, keys: Path) -> Lock:
    """From now on backups are locked with it; older ones open with theirs. Raises PassphraseTooShort."""
    if len(passphrase.strip()) < LEAST_CHARACTERS:
        raise PassphraseTooShort(least=LEAST_CHARACTERS)
    derivation = Derivation(secrets.token_hex(16), COST)
    lock = Lock(derivation, derivation.key(passphrase))
    _write(keys / FILE, orjson.dumps({**asdict(derivation), "key": lock.key.hex()}))
    return lock


def stored_lock(keys: Path) -> Lock:
    """Raises NoPassphrase."""
    try:
        words = orjson.loads((keys / FILE).read_bytes())
    except FileNotFoundError:
        raise NoPassphrase from None
    return Lock(Derivation.read(words), bytes.fromhex(words["key"]))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
