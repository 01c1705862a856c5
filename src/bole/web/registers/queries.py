"""Read side of registers: rows the actor may see, as values; one person's file and frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import polars as pl
from django.db import models
from django.db.models import Q, QuerySet

from bole.domain.registers.definitions import BLIND, ORGANISATION, PERSON, StoredRegister
from bole.domain.registers.frame_schema import make_frame, read_columns
from bole.domain.registers.versions import STILL_KNOWN, Span, Version
from bole.domain.rules.records import Record, Records, gather_records
from bole.domain.rules.schema import Validity
from bole.domain.shared.regions import subtree
from bole.web.accounts.actors import Actor, Role
from bole.web.accounts.permissions import ROLES_OF_ACT, within
from bole.web.registers.models import PersonAccount, PersonNumber
from bole.web.registers.sealing import blind
from bole.web.registers.tables import Store, Tables, store_on

BY_REGION = ROLES_OF_ACT["registers.read"] - {Role.EMPLOYER, Role.TALENT}
PAGE = 50


class NoSuchRecord(Exception):
    """Nothing the actor may see is called so."""


@dataclass(frozen=True, slots=True)
class Held:
    """One version of a record as it may be shown: sealed fields say only whether they are there."""

    record: UUID
    register: str
    region: str
    span: Span
    known_from: datetime
    known_until: datetime
    source: str
    values: Mapping[str, object]

    @property
    def is_known(self) -> bool:
        return self.known_until == STILL_KNOWN


def records_on(
    actor: Actor, *, register: str, day: date, filters: Mapping[str, object] | None = None, after: UUID | None = None
) -> list[Held]:
    """Return a page of the records that hold on a day; the last one's id leads to the next page."""
    store = store_on(day)
    rows = visible_to(actor, store, register, day=day).filter(holding_on(store.of(register).register, day))
    rows = rows.filter(**dict(filters or {}))
    if after:
        rows = rows.filter(record_id__gt=after)
    return [as_held(row, store.of(register)) for row in rows.order_by("record_id")[:PAGE]]


def record_on(actor: Actor, *, register: str, record: UUID, day: date) -> Held:
    """Return what holds of a record on a day.

    :raises NoSuchRecord: if nothing does, or it is not the actor's to see.
    """
    store = store_on(day)
    row = visible_to(actor, store, register, day=day).filter(record_id=record, valid_from__lte=day, valid_until__gt=day)
    if (found := row.first()) is None:
        raise NoSuchRecord(f"{register}/{record}")
    return as_held(found, store.of(register))


def history_of(actor: Actor, *, register: str, record: UUID, day: date) -> list[Held]:
    """Return every version of a record, also those that are no longer held to be true, in the order they became known."""
    store = store_on(day)
    tables = store.of(register)
    if not visible_to(actor, store, register, day=day).filter(record_id=record).exists():
        raise NoSuchRecord(f"{register}/{record}")
    rows = tables.versions._default_manager.filter(record_id=record).order_by("known_from", "valid_from")
    return [as_held(row, tables) for row in rows]


def records_with(actor: Actor, *, register: str, field: str, value: str, day: date) -> list[Held]:
    """Return the records of which a searchable field has this value, also where it is kept encrypted."""
    store = store_on(day)
    tables = store.of(register)
    where = {field + BLIND: blind(register, field, value)} if field in tables.register.is_blind else {field: value}
    rows = visible_to(actor, store, register, day=day).filter(**where)
    return [as_held(row, tables) for row in rows.order_by("record_id", "valid_from")[:PAGE]]


def person_of_number(number: str) -> UUID | None:
    """Return the person a number leads to, through every merge."""
    row = PersonNumber.objects.filter(pk=number).select_related("redirects_to").first()
    while row is not None and row.redirects_to is not None:
        row = row.redirects_to
    return row.person if row else None


def visible_to(actor: Actor, store: Store, register: str, *, day: date) -> QuerySet[models.Model]:
    """Return the known versions an actor may see: their regions', their organisation's, their own."""
    tables = store.of(register)
    where = Q(pk__in=[])
    for code in actor.regions_as(BY_REGION):
        where |= within(code, field="owning_region")
    organisations = {grant.organisation for grant in actor.grants if grant.role is Role.EMPLOYER and grant.organisation}
    if organisations:
        where |= of_organisations(organisations, store, tables.register, day=day)
    if Role.TALENT in actor.roles and actor.user_id:
        mine = PersonAccount.objects.filter(user=actor.user_id).values_list("person", flat=True)
        where |= about_people(list(mine), tables.register)
    return tables.versions._default_manager.filter(where, is_known=True)


