"""What is wrong in a pack, where, and what to do about it.

The place is named as the author sees it: file, line, and the field as a path from the entry's id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bole.domain.shared.reasons import Reason

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong inside one definition: the path to it, what it is, and what to do."""

    path: Path
    what: Reason
    remedy: Reason


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault with its place in the files; ``line`` is 0 where a whole file or the pack is meant."""

    file: str
    line: int
    field: str
    what: Reason
    remedy: Reason


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems file by file and line by line, each once."""
    seen = {(problem.file, problem.line, problem.field, str(problem.what)): problem for problem in problems}
    return tuple(seen[key] for key in sorted(seen, key=lambda key: (key[0] != "pack.yaml", *key)))


def written(path: Sequence[str | int], *, data: object = None) -> str:
    """Return a path as people write it; lists count from one, an entry of the file's own list goes by its id.

    >>> written((2, "targets", 0, "day"), data=[{}, {}, {"id": "talent_total"}])
    'talent_total.targets[1].day'
    """
    words = ""
    for depth, step in enumerate(path):
        if isinstance(step, str):
            words += f".{step}" if words else step
        elif depth == 0 and (name := name_of_entry(data, step)):
            words = name
        else:
            words += f"[{step + 1}]"
    return words


def name_of_entry(data: object, index: int) -> str:
    if isinstance(data, list) and index < len(data) and isinstance(data[index], Mapping):
        name = data[index].get("id")
        return name if isinstance(name, str) else ""
    return ""
