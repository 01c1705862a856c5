"""Sensitive values: encrypted with a key of the person they concern, found again by a keyed digest.

The keys lie in a file of their own beside the master key that wraps them, apart from the database and its backups: a key
once destroyed makes the values unreadable wherever they were copied to.
"""

import base64
import hmac
import os
import sqlite3
from collections.abc import Collection
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bole.web.settings.keys import derived_secret, master_key

NONCE = 12
AT_ONCE = 500  # keys asked for in one question
MARK = "1:"  # how a value is sealed; another way gets another mark


class Unreadable(Exception):
    """The key of the person is destroyed, or the value is not what was sealed."""


def open_keys() -> sqlite3.Connection:
    path = Path(settings.PERSON_KEYS_FILE)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    keys = sqlite3.connect(path, timeout=10)
    keys.execute("PRAGMA secure_delete=ON")  # a destroyed key is overwritten, not only forgotten
    keys.execute("CREATE TABLE IF NOT EXISTS person_key (person TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")
    return keys


def key_of(person: UUID, *, make: bool = False) -> bytes:
    """Return the data key of a person; ``make`` gives one to whom has none.

    :raises Unreadable: if there is none.
    """
    found = keys_of([person], make=make)
    if person not in found:
        raise Unreadable(str(person))
    return found[person]


def keys_of(people: Collection[UUID], *, make: bool = False) -> dict[UUID, bytes]:
    """Return the data keys of people, of those who have one; ``make`` gives one to whom has none, all in one go.

    :raises Unreadable: if one was wrapped by another master key.
    """
    wrapping = AESGCM(master_key(Path(settings.KEY_FILE)))
    with closing(open_keys()) as keys, keys:
        wrapped = wrapped_keys(keys, people)
        lacking = [person for person in dict.fromkeys(people) if person not in wrapped] if make else []
        if lacking:
            # On disk before any row is sealed with it; of two at once the first one's key stays.
            keys.executemany(
                "INSERT OR IGNORE INTO person_key VALUES (?, ?)",
                ((person.hex, new_wrapped_key(person, wrapping)) for person in lacking),
            )
            wrapped |= wrapped_keys(keys, lacking)
    return {person: unwrapped(row, person, wrapping) for person, row in wrapped.items()}


def wrapped_keys(keys: sqlite3.Connection, people: Collection[UUID]) -> dict[UUID, bytes]:
    found: dict[UUID, bytes] = {}
    asked = list(people)
    for at in range(0, len(asked), AT_ONCE):
        some = asked[at : at + AT_ONCE]
        places = ", ".join("?" * len(some))
        question = f"SELECT person, wrapped FROM person_key WHERE person IN ({places})"  # noqa: S608 — question marks only
        found |= {UUID(person): row for person, row in keys.execute(question, [one.hex for one in some])}
    return found


def new_wrapped_key(person: UUID, wrapping: AESGCM) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + wrapping.encrypt(nonce, AESGCM.generate_key(256), person.bytes)


def unwrapped(row: bytes, person: UUID, wrapping: AESGCM) -> bytes:
    try:
        return wrapping.decrypt(row[:NONCE], row[NONCE:], person.bytes)
    except InvalidTag:
        raise Unreadable(str(person)) from None


def destroy_key(person: UUID) -> bool:
    """Make everything that was sealed for a person unreadable for ever, and say whether there was a key to destroy."""
    with closing(open_keys()) as keys, keys:
        return keys.execute("DELETE FROM person_key WHERE person = ?", (person.hex,)).rowcount > 0


def seal(value: str, *, key: bytes, place: str) -> str:
    """Return a value encrypted; ``place`` names record and field, so that it cannot be moved to another."""
    nonce = os.urandom(NONCE)
    return MARK + base64.b64encode(nonce + AESGCM(key).encrypt(nonce, value.encode(), place.encode())).decode()


def unseal(sealed: str, *, key: bytes, place: str) -> str:
    """Return the value.

    :raises Unreadable: if the key or the place is another.
    """
    data = base64.b64decode(sealed.removeprefix(MARK))
    try:
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], place.encode()).decode()
    except InvalidTag:
        raise Unreadable(place) from None


def digest_for(purpose: str, *parts: str) -> str:
    """Return a keyed digest: without the master key nobody can try values until one fits."""
    secret = secret_of(str(settings.KEY_FILE), purpose)
    return hmac.digest(secret, "\x1f".join(parts).encode(), "sha256").hex()


@lru_cache(maxsize=8)
def secret_of(path: str, purpose: str) -> bytes:
    return derived_secret(Path(path), purpose=purpose).encode()


def blind(register: str, field: str, value: str) -> str:
    """Return the digest by which a sealed value is looked up: blanks and case make no difference."""
    return digest_for("blind", register, field, "".join(value.split()).upper())
