"""Amounts as columns: sums, products rounded once, quotients, the smaller and the larger, choices."""

from collections.abc import Callable, Iterable
from functools import reduce

import polars as pl

from bole.domain.rules.column_comparisons import OPERATORS
from bole.domain.rules.columns import Columns
from bole.domain.rules.ends import (
    End,
    Pair,
    Quotient,
    Truth,
    both,
    is_expression,
    larger,
    lift,
    negated,
    of_known,
    pick,
    pick_number,
    single,
    smaller,
    whole,
)  # fmt: skip
from bole.domain.rules.tree import Choice, Extreme, Product, Ratio, Rounding, Sum


def extreme(columns: Columns, node: Extreme) -> Pair:
    pairs = [columns.pair(part) for part in node.operands]
    choose = larger if node.largest else smaller
    lows, highs = [pair.low for pair in pairs], [pair.high for pair in pairs]
    if node.largest:
        return Pair(reduce(lambda one, other: of_known(choose, one, other), lows), reduce(choose, highs))
    return Pair(reduce(choose, lows), reduce(lambda one, other: of_known(choose, one, other), highs))


def choice(columns: Columns, node: Choice) -> Pair:
    condition = columns.truth(node.condition)
    then, otherwise = columns.pair(node.then), columns.pair(node.otherwise)
    if isinstance(condition, bool):
        return then if condition else otherwise

    def branch(one: End, other: End, hull: Callable[[End, End], End]) -> End:
        return pick(condition, one, pick(negated(condition), other, hull(one, other)))

    return Pair(branch(then.low, otherwise.low, smaller), branch(then.high, otherwise.high, larger))


def sum_of(columns: Columns, node: Sum) -> Pair:
    lows, highs = [], []
    are_single = True
    for sign, term in node.terms:
        found = columns.pair(term)
        are_single &= found.is_single
        ends = (found.low, found.high) if sign > 0 else (found.high, found.low)
        least, most = (lift(whole if sign > 0 else _minus, end) for end in ends)
        lows.append(least)
        highs.append(most)

    def total(ends: Iterable[End]) -> End:
        return reduce(lambda one, other: lift(lambda a, b: a + b, one, other), ends)

    return single(total(lows)) if are_single else Pair(total(lows), total(highs))


def _minus(end: End) -> End:
    return -whole(end)


def product(columns: Columns, node: Product) -> Pair:
    over = [columns.pair(part) for part in node.over]
    under = [columns.pair(part) for part in node.under]
    is_positive = reduce(both, [_positive(pair.low) for pair in under], True)
    low = _fraction(columns, node, [pair.low for pair in over], [pair.high for pair in under])
    if all(pair.is_single for pair in [*over, *under]):
        return single(pick(is_positive, low, None))
    high = _fraction(columns, node, [pair.high for pair in over], [pair.low for pair in under])
    if node.times < 0 or not all(part.type.is_never_negative for part in node.over):
        known = [lift(OPERATORS["=="], pair.low, pair.high) for pair in over if not pair.is_single]
        is_positive = reduce(both, known, is_positive)
    return Pair(pick(is_positive, low, None), pick(is_positive, high, None))


def _positive(end: End) -> Truth:
    return lift(lambda low: low > 0, end)


def _fraction(columns: Columns, node: Product, over: list[End], under: list[End]) -> End:
    if any(end is None for end in (*over, *under)):  # never `in`: an expression is equal to everything
        return None
    top = reduce(lambda one, other: one * whole(other), over, node.times)
    bottom = reduce(lambda one, other: one * whole(other), under, node.into * node.step)
    if not is_expression(bottom) and bottom == 1:
        return top
    match node.rounding:
        case Rounding.HALF_UP:
            found = _floor(columns, 2 * top + bottom, 2 * bottom)
        case Rounding.DOWN:
            found = _floor(columns, top, bottom)
        case Rounding.UP:
            found = _floor(columns, top + bottom - 1, bottom)
    return found if node.step == 1 else found * node.step


def _floor(columns: Columns, top: End, bottom: End) -> End:
    found = top // bottom
    if columns.words is pl or not is_expression(found):
        return found
    # Spark divides by way of doubles, and the quotient may be off by one: the remainder, which is exact, says so.
    rest = top - whole(found) * bottom
    return whole(found) + pick_number(rest >= bottom) - pick_number(rest < 0)


def ratio(columns: Columns, node: Ratio) -> Quotient:
    over, under = columns.pair(node.over), columns.pair(node.under)
    is_positive = _positive(under.low)
    if node.over.type.is_never_negative:
        least_by, most_by = under.high, under.low
    else:
        least_by = lift(lambda low: pick(low >= 0, under.high, under.low), over.low)
        most_by = lift(lambda high: pick(high >= 0, under.low, under.high), over.high)

    def fraction(top: End, bottom: End) -> tuple[End, End]:
        top = pick(is_positive, lift(lambda end: whole(end) * node.times, top), None)
        return top, lift(lambda end: whole(end) * node.into, bottom)

    return Quotient(fraction(over.low, least_by), fraction(over.high, most_by))
