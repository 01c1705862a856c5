"""The answer to "where does it stand": its words, its numbers, and the sentences that explain them.

How the word is found is decided in ``status``; how sentences look in a language, by whoever shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bole.domain.plan.definitions import ClassTarget, DirectionTarget, Goal, Indicator, Target, VectorTarget
from bole.domain.plan.standing.goals import Value, plain, rough
from bole.domain.plan.standing.trajectories import Observation
from bole.domain.shared.reasons import Reason


class Status(StrEnum):
    REACHED = "reached"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"

    @property
    def needs_attention(self) -> bool:
        return self in {Status.BEHIND, Status.AT_RISK}


@dataclass(frozen=True, slots=True)
class Standing:
    """``done`` and ``share_of_time`` are shares of the whole way and the whole time; paces are units a year."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    target: Target | None = None
    observation: Observation | None = None
    actual: Value | None = None
    expected: Decimal | None = None
    done: Decimal | None = None
    share_of_time: Decimal | None = None
    planned_pace: Decimal | None = None
    needed_pace: Decimal | None = None
    is_stale: bool = False

    @property
    def gap(self) -> Decimal | None:
        """The value less what the path expected on its day."""
        if self.expected is None or not isinstance(self.actual, Decimal):
            return None
        return self.actual - self.expected

    @property
    def is_past_due(self) -> bool:
        """Whether the value of the target day itself falls short: nothing is at risk any more, it was missed."""
        if self.target is None or self.observation is None or not self.status.needs_attention:
            return False
        return (self.target.day - self.observation.day).days <= 1

    def concluded(self, status: Status, *reasons: Reason) -> "Standing":
        return replace(self, status=status, reasons=(*self.reasons, *reasons))


def unknown(reason: Reason, *, target: Target | None = None, observation: Observation | None = None) -> Standing:
    return Standing(
        status=Status.UNKNOWN,
        reasons=(reason,),
        target=target,
        observation=observation,
        actual=observation.value if observation else None,
    )


def percent(share: Decimal) -> str:
    return plain(share * 100, digits=0)


def explain_value(
    observation: Observation,
    *,
    indicator: Indicator,
    expected: Decimal | None,
    from_day: date | None = None,
    is_assumed: bool = False,
) -> tuple[Reason, ...]:
    """Return what was reported beside what the path expected of that day."""
    places: Mapping[str, object] = {
        "day": observation.day,
        "actual": plain(observation.value),
        "expected": rough(expected),
        "unit": indicator.unit,
        "from_day": from_day or "",
    }
    if from_day is not None and expected is None:
        first = Reason("From %(from_day)s to %(day)s, %(actual)s %(unit)s were delivered.", places)
    elif from_day is not None:
        first = Reason(
            "From %(from_day)s to %(day)s, %(actual)s %(unit)s were delivered; the path expected %(expected)s.", places
        )
    elif expected is None:
        first = Reason("On %(day)s the value was %(actual)s %(unit)s.", places)
    else:
        first = Reason("On %(day)s the value was %(actual)s %(unit)s; the path expected %(expected)s.", places)
    if not is_assumed:
        return (first,)
    return (first, Reason("The plan states no base; the path begins at the first value reported."))


def explain_distance(left: Decimal, *, goal: Goal, unit: str) -> Reason:
    """Return by how much the target is missed."""
    if isinstance(goal, ClassTarget):
        return Reason("%(left)s steps of the scale are missing.", {"left": plain(left)})
    if isinstance(goal, VectorTarget):
        return Reason("Together the shares are off by %(left)s points.", {"left": plain(left)})
    if isinstance(goal, DirectionTarget):
        # How far it would have to move is not promised; a value that stands still is short of nothing that can be counted.
        return Reason("It has not moved from the base in the promised direction.")
    return Reason("%(left)s %(unit)s short of the target.", {"left": plain(left), "unit": unit})


def explain_pace(
    *, done: Decimal, gone: Decimal, planned: Decimal | None, needed: Decimal | None, unit: str, status: Status
) -> tuple[Reason, ...]:
    """Return how much of the way and of the time lies behind, and the pace that the rest needs."""
    way = Reason(
        "%(done)s%% of the way is done, %(gone)s%% of the time is over.", {"done": percent(done), "gone": percent(gone)}
    )
    if planned is None or needed is None or status is Status.AHEAD:
        return (way,)
    pace = Reason(
        "To still reach the target, %(needed)s %(unit)s a year are needed; %(planned)s were planned.",
        {"needed": rough(needed), "planned": rough(planned), "unit": unit},
    )
    return (way, pace)
