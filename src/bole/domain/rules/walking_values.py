"""What a value is worth for one record: days moved and counted, sums, products, quotients, extremes, choices, as intervals."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.days import elapsed, shift
from bole.domain.rules.records import Record
from bole.domain.rules.tree import (
    Choice,
    Constant,
    DayOf,
    Elapsed,
    Extreme,
    Fact,
    Given,
    Node,
    Product,
    Ratio,
    Rounding,
    Shifted,
    Sum,
    YearOf,
)  # fmt: skip
from bole.domain.rules.walk import UNKNOWN, Ends, Walk, ends_of, fact_value, truth_of


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


VALUES: dict[type[Node], Callable[[Walk, Any, Record | None], Ends]] = {
    Constant: lambda _walk, node, _row: (node.value, node.value),
    Given: lambda walk, node, _row: (walk.at.given(node.name),) * 2,
    Fact: lambda walk, node, row: (fact_value(walk, node, row),) * 2,
    Elapsed: _elapsed,
    Shifted: _shifted,
    DayOf: _day_of,
    YearOf: _year_of,
    Sum: _sum,
    Product: _product,
    Ratio: _ratio,
    Extreme: _extreme,
    Choice: _choice,
}
