"""Work out a checked rule for one record in plain Python: conditions three-valued, values as intervals.

A value is a pair of ends; both are equal where it is known, and an end that is unknown is None. Why an answer came out
as it did is told by ``explaining``; a whole population is ``compiling``'s.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.counted import Tally, is_complete, tally_of
from bole.domain.rules.days import elapsed, months_of_union, shift
from bole.domain.rules.records import JUDGED, AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Aggregate,
    Among,
    Both,
    Choice,
    Cited,
    Compare,
    Constant,
    Count,
    DayOf,
    Either,
    Elapsed,
    Extreme,
    Fact,
    Given,
    Judged,
    Node,
    Not,
    Product,
    Ratio,
    Rounding,
    Shifted,
    Sum,
    YearOf,
)  # fmt: skip

Ends = tuple[Any, Any]  # of one type each: whole number, fraction, day or text
UNKNOWN: Ends = (None, None)


@dataclass(frozen=True, slots=True)
class Walk:
    """What every step of a walk needs: the schema, the rows, the day. ``row`` is None for a whole region."""

    schema: Schema
    records: Records
    at: AsOf
    # An explanation asks for the same rows several times; a node lives as long as its rule, so its id names it.
    tallies: dict[tuple[int, str], Tally] = field(default_factory=dict, compare=False, repr=False)


def truth_of(walk: Walk, node: Node, row: Record | None) -> bool | None:
    """Return whether a condition holds for a row; None is unknown."""
    return _TRUTHS[type(node)](walk, node, row)


def ends_of(walk: Walk, node: Node, row: Record | None) -> Ends:
    """Return the ends between which a value lies for a row."""
    return _ENDS[type(node)](walk, node, row)


def fact_record(walk: Walk, fact: Fact, row: Record | None) -> Record | None:
    """Follow the links of a fact; a link that is empty or leads nowhere ends in None."""
    register = fact.register
    for step in fact.path:
        to = row.values.get(step) if row else None
        declared = walk.schema.register(register)
        link = declared.link(step) if declared else None
        if to is None or link is None:
            return None
        register = link.to
        row = walk.records.by_id.get(register, {}).get(str(to))
    return row


def _fact_value(walk: Walk, fact: Fact, row: Record | None) -> Any:
    found = fact_record(walk, fact, row) if fact.path else row
    return None if found is None else found.values.get(fact.field)


def _truth_of_fact(walk: Walk, node: Fact, row: Record | None) -> bool | None:
    value = _fact_value(walk, node, row)
    return None if value is None else bool(value)


def _judged(_walk: Walk, node: Judged, row: Record | None) -> bool | None:
    finding = row.values.get(JUDGED + node.matter) if row else None
    return None if finding is None else bool(finding)


def _both(walk: Walk, node: Both, row: Record | None) -> bool | None:
    found: bool | None = True
    for part in node.operands:
        one = truth_of(walk, part, row)
        if one is False:
            return False
        found = None if one is None else found
    return found


def _either(walk: Walk, node: Either, row: Record | None) -> bool | None:
    found: bool | None = False
    for part in node.operands:
        one = truth_of(walk, part, row)
        if one:
            return True
        found = None if one is None else found
    return found


def _not(walk: Walk, node: Not, row: Record | None) -> bool | None:
    found = truth_of(walk, node.operand, row)
    return None if found is None else not found


def compare_ends(op: str, left: Ends, right: Ends) -> bool | None:
    """Compare two intervals: an answer only where every value in them agrees."""
    if op in {"<", "<="}:
        op, left, right = (">" if op == "<" else ">="), right, left
    (low, high), (other_low, other_high) = left, right
    if op in {">", ">="}:
        if low is not None and other_high is not None and (low > other_high or (op == ">=" and low == other_high)):
            return True
        if high is not None and other_low is not None and (high < other_low or (op == ">" and high == other_low)):
            return False
        return None
    if high is not None and other_low is not None and high < other_low:
        return op == "!="
    if low is not None and other_high is not None and low > other_high:
        return op == "!="
    if None not in (low, high, other_low, other_high) and low == high == other_low == other_high:
        return op == "=="
    return None


def _compare(walk: Walk, node: Compare, row: Record | None) -> bool | None:
    return compare_ends(node.op, _scaled(walk, node.left, row, node.right), _scaled(walk, node.right, row, node.left))


def _scaled(walk: Walk, node: Node, row: Record | None, other: Node) -> Ends:
    """A number that meets a quotient becomes a fraction: its scale is not in the other side."""
    low, high = ends_of(walk, node, row)
    if other.type.kind.value == "ratio" and node.type.kind.value == "number":
        unit = 10**node.type.scale
        return (None if low is None else Fraction(low, unit), None if high is None else Fraction(high, unit))
    return low, high


def _among(walk: Walk, node: Among, row: Record | None) -> bool | None:
    low, high = ends_of(walk, node.operand, row)
    if low is None or high is None:
        return None
    if low == high:
        return (low in node.members) != node.negated
    between = any(isinstance(member, int) and low <= member <= high for member in node.members)
    return None if between else node.negated


def _shifted(walk: Walk, node: Shifted, row: Record | None) -> Ends:
    low, high = ends_of(walk, node.day, row)
    return (
        None if low is None else shift(node.unit, low, node.amount),
        None if high is None else shift(node.unit, high, node.amount),
    )


def _day_of(walk: Walk, node: DayOf, row: Record | None) -> Ends:
    def on(year: int | None) -> date | None:
        return None if year is None else date(min(max(year, 1), 9999), node.month, node.day)

    low, high = ends_of(walk, node.year, row)
    return on(low), on(high)


def _year_of(walk: Walk, node: YearOf, row: Record | None) -> Ends:
    low, high = ends_of(walk, node.day, row)
    return None if low is None else low.year, None if high is None else high.year


def _elapsed(walk: Walk, node: Elapsed, row: Record | None) -> Ends:
    start_low, start_high = ends_of(walk, node.start, row)
    end_low, end_high = ends_of(walk, node.end, row)
    leap = walk.schema.leap_birthday
    least = None if start_high is None or end_low is None else elapsed(node.unit, start_high, end_low, leap=leap)
    most = None if start_low is None or end_high is None else elapsed(node.unit, start_low, end_high, leap=leap)
    return least, most


def _sum(walk: Walk, node: Sum, row: Record | None) -> Ends:
    low: int | None = 0
    high: int | None = 0
    for sign, term in node.terms:
        least, most = ends_of(walk, term, row) if sign > 0 else ends_of(walk, term, row)[::-1]
        low = None if low is None or least is None else low + sign * least
        high = None if high is None or most is None else high + sign * most
    return low, high


def _product(walk: Walk, node: Product, row: Record | None) -> Ends:
    over = [ends_of(walk, part, row) for part in node.over]
    under = [ends_of(walk, part, row) for part in node.under]
    if any(low is None or low <= 0 for low, _ in under):
        return UNKNOWN  # an empty denominator is unknown, and one that may be empty too
    # With signs that may differ the ends change places: only what is known is multiplied.
    may_change_places = node.times < 0 or not all(part.type.is_never_negative for part in node.over)
    if may_change_places and any(low is None or low != high for low, high in over):
        return UNKNOWN
    low = _fraction([low for low, _ in over], [high for _, high in under], node)
    high = _fraction([high for _, high in over], [low for low, _ in under], node)
    return low, high


def _fraction(over: list[int | None], under: list[int | None], node: Product) -> int | None:
    top, bottom = node.times, node.into * node.step
    for part in over:
        if part is None:
            return None
        top *= part
    for part in under:
        if part is None:
            return None
        bottom *= part
    match node.rounding:
        case Rounding.HALF_UP:
            return (2 * top + bottom) // (2 * bottom) * node.step
        case Rounding.DOWN:
            return top // bottom * node.step
        case Rounding.UP:
            return -(-top // bottom) * node.step


def _ratio(walk: Walk, node: Ratio, row: Record | None) -> Ends:
    low, high = ends_of(walk, node.over, row)
    under_low, under_high = ends_of(walk, node.under, row)
    if under_low is None or under_low <= 0:
        return UNKNOWN
    factor = Fraction(node.times, node.into)
    least_by = under_high if low is not None and low >= 0 else under_low
    most_by = under_low if high is not None and high >= 0 else under_high
    least = None if low is None or least_by is None else Fraction(low, least_by) * factor
    most = None if high is None or most_by is None else Fraction(high, most_by) * factor
    return least, most


def _extreme(walk: Walk, node: Extreme, row: Record | None) -> Ends:
    pairs = [ends_of(walk, part, row) for part in node.operands]
    lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
    if node.largest:
        known = [low for low in lows if low is not None]
        return max(known, default=None), None if None in highs else max(highs)
    known = [high for high in highs if high is not None]
    return None if None in lows else min(lows), min(known, default=None)


def _choice(walk: Walk, node: Choice, row: Record | None) -> Ends:
    condition = truth_of(walk, node.condition, row)
    if condition is not None:
        return ends_of(walk, node.then if condition else node.otherwise, row)
    (low, high), (other_low, other_high) = ends_of(walk, node.then, row), ends_of(walk, node.otherwise, row)
    return (
        None if low is None or other_low is None else min(low, other_low),
        None if high is None or other_high is None else max(high, other_high),
    )


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


def _aggregate(walk: Walk, node: Aggregate, row: Record | None) -> Ends:
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


def _exists(walk: Walk, node: Aggregate, row: Record | None) -> bool | None:
    found = tally(walk, node, row)
    if found.sure:
        return True
    return False if found.complete and not found.possible else None


_TRUTHS: dict[type[Node], Callable[[Walk, Any, Record | None], bool | None]] = {
    Fact: _truth_of_fact,
    Judged: _judged,
    Both: _both,
    Either: _either,
    Not: _not,
    Cited: lambda walk, node, row: truth_of(walk, node.operand, row),
    Compare: _compare,
    Among: _among,
    Aggregate: _exists,
}
_ENDS: dict[type[Node], Callable[[Walk, Any, Record | None], Ends]] = {
    Constant: lambda _walk, node, _row: (node.value, node.value),
    Given: lambda walk, node, _row: (walk.at.given(node.name),) * 2,
    Fact: lambda walk, node, row: (_fact_value(walk, node, row),) * 2,
    Elapsed: _elapsed,
    Shifted: _shifted,
    DayOf: _day_of,
    YearOf: _year_of,
    Sum: _sum,
    Product: _product,
    Ratio: _ratio,
    Extreme: _extreme,
    Choice: _choice,
    Aggregate: _aggregate,
}
