"""Where a promise stands on a day: one of six words, the numbers it rests on, and the reasoning in sentences.

A value is always compared with the path on the value's own day, never with a later one. The path and what a goal wants
are worked out beside this module; which figure of a document a standing colours is decided by who shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bole.domain.plan.definitions import ClassTarget, DirectionTarget, Indicator, SeriesTarget, Target
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.standing.flow_status import judge_total
from bole.domain.plan.standing.goals import Unmeasurable, distance_left, has_way
from bole.domain.plan.standing.paces import THRESHOLDS, Thresholds, judge_held, judge_pace
from bole.domain.plan.standing.series_status import judge_series
from bole.domain.plan.standing.standings import Standing, Status, explain_distance, explain_value, unknown
from bole.domain.plan.standing.trajectories import (
    Observation,
    Stretch,
    current_target,
    expected_on,
    share_of_time,
    stretch_to,
)
from bole.domain.plan.standing.yearly_status import judge_year
from bole.domain.shared.reasons import Reason

SETTLING_DAYS = 31  # a value of the month before the target day speaks for the target day


def judge_status(
    *,
    indicator: Indicator,
    observations: Sequence[Observation],
    day: date,
    target: Target | None = None,
    others: Mapping[str, Sequence[Observation]] | None = None,
) -> Standing:
    """Say where an indicator stands on ``day`` towards ``target``, by default the next one to come.

    ``others`` holds the values of the series that a goal compares with. Values after ``day`` are not known yet and do
    not count. What cannot be told is ``unknown`` with the reason, never a guess.
    """
    aim = target or current_target(indicator, day=day)
    if aim is None:
        return unknown(Reason("No target is set."))
    known = sorted((one for one in observations if one.day <= day), key=lambda one: one.day)
    if not known:
        return unknown(Reason("No value has been reported yet."), target=aim)
    try:
        standing = judge_towards(aim, indicator=indicator, known=known, others=others or {})
    except Unmeasurable:
        return unknown(
            Reason("The reported value cannot be compared with the target."), target=aim, observation=known[-1]
        )
    return with_age(standing, day=day)


def judge_towards(
    target: Target, *, indicator: Indicator, known: Sequence[Observation], others: Mapping[str, Sequence[Observation]]
) -> Standing:
    if isinstance(target.goal, SeriesTarget):
        return judge_series(target.goal, target=target, indicator=indicator, known=known, others=others)
    stretch = stretch_to(target, indicator=indicator, observations=known)
    if target.yearly:
        return judge_year(target, indicator=indicator, known=known)
    if indicator.stock_or_flow is StockOrFlow.FLOW:
        return judge_total(stretch, indicator=indicator, known=known)
    return judge_level(stretch, indicator=indicator, observation=observation_for(target, known=known))


def observation_for(target: Target, *, known: Sequence[Observation]) -> Observation:
    """Return the value that speaks for a target: the newest before its day, unless only a later one settles it."""
    before = [one for one in known if one.day <= target.day]
    if before and (before[-1] is known[-1] or (target.day - before[-1].day).days <= SETTLING_DAYS):
        return before[-1]
    return next(one for one in known if one.day > target.day)


def judge_level(stretch: Stretch, *, indicator: Indicator, observation: Observation) -> Standing:
    """Judge a stock or a rate, which has one value a day."""
    target, goal = stretch.target, stretch.target.goal
    left = distance_left(goal, value=observation.value, base=stretch.base, direction=indicator.direction)
    expected = expected_on(stretch, indicator=indicator, day=observation.day)
    standing = Standing(
        status=Status.UNKNOWN,
        target=target,
        observation=observation,
        actual=observation.value,
        expected=expected,
        reasons=explain_value(observation, indicator=indicator, expected=expected, is_assumed=stretch.is_assumed),
    )
    is_over = observation.day >= target.day or (target.day - observation.day).days <= 1
    if left == 0:
        if is_over or not is_met_by_base(stretch, indicator=indicator):
            return standing.concluded(Status.REACHED, Reason("The target is met."))
        return standing.concluded(
            Status.ON_TRACK, Reason("The level to be held is held; the target day is still to come.")
        )
    missing = explain_distance(left, goal=goal, unit=indicator.unit)
    if is_over:
        return standing.concluded(
            Status.AT_RISK, Reason("The target day has passed and the target was not met."), missing
        )
    if stretch.from_day is None or stretch.base is None:
        return standing.concluded(
            Status.UNKNOWN, missing, Reason("There is no base and no second value, so no path can be drawn.")
        )
    whole = distance_left(goal, value=stretch.base, base=stretch.base, direction=indicator.direction)
    if not has_way(goal, whole=whole):
        return judge_held(standing, left=left, base=stretch.base, missing=missing)
    gone = share_of_time(from_day=stretch.from_day, through=target.day, day=observation.day)
    due = gone
    if isinstance(goal, ClassTarget):
        due = Decimal(int(whole * gone)) / whole
    return judge_pace(
        standing,
        left=left,
        whole=whole,
        due=due,
        gone=gone,
        from_day=stretch.from_day,
        through=target.day,
        unit=indicator.unit,
    )


def is_met_by_base(stretch: Stretch, *, indicator: Indicator) -> bool:
    if stretch.base is None or isinstance(stretch.target.goal, DirectionTarget):
        return isinstance(stretch.target.goal, DirectionTarget)
    return not distance_left(stretch.target.goal, value=stretch.base, base=stretch.base, direction=indicator.direction)


def with_age(standing: Standing, *, day: date) -> Standing:
    """Say how old the value is when it is too old to be the newest, and when the target day itself has none."""
    if standing.observation is None or standing.target is None:
        return standing
    age = (day - standing.observation.day).days
    if standing.observation.day >= standing.target.day:
        return standing
    reasons = standing.reasons
    if day > standing.target.day and standing.status is not Status.REACHED:
        reasons = (*reasons, Reason("The target day has passed, and no value of that day has been reported."))
    if age <= THRESHOLDS.stale_days:
        return replace(standing, reasons=reasons)
    old = Reason("The newest value is %(months)s months old.", {"months": age * 12 // 365})
    return replace(standing, reasons=(*reasons, old), is_stale=True)


__all__ = ["THRESHOLDS", "Standing", "Status", "Thresholds", "judge_status"]
