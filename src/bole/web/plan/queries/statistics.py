"""Sheets of reported statistics and the values that count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import Http404

from bole.domain.plan.standing.trajectories import Observation as Observed
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import scope
from bole.web.plan.models import Observation, StatisticsImport


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A good row of a sheet that nobody has committed yet."""

    indicator: str
    region: str
    day: date
    value: Decimal | str
    unit: str
    source: str
    note: str
    sheet: str
    row: int

    def packed(self) -> dict[str, Any]:
        is_number = isinstance(self.value, Decimal)
        return {
            "indicator": self.indicator,
            "region": self.region,
            "day": self.day.isoformat(),
            "unit": self.unit,
            "value": str(self.value),
            "is_number": is_number,
            "source": self.source,
            "note": self.note,
            "sheet": self.sheet,
            "row": self.row,
        }

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> "StagedRow":
        fields = {name: value for name, value in packed.items() if name not in {"is_number", "day", "value"}}
        value = Decimal(packed["value"]) if packed["is_number"] else packed["value"]
        return cls(day=date.fromisoformat(packed["day"]), value=value, **fields)


@dataclass(frozen=True, slots=True)
class Change:
    row: StagedRow
    current: UUID
    before: Decimal | str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What committing a sheet would do."""

    new: tuple[StagedRow, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[StagedRow, ...]


def compare_rows(rows: Sequence[StagedRow]) -> Comparison:
    """Set staged rows against the values that count now."""
    current = {
        (one.region, one.indicator, one.day): one
        for one in counting().filter(
            region__in={row.region for row in rows}, indicator__in={row.indicator for row in rows}
        )
    }
    new, changed, unchanged = [], [], []
    for row in rows:
        known = current.get((row.region, row.indicator, row.day))
        if known is None:
            new.append(row)
        elif value_of(known) == row.value:
            unchanged.append(row)
        else:
            changed.append(Change(row, known.pk, value_of(known)))
    return Comparison(tuple(new), tuple(changed), tuple(unchanged))


def recorded_numbers(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[date, Decimal]]:
    """Return the numbers that count now by day, for each of these regions and indicators."""
    wanted = set(keys)
    rows = counting().filter(
        region__in={region for region, _ in wanted}, indicator__in={indicator for _, indicator in wanted}
    )
    gathered: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    for region, indicator, day, value in rows.values_list("region", "indicator", "day", "value"):
        if value is not None and (region, indicator) in wanted:
            gathered[region, indicator][day] = value
    return gathered


def counting() -> QuerySet[Observation]:
    """Return the values that count: neither superseded nor withdrawn."""
    return Observation.objects.filter(superseded_at=None, withdrawn_at=None)


def value_of(row: Observation) -> Decimal | str:
    return row.label if row.value is None else row.value


def observations_by_indicator(region: str, *, indicators: Iterable[str] | None = None) -> dict[str, list[Observed]]:
    """Return the values that count in a region, by indicator and in the order of their days."""
    rows = counting().filter(region=region).order_by("day")
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    gathered: dict[str, list[Observed]] = defaultdict(list)
    for indicator, day, value, label, source in rows.values_list("indicator", "day", "value", "label", "source"):
        gathered[indicator].append(
            Observed(day=day, value=label if value is None else value.normalize() + 0, source=source)
        )
    return gathered


def history_of(region: str, indicator: str) -> list[Observation]:
    """Return every value ever recorded of an indicator, also those that count no more, the newest day first."""
    return list(
        Observation.objects.filter(region=region, indicator=indicator)
        .select_related("batch")
        .order_by("-day", "-recorded_at")
    )


def series_of(regions: Sequence[str], *, indicator: str) -> dict[str, list[Observed]]:
    """Return the values of an indicator that count in each of the regions, in the order of their days."""
    gathered: dict[str, list[Observed]] = defaultdict(list)
    for row in counting().filter(region__in=regions, indicator=indicator).order_by("region", "day"):
        gathered[row.region].append(Observed(row.day, value_of(row), row.source))
    return gathered


def imports_visible_to(actor: Actor) -> QuerySet[StatisticsImport]:
    return StatisticsImport.objects.filter(scope(actor, "plan.import_statistics")).order_by("-checked_at")


def unfinished_imports(actor: Actor) -> int:
    """Return how many checked sheets wait to be committed or discarded."""
    return imports_visible_to(actor).filter(state=StatisticsImport.State.CHECKED).count()


def import_for(actor: Actor, import_id: UUID, *, lock: bool = False) -> StatisticsImport:
    """Return a sheet the actor may handle.

    :raises Http404: for every other one.
    """
    rows = imports_visible_to(actor).filter(pk=import_id)
    batch = (rows.select_for_update() if lock else rows).first()
    if batch is None:
        raise Http404
    return batch


def observation_for_actor(actor: Actor, observation_id: UUID, *, lock: bool = False) -> Observation:
    rows = Observation.objects.filter(scope(actor, "plan.read"), pk=observation_id)
    observation = (rows.select_for_update() if lock else rows).first()
    if observation is None:
        raise Http404
    return observation


def newest_day(region: str, *, day: date) -> date | None:
    """Return the day of the newest value of a region that was known on ``day``."""
    return counting().filter(region=region, day__lte=day).aggregate(newest=Max("day"))["newest"]
