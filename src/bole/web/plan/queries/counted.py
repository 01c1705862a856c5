"""The records behind a counted figure: those surely in, those in doubt and for which missing fact, as far as the actor may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from django.http import Http404
from django.utils.translation import get_language

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.measures import rules_of
from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.showing import default_columns
from bole.domain.rules.compiling import Population
from bole.domain.rules.counted_rows import CountedRows, find_counted_rows
from bole.domain.rules.records import AsOf
from bole.domain.rules.tree import Fact, walk_tree
from bole.domain.rules.wording import Speech, say_node, say_place
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import verdict
from bole.web.plan.queries.indicators import indicators_in_force
from bole.web.plan.queries.measurements import MeasuredOn, measured_on
from bole.web.registers.counted import DaysAsked, count_visible, rows_visible
from bole.web.registers.lists import Page, page_of
from bole.web.registers.snapshots import frames_on
from bole.web.registers.tables import Store, store_on

PAGE, COLUMNS = 50, 7


@dataclass(frozen=True, slots=True)
class Lacking:
    """A fact that is not known of so many of the records in doubt."""

    fact: str
    many: int


@dataclass(frozen=True, slots=True)
class Behind:
    """One count of a figure in words, with the number of its records and how many of them the actor may see."""

    number: int
    words: str
    register: str
    is_part: bool
    sure: int
    possible: int
    visible: int
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class CountedPage:
    """``records`` is a page of those of the chosen count, as the register's own list shows them."""

    region: str
    indicator: Indicator
    measured: MeasuredOn
    counts: tuple[Behind, ...]
    chosen: Behind
    is_doubtful: bool
    records: Page


@dataclass(frozen=True, slots=True)
class Asked:
    number: int = 0
    is_doubtful: bool = False
    after: str = ""


def counted_page(actor: Actor, *, region: str, name: str, days: DaysAsked, asked: Asked) -> CountedPage:
    """Return the records that an indicator counted on a day, by the state of the records that its value was counted from.

    :raises Http404: if there is no such counted indicator, nothing was counted yet, or it is not the actor's to see.
    """
    found = (one for one in indicators_in_force(region, day=days.today) if one.id == name)
    indicator = next(found, None) if verdict(actor, "plan.read", region=region) else None
    measured = measured_on(region, name, day=days.day) if indicator else None
    if indicator is None or measured is None:
        raise Http404
    days = DaysAsked(measured.day, days.today)
    store = store_on(days.today)
    counted = counted_rows(indicator, store, region=region, days=days, measured=measured)
    if asked.number >= len(counted):
        raise Http404
    speech = Speech(store.schema, "en" if (get_language() or "").startswith("en") else "zh")
    counts = tuple(
        behind(actor, number, one, store=store, speech=speech, region=region, days=days)
        for number, one in enumerate(counted)
    )
    chosen = counted[asked.number]
    tables = store.of(chosen.node.register)
    records = chosen.possible if asked.is_doubtful else chosen.sure
    rows = rows_visible(actor, store, tables, records, after=asked.after, many=PAGE + 1, days=days)
    return CountedPage(
        region=region,
        indicator=indicator,
        measured=measured,
        counts=counts,
        chosen=counts[asked.number],
        is_doubtful=asked.is_doubtful,
        records=page_of(
            actor,
            store,
            tables,
            rows[:PAGE],
            columns=columns_of(chosen, tables.register),
            today=days.today,
            after=str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        ),
    )


def behind(
    actor: Actor, number: int, one: CountedRows, *, store: Store, speech: Speech, region: str, days: DaysAsked
) -> Behind:
    tables = store.of(one.node.register)
    return Behind(
        number=number,
        words=say_node(speech, one.node),
        register=tables.register.label.of(speech.language),
        is_part=one.is_part,
        sure=len(one.sure),
        possible=len(one.possible),
        visible=count_visible(actor, store, tables, one.sure, region=region, days=days),
        lacking=tuple(Lacking(say_place(speech, fact), many) for fact, many in one.lacking.items()),
    )


def columns_of(one: CountedRows, register: StoredRegister) -> tuple[str, ...]:
    """Return the columns to show: what the rule asks for first, since it is why each row is there, then what lists show."""
    parts = [part for inner in one.node.row_parts for part in walk_tree(inner) if isinstance(part, Fact)]
    asked = (part.path[0] if part.path else part.field for part in parts)
    return tuple(dict.fromkeys((*asked, *default_columns(register))))[:COLUMNS]


def counted_rows(
    indicator: Indicator, store: Store, *, region: str, days: DaysAsked, measured: MeasuredOn
) -> tuple[CountedRows, ...]:
    frames = frames_of(measured, region, days.today)
    at, population = AsOf(days.day, region), Population(frames)
    return tuple(
        one
        for rule in rules_of(indicator, schema=store.schema)
        for one in find_counted_rows(rule, schema=store.schema, at=at, population=population)
    )


@lru_cache(maxsize=2)
def frames_of(measured: MeasuredOn, region: str, by: date) -> Mapping[str, pl.DataFrame]:
    """Return the frames a value was counted from; they stay while the value stands, so that paging reads them once."""
    return frames_on(region, measured.day, measured.known_at, by=by)
