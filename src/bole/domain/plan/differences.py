"""What changed between two versions of a plan, figure by figure: added, removed, changed, moved.

Figures are paired by what they are about and where they stand, not by their numbers alone; wording without a number and
the numbering of sections are no differences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bole.domain.plan.counterparts import Entry, entries_of, pair_entries
from bole.domain.plan.documents import Figure, PlanDocument
from bole.domain.shared.reasons import Reason

_COMPARED = ("value", "unit", "comparator", "year", "kind")
FIELD_NAMES = {
    "value": Reason("value"),
    "unit": Reason("unit"),
    "comparator": Reason("comparator"),
    "year": Reason("year"),
    "kind": Reason("kind"),
    "section": Reason("section"),
}


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not the same in both versions.

    ``before`` and ``after`` are places in the figures of the two documents; ``fields`` names what differs, of value, unit,
    comparator, year, kind and section.
    """

    change: Change
    before: int | None
    after: int | None
    fields: tuple[str, ...]
    what: Reason
    line_before: int | None
    line_after: int | None


def compare_plans(a: PlanDocument, b: PlanDocument) -> tuple[Difference, ...]:
    """The differences from version ``a`` to version ``b``, in the order of ``b``, what was removed beside its neighbours."""
    old, new = entries_of(a), entries_of(b)
    pairs = pair_entries(old, new)
    found: list[tuple[float, Difference]] = []
    places = dict(pairs)
    known = {entry.titles[-1] for entry in old} & {entry.titles[-1] for entry in new}
    for i, j in pairs:
        difference = _difference(old[i], new[j], known=known)
        if difference is not None:
            found.append((float(j), difference))
    paired_new = set(places.values())
    found += [(float(j), _added(entry)) for j, entry in enumerate(new) if j not in paired_new]
    previous = -1.0
    for i, entry in enumerate(old):
        if i in places:
            previous = float(places[i])
        else:
            found.append((previous + 0.5, _removed(entry)))
    return tuple(difference for _, difference in sorted(found, key=lambda each: each[0]))


def difference_rows(differences: Iterable[Difference], *, a: PlanDocument, b: PlanDocument) -> list[dict[str, object]]:
    """The differences as plain rows for a table or a file, their sentences in English."""
    return [
        {
            "change": str(each.change),
            "fields": list(each.fields),
            "subject": _subject(a, b, each),
            "before": None if each.before is None else a.figures[each.before].literal,
            "after": None if each.after is None else b.figures[each.after].literal,
            "line_before": each.line_before,
            "line_after": each.line_after,
            "what": str(each.what),
        }
        for each in differences
    ]


def _subject(a: PlanDocument, b: PlanDocument, each: Difference) -> str:
    return b.figures[each.after].subject if each.after is not None else a.figures[each.before or 0].subject


def _difference(a: Entry, b: Entry, *, known: set[str]) -> Difference | None:
    fields = tuple(name for name in _COMPARED if _field(a.figure, name) != _field(b.figure, name))
    # A section under a new heading is renamed; a figure has moved if its old or new section is in both versions.
    moved = a.titles[-1] != b.titles[-1] and bool(known & {a.titles[-1], b.titles[-1]})
    if not fields and not moved:
        return None
    change = Change.CHANGED if fields else Change.MOVED
    params = {"subject": b.figure.subject, "before": a.figure.literal, "after": b.figure.literal}
    if fields and a.figure.literal != b.figure.literal:
        what = Reason("“%(subject)s”: %(before)s became %(after)s.", params)
    elif fields:
        what = Reason(
            "“%(subject)s”, %(after)s: %(fields)s changed.",
            {**params, "fields": tuple(FIELD_NAMES[name] for name in fields)},
        )
    else:
        what = Reason(
            "“%(subject)s”, %(after)s, moved from “%(old)s” to “%(new)s”.",
            {**params, "old": a.titles[-1], "new": b.titles[-1]},
        )
    return Difference(
        change=change,
        before=a.index,
        after=b.index,
        fields=(*fields, "section") if moved else fields,
        what=what,
        line_before=a.figure.line,
        line_after=b.figure.line,
    )


def _field(figure: Figure, name: str) -> object:
    return (figure.value, figure.value_max) if name == "value" else getattr(figure, name)


def _added(entry: Entry) -> Difference:
    params = {"subject": entry.figure.subject, "after": entry.figure.literal}
    what = Reason("“%(subject)s”, %(after)s, is new.", params)
    return Difference(Change.ADDED, None, entry.index, (), what, None, entry.figure.line)


def _removed(entry: Entry) -> Difference:
    params = {"subject": entry.figure.subject, "before": entry.figure.literal}
    what = Reason("“%(subject)s”, %(before)s, is gone.", params)
    return Difference(Change.REMOVED, entry.index, None, (), what, entry.figure.line, None)
