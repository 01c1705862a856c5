"""Comparisons as columns: intervals, birthdays, quotients crosswise, lists."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

from bole.domain.rules.columns import Columns
from bole.domain.rules.days import latest_start
from bole.domain.rules.ends import (
    End,
    Pair,
    Quotient,
    Truth,
    as_column,
    both,
    either,
    is_expression,
    lift,
    negated,
    pick,
    whole,
)  # fmt: skip
from bole.domain.rules.kinds import Kind
from bole.domain.rules.marks import LONGEST_MARKED
from bole.domain.rules.tree import Among, Compare, Constant, Elapsed, Node, Unit, is_told
from bole.domain.rules.walking import ends_of

FIRST_DAY = date(1000, 1, 1)  # before any record, and the first that Spark can spell
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def compare(columns: Columns, node: Compare) -> Truth:
    as_days = _compare_birthdays(columns, node)
    if as_days is not None:
        return as_days
    if Kind.RATIO in {node.left.type.kind, node.right.type.kind}:
        left, right = _quotient_of(columns, node.left), _quotient_of(columns, node.right)
        return _compare_crosswise(node.op, left, right)
    return compare_pairs(node.op, columns.pair(node.left), columns.pair(node.right))


def _compare_birthdays(columns: Columns, node: Compare) -> Truth:
    """Completed years up to one and the same day are a comparison with a day: no calendar for a million rows."""
    left, right = node.left, node.right
    if (
        not isinstance(left, Elapsed)
        or left.unit is Unit.DAYS
        or not isinstance(right, Constant)
        or not is_told(left.end)
    ):
        return None
    end, _ = ends_of(columns.walk, left.end, None)
    start = columns.pair(left.start)
    if (
        not isinstance(end, date)
        or not isinstance(right.value, int)
        or right.scale
        or not start.is_single
        or not is_expression(start.low)
    ):
        return None
    leap = columns.schema.leap_birthday
    starts = (latest_start(left.unit, end, right.value + extra, leap=leap) for extra in (0, 1))
    enough, more = (max(start, FIRST_DAY) for start in starts)
    day = start.low
    match node.op:
        case ">=":
            return day <= enough
        case ">":
            return day <= more
        case "<":
            return day > enough
        case "<=":
            return day > more
        case "==":
            return (day <= enough) & (day > more)
        case _:
            return (day > enough) | (day <= more)


def compare_pairs(op: str, left: Pair, right: Pair) -> Truth:
    """Compare two intervals: an answer only where both ends agree."""
    if left.is_single and right.is_single:
        return lift(OPERATORS[op], left.low, right.low)
    if op in {"<", "<="}:
        op, left, right = (">" if op == "<" else ">="), right, left
    less, equal = OPERATORS["<"], OPERATORS["=="]
    if op in {">", ">="}:
        surely = lift(OPERATORS[op], left.low, right.high)
        never = lift(OPERATORS["<" if op == ">=" else "<="], left.high, right.low)
        return _settled(surely, never)
    same = None
    if all(end is not None for end in (left.low, left.high, right.low, right.high)):
        # Ends in order make one chain enough: low == high of both, and they meet.
        same = both(
            lift(equal, left.low, left.high), both(lift(equal, right.low, right.high), lift(equal, left.low, right.low))
        )
    apart = either(_sure(lift(less, left.high, right.low)), _sure(lift(less, right.high, left.low)))
    return _settled(same, apart) if op == "==" else _settled(apart, same)


def _sure(truth: Truth) -> Truth:
    return False if truth is None else truth.fill_null(False) if is_expression(truth) else truth


def _settled(surely: Truth, never: Truth) -> Truth:
    """Yes where it surely is, no where it never is, unknown elsewhere."""
    if surely is True or never is True:
        return surely is True
    yes, no = (truth if is_expression(truth) else None for truth in (surely, never))
    if yes is None:
        return None if no is None else pick(no, False, None)
    return pick(yes, True, None if no is None else pick(no, False, None))


def _quotient_of(columns: Columns, node: Node) -> Quotient:
    found = columns.value(node)
    if isinstance(found, Quotient):
        return found
    unit = 10**node.type.scale
    return Quotient((whole(found.low), unit), (whole(found.high), unit))


def _compare_crosswise(op: str, left: Quotient, right: Quotient) -> Truth:
    if op in {"<", "<="}:
        op, left, right = (">" if op == "<" else ">="), right, left

    def crossed(compare: str, one: tuple[End, End], other: tuple[End, End]) -> Truth:
        return lift(lambda a, b, c, d: OPERATORS[compare](a * d, c * b), *one, *other)

    return _settled(crossed(op, left.low, right.high), crossed("<" if op == ">=" else "<=", left.high, right.low))


def among(columns: Columns, node: Among) -> Truth:
    is_short = 0 < len(node.members) <= LONGEST_MARKED
    if is_short and all((node.operand, member) in columns.marks for member in node.members):
        marked = reduce(either, (columns.marks[node.operand, member] for member in node.members))
        return negated(marked) if node.negated else marked
    found = columns.pair(node.operand)
    members = list(node.members)
    if found.is_single:
        truth = lift(lambda end: end.is_in(members), found.low)
        return negated(truth) if node.negated else truth
    if found.low is None or found.high is None:
        return None
    known = OPERATORS["=="](found.low, found.high)
    inside = as_column(found.low, columns.words).is_in(members)
    between = reduce(
        lambda one, other: one | other, [(found.low <= member) & (found.high >= member) for member in members]
    )
    truth = pick(known, inside, pick(negated(between), False, None))
    return negated(truth) if node.negated else truth
