"""One node of a checked tree as an expression over columns, in the words of Narwhals that every engine understands alike.

A value is a pair of ends; where both are the same expression the value is known or null. An end that is None is unknown
for every row. The traps are named where they are avoided; which node is worked out when is decided by ``compiling``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import narwhals as nw

from bole.domain.rules.days import latest_start, shift_bounds
from bole.domain.rules.kinds import Kind
from bole.domain.rules.records import AsOf, Records
from bole.domain.rules.regions_in_columns import lies_within
from bole.domain.rules.schema import OPEN_END, LeapBirthday, Schema
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
    Rounding,
    Shifted,
    Sum,
    Unit,
    Within,
    YearOf,
    is_told,
)  # fmt: skip
from bole.domain.rules.walking import Walk, ends_of, truth_of

End = Any  # an expression, a Python value that is the same for every row, or None for unknown
Truth = Any  # an expression, True, False or None
OFFSETS = {Unit.YEARS: "y", Unit.MONTHS: "mo", Unit.DAYS: "d"}
LEAP_DAY = 229
FIRST_DAY = date(1000, 1, 1)  # before any record, and the first that Spark can spell


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


@dataclass(slots=True)
class Columns:
    """What has become a column already, by node; everything else is spelled out."""

    schema: Schema
    at: AsOf
    divides_exactly: bool  # Polars divides whole numbers as such; Spark by way of doubles
    truths: dict[Node, Truth] = field(default_factory=dict)
    values: dict[Node, Pair | Quotient] = field(default_factory=dict)

    @property
    def walk(self) -> Walk:
        return Walk(self.schema, Records({}), self.at)

    def truth(self, node: Node) -> Truth:
        """Return a condition as an expression, or as a constant."""
        if node in self.truths:
            return self.truths[node]
        if is_told(node):
            return truth_of(self.walk, node, None)
        return _TRUTHS[type(node)](self, node)

    def value(self, node: Node) -> Pair | Quotient:
        """Return a value as the expressions of its ends."""
        if node in self.values:
            return self.values[node]
        if is_told(node) and node.type.kind is not Kind.RATIO:
            low, high = ends_of(self.walk, node, None)
            return single(low) if low == high else Pair(low, high)
        return _VALUES[type(node)](self, node)

    def pair(self, node: Node) -> Pair:
        found = self.value(node)
        if not isinstance(found, Pair):
            raise TypeError("a quotient is only compared")
        return found


def single(end: End) -> Pair:
    return Pair(end, end)


def is_expression(end: object) -> bool:
    return isinstance(end, nw.Expr)


def as_truth(truth: Truth) -> nw.Expr:
    """Return a truth as a column of yes, no and null."""
    return truth if isinstance(truth, nw.Expr) else nw.lit(truth, dtype=nw.Boolean)


def column_of(fact: Fact) -> str:
    return "__".join((*fact.path, fact.field))


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


def compare_pairs(op: str, left: Pair, right: Pair) -> Truth:
    """Compare two intervals: an answer only where both ends agree."""
    if left.is_single and right.is_single:
        return lift(_OPERATORS[op], left.low, right.low)
    if op in {"<", "<="}:
        op, left, right = (">" if op == "<" else ">="), right, left
    less, equal = _OPERATORS["<"], _OPERATORS["=="]
    if op in {">", ">="}:
        surely = lift(_OPERATORS[op], left.low, right.high)
        never = lift(_OPERATORS["<" if op == ">=" else "<="], left.high, right.low)
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


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compare(columns: Columns, node: Compare) -> Truth:
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
        return lift(lambda a, b, c, d: _OPERATORS[compare](a * d, c * b), *one, *other)

    return _settled(crossed(op, left.low, right.high), crossed("<" if op == ">=" else "<=", left.high, right.low))


def _among(columns: Columns, node: Among) -> Truth:
    found = columns.pair(node.operand)
    members = list(node.members)
    if found.is_single:
        truth = lift(lambda end: end.is_in(members), found.low)
        return negated(truth) if node.negated else truth
    if found.low is None or found.high is None:
        return None
    known = _OPERATORS["=="](found.low, found.high)
    inside = as_column(found.low).is_in(members)
    between = reduce(
        lambda one, other: one | other, [(found.low <= member) & (found.high >= member) for member in members]
    )
    truth = pick(known, inside, pick(negated(between), False, None))
    return negated(truth) if node.negated else truth


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


def _extreme(columns: Columns, node: Extreme) -> Pair:
    pairs = [columns.pair(part) for part in node.operands]
    choose = larger if node.largest else smaller
    lows, highs = [pair.low for pair in pairs], [pair.high for pair in pairs]
    if node.largest:
        return Pair(reduce(lambda one, other: of_known(choose, one, other), lows), reduce(choose, highs))
    return Pair(reduce(choose, lows), reduce(lambda one, other: of_known(choose, one, other), highs))


def _choice(columns: Columns, node: Choice) -> Pair:
    condition = columns.truth(node.condition)
    then, otherwise = columns.pair(node.then), columns.pair(node.otherwise)
    if isinstance(condition, bool):
        return then if condition else otherwise

    def branch(one: End, other: End, hull: Callable[[End, End], End]) -> End:
        return pick(condition, one, pick(negated(condition), other, hull(one, other)))

    return Pair(branch(then.low, otherwise.low, smaller), branch(then.high, otherwise.high, larger))


def _shifted(columns: Columns, node: Shifted) -> Pair:
    found = columns.pair(node.day)
    # Only the open end is guarded: no register holds days of the first centuries, and Spark cannot spell them.
    _, last = shift_bounds(node.unit, node.amount)

    def moved(day: End) -> End:
        shifted = day.dt.offset_by(f"{node.amount}{OFFSETS[node.unit]}").cast(nw.Date)  # Spark makes a moment of it
        return shifted if last == OPEN_END else pick(day > last, OPEN_END, shifted)

    if found.is_single:
        return single(lift(moved, found.low))
    return Pair(lift(moved, found.low), lift(moved, found.high))


def _day_of(columns: Columns, node: DayOf) -> Pair:
    if not isinstance(node.year, YearOf):
        raise TypeError("the year of a day is told or that of another day")
    found = columns.pair(node.year.day)

    def on(day: End) -> End:
        first = day.dt.truncate("1y").dt.offset_by(f"{node.month - 1}mo").dt.offset_by(f"{node.day - 1}d")
        return first.cast(nw.Date)

    return single(lift(on, found.low)) if found.is_single else Pair(lift(on, found.low), lift(on, found.high))


def _year_of(columns: Columns, node: YearOf) -> Pair:
    found = columns.pair(node.day)

    def year(day: End) -> End:
        return whole(day.dt.year()) if is_expression(day) else day.year

    return single(lift(year, found.low)) if found.is_single else Pair(lift(year, found.low), lift(year, found.high))


def _elapsed(columns: Columns, node: Elapsed) -> Pair:
    start, end = columns.pair(node.start), columns.pair(node.end)
    leap = columns.schema.leap_birthday

    def between(one: End, other: End) -> End:
        return days_elapsed(node.unit, one, other, leap=leap)

    if start.is_single and end.is_single:
        return single(lift(between, start.low, end.low))
    return Pair(lift(between, start.high, end.low), lift(between, start.low, end.high))


def _parts(day: End) -> tuple[End, End, End]:
    if not is_expression(day):
        return day.year, day.month, day.day
    return whole(day.dt.year()), whole(day.dt.month()), whole(day.dt.day())


def days_elapsed(unit: Unit, start: End, end: End, *, leap: LeapBirthday) -> End:
    """Completed years or months, or days, from numbers of the calendar: engines disagree about their own functions."""
    if unit is Unit.DAYS:
        return day_number(end) - day_number(start)
    (year, month, day), (to_year, to_month, to_day) = _parts(start), _parts(end)
    if unit is Unit.MONTHS:
        return (to_year - year) * 12 + (to_month - month) - pick_number(to_day < day)
    from_day, to = month * 100 + day, to_month * 100 + to_day
    if leap is LeapBirthday.BEFORE:
        is_leap = ((to_year % 4 == 0) & (to_year % 100 != 0)) | (to_year % 400 == 0)
        early = both(from_day == LEAP_DAY, negated(is_leap) if is_expression(is_leap) else not is_leap)
        from_day = pick(early, LEAP_DAY - 1, from_day)
    return to_year - year - pick_number(to < from_day)


def pick_number(truth: Truth) -> End:
    return truth.cast(nw.Int64) if is_expression(truth) else int(truth)


def day_number(day: End) -> End:
    """The day counted from a fixed one, by whole numbers alone: durations differ between engines."""
    if not is_expression(day):
        return day.toordinal()
    year, month, of_month = _parts(day)
    # Years that begin in March put the leap day last; every division is of small positive numbers.
    shifted = pick_number(month <= 2)
    years, months = year - shifted, month + 12 * shifted - 3
    return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + of_month - 306


def _sum(columns: Columns, node: Sum) -> Pair:
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


def _product(columns: Columns, node: Product) -> Pair:
    over = [columns.pair(part) for part in node.over]
    under = [columns.pair(part) for part in node.under]
    is_positive = reduce(both, [_positive(pair.low) for pair in under], True)
    low = _fraction(columns, node, [pair.low for pair in over], [pair.high for pair in under])
    if all(pair.is_single for pair in [*over, *under]):
        return single(pick(is_positive, low, None))
    high = _fraction(columns, node, [pair.high for pair in over], [pair.low for pair in under])
    if node.times < 0 or not all(part.type.is_never_negative for part in node.over):
        known = [lift(_OPERATORS["=="], pair.low, pair.high) for pair in over if not pair.is_single]
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
    if columns.divides_exactly or not is_expression(found):
        return found
    # By way of doubles the quotient may be off by one: the remainder, which is exact, says so.
    rest = top - found.cast(nw.Int64) * bottom
    return found.cast(nw.Int64) + (rest >= bottom).cast(nw.Int64) - (rest < 0).cast(nw.Int64)


def _ratio(columns: Columns, node: Ratio) -> Quotient:
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


def _all_of(columns: Columns, node: Both) -> Truth:
    truths = [columns.truth(part) for part in node.operands]
    if all(is_expression(truth) for truth in truths):
        return nw.all_horizontal(*truths, ignore_nulls=False)  # ignoring them would turn unknown into no
    return reduce(both, truths)


def _any_of(columns: Columns, node: Either) -> Truth:
    truths = [columns.truth(part) for part in node.operands]
    if all(is_expression(truth) for truth in truths):
        return nw.any_horizontal(*truths, ignore_nulls=False)
    return reduce(either, truths)


def _aggregate(_columns: Columns, node: Aggregate) -> Any:
    raise LookupError(f"{node.count} over {node.register} was not worked out before it was needed")


def judged_column(node: Judged) -> str:
    return f"judged:{node.matter}"


def _constant(_columns: Columns, node: Constant) -> Pair:
    return single(node.value)


_TRUTHS: Mapping[type[Node], Callable[[Columns, Any], Truth]] = {
    Fact: lambda _columns, node: nw.col(column_of(node)),
    Judged: lambda _columns, node: nw.col(judged_column(node)),
    Both: _all_of,
    Either: _any_of,
    Not: lambda columns, node: negated(columns.truth(node.operand)),
    Cited: lambda columns, node: columns.truth(node.operand),
    Compare: _compare,
    Among: _among,
    Within: lambda columns, node: lies_within(
        columns.pair(node.operand).low,
        [ends_of(columns.walk, one, None)[0] for one in node.regions],
        negated=node.negated,
    ),
    Aggregate: _aggregate,
}
_VALUES: Mapping[type[Node], Callable[[Columns, Any], Pair | Quotient]] = {
    Constant: _constant,
    Fact: lambda _columns, node: single(nw.col(column_of(node))),
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
