"""What a rule comes to on live data before anybody releases it: the figure, the records in it, the records in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

import polars as pl

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.measures import Measured, measure_indicators, rules_of
from bole.domain.rules.checking import Rule
from bole.domain.rules.compiling import Population, find_full_columns
from bole.domain.rules.counted_rows import CountedRows, find_counted_rows
from bole.domain.rules.records import AsOf
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Fact, walk_tree
from bole.domain.rules.wording import Speech, say_place
from bole.web.plan.rule_panels import language
from bole.web.registers.models import Snapshot
from bole.web.registers.snapshots import COUNTY, frames_on, read_snapshot
from bole.web.registers.tables import store_on


@dataclass(frozen=True, slots=True)
class LiveData:
    """A region's registers as of a day, as known at a moment."""

    region: str
    day: date
    known_at: datetime
    schema: Schema
    frames: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Lack:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class CountOf:
    """One count inside a figure: so many records surely, so many that cannot be told, and what is missing on them."""

    register: str
    counter: str
    sure: int
    in_doubt: int
    lacks: tuple[Lack, ...]
    is_part: bool
    not_complete: tuple[str, ...] = ()  # registers in which the absence of a record is no answer


@dataclass(frozen=True, slots=True)
class Trial:
    day: date
    known_at: datetime
    value: Decimal | str | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    counts: tuple[CountOf, ...]

    @property
    def is_exact(self) -> bool:
        return isinstance(self.value, str) or (self.low is not None and self.low == self.high)


def live_data(region: str, *, today: date, now: datetime) -> LiveData:
    """Return the newest that is known of a region: its working snapshot, else its rows as they stand."""
    store = store_on(today)
    row = Snapshot.objects.filter(region=region[:COUNTY], is_frozen=False).order_by("-known_at").first()
    if row is not None and region == region[:COUNTY] and row.definitions == store.digests:
        return LiveData(region, row.day, row.known_at, store.schema, held_frames(row.pk))
    return LiveData(region, today, now, store.schema, frames_on(region, today, now))


@lru_cache(maxsize=4)
def held_frames(snapshot: UUID) -> Mapping[str, pl.DataFrame]:
    # A snapshot never changes, so its files are read once for all that somebody tries while choosing.
    return read_snapshot(Snapshot.objects.get(pk=snapshot))


@lru_cache(maxsize=4)
def frames_of_past(region: str, day: date, known_at: datetime, by: date) -> Mapping[str, pl.DataFrame]:
    """Return the frames of a past day as known at a moment: they never change, so both sides of a draft read them once."""
    return frames_on(region, day, known_at, by=by)


def past_data(data: LiveData, day: date) -> LiveData:
    """Return the same region on a past day, by the records known at the same moment and the registers of today."""
    frames = frames_of_past(data.region, day, data.known_at, data.day)
    return LiveData(data.region, day, data.known_at, data.schema, frames)


def try_indicator(indicator: Indicator, *, data: LiveData) -> Trial | None:
    """Return what a counted indicator comes to; None where it is reported or its rule has errors."""
    found = measured(indicator, data)
    if found is None:
        return None
    speech = Speech(data.schema, language())
    counts = [
        count_of(one, speech) for rule in rules_of(indicator, schema=data.schema) for one in counted_rows(rule, data)
    ]
    return Trial(data.day, data.known_at, found.value, found.low, found.high, indicator.unit, tuple(counts))


def measured(indicator: Indicator, data: LiveData) -> Measured | None:
    terms = {"schema": data.schema, "frames": data.frames, "day": data.day, "here": data.region}
    return measure_indicators([indicator], **terms).get(indicator.id)


def counted_rows(rule: Rule, data: LiveData) -> tuple[CountedRows, ...]:
    population = Population(data.frames, find_full_columns(data.frames))
    return find_counted_rows(rule, schema=data.schema, at=AsOf(data.day, data.region), population=population)


def count_of(rows: CountedRows, speech: Speech) -> CountOf:
    register = speech.schema.register(rows.node.register)
    lacks = sorted(rows.lacking.items(), key=lambda one: -one[1])
    return CountOf(
        register=register.label.of(speech.language) if register else rows.node.register,
        counter=register.counter if register and not speech.is_english else "",
        sure=len(rows.sure),
        in_doubt=len(rows.possible),
        lacks=tuple(Lack(said(speech, fact), count) for fact, count in lacks),
        is_part=rows.is_part,
        not_complete=tuple(not_complete(rows, speech)) if rows.possible else (),
    )


def not_complete(rows: CountedRows, speech: Speech) -> Iterator[str]:
    """Yield the registers a count asks for records in, of which nobody said that they hold all."""
    declared = {one.of for one in speech.schema.complete}
    asked = (part.register for where in rows.node.row_parts for part in walk_tree(where) if isinstance(part, Aggregate))
    for name in dict.fromkeys(asked):
        register = speech.schema.register(name)
        if register is not None and name not in declared:
            yield register.label.of(speech.language)


def said(speech: Speech, fact: Fact) -> str:
    return say_place(speech, fact)
