"""What has to be folded over rows for one aggregate, and its ends from what was folded.

The same intervals as ``counted`` works out row by row: rows surely in, rows possibly in, values unknown. What cannot be
unknown is not folded at all.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Any

from bole.domain.rules.columns import Columns
from bole.domain.rules.ends import (
    End,
    Expr,
    Frame,
    Pair,
    Quotient,
    Truth,
    Words,
    is_expression,
    larger,
    lift,
    negated,
    pick,
    single,
    smaller,
    whole,
    words_of,
)  # fmt: skip
from bole.domain.rules.grouping import Component, Fold
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Count

Plus = Callable[..., Expr]
Folded = Callable[[str], Any]


def _flag(truth: Truth, words: Words) -> Expr:
    """A truth as a column of the rows: a bare constant would be one row, not every row."""
    if is_expression(truth):
        return truth.fill_null(False)
    return ~words.col("id").is_null() if truth else words.col("id").is_null()


def _unknown(truth: Truth, words: Words) -> Expr | None:
    if is_expression(truth):
        return truth.is_null()
    return None if truth is not None else ~words.col("id").is_null()


class Rows:
    """The rows of one aggregate: surely in, possibly in, and either."""

    def __init__(self, node: Aggregate, columns: Columns, *, is_full: bool) -> None:
        truth = True if node.where is None else columns.truth(node.where)
        self.words = columns.words
        self.sure = _flag(truth, columns.words)
        self.possible = None if is_full else _unknown(truth, columns.words)
        self.either = self.sure if self.possible is None else self.sure | self.possible


def components_of(
    node: Aggregate, columns: Columns, name: str, *, complete: bool, is_full: bool, is_known: bool
) -> list[Component]:
    """Return what is folded for one aggregate; ``is_full`` and ``is_known`` promise condition and value."""
    rows = Rows(node, columns, is_full=is_full)
    match node.count:
        case Count.COUNT | Count.EXISTS:
            possible = [] if rows.possible is None or not complete else [_count(f"{name}_maybe", rows.possible)]
            return [_count(f"{name}_sure", rows.sure), *possible]
        case Count.SUM:
            return _sum_components(node, columns, name, rows, complete=complete, is_known=is_known)
        case Count.MIN | Count.MAX:
            return _extreme_components(node, columns, name, rows, complete=complete)
        case Count.SHARE:
            return _share_components(node, columns, name, rows) if complete else []
        case Count.MONTHS:
            return []


def _count(name: str, flag: Expr) -> Component:
    return Component(name, Fold.SUM, flag, is_flag=True)


def _total(name: str, rows: Expr, value: Expr | int) -> Component:
    filled = whole(value).fill_null(0) if is_expression(value) else value
    return Component(name, Fold.SUM, words_of(rows).when(rows).then(filled).otherwise(0))


def _value(node: Aggregate, columns: Columns) -> Pair:
    if node.value is None:
        raise TypeError(f"{node.count} needs a value")
    return columns.pair(node.value)


def _sum_components(
    node: Aggregate, columns: Columns, name: str, rows: Rows, *, complete: bool, is_known: bool
) -> list[Component]:
    value = _value(node, columns)
    never_negative = node.value is not None and node.value.type.is_never_negative
    found = [_total(f"{name}_low", rows.sure, value.low if value.low is not None else 0)]
    if not never_negative and rows.possible is not None:
        found.append(_total(f"{name}_lowmaybe", rows.possible, _or_zero(smaller(value.low, 0))))
    if complete:
        if not value.is_single:
            found.append(_total(f"{name}_high", rows.sure, value.high if value.high is not None else 0))
        if rows.possible is not None:
            found.append(_total(f"{name}_highmaybe", rows.possible, _or_zero(larger(value.high, 0))))
        if not is_known:
            found.append(_count(f"{name}_nohigh", rows.either & _is_unknown(value.high, rows.words)))
    if not never_negative and not is_known:
        found.append(_count(f"{name}_nolow", rows.either & _is_unknown(value.low, rows.words)))
    return found


def _or_zero(end: End) -> End:
    return 0 if end is None else end


def _is_unknown(end: End, words: Words) -> Expr:
    return end.is_null() if is_expression(end) else _flag(end is None, words)


def _extreme_components(node: Aggregate, columns: Columns, name: str, rows: Rows, *, complete: bool) -> list[Component]:
    value = _value(node, columns)
    largest = node.count is Count.MAX
    fold = Fold.MAX if largest else Fold.MIN
    inner, outer = (value.low, value.high) if largest else (value.high, value.low)
    found = [_count(f"{name}_sure", rows.sure)]
    if inner is not None:
        found.append(Component(f"{name}_inner", fold, rows.words.when(rows.sure).then(inner)))
    if complete and outer is not None:
        found.append(Component(f"{name}_outer", fold, rows.words.when(rows.either).then(outer)))
        found.append(_count(f"{name}_noouter", rows.either & _is_unknown(outer, rows.words)))
    return found


def _share_components(node: Aggregate, columns: Columns, name: str, rows: Rows) -> list[Component]:
    truth = None if node.value is None else columns.truth(node.value)
    holds, unknown = _flag(truth, rows.words), _unknown(truth, rows.words)
    fails = _flag(negated(truth) if truth is not None else False, rows.words)
    found = [_count(f"{name}_sure", rows.sure), _count(f"{name}_holds", rows.sure & holds)]
    found.append(_count(f"{name}_fails", rows.sure & fails))
    if rows.possible is not None:
        found.append(_count(f"{name}_maybeholds", rows.possible & holds))
        found.append(_count(f"{name}_maybefails", rows.possible & fails))
        if unknown is not None:
            found.append(_count(f"{name}_maybeopen", rows.possible & unknown))
    return found


def ends_from(
    node: Aggregate, name: str, components: Sequence[Component], words: Words, *, complete: bool
) -> Truth | Pair | Quotient:
    """Return an aggregate as expressions over its folded columns."""
    have = {one.name for one in components}

    def folded(part: str) -> Expr | None:
        return words.col(f"{name}_{part}") if f"{name}_{part}" in have else None

    def plus(*parts: str) -> Expr:
        return reduce(add, [expr for part in parts if (expr := folded(part)) is not None])

    match node.count:
        case Count.EXISTS:
            none = None if not complete else plus("maybe") == 0 if folded("maybe") is not None else True
            surely = plus("sure") > 0
            return surely if none is True else pick(surely, True, pick(none, False, None))
        case Count.COUNT:
            if not complete:
                return Pair(plus("sure"), None)
            return single(plus("sure")) if folded("maybe") is None else Pair(plus("sure"), plus("sure", "maybe"))
        case Count.SUM:
            return _sum_ends(node, plus, folded, complete=complete)
        case Count.MIN | Count.MAX:
            return _extreme_ends(node, folded)
        case Count.SHARE:
            return _share_ends(folded, plus, complete=complete)
        case Count.MONTHS:
            raise TypeError("months are united, not folded")


def _sum_ends(node: Aggregate, plus: Plus, folded: Folded, *, complete: bool) -> Pair:
    low: Any = plus("low", "lowmaybe")
    never_negative = node.value is not None and node.value.type.is_never_negative
    if not never_negative:
        low = _unless(folded("nolow"), low) if complete else None
    # A value of one end is summed once for both.
    high = plus("high" if folded("high") is not None else "low", "highmaybe")
    return Pair(low, _unless(folded("nohigh"), high) if complete else None)


def _unless(unknown: Any, total: Expr) -> Any:
    return total if unknown is None else pick(unknown == 0, total, None)


def _extreme_ends(node: Aggregate, folded: Folded) -> Pair:
    has_rows = folded("sure") > 0
    inner = pick(has_rows, folded("inner"), None) if folded("inner") is not None else None
    outer = None
    if folded("outer") is not None:
        outer = pick(has_rows & (folded("noouter") == 0), folded("outer"), None)
    return Pair(inner, outer) if node.count is Count.MAX else Pair(outer, inner)


def _share_ends(folded: Folded, plus: Plus, *, complete: bool) -> Quotient:
    if not complete:
        return Quotient((None, None), (None, None))
    has_rows = folded("sure") > 0

    def known(top: Expr) -> Any:
        return pick(has_rows, top, None)

    # Rows in doubt are taken in where they pull towards the end, and left out where not.
    low = (known(plus("holds")), plus("sure", "maybefails", "maybeopen"))
    favour = plus("sure", "maybeholds", "maybeopen")
    return Quotient(low, (known(favour - folded("fails")), favour))


def periods_of(rows: Frame, node: Aggregate, columns: Columns, schema: Schema) -> tuple[Frame, Frame, Expr]:
    """Return the periods surely in, those possibly in too, and the rows whose periods are not known."""
    register = schema.register(node.register)
    if register is None:
        raise LookupError(node.register)
    of = Rows(node, columns, is_full=False)
    words = columns.words
    begins, ends = words.col(register.begins or ""), words.col(register.ends or "")
    known = ~begins.is_null() & ~ends.is_null()
    for bound in (node.since, node.until):
        if bound is not None:
            pair = columns.pair(bound)
            known = known & ~_is_unknown(pair.low, words) & ~_is_unknown(pair.high, words)
    since = columns.pair(node.since).low if node.since else None
    until = columns.pair(node.until).low if node.until else None
    clipped = {
        "begins": begins if since is None else lift(larger, begins, since),
        "ends": ends if until is None else lift(smaller, ends, until),
    }

    def select(which: Expr) -> Frame:
        return rows.filter(which & known & ~words.col(node.link).is_null()).select(
            words.col(node.link), *(expr.alias(name) for name, expr in clipped.items())
        )

    return select(of.sure), select(of.either), of.either & ~known


def months_ends(name: str, words: Words, *, complete: bool) -> Pair:
    low, high = words.col(f"{name}_low"), words.col(f"{name}_high")
    return Pair(low, pick(words.col(f"{name}_unknown") == 0, high, None) if complete else None)
