"""How far a value is from meeting a goal, whatever form the goal has.

Every form is brought to one measure, the distance that is left, so that paths and statuses
need not know the forms. What the distance means for a status is decided elsewhere.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from bole.domain.plan.definitions import (
    ClassTarget,
    Direction,
    DirectionTarget,
    Goal,
    NumberTarget,
    RangeTarget,
    SeriesTarget,
    ToleranceTarget,
    VectorTarget,
)
from bole.domain.plan.documents import Comparator
from bole.domain.shared.reasons import Reason

Value = Decimal | str

ABOUT = Decimal("0.05")  # 左右: within a twentieth, the half of the last printed digit of most such figures
ZERO = Decimal(0)
SMALLEST = Decimal("0.000001")  # what is missing where nothing measurable is: 超过 is not met by the number itself
UPWARD = frozenset({Comparator.AT_LEAST, Comparator.MORE})
DOWNWARD = frozenset({Comparator.AT_MOST, Comparator.LESS})


class Unmeasurable(Exception):
    """The value is not of the form that the goal speaks of, or the base it needs is missing."""


def sense_of(goal: Goal, *, direction: Direction) -> Direction:
    """Return the direction in which a value gets nearer to the goal; a comparator says more than the indicator does."""
    match goal:
        case NumberTarget(comparator=comparator) | SeriesTarget(comparator=comparator):
            if comparator in UPWARD:
                return Direction.UP
            return Direction.DOWN if comparator in DOWNWARD else direction
        case DirectionTarget(direction=way):
            return Direction(way)
        case ClassTarget():
            return Direction.UP
        case RangeTarget():
            return direction
        case _:
            return Direction.FIT


def distance_left(
    goal: Goal, *, value: Value, base: Value | None = None, direction: Direction = Direction.UP
) -> Decimal:
    """Return how much is missing until ``value`` meets ``goal``: 0 when it is met, never negative.

    The unit is that of the value; for a class it is steps of the scale, for shares the sum of all deviations.

    :raises Unmeasurable: if the value is of another form, or the goal needs a base that is missing.
    """
    match goal:
        case NumberTarget():
            return number_distance(goal, value=number(value), direction=direction)
        case RangeTarget():
            return range_distance(goal, value=number(value), direction=direction)
        case ClassTarget(scale=scale, value=wanted):
            return max(Decimal(rank(wanted, scale=scale) - rank(value, scale=scale)), ZERO)
        case VectorTarget(shares=wanted, tolerance=tolerance):
            return sum(
                (max(abs(a - b) - tolerance, ZERO) for a, b in zip(shares(value, wanted), wanted, strict=True)), ZERO
            )
        case ToleranceTarget(plus=plus, minus=minus):
            moved = number(value) - number(base)
            return max(moved - plus, -moved - minus, ZERO)
        case DirectionTarget(direction=way):
            moved = number(value) - number(base)
            moved = moved if way == "up" else -moved
            # Standing still has not grown: the smallest step is missing, and no amount says how small it is.
            return ZERO if moved > 0 else max(-moved, SMALLEST)
        case SeriesTarget():
            raise Unmeasurable
    raise Unmeasurable


def has_way(goal: Goal, *, whole: Decimal) -> bool:
    """Whether a share of the way to a goal can be told; a direction alone has no length, and neither has nothing."""
    return not isinstance(goal, DirectionTarget) and whole > SMALLEST


def range_distance(goal: RangeTarget, *, value: Decimal, direction: Direction) -> Decimal:
    """Return the way into a range; where more is better, 5至10名 is not failed by eleven."""
    below, above = goal.low - value, value - goal.high
    if direction is Direction.UP:
        return max(below, ZERO)
    return max(above, ZERO) if direction is Direction.DOWN else max(below, above, ZERO)


def number_distance(goal: NumberTarget, *, value: Decimal, direction: Direction) -> Decimal:
    short, over = goal.value - value, value - goal.value
    slack = abs(goal.value) * ABOUT if goal.comparator is Comparator.ABOUT else ZERO
    match sense_of(goal, direction=direction):
        case Direction.UP:
            return strictly(short - slack, strict=goal.comparator is Comparator.MORE)
        case Direction.DOWN:
            return strictly(over - slack, strict=goal.comparator is Comparator.LESS)
        case _:
            return max(abs(over) - slack, ZERO)


def strictly(missing: Decimal, *, strict: bool) -> Decimal:
    """Return what is missing; 超过 is not met by the number itself, though nothing measurable is missing."""
    return SMALLEST if strict and missing == 0 else max(missing, ZERO)


def compare_series(goal: SeriesTarget, *, value: Decimal, other: Decimal, direction: Direction) -> Decimal:
    """Return how much ``value`` is short of standing to ``other`` as the goal wants it."""
    return number_distance(NumberTarget(comparator=goal.comparator, value=other), value=value, direction=direction)


def number(value: Value | None) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise Unmeasurable


def rank(value: Value, *, scale: tuple[str, ...]) -> int:
    try:
        return scale.index(str(value))
    except ValueError:
        raise Unmeasurable from None


def shares(value: Value, wanted: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Return ``15:35:50`` as numbers; full-width colons are read as well."""
    try:
        parts = tuple(Decimal(part.strip().rstrip("%")) for part in str(value).replace("：", ":").split(":"))
    except InvalidOperation:
        raise Unmeasurable from None
    if len(parts) != len(wanted):
        raise Unmeasurable
    return parts


def final_value(goal: Goal) -> Decimal | None:
    """Return the number a path runs to; None where the goal is not one number."""
    match goal:
        case NumberTarget(value=value):
            return value
        case _:
            return None


def describe_goal(goal: Goal) -> Reason:
    """Return what a goal asks for, without its unit."""
    match goal:
        case NumberTarget(comparator=comparator, value=value):
            return Reason(WORDS_OF_COMPARATOR[comparator], {"value": plain(value)})
        case RangeTarget(low=low, high=high):
            return Reason("%(low)s to %(high)s", {"low": plain(low), "high": plain(high)})
        case ClassTarget(value=label):
            return Reason("%(value)s", {"value": label})
        case DirectionTarget(direction="up"):
            return Reason("more than the base")
        case DirectionTarget():
            return Reason("less than the base")
        case SeriesTarget(comparator=comparator, indicator=indicator):
            return Reason(WORDS_OF_COMPARATOR[comparator], {"value": indicator})
        case VectorTarget(shares=wanted):
            return Reason("%(value)s", {"value": ":".join(plain(share) for share in wanted)})
        case ToleranceTarget(plus=plus, minus=minus):
            return Reason("base +%(plus)s/−%(minus)s", {"plus": plain(plus), "minus": plain(minus)})


def plain(value: Value | None, *, digits: int = 2) -> str:
    """Return a number as short as it can be read: at most ``digits`` decimals, no trailing zeros."""
    if not isinstance(value, Decimal):
        return "" if value is None else value
    text = format(value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP), ",f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def rough(value: Decimal | None) -> str:
    """Return a computed number with as many digits as it can mean: a path that expects 116,850.16 people expects 116,850."""
    if value is None:
        return ""
    return plain(value, digits=0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)


WORDS_OF_COMPARATOR: Mapping[Comparator, str] = {
    Comparator.EQUAL: "%(value)s",
    Comparator.AT_LEAST: "at least %(value)s",
    Comparator.MORE: "more than %(value)s",
    Comparator.AT_MOST: "at most %(value)s",
    Comparator.LESS: "less than %(value)s",
    Comparator.ABOUT: "about %(value)s",
    Comparator.RANGE: "%(value)s",
}
