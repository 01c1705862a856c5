"""The path a promise implies: what would have to be there by each day for the target to be met on its own.

A stock or a rate moves in a straight line from its base over each target; a flow gathers its share of the period; a
yearly promise begins anew each 1 January. Nobody's status is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bole.domain.plan.definitions import Indicator, Target
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.standing.goals import Value, distance_left, final_value

ONE, ZERO = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Observation:
    """A value as it stood on ``day``. Of a flow it is what was delivered in the calendar year up to that day."""

    day: date
    value: Value
    source: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a path that leads to one target; ``base`` is None where no number opens it."""

    target: Target
    from_day: date | None
    base: Value | None
    is_assumed: bool = False  # the base is the first value reported, since the plan states none


def ordered_targets(indicator: Indicator) -> tuple[Target, ...]:
    return tuple(sorted(indicator.targets, key=lambda target: target.day))


def current_target(indicator: Indicator, *, day: date) -> Target | None:
    """Return the next target to come, or the last one when all days have passed."""
    targets = ordered_targets(indicator)
    return next((target for target in targets if target.day >= day), targets[-1] if targets else None)


def stretch_to(target: Target, *, indicator: Indicator, observations: Sequence[Observation]) -> Stretch:
    """Return the stretch that leads to ``target``: from the target before it, else the base, else the first value reported."""
    if indicator.stock_or_flow is StockOrFlow.FLOW:
        return Stretch(target=target, from_day=opening_day(target, indicator=indicator), base=ZERO)
    earlier = [other for other in ordered_targets(indicator) if other.day < target.day and not other.yearly]
    if earlier and (value := final_value(earlier[-1].goal)) is not None:
        return Stretch(target=target, from_day=earlier[-1].day, base=value)
    if indicator.baseline is not None and indicator.baseline.day < target.day:
        return Stretch(target=target, from_day=indicator.baseline.day, base=indicator.baseline.value)
    before = [observation for observation in observations if observation.day < target.day]
    if len(before) > 1:
        return Stretch(target=target, from_day=before[0].day, base=before[0].value, is_assumed=True)
    return Stretch(target=target, from_day=None, base=None)


def opening_day(target: Target, *, indicator: Indicator) -> date | None:
    """Return the first day that counts for a flow; a base of the year before opens the year after."""
    if target.yearly and target.from_day is None:
        return date(target.day.year, 1, 1)
    if target.from_day is not None:
        return target.from_day
    if indicator.baseline is not None and indicator.baseline.day < target.day:
        return date(indicator.baseline.day.year + 1, 1, 1)
    return None


def share_of_time(*, from_day: date, through: date, day: date) -> Decimal:
    """Return the part of the way that lies behind at the end of ``day``, between 0 and 1."""
    whole = (through - from_day).days
    if whole <= 0:
        return ONE
    return min(max(Decimal((day - from_day).days) / whole, ZERO), ONE)


def share_of_period(*, from_day: date, through: date, day: date) -> Decimal:
    """Return the part of a period that is over at the end of ``day``; both ends belong to it."""
    return min(max(Decimal((day - from_day).days + 1) / ((through - from_day).days + 1), ZERO), ONE)


def expected_on(stretch: Stretch, *, indicator: Indicator, day: date) -> Decimal | None:
    """Return the number the path has reached by ``day``; None where the goal or the base is not one number."""
    final = final_value(stretch.target.goal)
    if final is None:
        return None
    if stretch.target.yearly:
        if indicator.stock_or_flow is not StockOrFlow.FLOW:
            return final
        return final * share_of_period(from_day=date(day.year, 1, 1), through=date(day.year, 12, 31), day=day)
    if stretch.from_day is None or not isinstance(stretch.base, Decimal):
        return None
    if indicator.stock_or_flow is StockOrFlow.FLOW:
        return final * share_of_period(from_day=stretch.from_day, through=stretch.target.day, day=day)
    share = share_of_time(from_day=stretch.from_day, through=stretch.target.day, day=day)
    base = opening_value(stretch, base=stretch.base, final=final, indicator=indicator)
    return base + (final - base) * share


def opening_value(stretch: Stretch, *, base: Decimal, final: Decimal, indicator: Indicator) -> Decimal:
    """Return where the path begins: a first value that meets the goal already is no reason to expect a fall to it."""
    is_met = stretch.is_assumed and not distance_left(stretch.target.goal, value=base, direction=indicator.direction)
    return final if is_met else base


def expected_path(indicator: Indicator, *, observations: Sequence[Observation] = ()) -> tuple[Point, ...]:
    """Return the corners of the path for a chart: the opening of each stretch and each target."""
    corners: dict[date, Decimal] = {}
    for target in ordered_targets(indicator):
        final = final_value(target.goal)
        stretch = stretch_to(target, indicator=indicator, observations=observations)
        if final is None:
            continue
        if target.yearly:
            opens = target.from_day or target.day
            corners |= {date(year, 12, 31): final for year in range(opens.year, target.day.year + 1)}
            continue
        if stretch.from_day is not None and isinstance(stretch.base, Decimal):
            opening = opening_value(stretch, base=stretch.base, final=final, indicator=indicator)
            corners.setdefault(stretch.from_day, opening)
        corners[target.day] = final
    return tuple(Point(day, corners[day]) for day in sorted(corners))


def accumulate(
    observations: Sequence[Observation], *, from_day: date, through: date
) -> tuple[tuple[Point, ...], tuple[int, ...]]:
    """Return what a flow has gathered after each value, and the years between that nobody reported."""
    latest: dict[int, Decimal] = {}
    points: list[Point] = []
    for observation in sorted(observations, key=lambda one: one.day):
        if not from_day <= observation.day <= through or not isinstance(observation.value, Decimal):
            continue
        latest[observation.day.year] = observation.value
        points.append(Point(observation.day, sum(latest.values(), ZERO)))
    last = max(latest, default=from_day.year - 1)
    missing = tuple(year for year in range(from_day.year, last) if year not in latest)
    return tuple(points), missing
