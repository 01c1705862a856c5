"""How many records there are, and how many of each code: counted from the columnar copy, never over a million rows.

The copy is the working snapshot of the actor's counties; its moment stands beside the numbers. Who sees less than a
county, or asks for another day than today, gets the codes without numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import polars as pl
from django.db.models import Q

from bole.domain.registers.definitions import StoredField, StoredRegister
from bole.domain.registers.showing import filter_fields
from bole.domain.rules.schema import FieldType, Schema
from bole.domain.shared.regions import lies_in, subtree
from bole.web.accounts.actors import Actor, Role
from bole.web.accounts.permissions import within
from bole.web.registers.lists import NO, NOT_KNOWN, YES, Asked
from bole.web.registers.models import Snapshot
from bole.web.registers.queries import BY_REGION, holding_on, visible_to
from bole.web.registers.showing import Words
from bole.web.registers.snapshots import COUNTY, folder_of
from bole.web.registers.tables import CODES, Store

EXACT_UP_TO = 2_000
Chosen = tuple[tuple[str, str], ...]
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records an actor may see; ``is_more`` where there are more and nobody counted them, ``at`` when they were counted."""

    records: int
    is_more: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    records: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    field: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> Choice | None:
        return next((one for one in self.choices if one.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Facets:
    """``records`` fit what is asked, as counted at ``at``; both are empty where there is no copy to count."""

    facets: tuple[Facet, ...]
    records: int | None = None
    at: datetime | None = None


def tally_of(actor: Actor, store: Store, register: str, *, today: date) -> Tally:
    """Return how many records there are: counted where they are few, from the copy where they are many."""
    tables = store.of(register)
    rows = visible_to(actor, store, register, day=today).filter(holding_on(tables.register, today))
    few = rows[: EXACT_UP_TO + 1].count()
    if few <= EXACT_UP_TO:
        return Tally(few)
    copies = copies_for(actor)
    counted = [copy.tables[register]["rows"] for copy in copies or [] if register in copy.tables]
    if copies and len(counted) == len(copies):
        return Tally(sum(counted), at=min(copy.known_at for copy in copies))
    return Tally(EXACT_UP_TO, is_more=True)


def copies_for(actor: Actor) -> list[Snapshot] | None:
    """Return the working snapshots that together hold what the actor sees by region, or None."""
    codes = actor.regions_as(BY_REGION)
    by_person = actor.roles & {Role.EMPLOYER, Role.TALENT}
    if not codes or by_person or any(len(subtree(code)) > COUNTY for code in codes):
        return None
    where = Q(pk__in=[])
    for code in codes:
        where |= within(subtree(code), field="region")
    copies = list(Snapshot.objects.filter(where, is_frozen=False))
    # One that holds another, as a city's holds its counties', would count their records twice, and by an older state.
    holds_other = any(lies_in(one.region, other.region) for one in copies for other in copies if one is not other)
    return None if holds_other else copies or None


def facets_of(actor: Actor, store: Store, *, register: str, asked: Asked) -> Facets:
    """Return what a list can be narrowed by, with the number of records each choice would leave."""
    known = store.of(register).register
    is_counted = asked.day == asked.today and not asked.links
    copies = copies_for(actor) if is_counted else None
    copies = [copy for copy in copies or [] if is_of_today(copy, store, known)]
    chosen = tuple(sorted(asked.fields.items()))
    parts = [counts_in(copy, known, store.schema, chosen) for copy in copies]
    words = Words(store.schema)
    facets = tuple(
        Facet(one.id, words.label(one.label), tuple(choices_of(one, words, parts, asked)))
        for one in filter_fields(known)
    )
    if not parts:
        return Facets(facets)
    return Facets(facets, sum(total for total, _counts in parts), min(copy.known_at for copy in copies))


def rarest_of(actor: Actor, store: Store, *, register: str, asked: Asked) -> str:
    """Return of several fields asked for the one whose value the fewest records have, where a copy tells."""
    known = store.of(register).register
    codes = [one.id for one in known.fields if one.id in asked.fields and one.type is FieldType.CODE]
    copies = copies_for(actor) if len(codes) > 1 else None
    counts = [counts_in(copy, known, store.schema, ()) for copy in copies or () if is_of_today(copy, store, known)]
    if not counts:
        return ""
    return min(codes, key=lambda name: sum(parts[name].get(asked.fields[name], 0) for _total, parts in counts))


def choices_of(one: StoredField, words: Words, parts: list[tuple[int, Counts]], asked: Asked) -> list[Choice]:
    """Return the codes of a field, those with records where it is known, in the order of their table."""
    found = []
    for value, label in values_of_field(one, words):
        records = sum(counts[one.id].get(value, 0) for _total, counts in parts) if parts else None
        is_chosen = asked.fields.get(one.id) == value
        if records != 0 or is_chosen:
            found.append(Choice(value, label, records, is_chosen))
    return found


def values_of_field(one: StoredField, words: Words) -> list[tuple[str, str]]:
    unknown = (NOT_KNOWN, words.missing)
    if one.type is FieldType.BOOL:
        return [(YES, words.yes), (NO, words.no), unknown]
    table = words.schema.table(one.table or "")
    return [*((code.id, words.label(code.label)) for code in (table.codes if table else ())), unknown]


def is_of_today(copy: Snapshot, store: Store, register: StoredRegister) -> bool:
    """Say whether a copy was taken by the definitions in force: another one may lack a field, or rank its codes otherwise."""
    tables = (f"{CODES}/{one.table}" for one in filter_fields(register) if one.table)
    return all(copy.definitions.get(name) == store.digests.get(name) for name in (register.id, *tables))


def counts_in(copy: Snapshot, register: StoredRegister, schema: Schema, chosen: Chosen) -> tuple[int, Counts]:
    path = folder_of(copy.region, copy.day, copy.pk) / f"{register.id}.parquet"
    tables = tuple((one.id, one.table or "") for one in filter_fields(register))
    codes = tuple((name, tuple(code.id for code in found.codes)) for name in {table for _, table in tables if table} if (found := schema.table(name)))  # fmt: skip
    try:
        return counted(copy.pk, str(path), tables, codes, chosen)
    except FileNotFoundError:  # replaced by a newer one since the row was read
        return 0, {name: {} for name, _table in tables}


@lru_cache(maxsize=256)
def counted(
    _copy: UUID,
    path: str,
    fields: tuple[tuple[str, str], ...],
    codes: tuple[tuple[str, tuple[str, ...]], ...],
    chosen: Chosen,
) -> tuple[int, Counts]:
    """Count a copy once for each choice: a copy never changes, a new one has another id."""
    names, of_table = [name for name, _table in fields], dict(codes)
    frame = pl.read_parquet(path, columns=names)
    tests = {name: test_for(name, table, value, of_table) for name, table in fields for field, value in chosen if field == name}  # fmt: skip
    total = frame.filter(*tests.values()).height if tests else frame.height
    found: dict[str, Mapping[str, int]] = {}
    for name, table in fields:
        # What else one could choose here, with everything else as it is chosen.
        others = [test for other, test in tests.items() if other != name]
        counts = (frame.filter(*others) if others else frame).get_column(name).value_counts()
        found[name] = {named(value, of_table.get(table, ())): many for value, many in counts.iter_rows()}
    return total, found


def test_for(name: str, table: str, value: str, of_table: Mapping[str, tuple[str, ...]]) -> pl.Expr:
    if value == NOT_KNOWN:
        return pl.col(name).is_null()
    if not table:
        return pl.col(name) == (value == YES)
    ranks = of_table.get(table, ())
    return pl.col(name) == (ranks.index(value) if value in ranks else -1)


def named(value: object, codes: tuple[str, ...]) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return YES if value else NO
    return codes[value] if isinstance(value, int) and value < len(codes) else NOT_KNOWN
