"""Leave out of an entry what its schema refused, so that the rest can still be checked in the same run.

A mended entry is never loaded: the pack has problems.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bole.domain.packs.problems import Path


@dataclass(slots=True)
class Mended:
    """``kept`` says, for each list that lost entries, which places of the file the remaining ones stand at."""

    data: dict[str, Any]
    kept: dict[str, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """Return the path in the file of a path in the mended data."""
        if len(path) > 1 and isinstance(path[1], int) and path[0] in self.kept:
            return (path[0], self.kept[str(path[0])][path[1]], *path[2:])
        return path


def mend(data: dict[str, Any], wrong: Iterable[tuple[Path, str]]) -> Mended:
    """Return the data without what is wrong: a field nobody knows, a list entry with an error, else the whole field."""
    mended = Mended(dict(data))
    lost: dict[str, set[int]] = {}
    for path, kind in wrong:
        first = str(path[0]) if path else ""
        if len(path) > 1 and isinstance(path[1], int) and isinstance(data.get(first), list):
            lost.setdefault(first, set()).add(path[1])
        elif kind == "extra_forbidden" and len(path) > 1:
            if first in mended.data:
                mended.data[first] = without(mended.data[first], path[1:])
        else:
            mended.data.pop(first, None)
    for name, places in lost.items():
        kept = [index for index in range(len(data[name])) if index not in places]
        mended.kept[name] = kept
        mended.data[name] = [data[name][index] for index in kept]
    return mended


def without(data: Any, path: Path) -> Any:
    if not isinstance(data, dict) or path[0] not in data:
        return data
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {**data, path[0]: without(data[path[0]], path[1:])}
