"""Everything a record's page says of it: its values with who said them, what it leads to and what leads to it, its history.

The day shown is asked for; who may see is decided by today, so that nobody looks back into a time when it was theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import models

from bole.domain.registers.definitions import BLIND, PERSON, StoredField, StoredRegister
from bole.domain.registers.histories import Said, Step, corrections_of, first_said, steps_of
from bole.domain.registers.showing import default_columns, title_field
from bole.domain.registers.versions import FieldChange, Span
from bole.domain.rules.schema import Validity
from bole.web.accounts.actors import Actor
from bole.web.registers.lists import Page, page_of
from bole.web.registers.models import Batch, Erasure, PersonAccount, StaleRegion
from bole.web.registers.names import called, called_by_id, link_cell, masked_values
from bole.web.registers.queries import NoSuchRecord, holding_on, values_of, visible_to
from bole.web.registers.showing import Called, Cell, Words
from bole.web.registers.snapshots import COUNTY
from bole.web.registers.tables import Store, Tables, store_on

BESIDE = 10
LOOKED_AT = "record page"  # the purpose of a look that nobody was asked for


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a record: ``is_sealed`` where it can be asked for, ``said`` who brought it."""

    field: str
    label: str
    cell: Cell
    said: Said | None
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """``said`` where the change has another source than what stands beside it."""

    label: str
    old: Cell
    new: Cell
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class StepShown:
    span: Span
    said: Said
    changes: tuple[ChangeShown, ...]
    ended: Said | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    said: Said
    changes: tuple[ChangeShown, ...]
    instead: Said | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The records of another register that lead to this one."""

    register: StoredRegister
    label: str
    link: str
    page: Page
    has_more: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """``holds`` is what holds on the day, if anything does; ``subject`` the person whose file this is."""

    register: StoredRegister
    label: str
    record: UUID
    region: str
    called: Called
    holds: Span | None
    values: tuple[Value, ...]
    steps: tuple[StepShown, ...]
    corrections: tuple[CorrectionShown, ...]
    beside: tuple[Beside, ...]
    subject: UUID | None
    is_own: bool
    is_erased: bool
    is_refreshed_soon: bool

    @property
    def nothing_beside(self) -> tuple[Beside, ...]:
        """What could lead to this record and does not, offered once each."""
        return tuple(one for one in self.beside if not one.page.rows)


def record_page(actor: Actor, *, register: str, record: UUID, day: date, today: date) -> RecordPage:
    """Return the page of a record as of a day.

    :raises NoSuchRecord: if there is no such record, or it is not the actor's to see.
    :raises NoSuchRegister: if no register is called so.
    """
    store = store_on(today)
    tables, words = store.of(register), Words(store.schema)
    known = list(visible_to(actor, store, register, day=today).filter(record_id=record).order_by("valid_from"))
    if not known:
        raise NoSuchRecord(f"{register}/{record}")
    is_state = tables.register.validity is Validity.STATE
    shown = row_shown(known, day=day, is_state=is_state)
    history = history_rows(tables, record)
    said = said_of(history, tables.register)
    tellers = Teller(actor, store, tables, words, [*history, *known], today)
    sources = first_said(said, day=shown.valid_from if is_state else None)
    steps = steps_of(said, is_state=is_state)
    subject = subject_of(known[-1], tables.register)
    return RecordPage(
        register=tables.register,
        label=words.label(tables.register.label),
        record=record,
        region=known[-1].owning_region,
        called=called(actor, [shown], tables)[record],
        holds=Span(shown.valid_from, shown.valid_until) if is_held(shown, day, is_state=is_state) else None,
        values=tuple(tellers.values(shown, sources)),
        steps=tuple(
            StepShown(one.span, one.said, tellers.changes_of(one), one.ended, one.span.start == shown.valid_from)
            for one in steps
        ),
        corrections=tuple(
            CorrectionShown(one.said, tellers.changes(one.changes), one.instead)
            for one in corrections_of(said, is_state=is_state)
        ),
        beside=tuple(beside(actor, store, words, register=register, record=record, day=day, today=today)),
        subject=subject,
        is_own=subject is not None and own_file(actor) == subject,
        is_erased=subject is not None and Erasure.objects.filter(person=subject).exists(),
        is_refreshed_soon=StaleRegion.objects.filter(region=known[-1].owning_region[:COUNTY]).exists(),
    )


def row_shown(known: list[models.Model], *, day: date, is_state: bool) -> models.Model:
    """Return the version of a day; where none holds on it, the nearest one, which the page says."""
    held = [row for row in known if is_held(row, day, is_state=is_state)]
    before = [row for row in known if row.valid_from <= day]
    return (held or before or known[:1])[-1]


def is_held(row: models.Model, day: date, *, is_state: bool) -> bool:
    return row.valid_from <= day and (row.valid_until > day or not is_state)


def history_rows(tables: Tables, record: UUID) -> list[models.Model]:
    return list(tables.versions._default_manager.filter(record_id=record).order_by("known_from", "valid_from"))


def said_of(history: Iterable[models.Model], register: StoredRegister) -> list[Said]:
    """Return every version with who brought it; digests of sealed values are left out, the sealed ones say as much."""
    history = list(history)
    names = dict(Batch.objects.filter(pk__in={row.batch for row in history}).values_list("pk", "actor_name"))
    return [
        Said(
            Span(row.valid_from, row.valid_until),
            row.known_from,
            row.known_until,
            row.source,
            names.get(row.batch, ""),
            {name: value for name, value in values_of(row, register).items() if not name.endswith(BLIND)},
        )
        for row in history
    ]


def subject_of(row: models.Model, register: StoredRegister) -> UUID | None:
    """Return the person a record is about, whose looks are on record."""
    if register.id == PERSON:
        return row.record_id
    return getattr(row, f"{register.subject}_id") if register.subject else None


def own_file(actor: Actor) -> UUID | None:
    """Return the person an actor is, where an account was linked to a file."""
    if actor.user_id is None:
        return None
    return PersonAccount.objects.filter(user=actor.user_id).values_list("person", flat=True).first()


@dataclass
class Teller:
    """Says the values of one record: what its links lead to is asked for once for its whole history."""

    actor: Actor
    store: Store
    tables: Tables
    words: Words
    rows: list[models.Model]
    today: date

    def __post_init__(self) -> None:
        self.names: dict[UUID, Called] = {}
        for link in self.tables.register.links:
            ids = {getattr(row, f"{link.id}_id") for row in self.rows}
            self.names |= called_by_id(self.actor, self.store, link.to, ids, day=self.today)

    def values(self, row: models.Model, sources: dict[str, Said]) -> Iterable[Value]:
        """Yield links, then fields, the one that names the record first."""
        register = self.tables.register
        masked = masked_values(self.actor, [row], register, register.sensitive_fields).get(row.record_id, {})
        for link in register.links:
            cell = link_cell(getattr(row, f"{link.id}_id"), self.names, link.to)
            yield Value(link.id, self.words.label(link.label), cell, sources.get(link.id))
        title = title_field(register)
        for one in sorted(register.fields, key=lambda one: one != title):
            value = getattr(row, one.id)
            if not one.sensitive:
                cell = self.words.cell(value, one, register)
                yield Value(one.id, self.words.label(one.label), cell, sources.get(one.id))
                continue
            text = masked.get(one.id) or (self.words.kept if value is not None else "–")
            is_sealed = value is not None
            yield Value(one.id, self.words.label(one.label), Cell(text), sources.get(one.id), is_sealed)

    def changes(self, changes: Iterable[FieldChange]) -> tuple[ChangeShown, ...]:
        return tuple(self.change(one) for one in changes)

    def changes_of(self, step: Step) -> tuple[ChangeShown, ...]:
        return tuple(
            replace(self.change(one), said=said) if (said := step.sources[one.field]) != step.said else self.change(one)
            for one in step.changes
        )

    def change(self, change: FieldChange) -> ChangeShown:
        link = self.tables.register.link(change.field)
        if link:
            label, (old, new) = link.label, (link_cell(one, self.names, link.to) for one in (change.old, change.new))
            return ChangeShown(self.words.label(label), old, new)
        one = next(one for one in self.tables.register.fields if one.id == change.field)
        return ChangeShown(self.words.label(one.label), self.told(change.old, one), self.told(change.new, one))

    def told(self, value: object, one: StoredField) -> Cell:
        if one.sensitive:
            return Cell(self.words.kept if value is not None else "–")
        return self.words.cell(value, one, self.tables.register)


def beside(
    actor: Actor, store: Store, words: Words, *, register: str, record: UUID, day: date, today: date
) -> Iterable[Beside]:
    """Yield what leads to a record, the latest first, a few of each kind."""
    for name, tables in store.tables.items():
        for link in tables.register.links:
            if link.to != register:
                continue
            visible = visible_to(actor, store, name, day=today).filter(holding_on(tables.register, day))
            rows = list(visible.filter(**{f"{link.id}_id": record}).order_by("-valid_from")[: BESIDE + 1])
            page = page_of(actor, store, tables, rows[:BESIDE], columns=columns_beside(tables, link.id), today=today)
            label = words.label(tables.register.label)
            yield Beside(tables.register, label, link.id, page, len(rows) > BESIDE)


def columns_beside(tables: Tables, link: str) -> tuple[str, ...]:
    return tuple(name for name in default_columns(tables.register) if name != link)
