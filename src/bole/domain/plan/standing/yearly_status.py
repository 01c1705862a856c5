"""Where a promise stands that begins anew each year: 每年, 年均.

The newest year decides; the years before it are told, not counted, for they cannot be made up.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bole.domain.plan.definitions import Direction, Indicator, Target
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.standing.goals import distance_left, final_value, has_way, sense_of
from bole.domain.plan.standing.paces import THRESHOLDS, judge_held, judge_pace
from bole.domain.plan.standing.standings import Standing, Status, explain_distance, explain_value, unknown
from bole.domain.plan.standing.trajectories import Observation, Stretch, expected_on, share_of_period
from bole.domain.shared.reasons import Reason

ZERO, ONE = Decimal(0), Decimal(1)


def judge_year(target: Target, *, indicator: Indicator, known: Sequence[Observation]) -> Standing:
    """Judge what is promised anew each year by the newest year; the years before it are told, not counted."""
    within = [one for one in known if one.day <= target.day and (target.from_day is None or one.day >= target.from_day)]
    if not within:
        return unknown(Reason("No value of the period has been reported yet."), target=target)
    newest = within[-1]
    is_flow = indicator.stock_or_flow is StockOrFlow.FLOW
    gone = share_of_period(from_day=date(newest.day.year, 1, 1), through=date(newest.day.year, 12, 31), day=newest.day)
    expected = expected_on(Stretch(target, None, None), indicator=indicator, day=newest.day)
    standing = Standing(
        status=Status.UNKNOWN,
        target=target,
        observation=newest,
        actual=newest.value,
        expected=expected,
        reasons=(
            *explain_value(newest, indicator=indicator, expected=expected),
            *explain_years(within, target=target, indicator=indicator),
        ),
    )
    base = base_of_years(indicator)
    left = distance_left(target.goal, value=newest.value, base=base, direction=indicator.direction)
    if left == 0:
        return judge_kept_year(standing, target=target, indicator=indicator, gone=gone if is_flow else ONE)
    missing = explain_distance(left, goal=target.goal, unit=indicator.unit)
    if not is_flow:
        return judge_held(standing, left=left, base=None, missing=missing)
    whole = distance_left(target.goal, value=ZERO, base=base, direction=indicator.direction)
    if gone < 1 and has_way(target.goal, whole=whole):
        return judge_pace(
            standing,
            left=left,
            whole=whole,
            due=gone,
            gone=gone,
            from_day=date(newest.day.year, 1, 1),
            through=date(newest.day.year, 12, 31),
            unit=indicator.unit,
        )
    if gone < 1 and sense_of(target.goal, direction=indicator.direction) is Direction.UP:
        return standing.concluded(
            Status.UNKNOWN, Reason("The year is not over yet; whether the promise is kept shows at its end.")
        )
    is_small = whole > 0 and left <= whole * THRESHOLDS.year and newest.day < target.day
    return standing.concluded(
        Status.BEHIND if is_small else Status.AT_RISK, Reason("The promise of the year was not met."), missing
    )


def judge_kept_year(standing: Standing, *, target: Target, indicator: Indicator, gone: Decimal) -> Standing:
    """Judge a year whose promise is met, ``gone`` being the part of it that is over."""
    if standing.observation is not None and standing.observation.day >= target.day:
        return standing.concluded(Status.REACHED, Reason("The promise of the last year is met."))
    final, actual = final_value(target.goal), standing.actual
    if sense_of(target.goal, direction=indicator.direction) is not Direction.UP:
        kept = (
            Reason("The limit has been kept so far.")
            if gone < 1
            else Reason("The promise of the year is met; the next years are to come.")
        )
        return standing.concluded(Status.ON_TRACK, kept)
    is_early = ONE - gone >= THRESHOLDS.lead
    if is_early or (final and isinstance(actual, Decimal) and actual >= final * (ONE + THRESHOLDS.lead)):
        return standing.concluded(
            Status.AHEAD, Reason("The promise of the year is more than met; the next years are to come.")
        )
    return standing.concluded(Status.ON_TRACK, Reason("The promise of the year is met; the next years are to come."))


def base_of_years(indicator: Indicator) -> Decimal:
    """Return what each year is held against where the goal speaks of a base: that of the plan, else nothing delivered."""
    known = indicator.baseline.value if indicator.baseline is not None else ZERO
    return known if isinstance(known, Decimal) else ZERO


def explain_years(within: Sequence[Observation], *, target: Target, indicator: Indicator) -> tuple[Reason, ...]:
    """Return a sentence about the earlier years in which the promise was not kept."""
    latest = {one.day.year: one for one in within}
    base = base_of_years(indicator)
    short = [
        str(year)
        for year, one in latest.items()
        if one is not within[-1]
        and distance_left(target.goal, value=one.value, base=base, direction=indicator.direction)
    ]
    return (Reason("It was not met in %(years)s.", {"years": tuple(short)}),) if short else ()
