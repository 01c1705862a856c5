"""Who said what of a record first, what changed from one span to the next, and what was held wrongly before.

A change says again what it leaves as it was; so the row that holds a value is not always the act that brought it.
Works on every version of one record, also those no longer held to be true. Which rows those are is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bole.domain.registers.versions import STILL_KNOWN, FieldChange, Span, find_changes
from bole.domain.rules.schema import OPEN_END


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a record with the act that brought it; sealed values are compared as they are kept."""

    span: Span
    known_from: datetime
    known_until: datetime
    source: str
    by: str
    values: Mapping[str, object] = field(compare=False)

    @property
    def is_known(self) -> bool:
        return self.known_until == STILL_KNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """A span over which the same holds: what is other than in the span before it, who said each of it, and who ended it."""

    span: Span
    said: Said
    changes: tuple[FieldChange, ...]
    sources: Mapping[str, Said] = field(compare=False)
    ended: Said | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What was held over a span until somebody said otherwise; ``changes`` lead from what was held to what is held now."""

    said: Said
    changes: tuple[FieldChange, ...]
    instead: Said | None = None


def first_said(history: Iterable[Said], *, day: date | None) -> dict[str, Said]:
    """Return for each field who first said what is held of it now on a day; without a day, of the record as a whole."""
    found: dict[str, Said] = {}
    before: Mapping[str, object] = {}
    for said in sorted(history, key=lambda one: one.known_from):
        if day is not None and not said.span.has(day):
            continue
        for name, value in said.values.items():
            if name not in found or before.get(name) != value:
                found[name] = said
        before = said.values
    return found


def steps_of(history: Sequence[Said], *, is_state: bool) -> tuple[Step, ...]:
    """Return what is held now, the latest span first. An event or a period is one span, said as a whole."""
    known = sorted((said for said in history if said.is_known), key=lambda one: one.span.start)
    steps: list[Step] = []
    before: Said | None = None
    for said in known:
        sources = first_said(history, day=said.span.start if is_state else None)
        first = max((sources[name] for name in said.values), key=lambda one: one.known_from, default=said)
        changes = find_changes(before.values, said.values) if before else ()
        is_last = said is known[-1] and is_state and said.span.end != OPEN_END
        steps.append(Step(said.span, first, changes, sources, said if is_last else None))
        before = said
    return tuple(reversed(steps))


def corrections_of(history: Sequence[Said], *, is_state: bool) -> tuple[Correction, ...]:
    """Return what was wrongly held, the latest correction first; news from a later day on is none."""
    known = [said for said in history if said.is_known]
    found = []
    for said in history:
        if said.is_known:
            continue
        instead = next((one for one in known if not is_state or one.span.has(said.span.start)), None)
        changes = find_changes(said.values, instead.values) if instead else ()
        if changes:
            # Whatever was said at the moment it was held no more came with the act that replaced it.
            by = next((one for one in history if one.known_from == said.known_until), None)
            found.append(Correction(said, changes, by))
    return tuple(sorted(found, key=lambda one: one.said.known_until, reverse=True))
