"""How an entry becomes a link of the chain: its canonical form, and the digest that ties it to the link before.

The hashed text is four lines in UTF-8, joined by a line feed: the algorithm, the sequence in decimal, the digest of the
link before (``GENESIS`` for the first), and the entry as canonical JSON: the keys of ``CHAINED`` in alphabetical order
at every level, no blanks, characters unescaped, ids in lower-case with hyphens, the moment in UTC as
``2026-01-31T08:00:00.000000Z``, absent values as null. Anybody can recompute it without this program.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash

GENESIS = "0" * 64
CHAINED = ("actor", "actor_name", "at", "detail", "id", "region", "target_id", "target_kind", "verb")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


ALGORITHMS: Mapping[str, Callable[[bytes], str]] = {"sha256": sha256, "sm3": sm3}


def canonical(entry: Mapping[str, object]) -> str:
    """Return an entry's fields as the one JSON text they have."""
    return json.dumps(
        {name: plain(entry[name]) for name in CHAINED},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def plain(value: object) -> object:
    """Return a value as JSON that no database changes: fractions, days and ids become text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return str(value)


def link(*, algorithm: str, sequence: int, previous: str, entry: Mapping[str, object]) -> str:
    """Return the digest of a link.

    :raises KeyError: if this release does not know the algorithm.
    """
    text = f"{algorithm}\n{sequence}\n{previous}\n{canonical(entry)}"
    return ALGORITHMS[algorithm](text.encode())


def moment_of(entry_id: UUID) -> datetime:
    """Return when a UUIDv7 was made, to the millisecond."""
    return datetime.fromtimestamp((entry_id.int >> 80) / 1000, UTC)


def first_id_at(moment: datetime) -> UUID:
    """Return the smallest id that a row made at this moment can have."""
    return UUID(int=max(int(moment.timestamp() * 1000), 0) << 80)
