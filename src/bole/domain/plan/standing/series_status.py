"""Where a promise stands that speaks of another series, such as 高于全市平均水平."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bole.domain.plan.definitions import Indicator, NumberTarget, SeriesTarget, Target
from bole.domain.plan.standing.goals import compare_series
from bole.domain.plan.standing.paces import THRESHOLDS
from bole.domain.plan.standing.standings import Standing, Status, explain_distance, explain_value, unknown
from bole.domain.plan.standing.trajectories import Observation
from bole.domain.shared.reasons import Reason


def judge_series(
    goal: SeriesTarget,
    *,
    target: Target,
    indicator: Indicator,
    known: Sequence[Observation],
    others: Mapping[str, Sequence[Observation]],
) -> Standing:
    """Judge against another series, by the newest year for which both have a value."""
    years = {one.day.year: one for one in others.get(goal.indicator, ()) if isinstance(one.value, Decimal)}
    pair = next(((one, years[one.day.year]) for one in reversed(known) if one.day.year in years), None)
    if pair is None or not isinstance(pair[0].value, Decimal) or not isinstance(pair[1].value, Decimal):
        reason = Reason("The series it is compared with has no value of the same year.")
        return unknown(reason, target=target, observation=known[-1])
    own, other = pair[0], pair[1].value
    left = compare_series(goal, value=pair[0].value, other=other, direction=indicator.direction)
    standing = Standing(
        status=Status.UNKNOWN,
        target=target,
        observation=own,
        actual=own.value,
        expected=other,
        reasons=explain_value(own, indicator=indicator, expected=other),
    )
    if left == 0:
        status = Status.REACHED if own.day >= target.day else Status.ON_TRACK
        return standing.concluded(status, Reason("Compared with the other series, it keeps the promise."))
    missing = explain_distance(left, goal=NumberTarget(value=other), unit=indicator.unit)
    is_late = own.day >= target.day or left > abs(other) * THRESHOLDS.hold
    return standing.concluded(Status.AT_RISK if is_late else Status.BEHIND, missing)
