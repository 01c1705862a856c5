"""The ends of values as columns, in words that every engine understands alike.

A value is a pair of ends; where both are the same expression the value is known or null. An end that is None is unknown
for every row. How ends meet and are chosen between is decided here; what a node says with them is left to ``columns``.

The words are those that Polars and Narwhals share: a frame of Polars is spoken to directly, because saying a hundred rules
by way of Narwhals takes as long as working them out; any other engine is spoken to through Narwhals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

Expr = Any  # an expression of Polars or of Narwhals
Frame = Any  # a lazy frame of Polars or of Narwhals
Words = Any  # the module whose words are spoken, Polars or Narwhals
End = Any  # an expression, a Python value that is the same for every row, or None for unknown
Truth = Any  # an expression, True, False or None


@dataclass(frozen=True, slots=True)
class Pair:
    low: End
    high: End

    @property
    def is_single(self) -> bool:
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Quotient:
    """Two fractions, each a numerator over a positive denominator."""

    low: tuple[End, End]
    high: tuple[End, End]


def words_of(spoken: Expr | Frame) -> Words:
    """Return whose words an expression or a frame understands."""
    return pl if isinstance(spoken, pl.Expr | pl.LazyFrame) else nw


def single(end: End) -> Pair:
    return Pair(end, end)


def is_expression(end: object) -> bool:
    return isinstance(end, pl.Expr | nw.Expr)


def as_truth(truth: Truth, words: Words) -> Expr:
    """Return a truth as a column of yes, no and null."""
    return truth if is_expression(truth) else words.lit(truth, dtype=words.Boolean)


def pick(condition: Truth, then: Any, otherwise: Any) -> Any:
    """Branch; an unknown condition takes ``otherwise``, which is why every caller branches on what is surely so."""
    if condition is None or condition is False:
        return otherwise
    if condition is True:
        return then
    # A bare None has no type of its own on every engine: leave the branch out.
    if then is None:
        return pick(~condition.fill_null(False), otherwise, None) if otherwise is not None else None
    words = words_of(condition)
    branch = words.when(condition).then(as_column(then, words))
    return branch if otherwise is None else branch.otherwise(as_column(otherwise, words))


def as_column(value: End, words: Words) -> Expr:
    return value if is_expression(value) else words.lit(value, dtype=_dtype(value, words))


def _dtype(value: object, words: Words) -> Any:
    if isinstance(value, bool):
        return words.Boolean
    return words.Int64 if isinstance(value, int) else words.Date if isinstance(value, date) else words.String


def both(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    if left is True or right is True:
        return right if left is True else left
    if left is None or right is None:
        return None if left is right else _null_and(left if right is None else right)
    return left & right


def _null_and(other: Expr) -> Expr:
    return other & as_truth(None, words_of(other))


def either(left: Truth, right: Truth) -> Truth:
    return (
        negated(both(negated(left), negated(right)))
        if not (is_expression(left) and is_expression(right))
        else left | right
    )


def negated(truth: Truth) -> Truth:
    if truth is None:
        return None
    return ~truth if is_expression(truth) else not truth


def whole(end: End) -> End:
    """A value to count with: parts of dates and narrow columns would wrap silently."""
    return end.cast(words_of(end).Int64) if is_expression(end) else end


def lift(work: Callable[..., Any], *ends: End) -> End:
    """Work on ends; an unknown one makes the result unknown."""
    return None if any(end is None for end in ends) else work(*ends)


def pick_number(truth: Truth) -> End:
    return whole(truth) if is_expression(truth) else int(truth)


def smaller(left: End, right: End) -> End:
    """The smaller of two, unknown where one is: the engine's own function would skip it and pay the cap."""
    return lift(lambda a, b: pick(_less_or_equal(a, b), a, pick(_less(b, a), b, None)), left, right)


def larger(left: End, right: End) -> End:
    return lift(lambda a, b: pick(_less_or_equal(b, a), a, pick(_less(a, b), b, None)), left, right)


def _less_or_equal(left: End, right: End) -> Truth:
    return left <= right


def _less(left: End, right: End) -> Truth:
    return left < right


def of_known(choose: Callable[[End, End], End], left: End, right: End) -> End:
    """Choose between two ends; an unknown one leaves the other."""
    if left is None or right is None:
        return right if left is None else left
    chosen = choose(left, right)
    if not is_expression(chosen):
        return chosen
    words = words_of(chosen)
    return words.coalesce(chosen, *(as_column(end, words) for end in (left, right)))
