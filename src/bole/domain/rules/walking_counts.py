"""What is counted for one record: the rows that surely and possibly belong to it, and what follows from them."""

from datetime import date
from typing import Any

from bole.domain.rules.counted import Tally, is_complete, tally_of
from bole.domain.rules.days import months_of_union
from bole.domain.rules.records import Record
from bole.domain.rules.tree import Aggregate, Count
from bole.domain.rules.walk import Ends, Walk, ends_of, truth_of


def rows_counted(walk: Walk, node: Aggregate, row: Record | None) -> list[Record]:
    """Return the rows an aggregate looks at, before its condition."""
    if not node.link:
        return list(walk.records.by_id.get(node.register, {}).values())
    return walk.records.linked(node.register, node.link, row.id) if row else []


def tally(walk: Walk, node: Aggregate, row: Record | None) -> Tally:
    """Return the rows that surely count and those that possibly count, each with its value."""
    key = (id(node), row.id if row else "")
    found = walk.tallies.get(key)
    if found is None:
        found = walk.tallies[key] = _tally(walk, node, row)
    return found


def _tally(walk: Walk, node: Aggregate, row: Record | None) -> Tally:
    def valued(one: Record) -> Any:
        if node.value is None:
            return None
        return truth_of(walk, node.value, one) if node.count is Count.SHARE else ends_of(walk, node.value, one)

    found = [
        (one, True if node.where is None else truth_of(walk, node.where, one)) for one in rows_counted(walk, node, row)
    ]
    return Tally(
        sure=[(one, valued(one)) for one, holds in found if holds],
        possible=[(one, valued(one)) for one, holds in found if holds is None],
        complete=is_complete(walk.schema, walk.at, node, lambda day: ends_of(walk, day, None)[0]),
        is_never_negative=node.value is None or node.value.type.is_never_negative,
    )


def counted_ends(walk: Walk, node: Aggregate, row: Record | None) -> Ends:
    """Return the ends of what an aggregate counts."""
    found = tally(walk, node, row)
    if node.count is Count.MONTHS:
        return _months(walk, node, found)
    return tally_of(node.count, found)


def _months(walk: Walk, node: Aggregate, found: Tally) -> Ends:
    sure = [_clipped(walk, node, one) for one, _ in found.sure]
    possible = [_clipped(walk, node, one) for one, _ in found.possible]
    least = months_of_union(period for period in sure if period)
    if not found.complete or None in sure or None in possible:
        return least, None
    return least, months_of_union(period for period in [*sure, *possible] if period)


def _clipped(walk: Walk, node: Aggregate, row: Record) -> tuple[date, date] | None:
    register = walk.schema.register(node.register)
    begins = row.values.get(register.begins or "") if register else None
    ends = row.values.get(register.ends or "") if register else None
    since = ends_of(walk, node.since, row) if node.since else (date.min, date.min)
    until = ends_of(walk, node.until, row) if node.until else (date.max, date.max)
    if not isinstance(begins, date) or not isinstance(ends, date) or None in since or None in until:
        return None
    return max(begins, since[0]), min(ends, until[0])


def is_there(walk: Walk, node: Aggregate, row: Record | None) -> bool | None:
    """Return whether there is such a row."""
    found = tally(walk, node, row)
    if found.sure:
        return True
    return False if found.complete and not found.possible else None
