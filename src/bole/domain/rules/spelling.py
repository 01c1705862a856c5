"""Which form of node is spelled where; what joins conditions, and facts as the columns they are."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import polars as pl

from bole.domain.rules.column_amounts import choice, extreme, product, ratio, sum_of
from bole.domain.rules.column_comparisons import among, compare
from bole.domain.rules.column_days import day_of, elapsed, shifted, year_of
from bole.domain.rules.columns import Columns, column_of, judged_column
from bole.domain.rules.ends import Pair, Quotient, Truth, Words, both, either, is_expression, negated, single
from bole.domain.rules.records import AsOf
from bole.domain.rules.regions_in_columns import lies_within
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Aggregate,
    Among,
    Both,
    Choice,
    Cited,
    Compare,
    Constant,
    DayOf,
    Either,
    Elapsed,
    Extreme,
    Fact,
    Judged,
    Node,
    Not,
    Product,
    Ratio,
    Shifted,
    Sum,
    Within,
    YearOf,
)  # fmt: skip
from bole.domain.rules.walking import ends_of


def columns_of(schema: Schema, at: AsOf, words: Words) -> Columns:
    """Return the columns of one register, none of them worked out yet."""
    return Columns(schema, at, _TRUTHS, _VALUES, words)


def _all_of(columns: Columns, node: Both) -> Truth:
    truths = [columns.truth(part) for part in node.operands]
    if all(is_expression(truth) for truth in truths):
        return columns.words.all_horizontal(*truths, **_counting_nulls(columns))
    return reduce(both, truths)


def _any_of(columns: Columns, node: Either) -> Truth:
    truths = [columns.truth(part) for part in node.operands]
    if all(is_expression(truth) for truth in truths):
        return columns.words.any_horizontal(*truths, **_counting_nulls(columns))
    return reduce(either, truths)


def _counting_nulls(columns: Columns) -> dict[str, bool]:
    """Ignoring nulls would turn unknown into no; Polars never does, Narwhals has to be told."""
    return {} if columns.words is pl else {"ignore_nulls": False}


def _within(columns: Columns, node: Within) -> Truth:
    told = [ends_of(columns.walk, one, None)[0] for one in node.regions]
    return lies_within(columns.pair(node.operand).low, told, negated=node.negated)


def _aggregate(_columns: Columns, node: Aggregate) -> Any:
    raise LookupError(f"{node.count} over {node.register} was not worked out before it was needed")


def _constant(_columns: Columns, node: Constant) -> Pair:
    return single(node.value)


_TRUTHS: Mapping[type[Node], Callable[[Columns, Any], Truth]] = {
    Fact: lambda columns, node: columns.words.col(column_of(node)),
    Judged: lambda columns, node: columns.words.col(judged_column(node)),
    Both: _all_of,
    Either: _any_of,
    Not: lambda columns, node: negated(columns.truth(node.operand)),
    Cited: lambda columns, node: columns.truth(node.operand),
    Compare: compare,
    Among: among,
    Within: _within,
    Aggregate: _aggregate,
}


_VALUES: Mapping[type[Node], Callable[[Columns, Any], Pair | Quotient]] = {
    Constant: _constant,
    Fact: lambda columns, node: single(columns.words.col(column_of(node))),
    Elapsed: elapsed,
    Shifted: shifted,
    DayOf: day_of,
    YearOf: year_of,
    Sum: sum_of,
    Product: product,
    Ratio: ratio,
    Extreme: extreme,
    Choice: choice,
    Aggregate: _aggregate,
}
