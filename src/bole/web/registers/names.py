"""Records by what people call them: number, name, and of a sealed name what may be shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bole.domain.registers.definitions import PERSON, StoredField, StoredRegister
from bole.domain.registers.showing import mask_value, title_field
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import ROLES_OF_ACT
from bole.web.registers.models import PersonNumber
from bole.web.registers.queries import visible_to
from bole.web.registers.sealing import Unreadable, keys_of, unseal
from bole.web.registers.services import place_of
from bole.web.registers.showing import UNKNOWN, Called, Cell
from bole.web.registers.tables import Store, Tables


def is_shown_masked(actor: Actor) -> bool:
    return bool(actor.roles & ROLES_OF_ACT["registers.read_masked"])


def subject_of_row(row: models.Model, register: StoredRegister) -> UUID:
    """Return whose key seals a row: the person it is about, or else the record itself."""
    return (getattr(row, f"{register.subject}_id") if register.subject else None) or row.record_id


def masked_values(
    actor: Actor, rows: Iterable[models.Model], register: StoredRegister, fields: Iterable[StoredField]
) -> dict[UUID, dict[str, str]]:
    """Return by record what may be shown of sealed fields; of somebody erased nothing, of onlookers nobody."""
    rows, fields = list(rows), [one for one in fields if one.sensitive]
    if not fields or not is_shown_masked(actor):
        return {}
    keys = readable_keys({subject_of_row(row, register) for row in rows})
    found: dict[UUID, dict[str, str]] = {}
    for row in rows:
        key, masked = keys.get(subject_of_row(row, register)), {}
        for one in fields:
            sealed = getattr(row, one.id)
            if sealed is not None:
                masked[one.id] = masked_value(sealed, key, one, register, row.record_id)
        found[row.record_id] = masked
    return found


def readable_keys(people: set[UUID]) -> dict[UUID, bytes]:
    """Return the keys of people; under another master key nothing is readable, and the list is still a list."""
    try:
        return keys_of(people)
    except Unreadable:
        return {}


def masked_value(sealed: str, key: bytes | None, one: StoredField, register: StoredRegister, record: UUID) -> str:
    try:
        if key is not None:
            value = unseal(sealed, key=key, place=place_of(register.id, record, one.id))
            return mask_value(value, field=one, register=register)
    except Unreadable:
        pass
    return pgettext("sealed value", "erased")


def called(actor: Actor, rows: Iterable[models.Model], tables: Tables) -> dict[UUID, Called]:
    """Return what the records of some rows are called, with two questions for all of them."""
    rows, register = list(rows), tables.register
    title = title_field(register)
    numbers = numbers_of(row.record_id for row in rows) if register.id == PERSON else {}
    masked = masked_values(actor, rows, register, [title] if title else [])
    found = {}
    for row in rows:
        name = masked.get(row.record_id, {}).get(title.id, "") if title and title.sensitive else ""
        if title and not title.sensitive:
            name = str(getattr(row, title.id) or "")
        found[row.record_id] = Called(numbers.get(row.record_id, ""), name)
    return found


def numbers_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the numbers of people, of somebody with several the one that redirects to no other."""
    rows = PersonNumber.objects.filter(person__in=list(people)).order_by("number")
    # Told apart here: asked for, SQLite takes the index of redirects and reads every number that has none.
    found = rows.values_list("person", "number", "redirects_to")
    return {person: number for person, number, redirects in found if redirects is None}


def called_by_id(
    actor: Actor, store: Store, register: str, records: Iterable[UUID | None], *, day: date
) -> dict[UUID, Called]:
    """Return what records are called that links lead to, those the actor may see."""
    wanted = {record for record in records if record is not None}
    if not wanted:
        return {}
    rows = visible_to(actor, store, register, day=day).filter(record_id__in=wanted).order_by("record_id", "valid_from")
    # The latest version of each names it.
    latest = {row.record_id: row for row in rows}
    return called(actor, latest.values(), store.of(register))


def address_of(register: str, record: UUID) -> str:
    return reverse("desk:record", args=[register, record])


def link_cell(record: UUID | None, names: Mapping[UUID, Called], register: str) -> Cell:
    """Return a link in words; what it leads to may not be the reader's to see."""
    if record is None:
        return Cell(UNKNOWN)
    if record not in names:
        return Cell(_("not yours to see"), is_masked=True)
    return Cell(str(names[record]) or _("without a name"), url=address_of(register, record))
