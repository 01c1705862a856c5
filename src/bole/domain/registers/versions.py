"""How the versions of one record follow one another: when each holds, and when it was held to be true.

Both times are half-open. A change never touches what was known: it ends the versions it overlaps in known time and says
again what remains of them. Which rows that is and who may do it is the business of the store.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bole.domain.rules.schema import OPEN_END, Register, Validity

BEGINNING = date(1, 1, 1)  # since when something holds of which nobody knows when it began
STILL_KNOWN = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``start`` until ``end``, which is already out."""

    start: date
    end: date = OPEN_END

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"a span from {self.start} until {self.end} holds no day")

    def has(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Version:
    """What holds of a record over a span; ``id`` is empty while no row says so yet."""

    span: Span
    values: Mapping[str, object] = field(compare=False)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Versions that are no longer held to be true, and those said instead."""

    ended: tuple[Version, ...]
    said: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    old: object
    new: object


def overlay_values(versions: Iterable[Version], *, changes: Mapping[str, object], span: Span) -> Rewriting:
    """Have the changes hold over a span and everything else stay as it was; days nobody spoke of get the changes alone."""
    ended, said, at = [], [], span.start
    for version in sorted(versions, key=lambda one: one.span.start):
        if not version.span.overlaps(span):
            continue
        if at < version.span.start:
            said.append(Version(Span(at, version.span.start), dict(changes)))
        inside = Span(max(version.span.start, span.start), min(version.span.end, span.end))
        merged = {**version.values, **changes}
        at = inside.end
        if not find_changes(version.values, merged):
            continue
        ended.append(version)
        said += _outside(version, inside)
        said.append(Version(inside, merged))
    if at < span.end:
        said.append(Version(Span(at, span.end), dict(changes)))
    return Rewriting(tuple(ended), tuple(sorted(said, key=lambda one: one.span.start)))


def end_versions(versions: Iterable[Version], *, on: date) -> Rewriting:
    """Have nothing hold from a day on."""
    ended = [version for version in versions if version.span.end > on]
    said = [Version(Span(one.span.start, on), one.values) for one in ended if one.span.start < on]
    return Rewriting(tuple(ended), tuple(said))


def _outside(version: Version, inside: Span) -> list[Version]:
    found = []
    if version.span.start < inside.start:
        found.append(Version(Span(version.span.start, inside.start), version.values))
    if inside.end < version.span.end:
        found.append(Version(Span(inside.end, version.span.end), version.values))
    return found


def find_changes(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """Return field by field what differs; a field that is not there is unknown."""
    return tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def first_difference(before: Sequence[Version], after: Sequence[Version]) -> date | None:
    """Return the first day on which something else holds, or None where the same holds on every day."""
    spans = [version.span for version in (*before, *after)]
    for day in sorted({span.start for span in spans} | {span.end for span in spans}):
        old, new = holds_at(before, day=day), holds_at(after, day=day)
        if (old is None) != (new is None) or (old and new and find_changes(old.values, new.values)):
            return day
    return None


def span_of(values: Mapping[str, object], *, register: Register, from_on: date) -> Span:
    """Return when a new record holds: a state from the day told, an event from when it happened, a period as it says."""
    match register.validity:
        case Validity.STATE:
            return Span(from_on)
        case Validity.EVENT:
            return Span(_day(values.get(register.happened or "")) or BEGINNING)
        case Validity.PERIOD:
            start = _day(values.get(register.begins or "")) or BEGINNING
            return Span(start, _day(values.get(register.ends or "")) or OPEN_END)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def holds_at(versions: Sequence[Version], *, day: date) -> Version | None:
    return next((version for version in versions if version.span.has(day)), None)
