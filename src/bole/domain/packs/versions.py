"""When two definitions are the same: canonical JSON, its digest, and the fields in which two differ."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bole.domain.packs.problems import Path, written

ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed; None where it was, or is, not there."""

    field: str
    old: object
    new: object


def body_of(value: BaseModel) -> dict[str, Any]:
    """Return a definition as JSON data: what was written, with decimals as the text they were printed as.

    Fields left to their default stay out, so that a field the schema gains later changes no version.
    """
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True)


def canonical(body: object) -> bytes:
    """Return the one way to write JSON data: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "伯乐"}).decode()
    '{"a":"伯乐","b":1}'
    """
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest_of(body: object) -> str:
    """Return the version of a definition: the SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(body)).hexdigest()


def find_differences(old: object, new: object) -> list[Difference]:
    """Return field by field what changed from one body to the next; nothing exactly when their digests are the same."""
    return list(walk(old, new, ()))


def walk(old: object, new: object, path: Path) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from walk(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            earlier = old[index] if index < len(old) else ABSENT
            later = new[index] if index < len(new) else ABSENT
            yield from walk(earlier, later, (*path, index))
    elif is_absent(old) or is_absent(new) or canonical(old) != canonical(new):
        yield Difference(written(path), None if is_absent(old) else old, None if is_absent(new) else new)


def is_absent(value: object) -> bool:
    return value is ABSENT
