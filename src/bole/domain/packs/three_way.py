"""Merge two changed versions of one definition that both come from a third: field by field, entries of a list by their key.

What only one side changed is taken from it. Where both changed the same thing differently, ours stands and the conflict
names both, so that nothing either side wrote is lost silently. Who chooses, and when, is left to the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bole.domain.packs.versions import canonical

KEYS = (("id",), ("day",), ("day", "from_day"))  # what tells the entries of a list apart, the first that does


@dataclass(frozen=True, slots=True)
class Missing:
    """What a side does not say at all."""


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a list, found by what tells it apart and not by its place."""

    fields: tuple[str, ...]
    values: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(value for value in self.values if value)


Steps = tuple[str | Key, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed the same thing; ``MISSING`` where one does not have it.

    With ``is_order`` they put the entries of a list in different orders, and each side is the keys in its order.
    """

    steps: Steps
    base: Any
    ours: Any
    theirs: Any
    is_order: bool = False

    @property
    def field(self) -> str:
        """The path as people write it; an entry of a list goes by its key: ``targets[2028-12-31].goal.value``."""
        words = ""
        for step in self.steps:
            words += f"[{step}]" if isinstance(step, Key) else f".{step}" if words else step
        return words


@dataclass(frozen=True, slots=True)
class Merged:
    """``body`` is MISSING only where both sides, or the one that changed anything, ended the definition."""

    body: Any
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Any, ours: Any, theirs: Any) -> Merged:
    """Return what both sides say together; merging what only one side changed gives that side.

    >>> merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}).body
    {'a': 2, 'b': 3}
    """
    return merged_at((), base, ours, theirs)


def merged_at(steps: Steps, base: Any, ours: Any, theirs: Any) -> Merged:
    if same(ours, theirs) or same(base, theirs):
        return Merged(ours)
    if same(base, ours):
        return Merged(theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return merged_fields(steps, base if isinstance(base, dict) else {}, ours, theirs)
    if isinstance(ours, list) and isinstance(theirs, list):
        old = base if isinstance(base, list) else []
        fields = key_of((old, ours, theirs))
        if fields:
            return merged_entries(steps, fields, old, ours, theirs)
    return Merged(ours, (Conflict(steps, base, ours, theirs),))


def merged_fields(steps: Steps, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> Merged:
    body: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name in dict.fromkeys((*ours, *theirs, *base)):
        part = merged_at((*steps, name), base.get(name, MISSING), ours.get(name, MISSING), theirs.get(name, MISSING))
        conflicts += part.conflicts
        if part.body is not MISSING:
            body[name] = part.body
    return Merged(body, tuple(conflicts))


def merged_entries(
    steps: Steps, fields: tuple[str, ...], base: list[Any], ours: list[Any], theirs: list[Any]
) -> Merged:
    old, mine, other = (keyed(fields, entries) for entries in (base, ours, theirs))
    parts = {
        key: merged_at((*steps, key), old.get(key, MISSING), mine.get(key, MISSING), other.get(key, MISSING))
        for key in dict.fromkeys((*mine, *other, *old))
    }
    conflicts = [conflict for part in parts.values() for conflict in part.conflicts]
    first, second = (mine, other) if is_reordered(old, mine) or not is_reordered(old, other) else (other, mine)
    if is_reordered(old, mine) and is_reordered(old, other) and is_reordered(mine, other):
        # The order of a code table is its ranks: who wrote another one has said something.
        was, now_ours, now_theirs = ([str(key) for key in entries] for entries in (old, mine, other))
        conflicts.append(Conflict(steps, was, now_ours, now_theirs, is_order=True))
    order = placed(first, second)
    kept = [parts[key].body for key in order if parts[key].body is not MISSING]
    return Merged(kept, tuple(conflicts))


def placed(first: Iterable[Key], second: Iterable[Key]) -> list[Key]:
    """Return one order of both: the first as it is, what only the second has behind its neighbour there."""
    known = dict.fromkeys(first)
    behind: dict[Key | None, list[Key]] = {}
    before: Key | None = None
    for key in second:
        if key in known:
            before = key
        else:
            behind.setdefault(before, []).append(key)
    return [*behind.get(None, ()), *(one for key in known for one in (key, *behind.get(key, ())))]


def is_reordered(old: Iterable[Key], new: Iterable[Key]) -> bool:
    """Say whether what both lists have stands in another order."""
    former, latter = dict.fromkeys(old), dict.fromkeys(new)
    return [key for key in former if key in latter] != [key for key in latter if key in former]


def keyed(fields: tuple[str, ...], entries: Iterable[Any]) -> dict[Key, Any]:
    return {Key(fields, tuple(str(entry.get(field, "")) for field in fields)): entry for entry in entries}


def key_of(sides: Sequence[Sequence[Any]]) -> tuple[str, ...] | None:
    """Return the fields that tell the entries of each side apart, or None where none do: then a list is one thing."""
    entries = [entry for side in sides for entry in side]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        return None
    for fields in KEYS:
        named = all(isinstance(entry.get(fields[0]), str) for entry in entries)
        if named and all(len(keyed(fields, side)) == len(side) for side in sides):
            return fields
    return None


def same(left: Any, right: Any) -> bool:
    if left is MISSING or right is MISSING:
        return left is right
    return canonical(left) == canonical(right)


def settle(body: Any, conflict: Conflict) -> Any:
    """Return a body with theirs in the place of a conflict instead of ours."""
    if conflict.is_order:
        return replaced(body, conflict.steps, lambda entries: reordered(entries, conflict.theirs))
    return replaced(body, conflict.steps, lambda _ours: conflict.theirs)


def reordered(entries: Any, wanted: Sequence[str]) -> Any:
    if not isinstance(entries, list):
        return entries
    fields = key_of([entries])
    if not fields:
        return entries
    by_key = {str(key): entry for key, entry in keyed(fields, entries).items()}
    return [by_key[key] for key in wanted if key in by_key] + [one for key, one in by_key.items() if key not in wanted]


def replaced(data: Any, steps: Steps, change: Any) -> Any:
    if not steps:
        return change(data)
    step, rest = steps[0], steps[1:]
    if isinstance(step, Key):
        entries = keyed(step.fields, data if isinstance(data, list) else [])
        entries[step] = replaced(entries.get(step, MISSING), rest, change)
        return [entry for entry in entries.values() if entry is not MISSING]
    fields = dict(data) if isinstance(data, dict) else {}
    fields[step] = replaced(fields.get(step, MISSING), rest, change)
    return {name: value for name, value in fields.items() if value is not MISSING}


def packed(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict as JSON data; what a side does not have is left out."""
    steps = [
        {"by": list(one.fields), "is": list(one.values)} if isinstance(one, Key) else one for one in conflict.steps
    ]
    sides = {"base": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    said = {name: value for name, value in sides.items() if value is not MISSING}
    return {"steps": steps, "is_order": conflict.is_order, **said}


def unpacked(data: dict[str, Any]) -> Conflict:
    """Return the conflict that was packed."""
    steps = tuple(
        Key(tuple(one["by"]), tuple(one["is"])) if isinstance(one, dict) else str(one) for one in data["steps"]
    )
    base, ours, theirs = (data.get(name, MISSING) for name in ("base", "ours", "theirs"))
    return Conflict(steps, base, ours, theirs, is_order=bool(data.get("is_order")))
