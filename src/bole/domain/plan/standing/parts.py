"""Whether the parts of a total add up to it: sub-regions to their parent, teams to all talents.

Nothing is corrected here; the difference is told with what is missing, and an officer decides which side is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bole.domain.plan.standing.goals import plain
from bole.domain.plan.standing.trajectories import Observation, accumulate
from bole.domain.shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class PartsComparison:
    """``gap`` is the total less the sum of the parts that have a value of the same day; ``missing`` names the others."""

    total: Decimal
    parts_total: Decimal
    gap: Decimal
    missing: tuple[str, ...]
    reason: Reason

    @property
    def adds_up(self) -> bool:
        return self.gap == 0 and not self.missing


def compare_with_parts(
    *, total: Observation, parts: Mapping[str, Observation | None], unit: str, tolerance: Decimal = Decimal(0)
) -> PartsComparison | None:
    """Say by how much the parts do not add up to the total; None where the total is no number or there are no parts.

    A part without a value of the total's day is named, not taken as zero. ``tolerance`` is what rounding may leave.
    """
    if not isinstance(total.value, Decimal) or not parts:
        return None
    values = {
        name: part.value
        for name, part in parts.items()
        if part is not None and part.day == total.day and isinstance(part.value, Decimal)
    }
    missing = tuple(name for name in parts if name not in values)
    parts_total = sum(values.values(), Decimal(0))
    gap = total.value - parts_total
    gap = Decimal(0) if abs(gap) <= tolerance else gap
    places: Mapping[str, object] = {
        "total": plain(total.value),
        "sum": plain(parts_total),
        "gap": plain(abs(gap)),
        "unit": unit,
        "missing": missing,
    }
    reason = (
        parts_reason(gap, missing=missing, places=places)
        if values
        else Reason("No part has reported a value of that day.")
    )
    return PartsComparison(total.value, parts_total, gap, missing, reason)


def gathered_parts(
    total: Sequence[Observation], parts: Mapping[str, Sequence[Observation]], *, from_day: date, through: date
) -> tuple[Observation, dict[str, Observation | None]] | None:
    """Return what a delivery and its parts have gathered since ``from_day``; None where the total has nothing.

    A part that did not report the same years has gathered something else and stands without a value.
    """
    whole, _ = accumulate(total, from_day=from_day, through=through)
    if not whole:
        return None
    years, last = {point.day.year for point in whole}, whole[-1].day
    sums: dict[str, Observation | None] = {}
    for name, values in parts.items():
        points, _ = accumulate(values, from_day=from_day, through=last)
        is_same = {point.day.year for point in points} == years
        sums[name] = Observation(points[-1].day, points[-1].value) if points and is_same else None
    return Observation(last, whole[-1].value), sums


def parts_reason(gap: Decimal, *, missing: tuple[str, ...], places: Mapping[str, object]) -> Reason:
    if missing:
        return Reason(
            "The parts reported so far come to %(sum)s of %(total)s %(unit)s; no value of that day from: %(missing)s.",
            places,
        )
    if gap == 0:
        return Reason("The parts add up to %(total)s %(unit)s.", places)
    if gap > 0:
        return Reason("The parts come to %(sum)s %(unit)s, %(gap)s less than the total of %(total)s.", places)
    return Reason("The parts come to %(sum)s %(unit)s, %(gap)s more than the total of %(total)s.", places)
