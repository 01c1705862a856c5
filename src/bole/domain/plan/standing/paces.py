"""The thresholds, and the two judgements that use them: a way to be gone at a pace, and a level to be held.

Everything here is a comparison of shares, so that it is the same for people, yuan and percent.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bole.domain.plan.standing.goals import final_value
from bole.domain.plan.standing.standings import Standing, Status, explain_pace
from bole.domain.shared.reasons import Reason

ONE = Decimal(1)
DAYS_OF_A_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The only numbers that turn a distance into a word; all are shares. Why these: docs/algorithms/status.md."""

    lead: Decimal = Decimal("0.10")  # so much more of the way done than time gone: ahead
    slack: Decimal = Decimal("0.05")  # so much less is still on track: half a year's rounding of a five-year plan
    pace: Decimal = Decimal("1.5")  # more than this times the planned pace is rarely made up: at risk
    hold: Decimal = Decimal("0.05")  # a level to be held may be short by so much of itself before it is at risk
    year: Decimal = Decimal("0.25")  # a year that fell short by more of its quota is at risk, not behind
    stale_days: int = 550  # yearly statistics come out by midsummer: older than 18 months is not the newest any more


THRESHOLDS = Thresholds()


def judge_pace(
    standing: Standing,
    *,
    left: Decimal,
    whole: Decimal,
    due: Decimal,
    gone: Decimal,
    from_day: date,
    through: date,
    unit: str,
) -> Standing:
    """Judge by how much of the way is done, how much is due, and the pace that the rest needs.

    ``due`` and ``gone`` are the shares of the way that should be done and of the time that is over; they differ where a
    value moves in steps.
    """
    done = ONE - left / whole
    ratio = left / whole / (ONE - gone) if gone < 1 else None
    years = Decimal((through - from_day).days) / DAYS_OF_A_YEAR
    planned = whole / years if years > 0 else None
    needed = planned * ratio if planned is not None and ratio is not None else None
    status = status_of_pace(done=done, due=due, ratio=ratio)
    judged = replace(standing, done=done, share_of_time=gone, planned_pace=planned, needed_pace=needed)
    reasons = explain_pace(done=done, gone=gone, planned=planned, needed=needed, unit=unit, status=status)
    return judged.concluded(status, *reasons)


def status_of_pace(*, done: Decimal, due: Decimal, ratio: Decimal | None) -> Status:
    """Return the word for a way of which ``done`` is done and ``due`` is due; ``ratio`` is needed by planned pace."""
    if done - due >= THRESHOLDS.lead:
        return Status.AHEAD
    if done - due >= -THRESHOLDS.slack:
        return Status.ON_TRACK
    if ratio is not None and ratio <= THRESHOLDS.pace:
        return Status.BEHIND
    return Status.AT_RISK


def judge_held(standing: Standing, *, left: Decimal, base: object, missing: Reason) -> Standing:
    """Judge a level that the base had already: there is no way to go, only so much that it fell short."""
    final = final_value(standing.target.goal) if standing.target else None
    sizes = [abs(size) for size in (final, base) if isinstance(size, Decimal) and size != 0]
    is_small = bool(sizes) and left <= max(sizes) * THRESHOLDS.hold
    return standing.concluded(
        Status.BEHIND if is_small else Status.AT_RISK, Reason("The level to be held is not held."), missing
    )
