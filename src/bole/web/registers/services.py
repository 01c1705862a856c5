"""Write side of registers: writing, correcting and closing a record, erasing a person, freezing a snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from bole.domain.registers.definitions import BLIND, PERSON, StoredRegister
from bole.domain.registers.validation import FieldFault, check_values
from bole.domain.registers.versions import (
    STILL_KNOWN,
    Rewriting,
    Span,
    Version,
    end_versions,
    find_changes,
    holds_at,
    overlay_values,
    span_of,
)
from bole.domain.rules.schema import Validity
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.base.ids import new_id
from bole.web.journal.services import record_access, record_act
from bole.web.registers.models import Batch, Erasure, NumberSeries, PersonAccount, PersonNumber, Snapshot
from bole.web.registers.queries import NoSuchRecord, as_version, visible_to
from bole.web.registers.sealing import blind, destroy_key, digest_for, key_of, seal, unseal
from bole.web.registers.snapshots import mark_stale, take_snapshot
from bole.web.registers.tables import Store, Tables, store_on


class RecordHasFaults(Exception):
    """Nothing was written; ``faults`` lists everything that is wrong."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(fault.field for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Written:
    """The record, the fields that changed, and the number of a person who got one."""

    record: UUID
    fields: tuple[str, ...]
    number: str = ""


@transaction.atomic
def write_record(
    *,
    register: str,
    values: Mapping[str, object],
    actor: Actor,
    region: str,
    from_on: date,
    source: str,
    now: datetime,
    record: UUID | None = None,
) -> Written:
    """Say something of a record from a day on, or open a new one; what is known already writes nothing.

    :raises RecordHasFaults: if a value cannot be kept, a link leads nowhere, or the key is taken.
    :raises Forbidden: if the actor may not write in the region.
    :raises NoSuchRecord: if there is no such record, or it is not the actor's to see.
    """
    demand(actor, "registers.write_record", region=region)
    store = store_on(localtime(now).date())
    tables = store.of(register)
    is_new = record is None
    checked = checked_values(values, tables, store, is_whole=is_new)
    held: list[Version] = []
    if record is None:
        record, span = new_id(), span_of(checked, register=tables.register, from_on=from_on)
    else:
        held, region = locked_versions(actor, "registers.write_record", store, register, record, day=from_on)
        span = Span(from_on) if tables.register.validity is Validity.STATE else held[0].span
    kept = sealed(checked, tables.register, record=record, held=held)
    rewriting = dated_anew(overlay_values(held, changes=kept, span=span), tables.register)
    fields = changed_fields(rewriting)
    if not rewriting.said:
        return Written(record, ())
    batch = Batch.objects.create(source=source, region=region, actor_name=actor.name, at=now)
    if is_new:
        tables.records._default_manager.create(id=record, batch=batch.pk)
    keep(rewriting, tables, record=record, region=region, batch=batch, now=now)
    number = issue_number(person=record, region=region, now=now) if is_new and register == PERSON else ""
    record_act(
        actor=actor,
        verb="registers.record.written",
        target=tables.records(id=record),
        region=region,
        at=now,
        fields=fields,
        digests=digests_of(kept, fields, record),
        batch=batch.pk,
    )
    mark_stale(region, moment=now)
    return Written(record, fields, number)


