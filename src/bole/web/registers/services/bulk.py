"""Writing many new records at once: one chunk, one transaction, one row in the journal.

The rules are those of writing one record, and the same constraints hold. What is there already is left alone, so that a
load which was interrupted is simply run again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from bole.domain.registers.definitions import BLIND, PERSON, StoredRegister
from bole.domain.registers.versions import Span, Version
from bole.domain.shared.regions import region_around
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.registers.models import Batch
from bole.web.registers.sealing import blind, digest_for, keys_of, seal
from bole.web.registers.services.bulk_checking import NewRecord, new_versions
from bole.web.registers.services.numbers import number_people
from bole.web.registers.services.records import row_of, without_values
from bole.web.registers.services.sealed_fields import place_of, subject_of
from bole.web.registers.snapshots import COUNTY, mark_stale
from bole.web.registers.tables import Store, Tables, store_on


@dataclass(frozen=True, slots=True)
class RecordsWritten:
    """How many records are new and how many were there already, and the numbers of people who got one."""

    count: int
    there_already: int
    batch: UUID | None = None
    digest: str = ""
    numbers: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A version as it is kept, and of which record."""

    record: UUID
    region: str
    version: Version


@transaction.atomic
def write_records(
    *, register: str, records: Sequence[NewRecord], actor: Actor, source: str, now: datetime
) -> RecordsWritten:
    """Open records under ids that the caller has given; those that are there already with the same words are left alone.

    The caller cuts a load into chunks: two thousand people, or five thousand records without sealed fields, stay well
    under the two seconds that a transaction may last. What a record links to comes in the same chunk or was written before.

    :raises RecordsHaveFaults: if a value cannot be kept, a link leads nowhere, a key is taken, or another record has the id.
    :raises Forbidden: if the actor may not write in a region of the records.
    :raises ValueError: if the days of what is said of a record are not in order, or an event or period is said twice.
    """
    for region in sorted({one.region for one in records}):
        demand(actor, "registers.write_records", region=region)
    store = store_on(localtime(now).date())
    tables = store.of(register)
    try:
        # Of its own, so that what another has written in this very moment leaves the act able to go on.
        with transaction.atomic():
            new, rows, batch = keep_new(records, tables, store, actor=actor, source=source, now=now)
    except IntegrityError:
        new, rows, batch = keep_new(records, tables, store, actor=actor, source=source, now=now)
    if batch is None:
        return RecordsWritten(0, len(records))
    numbers = numbers_of(new, now=now) if register == PERSON else {}
    digest = digest_of_rows(rows, tables.register)
    record_act(
        actor=actor,
        verb="registers.records.written",
        target=batch,
        region=batch.region,
        at=now,
        register=register,
        count=len(new),
        digest=digest,
    )
    for county in sorted({one.region[:COUNTY] for one in new}):
        mark_stale(county, moment=now)
    return RecordsWritten(len(new), len(records) - len(new), batch.pk, digest, numbers)


def sealed_rows(new: Sequence[tuple[NewRecord, Sequence[Version]]], register: StoredRegister) -> list[Row]:
    """Return the versions with the sensitive fields sealed, each under the key of whom it is about."""
    names = [one.id for one in register.sensitive_fields]
    if not names:
        return [Row(one.record, one.region, version) for one, versions in new for version in versions]
    whose = [subject_of(versions[0].values, register, one.record) for one, versions in new]
    keys, blinds, found = keys_of(whose, make=True), register.is_blind, []
    for (one, versions), subject in zip(new, whose, strict=True):
        known: dict[tuple[str, object], str] = {}  # what stays the same over the years is sealed once
        for version in versions:
            values = dict(version.values)
            for name in names:
                value = values.get(name)
                if value is None:
                    continue
                if (name, value) not in known:
                    place = place_of(register.id, one.record, name)
                    known[name, value] = seal(str(value), key=keys[subject], place=place)
                values[name] = known[name, value]
                if name in blinds:
                    values[name + BLIND] = blind(register.id, name, str(value))
            found.append(Row(one.record, one.region, Version(version.span, values)))
    return found


def keep_new(
    records: Sequence[NewRecord], tables: Tables, store: Store, *, actor: Actor, source: str, now: datetime
) -> tuple[list[NewRecord], list[Row], Batch | None]:
    """Put the rows of those records into the tables that are not there yet, and return both; no batch without any."""
    versions = new_versions(records, tables, store)
    new = [records[index] for index in versions]
    if not new:
        return [], [], None
    rows = sealed_rows([(records[index], held) for index, held in versions.items()], tables.register)
    region = region_around(one.region for one in new)
    batch = Batch.objects.create(source=source, region=region, actor_name=actor.name, at=now)
    try:
        tables.records._default_manager.bulk_create(tables.records(id=one.record, batch=batch.pk) for one in new)
        tables.versions._default_manager.bulk_create(
            row_of(row.version, tables, record=row.record, region=row.region, batch=batch, now=now) for row in rows
        )
    except IntegrityError as error:
        raise without_values(error) from None
    return new, rows, batch


def numbers_of(people: Sequence[NewRecord], *, now: datetime) -> dict[UUID, str]:
    """Give every person a number, in their order; regions take turns, so that two loads at once cannot block each other."""
    found: dict[UUID, str] = {}
    for region in sorted({one.region for one in people}):
        found |= number_people([one.record for one in people if one.region == region], region=region, now=now)
    return found


def digest_of_rows(rows: Iterable[Row], register: StoredRegister) -> str:
    """Return one keyed digest over rows as they are kept, without what an erasure empties: it has to be provable after."""
    emptied = {field.id for field in register.personal_fields} | {name + BLIND for name in register.is_blind}
    parts: list[str] = []
    for row in sorted(rows, key=lambda one: (one.record, one.version.span.start)):
        parts += [row.record.hex, row.region, *span_words(row.version.span)]
        for name, value in sorted(row.version.values.items()):
            if value is not None and name not in emptied:
                text = str(value)
                # With its length: no two chunks can read the same.
                parts.append(f"{name}={len(text)}:{text}")
    return digest_for("journal", *parts)


def span_words(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat()
