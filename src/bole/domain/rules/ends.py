"""The ends of values as columns, in the words of Narwhals that every engine understands alike.

A value is a pair of ends; where both are the same expression the value is known or null. An end that is None is unknown
for every row. How ends meet and are chosen between is decided here; what a node says with them is left to ``columns``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

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


def single(end: End) -> Pair:
    return Pair(end, end)


def is_expression(end: object) -> bool:
    return isinstance(end, nw.Expr)


def as_truth(truth: Truth) -> nw.Expr:
    """Return a truth as a column of yes, no and null."""
    return truth if isinstance(truth, nw.Expr) else nw.lit(truth, dtype=nw.Boolean)


def pick(condition: Truth, then: Any, otherwise: Any) -> Any:
    """Branch; an unknown condition takes ``otherwise``, which is why every caller branches on what is surely so."""
    if condition is None or condition is False:
        return otherwise
    if condition is True:
        return then
    # A bare None has no type of its own on every engine: leave the branch out.
    if then is None:
        return pick(~condition.fill_null(False), otherwise, None) if otherwise is not None else None
    branch = nw.when(condition).then(as_column(then))
    return branch if otherwise is None else branch.otherwise(as_column(otherwise))


def as_column(value: Any) -> Any:
    return value if is_expression(value) else nw.lit(value, dtype=_dtype(value))


def _dtype(value: object) -> Any:
    if isinstance(value, bool):
        return nw.Boolean
    return nw.Int64 if isinstance(value, int) else nw.Date if isinstance(value, date) else nw.String


def both(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    if left is True or right is True:
        return right if left is True else left
    if left is None or right is None:
        return None if left is right else _null_and(left if right is None else right)
    return left & right


def _null_and(other: nw.Expr) -> nw.Expr:
    return other & nw.lit(None, dtype=nw.Boolean)


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
    return end.cast(nw.Int64) if is_expression(end) else end


def lift(work: Callable[..., Any], *ends: End) -> End:
    """Work on ends; an unknown one makes the result unknown."""
    return None if any(end is None for end in ends) else work(*ends)


def pick_number(truth: Truth) -> End:
    return truth.cast(nw.Int64) if is_expression(truth) else int(truth)


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
    return nw.coalesce(chosen, *(as_column(end) for end in (left, right)))