@transaction.atomic
def correct_record(
    *, register: str, record: UUID, values: Mapping[str, object], day: date, actor: Actor, source: str, now: datetime
) -> Written:
    """Replace what was wrongly held of a record on a day, for as long as it was held; what was known stays on record.

    :raises RecordHasFaults: if a value cannot be kept.
    :raises NoSuchRecord: if nothing holds on the day, or it is not the actor's to see.
    """
    store = store_on(localtime(now).date())
    tables = store.of(register)
    held, region = locked_versions(actor, "registers.correct_record", store, register, record, day=day)
    wrong = holds_at(held, day=day)
    if wrong is None:
        raise NoSuchRecord(f"{register}/{record}")
    checked = checked_values(values, tables, store, is_whole=False)
    kept = sealed(checked, tables.register, record=record, held=held)
    rewriting = dated_anew(overlay_values(held, changes=kept, span=wrong.span), tables.register)
    fields = changed_fields(rewriting)
    if not rewriting.said:
        return Written(record, ())
    batch = Batch.objects.create(source=source, region=region, actor_name=actor.name, at=now)
    keep(rewriting, tables, record=record, region=region, batch=batch, now=now)
    record_act(
        actor=actor,
        verb="registers.record.corrected",
        target=tables.records(id=record),
        region=region,
        at=now,
        fields=fields,
        digests=digests_of(kept, fields, record),
        batch=batch.pk,
    )
    mark_stale(region, moment=now)
    return Written(record, fields)


@transaction.atomic
def close_record(*, register: str, record: UUID, on: date, actor: Actor, source: str, now: datetime) -> Written:
    """Have a record hold no longer from a day on; a period ends on it. Closed already, nothing happens.

    :raises NoSuchRecord: if there is no such record, or it is not the actor's to see.
    """
    store = store_on(localtime(now).date())
    tables = store.of(register)
    held, region = locked_versions(actor, "registers.close_record", store, register, record, day=on)
    rewriting = end_versions(held, on=on)
    if tables.register.ends:
        ends = {tables.register.ends: on}
        said = tuple(Version(one.span, {**one.values, **ends}) for one in rewriting.said)
        rewriting = Rewriting(rewriting.ended, said)
    if not rewriting.ended:
        return Written(record, ())
    batch = Batch.objects.create(source=source, region=region, actor_name=actor.name, at=now)
    keep(rewriting, tables, record=record, region=region, batch=batch, now=now)
    record_act(
        actor=actor,
        verb="registers.record.closed",
        target=tables.records(id=record),
        region=region,
        at=now,
        on=on,
        batch=batch.pk,
    )
    mark_stale(region, moment=now)
    return Written(record, (tables.register.ends,) if tables.register.ends else ())


