"""Everything that may be wrong with records that come together: their values, their links, their keys, their ids."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.table_specs import key_columns
from bole.domain.registers.validation import FieldFault, check_values
from bole.domain.registers.versions import Span, Version, find_changes, span_of
from bole.domain.rules.schema import OPEN_END, Validity
from bole.domain.shared.reasons import Reason
from bole.web.registers.models import Erasure
from bole.web.registers.queries import as_version
from bole.web.registers.sealing import blind, keys_of, unseal
from bole.web.registers.services.checking import leads_nowhere
from bole.web.registers.services.sealed_fields import person_erased, place_of, subject_of, subject_stays
from bole.web.registers.tables import Store, Tables

ASKED_AT_ONCE = 500  # ids in one question: some servers take no more than a thousand places
Said = dict[int, list[tuple[date, dict[str, Any]]]]  # by the index of the record


@dataclass(frozen=True, slots=True)
class NewRecord:
    """``said`` is what is said of a record from each day on: the first time everything, then what is different.

    An event and a period say themselves when they hold, and are said once.
    """

    record: UUID
    region: str
    said: tuple[tuple[date, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class RecordFault:
    """``index`` is the place of the record among those handed in, from 0."""

    index: int
    fault: FieldFault


class RecordsHaveFaults(Exception):
    """Nothing was written; ``faults`` lists everything that is wrong with any of the records."""

    def __init__(self, faults: Iterable[RecordFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda one: one.index))
        # No field of theirs: a column shifted by one makes a value the name of one, and this text ends up in logs.
        super().__init__(f"{len(self.faults)} faults in records {sorted({one.index for one in self.faults})[:20]}")


def new_versions(records: Sequence[NewRecord], tables: Tables, store: Store) -> dict[int, list[Version]]:
    """Return what is to be held of every record that is not there yet, by its index; nothing is sealed yet.

    :raises RecordsHaveFaults: with everything that is wrong.
    """
    register = tables.register
    said, faults = checked_values(records, register, store)
    faults += links_to_nobody(said, records, tables, store)
    faults += moved_subjects(said, register)
    broken = {one.index for one in faults}
    versions = {index: versions_of(parts, register) for index, parts in said.items() if index not in broken}
    there = there_already(records, tables)
    faults += taken_ids(records, versions, there, tables)
    new = {index: held for index, held in versions.items() if records[index].record not in there}
    faults += held_keys(new, tables)
    faults += of_erased(new, records, register)
    if faults:
        raise RecordsHaveFaults(faults)
    return new


def checked_values(
    records: Sequence[NewRecord], register: StoredRegister, store: Store
) -> tuple[Said, list[RecordFault]]:
    said: Said = {}
    faults: list[RecordFault] = []
    for index, one in enumerate(records):
        days = [day for day, _values in one.said]
        if not days or sorted(set(days)) != days or (len(days) > 1 and register.validity is not Validity.STATE):
            raise ValueError(f"record {index} is said {len(days)} times, or not in the order of its days")
        said[index] = []
        for day, values in one.said:
            checked = check_values(values, register=register, schema=store.schema, is_whole=day == days[0])
            faults += [RecordFault(index, fault) for fault in checked.faults]
            said[index].append((day, dict(checked.values)))
    return said, faults


def versions_of(said: list[tuple[date, dict[str, Any]]], register: StoredRegister) -> list[Version]:
    """Return the versions in order; what was said before holds on until something else is said."""
    if register.validity is not Validity.STATE:
        ((day, values),) = said
        return [Version(span_of(values, register=register, from_on=day), values)]
    held = said[:1]
    for day, values in said[1:]:
        before = held[-1][1]
        if find_changes(before, {**before, **values}):
            held.append((day, {**before, **values}))
    ends = [*(day for day, _values in held[1:]), OPEN_END]
    return [Version(Span(day, end), values) for (day, values), end in zip(held, ends, strict=True)]


def links_to_nobody(said: Said, records: Sequence[NewRecord], tables: Tables, store: Store) -> list[RecordFault]:
    """Turn links into ids, and return a fault for each that leads to no record there is or is about to be."""
    faults = []
    for link in tables.register.links:
        named = [(index, values) for index, parts in said.items() for _day, values in parts if values.get(link.id)]
        for _index, values in named:
            values[link.id] = id_in(values[link.id])
        there = {one.record for one in records} if link.to == tables.register.id else set()
        ids = {values[link.id] for _index, values in named} - {None}
        there |= {row[0] for row in found_in(store.of(link.to).records._default_manager.values_list("pk"), "pk", ids)}
        faults += [RecordFault(index, leads_nowhere(link)) for index, values in named if values[link.id] not in there]
    return faults


def id_in(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def moved_subjects(said: Said, register: StoredRegister) -> list[RecordFault]:
    """A record is about one person for ever: whose key seals it cannot change."""
    name = register.subject
    if name is None:
        return []
    return [
        RecordFault(index, subject_stays(register))
        for index, parts in said.items()
        if any(values.get(name, parts[0][1].get(name)) != parts[0][1].get(name) for _day, values in parts)
    ]


def there_already(records: Sequence[NewRecord], tables: Tables) -> dict[UUID, list[models.Model]]:
    """Return what was said first of those records that are there, however much was said of them since."""
    ids = [one.record for one in records]
    batches = dict(found_in(tables.records._default_manager.values_list("pk", "batch"), "pk", ids))
    found: dict[UUID, list[models.Model]] = {record: [] for record in batches}
    for row in found_in(tables.versions._default_manager.order_by("valid_from"), "record_id", batches):
        if row.batch == batches[row.record_id]:
            found[row.record_id].append(row)
    return found


def taken_ids(
    records: Sequence[NewRecord],
    versions: Mapping[int, list[Version]],
    there: Mapping[UUID, list[models.Model]],
    tables: Tables,
) -> list[RecordFault]:
    """Find records whose id another record has: one that is there and says something else, or one before it."""
    what, remedy = Reason("Another record has the same id."), Reason("Give it an id of its own.")
    subjects = subjects_of([row for rows in there.values() for row in rows], tables.register)
    erased, keys = erased_among(subjects), keys_of(subjects)
    faults, seen = [], set()
    for index, one in enumerate(records):
        rows = there.get(one.record)
        says_else = (
            rows is not None and index in versions and not is_said(versions[index], one, rows, tables, keys, erased)
        )
        if says_else or one.record in seen:
            faults.append(RecordFault(index, FieldFault("record", what, remedy)))
        seen.add(one.record)
    return faults


def subjects_of(rows: Iterable[models.Model], register: StoredRegister) -> set[UUID]:
    if not register.sensitive_fields and not register.personal_fields:
        return set()
    return {subject_of(as_version(row, register).values, register, row.record_id) for row in rows}


def is_said(
    versions: Sequence[Version],
    one: NewRecord,
    rows: Sequence[models.Model],
    tables: Tables,
    keys: Mapping[UUID, bytes],
    erased: Collection[UUID],
) -> bool:
    """Say whether rows hold what is said again. What an erasure made unreadable cannot be compared and passes."""
    held = [as_version(row, tables.register) for row in rows]
    if [old.span for old in held] != [new.span for new in versions] or {row.owning_region for row in rows} != {
        one.region
    }:
        return False
    sealed = {field.id for field in tables.register.sensitive_fields}
    names = {name.id for name in (*tables.register.links, *tables.register.fields)}
    subject = subject_of(held[0].values, tables.register, one.record)
    if subject in erased:
        names -= sealed | {field.id for field in tables.register.personal_fields}
    for old, new in zip(held, versions, strict=True):
        for name in names:
            was, is_now = old.values[name], new.values.get(name)
            if name in sealed and was is not None and is_now is not None:
                was = unseal(str(was), key=keys[subject], place=place_of(tables.register.id, one.record, name))
            if was != is_now:
                return False
    return True


def held_keys(new: Mapping[int, Sequence[Version]], tables: Tables) -> list[RecordFault]:
    """Find records whose key another record holds, of those that are there or of those that come with it."""
    register = tables.register
    last = {index: versions[-1].values for index, versions in new.items() if versions[-1].span.end == OPEN_END}
    if not register.key or not last:
        return []
    keys = {index: key_of_record(values, register) for index, values in last.items()}
    keys = {index: key for index, key in keys.items() if None not in key}
    links = {link.id for link in register.links}
    columns = [f"{name}_id" if name in links else name for name in key_columns(register)]
    rows = tables.versions._default_manager.filter(is_known=True, valid_until=OPEN_END).values_list(*columns)
    held = set(found_in(rows, columns[0], {key[0] for key in keys.values()}))
    what, remedy = Reason("Another record has the same key."), Reason("Look for it, and say there what is new.")
    faults = []
    for index, key in keys.items():
        if key in held:
            faults.append(RecordFault(index, FieldFault(register.key[0], what, remedy)))
        held.add(key)
    return faults


def key_of_record(values: Mapping[str, Any], register: StoredRegister) -> tuple[Any, ...]:
    return tuple(
        blind(register.id, name, str(values[name]))
        if name in register.is_blind and values.get(name) is not None
        else values.get(name)
        for name in register.key
    )


def of_erased(
    new: Mapping[int, Sequence[Version]], records: Sequence[NewRecord], register: StoredRegister
) -> list[RecordFault]:
    """Somebody who was erased gets no second key: their values would be readable again."""
    if not register.sensitive_fields:
        return []
    whose = {index: subject_of(held[0].values, register, records[index].record) for index, held in new.items()}
    erased = erased_among(set(whose.values()))
    name = register.subject or "record"
    return [RecordFault(index, person_erased(name)) for index, subject in whose.items() if subject in erased]


def erased_among(people: Collection[UUID]) -> set[UUID]:
    return {row[0] for row in found_in(Erasure.objects.values_list("pk"), "pk", people)}


def found_in(rows: models.QuerySet[Any], name: str, values: Collection[object]) -> Iterator[Any]:
    """Yield the rows in which a column holds one of many values."""
    asked = list(values)
    for at in range(0, len(asked), ASKED_AT_ONCE):
        yield from rows.filter(**{f"{name}__in": asked[at : at + ASKED_AT_ONCE]})
