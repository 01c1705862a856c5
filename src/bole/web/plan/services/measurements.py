"""Measuring: what counted indicators come to on the days that matter, worked out from the records and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl
from django.db import transaction
from django.db.models import Min

from bole.domain.packs.versions import digest_of
from bole.domain.plan.definitions import Indicator, Plan
from bole.domain.plan.measures import Measured, measure_indicators, registers_counted
from bole.domain.shared.regions import subtree
from bole.web.accounts.permissions import within
from bole.web.packs.models import Definition, Region
from bole.web.packs.queries import DefinitionVersion, definitions_in_force
from bole.web.plan.models import Measurement
from bole.web.plan.queries.indicators import HOUSE
from bole.web.plan.queries.measurements import counted_versions
from bole.web.registers.changes import changed_since
from bole.web.registers.snapshots import frames_by_day
from bole.web.registers.tables import Store, Tables, store_on

MONTHS_OF_A_QUARTER = 3
# An act says its moment when it begins: what was read meanwhile, by a later moment, did not see it yet.
LONGEST_ACT = timedelta(minutes=1)
MOST_YEARS = 20  # a promise that names an older day, or a mistyped one, is measured from then on


def measure_region(*, region: str, today: date, now: datetime, anew: bool = False) -> int:
    """Work out every counted indicator of a region for today and each quarter's end since its plan began.

    A day is left alone whose value was measured by the definition in force, and which no record that became known since
    touches; ``anew`` measures every day. Returns how many values were worked out.
    """
    store = store_on(today)
    versions = [in_registers(one, store=store) for one in counted_versions(region, day=today)]
    forget_what_is_counted_no_more(region, versions, now=now)
    days = days_to_measure(region, versions, today=today)
    begins = counting_begins(versions, region=region, store=store)
    forget_days_before(region, begins)
    known = {} if anew else kept_since(region)
    changed = {
        moment: changed_since(region, moment - LONGEST_ACT) for moment in {moment for _, moment in known.values()}
    }
    stale = {
        day: found
        for day in days
        if (
            found := [
                one
                for one in versions
                if has_begun(begins[one.name], day=day) and is_stale(one, day=day, known=known, changed=changed)
            ]
        )
    }
    many = 0
    for day, frames in frames_by_day(region, list(stale), now, by=today):
        values = measured(region, stale[day], frames=frames, day=day, today=today)
        many += len(keep_measured(region, stale[day], values, day=day, now=now))
    drop_days_between(region, days, now=now)
    return many


def in_registers(version: DefinitionVersion, *, store: Store) -> DefinitionVersion:
    """Return an indicator's version with a digest that moves with its rule and with all that the rule may speak of."""
    return replace(version, digest=digest_of([version.digest, store.version]))


def counting_begins(versions: Sequence[DefinitionVersion], *, region: str, store: Store) -> dict[str, date | None]:
    """Return from when on each rule counts: since its registers are kept, or None while one of them is empty.

    A register in which nothing was ever written says nothing about a region, least of all zero; until it begins, what
    others report counts.
    """
    counted = {
        one.name: registers_counted(one.value, schema=store.schema)
        for one in versions
        if isinstance(one.value, Indicator)
    }
    asked = frozenset(name for names in counted.values() for name in names)
    kept = {name: register_begins(store.of(name), region=region, store=store) for name in asked}
    begins: dict[str, date | None] = {}
    for indicator, names in counted.items():
        known = [first for name in names if (first := kept[name]) is not None]
        begins[indicator] = max(known, default=date.min) if len(known) == len(names) else None
    return begins


def has_begun(first: date | None, *, day: date) -> bool:
    return first is not None and first <= day


def register_begins(tables: Tables, *, region: str, store: Store) -> date | None:
    """Return the day since when a region's register is kept: as declared where it is complete, else its first record's."""
    rows = tables.versions._default_manager.filter(within(subtree(region), field="owning_region"), is_known=True)
    first = rows.aggregate(first=Min("valid_from"))["first"]
    if first is None:
        return None
    declared = (one for one in store.schema.complete if one.of == tables.register.id and one.region in {"", region})
    return min((one.from_day or date.min for one in declared), default=first)


def forget_days_before(region: str, begins: Mapping[str, date | None]) -> None:
    for name, first in begins.items():
        rows = Measurement.objects.filter(region=region, indicator=name)
        (rows if first is None else rows.filter(day__lt=first)).delete()


def measured(
    region: str,
    versions: Sequence[DefinitionVersion],
    *,
    frames: Mapping[str, pl.DataFrame],
    day: date,
    today: date,
) -> dict[str, Measured]:
    """Return the values of a day by today's rules and registers: a promise is measured in one way over all its days."""
    indicators = [one.value for one in versions if isinstance(one.value, Indicator)]
    return measure_indicators(indicators, schema=store_on(today).schema, frames=frames, day=day, here=region)


