"""A page of a register: what is asked of it, the rows in the order of their region and record, and the way to the next page.

The order is that of an index, region before record, so that a page of a million rows costs what a page of a hundred does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from bole.domain.registers.definitions import BLIND, PERSON, StoredField, StoredRegister
from bole.domain.registers.showing import default_columns, title_field
from bole.domain.registers.validation import LONGEST_TEXT
from bole.domain.rules.schema import FieldType
from bole.domain.shared.regions import subtree
from bole.web.accounts.actors import Actor, Role
from bole.web.accounts.permissions import LONGEST_CODE
from bole.web.registers.names import address_of, called, called_by_id, link_cell
from bole.web.registers.queries import BY_REGION, holding_on, person_of_number, visible_to
from bole.web.registers.sealing import blind
from bole.web.registers.showing import NUMBERS, Called, Cell, Words
from bole.web.registers.tables import Store, Tables

PAGE = 50
YES, NO, NOT_KNOWN = "yes", "no", "unknown"
HIGHEST = "9" * LONGEST_CODE


@dataclass(frozen=True, slots=True)
class Asked:
    """``day`` is the day shown, ``today`` the one by which it is decided who may see; ``after`` the last row of the page before.

    ``rarest`` is the field whose value the fewest records have: by its index the fewest rows are read.
    """

    day: date
    today: date
    fields: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, UUID] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    after: tuple[str, UUID] | None = None
    rarest: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.fields or self.links)


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    record: UUID
    url: str
    called: Called
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """``title`` is what the field is called that names a record, where there is one."""

    register: StoredRegister
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    after: str = ""


def register_page(actor: Actor, store: Store, *, register: str, asked: Asked) -> Page:
    """Return the rows that hold on the day, as words.

    :raises NoSuchRegister: if no register is called so.
    """
    tables = store.of(register)
    rows = rows_of_page(actor, store, tables, asked)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    after = f"{rows[-1].owning_region}.{rows[-1].record_id.hex}" if more else ""
    return page_of(actor, store, tables, rows, columns=asked.columns, today=asked.today, after=after)


def page_of(
    actor: Actor,
    store: Store,
    tables: Tables,
    rows: list[models.Model],
    *,
    columns: tuple[str, ...] = (),
    today: date,
    after: str = "",
) -> Page:
    """Return rows in words: two questions for what they are called, and two for each link."""
    register, words = tables.register, Words(store.schema)
    names = columns or default_columns(register)
    shown = [name for name in names if register.link(name) or (register.field(name) and name not in sealed(register))]
    links = {
        link.id: called_by_id(actor, store, link.to, (getattr(row, f"{link.id}_id") for row in rows), day=today)
        for link in register.links
        if link.id in shown
    }
    names_of_rows = called(actor, rows, tables)

    def cell(row: models.Model, name: str) -> Cell:
        link = register.link(name)
        if link:
            return link_cell(getattr(row, f"{name}_id"), links[name], link.to)
        return words.cell(getattr(row, name), stored(register, name), register)

    title = title_field(register)
    return Page(
        register,
        words.label(title.label) if title else "",
        tuple(column_of(register, name, words) for name in shown),
        tuple(
            Row(
                row.record_id,
                address_of(register.id, row.record_id),
                names_of_rows[row.record_id],
                tuple(cell(row, name) for name in shown),
            )
            for row in rows
        ),
        after,
    )


def column_of(register: StoredRegister, name: str, words: Words) -> Column:
    link = register.link(name)
    if link:
        return Column(words.label(link.label))
    one = stored(register, name)
    return Column(words.label(one.label), one.type in NUMBERS)


def stored(register: StoredRegister, name: str) -> StoredField:
    return next(one for one in register.fields if one.id == name)


def sealed(register: StoredRegister) -> frozenset[str]:
    return frozenset(one.id for one in register.sensitive_fields)


def rows_of_page(actor: Actor, store: Store, tables: Tables, asked: Asked) -> list[models.Model]:
    """Return one row more than a page has, if there are as many."""
    rows: list[models.Model] = []
    for strand in strands_of(actor, store, tables, asked):
        fitting = fitting_to(asked, tables.register, strand.filter(holding_on(tables.register, asked.day)))
        rows += fitting.order_by("owning_region", "record_id")[: PAGE + 1 - len(rows)]
        if len(rows) > PAGE:
            break
    return rows


def strands_of(actor: Actor, store: Store, tables: Tables, asked: Asked) -> Iterator[QuerySet[models.Model]]:
    """Yield what the actor may see after the page before, in order: each a range of an index, none of them an *or*."""
    known = tables.versions._default_manager.filter(is_known=True)
    if actor.roles & {Role.EMPLOYER, Role.TALENT}:
        # Few rows, but of several kinds: those of an organisation, of its people, of oneself.
        mine = visible_to(actor, store, tables.register.id, day=asked.today)
        if asked.after:
            region, record = asked.after
            mine = mine.filter(Q(owning_region__gt=region) | Q(owning_region=region, record_id__gt=record))
        yield mine
        return
    for code in sorted(subtree(region) for region in actor.regions_as(BY_REGION)):
        low, high = code, code.ljust(LONGEST_CODE, "9") if code else HIGHEST
        if asked.after is None or asked.after[0] < low:
            yield known.filter(owning_region__gte=low, owning_region__lte=high)
        elif asked.after[0] <= high:
            yield known.filter(owning_region=asked.after[0], record_id__gt=asked.after[1])
            yield known.filter(owning_region__gt=asked.after[0], owning_region__lte=high)


def fitting_to(asked: Asked, register: StoredRegister, rows: QuerySet[models.Model]) -> QuerySet[models.Model]:
    """Narrow rows to what is asked of fields and links; what is not the rarest of it is kept from leading the search.

    A database that knows no frequencies takes whichever index it finds, and may read half of a register for two rows.
    """
    for name, value in asked.fields.items():
        one = stored(register, name)
        is_code = one.type is FieldType.CODE
        if is_code and asked.rarest not in {"", name}:
            told = "" if value == NOT_KNOWN else value
            rows = rows.alias(**{f"told_{name}": Coalesce(F(name), Value(""))}).filter(**{f"told_{name}": told})
        elif value == NOT_KNOWN:
            rows = rows.filter(**{f"{name}__isnull": True})
        else:
            rows = rows.filter(**{name: value if is_code else value == YES})
    return rows.filter(**{f"{name}_id": record for name, record in asked.links.items()})


def found_by(actor: Actor, store: Store, *, register: str, text: str, asked: Asked) -> Page:
    """Return the records that a number, a searchable value, or the beginning of an open name leads to.

    Sealed fields are found by their whole value alone. The caller keeps the text out of addresses: it may be an ID number.
    """
    tables = store.of(register)
    rows = rows_found(actor, store, tables, text=text, today=asked.today)
    return page_of(actor, store, tables, rows, columns=asked.columns, today=asked.today)


def rows_found(actor: Actor, store: Store, tables: Tables, *, text: str, today: date) -> list[models.Model]:
    """Return the latest version of each record found, at most a page of them."""
    where = searched_by(store, tables.register, " ".join(text.split()))
    if where is None:
        return []
    rows = visible_to(actor, store, tables.register.id, day=today).filter(where)
    latest = {row.record_id: row for row in rows.order_by("record_id", "valid_from")[: PAGE * 2]}
    return list(latest.values())[:PAGE]


def searched_by(store: Store, register: StoredRegister, text: str) -> Q | None:
    # No value is as long, and a database refuses to look for a beginning of a million signs.
    if not text or len(text) > LONGEST_TEXT:
        return None
    where = Q(pk__in=[])
    for one in register.fields:
        if one.id in register.is_blind:
            where |= Q(**{one.id + BLIND: blind(register.id, one.id, text)})
        elif one.searchable:
            where |= Q(**{one.id: text})
    title = title_field(register)
    if title and not title.sensitive:
        where |= Q(**{f"{title.id}__startswith": text})
    person = person_of_number(text)
    if person and register.id == PERSON:
        where |= Q(record_id=person)
    elif person and register.subject:
        where |= Q(**{f"{register.subject}_id": person})
    elif register.subject:
        where |= about_person_found(store, register, text)
    return where


def about_person_found(store: Store, register: StoredRegister, text: str) -> Q:
    """What is about a person is found by what that person is found by."""
    person = store.of(PERSON)
    digests = {name + BLIND: blind(PERSON, name, text) for name in person.register.is_blind}
    if not digests:
        return Q(pk__in=[])
    same = Q()
    for name, digest in digests.items():
        same |= Q(**{name: digest})
    people = person.versions._default_manager.filter(same, is_known=True).values("record_id")
    return Q(**{f"{register.subject}_id__in": people})


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
