"""What is known of a count when some rows only possibly belong to it: the ends between which it lies.

A subject's register that nobody declared complete may lack records, so that absence never means no. A whole region's
figure counts what is on record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.records import AsOf, Record
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Count, Given, Node, is_told


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows surely and possibly in, each with its value: ends, for a share the condition's truth, else None."""

    sure: list[tuple[Record, Any]]
    possible: list[tuple[Record, Any]]
    complete: bool
    is_never_negative: bool


def is_complete(schema: Schema, at: AsOf, node: Aggregate, told: Callable[[Node], date | None]) -> bool:
    """Tell whether no record can be missing from what an aggregate asks for."""
    if not node.link:
        return True
    first, last = _window(node)
    for declared in schema.complete:
        if declared.of != node.register or declared.region not in {"", at.here}:
            continue
        begins = told(first) if first is not None and is_told(first) else None
        ends = told(last) if is_told(last) else None
        if declared.from_day is not None and (begins is None or begins < declared.from_day):
            continue
        if declared.through is not None and (ends is None or ends > declared.through):
            continue
        return True
    return False


def _window(node: Aggregate) -> tuple[Node | None, Node]:
    written = node.written
    if written is None:
        return None, Given("day")
    return written.on or written.since, written.on or written.through or Given("day")


def tally_of(count: Count, found: Tally) -> tuple[Any, Any]:
    """Return the ends of a count, sum, extreme or share."""
    match count:
        case Count.COUNT:
            least = len(found.sure)
            return least, least + len(found.possible) if found.complete else None
        case Count.SUM:
            return _sum(found)
        case Count.MIN | Count.MAX:
            return _extreme(found, largest=count is Count.MAX)
        case Count.SHARE:
            return _share(found)
        case _:
            raise TypeError(f"{count} is not worked out here")


def _sum(found: Tally) -> tuple[int | None, int | None]:
    low: int | None = 0
    high: int | None = 0 if found.complete else None
    if not found.is_never_negative and not found.complete:
        low = None
    for rows, surely in ((found.sure, True), (found.possible, False)):
        for _, (least, most) in rows:
            if found.is_never_negative:
                least = 0 if least is None else least  # noqa: PLW2901 — an unknown amount is at least nothing
            if low is not None:
                low = None if least is None else low + (least if surely else min(least, 0))
            if high is not None:
                high = None if most is None else high + (most if surely else max(most, 0))
    return low, high


def _extreme(found: Tally, *, largest: bool) -> tuple[Any, Any]:
    if not found.sure:
        return None, None  # of no rows there is no largest
    rows = [*found.sure, *found.possible]
    if largest:
        known = [low for _, (low, _) in found.sure if low is not None]
        highs = [high for _, (_, high) in rows]
        return max(known, default=None), None if None in highs or not found.complete else max(highs)
    known = [high for _, (_, high) in found.sure if high is not None]
    lows = [low for _, (low, _) in rows]
    return None if None in lows or not found.complete else min(lows), min(known, default=None)


def _share(found: Tally) -> tuple[Fraction | None, Fraction | None]:
    """The ends of a share: rows in doubt are taken in where they pull towards the end, and left out where not."""
    if not found.sure or not found.complete:
        return None, None
    holds = [value for _, value in found.sure]
    doubtful = [value for _, value in found.possible]
    against = sum(value is not True for value in doubtful)
    favour = sum(value is not False for value in doubtful)
    least = Fraction(sum(value is True for value in holds), len(holds) + against)
    most = Fraction(sum(value is not False for value in holds) + favour, len(holds) + favour)
    return least, most