def kept_since(region: str) -> dict[tuple[str, str, date], tuple[str, datetime]]:
    rows = Measurement.objects.filter(region=region).values_list("indicator", "digest", "day", "known_at")
    return {(indicator, digest, day): (indicator, known_at) for indicator, digest, day, known_at in rows}


def is_stale(
    version: DefinitionVersion,
    *,
    day: date,
    known: dict[tuple[str, str, date], tuple[str, datetime]],
    changed: dict[datetime, date | None],
) -> bool:
    """Tell whether a value has to be worked out: it is missing, its rule is another, or a record of a day before it changed."""
    kept = known.get((version.name, version.digest, day))
    if kept is None:
        return True
    first = changed[kept[1]]
    return first is not None and first <= day


def days_to_measure(region: str, versions: Sequence[DefinitionVersion], *, today: date) -> list[date]:
    """Return the quarters' ends from the year before the first promise, or its base, up to now, and today."""
    if not versions:
        return []
    plans = (one.value for one in definitions_in_force(HOUSE, day=today, kind="plan", region=region))
    starts = [plan.from_day for plan in plans if isinstance(plan, Plan)]
    for version in versions:
        indicator = version.value
        assert isinstance(indicator, Indicator)  # noqa: S101 — the kind names the schema
        starts += [target.from_day for target in indicator.targets if target.from_day]
        starts += [min(indicator.baseline.day, today) + timedelta(days=1)] if indicator.baseline else []
    earliest = date(today.year - MOST_YEARS, 1, 1)
    first = max(min([*starts, today]), earliest) - timedelta(days=1)
    return [*(day for day in quarter_ends(first, through=today) if day < today), today]


def quarter_ends(first: date, *, through: date) -> list[date]:
    """Return the last days of the quarters from the one of ``first`` on."""
    ends, year, quarter = [], first.year, (first.month - 1) // MONTHS_OF_A_QUARTER + 1
    while True:
        over = date(year + quarter // 4, quarter % 4 * MONTHS_OF_A_QUARTER + 1, 1) - timedelta(days=1)
        if over > through:
            return ends
        ends.append(over)
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)


@transaction.atomic
def keep_measured(
    region: str, versions: Sequence[DefinitionVersion], found: dict[str, Measured], *, day: date, now: datetime
) -> list[Measurement]:
    """Put the values of a day in the place of those before; a job that read the records later has the last word."""
    # Two may measure a region at once: the second waits here, and finds what the first has kept.
    Region.objects.select_for_update().filter(code=region).first()
    own = Measurement.objects.filter(region=region, day=day)
    later = set(own.filter(known_at__gt=now).values_list("indicator", flat=True))
    versions = [one for one in versions if one.name not in later]
    rows = [
        Measurement(
            region=region,
            indicator=one.name,
            digest=one.digest,
            day=day,
            value=None if result.shares else result.value,
            low=result.low,
            high=result.high,
            label=result.shares,
            known_at=now,
        )
        for one in versions
        if (result := found.get(one.name)) is not None
    ]
    own.filter(indicator__in=[one.name for one in versions]).delete()
    return Measurement.objects.bulk_create(rows)


def forget_what_is_counted_no_more(region: str, versions: Sequence[DefinitionVersion], *, now: datetime) -> None:
    Measurement.objects.filter(region=region, known_at__lte=now).exclude(
        indicator__in=[one.name for one in versions]
    ).delete()


def drop_days_between(region: str, days: Sequence[date], *, now: datetime) -> None:
    """Yesterday's value made way for today's; what is kept of the past are the ends of quarters."""
    Measurement.objects.filter(region=region, known_at__lte=now).exclude(day__in=days).delete()


def forget_other_units(indicators: Sequence[Indicator], *, region: str) -> None:
    """Let go of what was measured of indicators whose unit becomes another: 12 万人 must not be read as 12 人 meanwhile."""
    held = units_ever_of([one.id for one in indicators], region=region)
    moved = [one.id for one in indicators if held.get(one.id, {one.unit}) != {one.unit}]
    Measurement.objects.filter(region=region, indicator__in=moved).delete()


def units_ever_of(names: Sequence[str], *, region: str) -> dict[str, set[str]]:
    """Return the units that the versions of some indicators ever had."""
    found: dict[str, set[str]] = {}
    rows = Definition.objects.filter(region=region, kind="indicator", name__in=names)
    for name, body in rows.values_list("name", "body"):
        found.setdefault(name, set()).add(body.get("unit", ""))
    return found
