"""What stands between a form and an act: whom a typed link means, and what would change, shown before it is written."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import models

from bole.domain.registers.definitions import StoredField
from bole.domain.registers.showing import title_field
from bole.domain.registers.validation import Checked, check_values
from bole.domain.rules.schema import Validity
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import ROLES_OF_ACT, verdict
from bole.web.base.places import names_of_regions
from bole.web.packs.queries import regions_visible_to
from bole.web.registers.lists import rows_found, uuid_of
from bole.web.registers.names import called, called_by_id, link_cell, numbers_of
from bole.web.registers.queries import NoSuchRecord, visible_to
from bole.web.registers.record_pages import ChangeShown, row_shown
from bole.web.registers.showing import UNKNOWN, Called, Cell, Words
from bole.web.registers.tables import Store, Tables


def known_rows(actor: Actor, store: Store, register: str, record: UUID, *, today: date) -> list[models.Model]:
    """Return what is held of a record.

    :raises NoSuchRecord: if nothing is, or it is not the actor's to see.
    """
    rows = list(visible_to(actor, store, register, day=today).filter(record_id=record).order_by("valid_from"))
    if not rows:
        raise NoSuchRecord(f"{register}/{record}")
    return rows


def held_on(rows: list[models.Model], tables: Tables, *, day: date) -> models.Model | None:
    """Return what holds on a day, or of an event or a period what is said of it."""
    is_state = tables.register.validity is Validity.STATE
    row = row_shown(rows, day=day, is_state=is_state)
    return None if is_state and not row.valid_from <= day < row.valid_until else row


def writable_regions(actor: Actor) -> list[tuple[str, str]]:
    """Return the regions in which the actor may write, with their names; the regions of their roles where no tree is loaded."""
    names = names_of_regions()
    known = [
        node.code for node in regions_visible_to(actor) if verdict(actor, "registers.write_record", region=node.code)
    ]
    held = [grant.region for grant in actor.grants if grant.role in ROLES_OF_ACT["registers.write_record"]]
    return [(code, names.get(code, code)) for code in dict.fromkeys([*filter(None, held), *known])]


def records_meant(actor: Actor, store: Store, register: str, text: str, *, today: date) -> dict[UUID, Called]:
    """Return the records a typed link may mean: one by its number or whole value, else those whose name begins so."""
    tables = store.of(register)
    record = uuid_of(text)
    if record:
        return called_by_id(actor, store, register, [record], day=today)
    rows = rows_found(actor, store, tables, text=text, today=today)
    title = title_field(tables.register)
    if title and not title.sensitive:
        exact = [row for row in rows if getattr(row, title.id) == text]
        rows = exact if len(exact) == 1 else rows
    return called(actor, rows, tables)


def handle_of(actor: Actor, store: Store, register: str, record: UUID | None, *, today: date) -> str:
    """Return what one would type to mean a record: its number, a value it is found by, or its id."""
    if record is None or not called_by_id(actor, store, register, [record], day=today):
        return ""
    number = numbers_of([record]).get(record, "")
    if number:
        return number
    tables = store.of(register)
    row = known_rows(actor, store, register, record, today=today)[-1]
    found = (getattr(row, one.id) for one in tables.register.fields if one.searchable and not one.sensitive)
    return next((str(value) for value in found if value), str(record))


def checked_as_written(values: Mapping[str, object], tables: Tables, store: Store, *, is_new: bool) -> Checked:
    return check_values(values, register=tables.register, schema=store.schema, is_whole=is_new)


def changes_shown(
    actor: Actor,
    store: Store,
    tables: Tables,
    *,
    held: models.Model | None,
    values: Mapping[str, object],
    today: date,
) -> tuple[ChangeShown, ...]:
    """Return field by field what was and what would be; what stays as it is is left out."""
    words, found = Words(store.schema), []
    for name, new in values.items():
        link, one = tables.register.link(name), field_named(tables, name)
        old = getattr(held, f"{name}_id" if link else name) if held else None
        if link:
            pair = (UUID(str(new)) if new else None), old
            names = called_by_id(actor, store, link.to, pair, day=today)
            if pair[0] != old:
                found.append(ChangeShown(words.label(link.label), link_cell(old, names, link.to), link_cell(pair[0], names, link.to)))  # fmt: skip
        elif one and one.sensitive:
            found.append(ChangeShown(words.label(one.label), Cell(words.kept if old else UNKNOWN), Cell(str(new))))
        elif one and new != old:
            cells = (words.cell(value, one, tables.register) for value in (old, new))
            found.append(ChangeShown(words.label(one.label), *cells))
    return tuple(found)


def field_named(tables: Tables, name: str) -> StoredField | None:
    return next((one for one in tables.register.fields if one.id == name), None)


def digest_of(*parts: object) -> str:
    """Return what a summary is known by: what is saved has to be what was shown."""
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()


def choices_of(records: Mapping[UUID, Called]) -> Iterable[tuple[str, str]]:
    return sorted(((str(record), str(name)) for record, name in records.items()), key=lambda pair: pair[1])
