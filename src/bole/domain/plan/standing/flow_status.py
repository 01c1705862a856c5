"""Where a delivery over a period stands: its years add up, and what is not reported is not taken as nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bole.domain.plan.definitions import Direction, Indicator, Target
from bole.domain.plan.standing.goals import distance_left, has_way, sense_of
from bole.domain.plan.standing.paces import THRESHOLDS, judge_held, judge_pace
from bole.domain.plan.standing.standings import Standing, Status, explain_distance, explain_value, unknown
from bole.domain.plan.standing.trajectories import Observation, Point, Stretch, accumulate, expected_on, share_of_period
from bole.domain.shared.reasons import Reason

ZERO, ONE = Decimal(0), Decimal(1)
ASSURED = frozenset({Status.REACHED, Status.AHEAD, Status.ON_TRACK})


def judge_total(stretch: Stretch, *, indicator: Indicator, known: Sequence[Observation]) -> Standing:
    """Judge what the years of the period add up to; with a year missing the sum is a lower bound and judged as one."""
    target = stretch.target
    if stretch.from_day is None:
        return unknown(Reason("The period in which it is to be delivered is not stated."), target=target)
    points, years = accumulate(known, from_day=stretch.from_day, through=target.day)
    if not points:
        return unknown(Reason("No value of the period has been reported yet."), target=target)
    total = Observation(day=points[-1].day, value=points[-1].value, source=known[-1].source)
    expected = expected_on(stretch, indicator=indicator, day=total.day)
    reasons = explain_value(total, indicator=indicator, expected=expected, from_day=stretch.from_day)
    bare = Standing(
        status=Status.UNKNOWN, target=target, observation=total, actual=total.value, expected=expected, reasons=reasons
    )
    is_limit = sense_of(target.goal, direction=indicator.direction) is Direction.DOWN
    judge = judge_limit if is_limit else judge_delivery
    judged = judge(bare, target=target, gathered=points[-1], from_day=stretch.from_day, indicator=indicator)
    if years and (is_limit or judged.status not in ASSURED):
        gap = Reason("Without the value of %(years)s it cannot be told.", {"years": years})
        return bare.concluded(Status.UNKNOWN, gap)
    return judged


def judge_delivery(
    bare: Standing, *, target: Target, gathered: Point, from_day: date, indicator: Indicator
) -> Standing:
    """Judge what has to be delivered by the end of the period."""
    left = distance_left(target.goal, value=gathered.value, direction=indicator.direction)
    if left == 0:
        return bare.concluded(Status.REACHED, Reason("The target is met."))
    if gathered.day >= target.day:
        missing = explain_distance(left, goal=target.goal, unit=indicator.unit)
        return bare.concluded(Status.AT_RISK, Reason("The target day has passed and the target was not met."), missing)
    gone = share_of_period(from_day=from_day, through=target.day, day=gathered.day)
    whole = distance_left(target.goal, value=ZERO, direction=indicator.direction)
    if not has_way(target.goal, whole=whole):
        return judge_held(
            bare, left=left, base=None, missing=explain_distance(left, goal=target.goal, unit=indicator.unit)
        )
    return judge_pace(
        bare, left=left, whole=whole, due=gone, gone=gone, from_day=from_day, through=target.day, unit=indicator.unit
    )


def judge_limit(bare: Standing, *, target: Target, gathered: Point, from_day: date, indicator: Indicator) -> Standing:
    """Judge what may be used up by the end of the period."""
    left = distance_left(target.goal, value=gathered.value, direction=indicator.direction)
    if left > 0:
        over = explain_distance(left, goal=target.goal, unit=indicator.unit)
        return bare.concluded(Status.AT_RISK, Reason("More than the limit has been used."), over)
    if gathered.day >= target.day:
        return bare.concluded(Status.REACHED, Reason("The limit was kept to the end."))
    if bare.expected is not None and gathered.value > bare.expected * (ONE + THRESHOLDS.slack):
        return bare.concluded(Status.BEHIND, Reason("More has been used than its share of the period."))
    return bare.concluded(Status.ON_TRACK, Reason("The limit has been kept so far."))