@transaction.atomic
def erase_person(*, person: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Make every sensitive value of a person unreadable for ever, also in backups; what is counted stays.

    :raises NoSuchRecord: if there is no such person, or they are not the actor's to see.
    """
    store = store_on(localtime(now).date())
    _held, region = locked_versions(actor, "registers.erase_person", store, PERSON, person, day=day)
    for tables in store.tables.values():
        emptied = {name + BLIND: None for name in tables.register.is_blind}
        subject = "record" if tables.register.id == PERSON else tables.register.subject
        if emptied and subject:
            tables.versions._default_manager.filter(**{f"{subject}_id": person}).update(**emptied)
    Erasure.objects.get_or_create(person=person, defaults={"at": now})
    record_act(
        actor=actor,
        verb="registers.person.erased",
        target=store.of(PERSON).records(id=person),
        region=region,
        at=now,
    )
    # Only once the act is on record: a key cannot be given back. Where the machine stops in between, the clock does it.
    transaction.on_commit(lambda: destroy_key(person))


def destroy_keys_of_erased() -> int:
    """Destroy the keys of all who were erased, and return how many there still were."""
    return sum(destroy_key(person) for person in Erasure.objects.values_list("person", flat=True))


@transaction.atomic
def link_account(*, user: UUID, person: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Let somebody who signs in see the file that is theirs; linked already, nothing happens.

    :raises NoSuchRecord: if there is no such person, or they are not the actor's to see.
    """
    _held, region = locked_versions(
        actor, "registers.link_account", store_on(localtime(now).date()), PERSON, person, day=day
    )
    if PersonAccount.objects.filter(user=user, person=person).exists():
        return
    PersonAccount.objects.create(user=user, person=person)
    record_act(
        actor=actor,
        verb="registers.account.linked",
        target=store_on(localtime(now).date()).of(PERSON).records(id=person),
        region=region,
        at=now,
        user=user,
    )


def freeze_snapshot(*, region: str, day: date, actor: Actor, now: datetime) -> Snapshot:
    """Keep a region as of a day, as it is known now, for ever.

    :raises Forbidden: if the actor may not in the region.
    """
    demand(actor, "registers.freeze_snapshot", region=region)
    # The files are written outside the transaction: it would be open for as long as a region takes.
    return keep_frozen(take_snapshot(region=region, day=day, moment=now, is_frozen=True), actor=actor, now=now)


@transaction.atomic
def keep_frozen(snapshot: Snapshot, *, actor: Actor, now: datetime) -> Snapshot:
    """Put the row of a frozen snapshot beside its files."""
    snapshot.save(force_insert=True)
    record_act(
        actor=actor,
        verb="registers.snapshot.frozen",
        target=snapshot,
        region=snapshot.region,
        at=now,
        day=snapshot.day,
        tables=snapshot.tables,
    )
    return snapshot


def unmask_field(
    *, register: str, record: UUID, field: str, purpose: str, day: date, actor: Actor, now: datetime
) -> str | None:
    """Return a sensitive value in the clear and put the look on record; None where nothing is there.

    :raises Unreadable: if the person was erased.
    :raises NoSuchRecord: if there is no such record, or it is not the actor's to see.
    """
    store = store_on(day)
    tables = store.of(register)
    rows = visible_to(actor, store, register, day=day).filter(record_id=record, valid_from__lte=day)
    row = rows.order_by("-valid_from").first()
    if row is None or field not in {one.id for one in tables.register.sensitive_fields}:
        raise NoSuchRecord(f"{register}/{record}.{field}")
    demand(actor, "registers.unmask", region=row.owning_region)
    version = as_version(row, tables.register)
    subject = subject_of(version.values, tables.register, record)
    record_access(
        actor=actor,
        subject_kind=PERSON,
        subject_id=subject,
        purpose=purpose,
        region=row.owning_region,
        at=now,
    )
    value = version.values[field]
    return None if value is None else unseal(str(value), key=key_of(subject), place=place_of(register, record, field))


def checked_values(values: Mapping[str, object], tables: Tables, store: Store, *, is_whole: bool) -> dict[str, Any]:
    checked = check_values(values, register=tables.register, schema=store.schema, is_whole=is_whole)
    found, faults = dict(checked.values), list(checked.faults)
    for link in tables.register.links:
        if found.get(link.id) is not None and not is_there(store.of(link.to), str(found[link.id])):
            what = Reason("This leads to no record of %(register)s.", {"register": link.to})
            faults.append(FieldFault(link.id, what, Reason("Choose a record that is there.")))
        elif found.get(link.id) is not None:
            found[link.id] = UUID(str(found[link.id]))
    if faults:
        raise RecordHasFaults(faults)
    return found


def is_there(tables: Tables, record: str) -> bool:
    try:
        return tables.records._default_manager.filter(pk=UUID(record)).exists()
    except ValueError:
        return False


def locked_versions(
    actor: Actor, act: str, store: Store, register: str, record: UUID, *, day: date
) -> tuple[list[Version], str]:
    """Return the known versions of a record and its region, and keep every other act off it until this one is done."""
    tables = store.of(register)
    tables.records._default_manager.select_for_update().filter(pk=record).first()
    rows = list(visible_to(actor, store, register, day=day).filter(record_id=record).order_by("valid_from"))
    if not rows:
        raise NoSuchRecord(f"{register}/{record}")
    demand(actor, act, region=rows[-1].owning_region)
    return [as_version(row, tables.register) for row in rows], rows[-1].owning_region


def subject_of(values: Mapping[str, object], register: StoredRegister, record: UUID) -> UUID:
    """Return whose key seals a record: the person it is about, or else the record itself."""
    person = values.get(register.subject or "")
    return record if person is None else UUID(str(person))


def place_of(register: str, record: UUID, field: str) -> str:
    return f"{register}/{record.hex}/{field}"


def sealed(
    values: Mapping[str, object], register: StoredRegister, *, record: UUID, held: list[Version]
) -> dict[str, object]:
    """Return the values with the sensitive ones sealed; one that says what is sealed already stays as it is."""
    before = dict(held[-1].values) if held else {}
    if before and register.subject in values and values[register.subject] != before.get(register.subject):
        # Its values are sealed for that person: moved to another, an erasure would miss them.
        what = Reason("The person a record is about cannot change.")
        raise RecordHasFaults([FieldFault(str(register.subject), what, Reason("Close it and write another."))])
    found = dict(values)
    for field in register.sensitive_fields:
        if field.id not in found:
            continue
        value, digest = found[field.id], field.id + BLIND
        if value is None:
            found |= {digest: None} if field.id in register.is_blind else {}
            continue
        place = place_of(register.id, record, field.id)
        key = key_of(subject_of({**before, **values}, register, record), make=not held)
        old = before.get(field.id)
        is_same = old is not None and unseal(str(old), key=key, place=place) == str(value)
        found[field.id] = old if is_same else seal(str(value), key=key, place=place)
        if field.id in register.is_blind:
            found[digest] = blind(register.id, field.id, str(value))
    return found


def dated_anew(rewriting: Rewriting, register: StoredRegister) -> Rewriting:
    """An event or a period says itself when it holds, and is said once: a corrected day moves the whole record."""
    if register.validity is Validity.STATE:
        return rewriting
    said = tuple(
        Version(span_of(one.values, register=register, from_on=one.span.start), one.values) for one in rewriting.said
    )
    return Rewriting(rewriting.ended, said)


def changed_fields(rewriting: Rewriting) -> tuple[str, ...]:
    """Return the names of the fields in which what is said differs from what was."""
    before = [version.values for version in rewriting.ended] or [{}]
    changes = [change.field for new in rewriting.said for old in before for change in find_changes(old, new.values)]
    return tuple(sorted({name for name in changes if not name.endswith(BLIND)}))


def digests_of(kept: Mapping[str, object], fields: Iterable[str], record: UUID) -> dict[str, str]:
    """Return a salted digest of each value, so that the journal can prove what was written without holding it."""
    return {name: digest_for("journal", record.hex, name, str(kept[name])) for name in fields if name in kept}


def keep(rewriting: Rewriting, tables: Tables, *, record: UUID, region: str, batch: Batch, now: datetime) -> None:
    """Put versions in the place of those that are no longer held to be true."""
    rows = tables.versions._default_manager
    links = {link.id for link in tables.register.links}
    try:
        # Of its own: a key that is taken must leave the rest of the act able to say so.
        with transaction.atomic():
            rows.filter(pk__in=[UUID(one.id) for one in rewriting.ended]).update(is_known=False, known_until=now)
            rows.bulk_create(
                tables.versions(
                    id=new_id(),
                    record_id=record,
                    owning_region=region,
                    valid_from=version.span.start,
                    valid_until=version.span.end,
                    known_from=now,
                    known_until=STILL_KNOWN,
                    is_known=True,
                    source=batch.source,
                    batch=batch.pk,
                    **{f"{name}_id" if name in links else name: value for name, value in version.values.items()},
                )
                for version in rewriting.said
            )
    except IntegrityError as error:
        if not tables.register.key:
            raise
        what = Reason("Another record has the same key.")
        remedy = Reason("Look for it, and say there what is new.")
        raise RecordHasFaults([FieldFault(tables.register.key[0], what, remedy)]) from error


def issue_number(*, person: UUID, region: str, now: datetime) -> str:
    """Give a person the next number of the region and year. A number is never given twice."""
    year = localtime(now).year
    NumberSeries.objects.get_or_create(region=region, year=year)
    series = NumberSeries.objects.select_for_update().get(region=region, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    number = f"{region}-{year}-{series.last:06d}"
    PersonNumber.objects.create(number=number, person=person, issued_at=now)
    return number
