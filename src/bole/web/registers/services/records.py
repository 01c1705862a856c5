"""What is said of one record: writing, correcting and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.timezone import localtime

from bole.domain.registers.definitions import BLIND, PERSON, StoredRegister
from bole.domain.registers.validation import FieldFault
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
from bole.web.journal.services import record_act
from bole.web.registers.models import Batch
from bole.web.registers.queries import NoSuchRecord
from bole.web.registers.services.checking import RecordHasFaults, checked_values, locked_versions
from bole.web.registers.services.numbers import number_people
from bole.web.registers.services.sealed_fields import digests_of, sealed
from bole.web.registers.snapshots import mark_stale
from bole.web.registers.tables import Tables, store_on


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
    number = number_people([record], region=region, now=now)[record] if is_new and register == PERSON else ""
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


def keep(rewriting: Rewriting, tables: Tables, *, record: UUID, region: str, batch: Batch, now: datetime) -> None:
    """Put versions in the place of those that are no longer held to be true."""
    rows = tables.versions._default_manager
    try:
        # Of its own: a key that is taken must leave the rest of the act able to say so.
        with transaction.atomic():
            rows.filter(pk__in=[UUID(one.id) for one in rewriting.ended]).update(is_known=False, known_until=now)
            rows.bulk_create(
                row_of(version, tables, record=record, region=region, batch=batch, now=now)
                for version in rewriting.said
            )
    except IntegrityError as error:
        if not tables.register.key:
            raise without_values(error) from None
        what = Reason("Another record has the same key.")
        remedy = Reason("Look for it, and say there what is new.")
        raise RecordHasFaults([FieldFault(tables.register.key[0], what, remedy)]) from None


def without_values(error: IntegrityError) -> IntegrityError:
    """Return the refusal of a database without the row that some servers print with it: it ends up in logs."""
    return IntegrityError(str(error).partition("\n")[0])


def row_of(version: Version, tables: Tables, *, record: UUID, region: str, batch: Batch, now: datetime) -> models.Model:
    """Return a version as the row that says it from now on."""
    links = {link.id for link in tables.register.links}
    return tables.versions(
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