def of_organisations(organisations: set[UUID], store: Store, register: StoredRegister, *, day: date) -> Q:
    """An employer sees its own file, what links to it, and otherwise what is about the people it employs on the day."""
    if register.id == ORGANISATION:
        return Q(record_id__in=organisations)
    links = [link.id for link in register.links if link.to == ORGANISATION]
    if links:
        return Q(**{f"{links[0]}_id__in": organisations})
    if "employment" not in store.tables:
        return Q(pk__in=[])
    jobs = store.of("employment").versions._default_manager.filter(
        is_known=True, organisation_id__in=organisations, valid_from__lte=day, valid_until__gt=day
    )
    return about_people(jobs.values("person_id"), register)


def about_people(people: object, register: StoredRegister) -> Q:
    if register.id == PERSON:
        return Q(record_id__in=people)
    return Q(**{f"{register.subject}_id__in": people}) if register.subject else Q(pk__in=[])


def holding_on(register: StoredRegister, day: date) -> Q:
    """What stands in the frames of a day: states that hold on it, events and periods that have happened or begun."""
    where = Q(valid_from__lte=day)
    return where & Q(valid_until__gt=day) if register.validity is Validity.STATE else where


def known_at(moment: datetime) -> Q:
    return Q(known_from__lte=moment, known_until__gt=moment)


def attributes_of(tables: Tables) -> list[str]:
    """Return the attributes that hold what a frame is made of, and last the source."""
    links = {link.id for link in tables.register.links} | {"record"}
    return [f"{name}_id" if name in links else name for name in read_columns(tables.register)] + ["source"]


def values_of(row: models.Model, register: StoredRegister) -> dict[str, object]:
    links = {link.id: getattr(row, f"{link.id}_id") for link in register.links}
    blinds = {name + BLIND: getattr(row, name + BLIND) for name in register.is_blind}
    return {**links, **{field.id: getattr(row, field.id) for field in register.fields}, **blinds}


def as_version(row: models.Model, register: StoredRegister) -> Version:
    return Version(Span(row.valid_from, row.valid_until), values_of(row, register), row.pk.hex)


def as_held(row: models.Model, tables: Tables) -> Held:
    values = {name: value for name, value in values_of(row, tables.register).items() if not name.endswith(BLIND)}
    values |= {field.id: values[field.id] is not None for field in tables.register.sensitive_fields}
    span = Span(row.valid_from, row.valid_until)
    return Held(
        row.record_id, tables.register.id, row.owning_region, span, row.known_from, row.known_until, row.source, values
    )


def live_rows(
    actor: Actor, *, person: UUID, store: Store, day: date, region: str = ""
) -> dict[str, list[Sequence[object]]]:
    """Return the rows of one person and of what they link to, as far as ``region`` keeps them: one query a register.

    :raises NoSuchRecord: if the person is not the actor's to see.
    """
    found: dict[str, list[Sequence[object]]] = {}
    if not visible_to(actor, store, PERSON, day=day).filter(record_id=person).exists():
        raise NoSuchRecord(f"{PERSON}/{person}")
    about = [one for one in store.tables.values() if one.register.id == PERSON or one.register.subject]
    for tables in about:
        found[tables.register.id] = read_rows(tables, about_people([person], tables.register), day=day, region=region)
    for name, tables in store.tables.items():
        if name not in found:
            found[name] = read_rows(tables, Q(record_id__in=linked_to(name, about, found)), day=day, region=region)
    return found


def linked_to(name: str, about: Sequence[Tables], found: Mapping[str, list[Sequence[object]]]) -> set[object]:
    ids: set[object] = set()
    for tables in about:
        columns = read_columns(tables.register)
        places = [columns.index(link.id) for link in tables.register.links if link.to == name]
        ids |= {row[place] for row in found[tables.register.id] for place in places if row[place] is not None}
    return ids


def read_rows(tables: Tables, where: Q, *, day: date, region: str = "") -> list[Sequence[object]]:
    kept = within(subtree(region), field="owning_region")
    rows = tables.versions._default_manager.filter(where, kept, holding_on(tables.register, day), is_known=True)
    return list(rows.values_list(*attributes_of(tables)))


def live_frames(actor: Actor, *, person: UUID, day: date) -> dict[str, pl.DataFrame]:
    """Return one person's frames of a day, in the schema that snapshots have."""
    store = store_on(day)
    rows = live_rows(actor, person=person, store=store, day=day)
    return {
        name: make_frame([row[:-1] for row in rows[name]], register=tables.register, schema=store.schema)
        for name, tables in store.tables.items()
    }


def live_records(actor: Actor, *, person: UUID, day: date) -> Records:
    """Return the same rows as rules walk them for one person, each with its source."""
    store = store_on(day)
    rows = live_rows(actor, person=person, store=store, day=day)
    records: dict[str, list[Record]] = {}
    for name, tables in store.tables.items():
        frame = make_frame([row[:-1] for row in rows[name]], register=tables.register, schema=store.schema)
        sources = {str(row[0]): str(row[-1]) for row in rows[name]}
        records[name] = [
            Record(id=row["id"], values={key: row[key] for key in row if key != "id"}, source=sources[row["id"]])
            for row in frame.to_dicts()
        ]
    return gather_records(records)
