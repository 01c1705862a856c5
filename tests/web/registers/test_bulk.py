"""Many new records in one act: the same rows as one by one, all faults with their place, and a second time nothing."""

import logging
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.registers.conftest import DAY, PLANTED, REGION

from bole.domain.registers.definitions import BLIND
from bole.domain.registers.versions import Version
from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.registers import queries, services
from bole.web.registers.models import Batch, StaleRegion
from bole.web.registers.sealing import key_of, keys_of, unseal
from bole.web.registers.services.bulk import Row, digest_of_rows
from bole.web.registers.tables import store_on

FIRST = date(2026, 1, 1)


def person(number, *later, region=REGION, **values):
    words = {"name": f"虚构{number}", "id_number": f"9901011990{number:08d}", "birth_date": "1990-01-01", **values}
    return services.NewRecord(UUID(int=number), region, ((FIRST, words), *later))


def works(number, code, *, ids=100):
    return services.NewRecord(UUID(int=ids + number), REGION, ((FIRST, {"name": "厂", "credit_code": code}),))


def job(number, *, person, organisation, ids=200, **values):
    words = {"person": str(person), "organisation": str(organisation), "began_on": "2020-01-01", **values}
    return services.NewRecord(UUID(int=ids + number), REGION, ((FIRST, words),))


@pytest.fixture
def load(office):
    def load(register, records, **more):
        return office.act(services.write_records, register=register, records=records, **more)

    return load


def words_of(register, record):
    """What is held of a record, with what is sealed read again."""
    tables = store_on(DAY).of(register)
    rows = tables.versions._default_manager.filter(record_id=record).order_by("known_from", "valid_from")
    sealed = {field.id for field in tables.register.sensitive_fields}
    found = []
    for row in rows:
        values = dict(queries.as_version(row, tables.register).values)
        for name in sealed & {name for name, value in values.items() if value is not None}:
            values[name] = unseal(values[name], key=key_of(record), place=services.place_of(register, record, name))
        found.append((row.valid_from, row.valid_until, row.is_known, row.owning_region, values))
    return found


def test_a_chunk_holds_what_the_same_words_say_one_by_one(office, load):
    later = [(date(2026, 2, 1), {"degree": "博士"}), (date(2026, 2, 9), {"degree": "博士", "phone": "19900001234"})]
    chunk = [person(1, *later, degree="硕士", home_price="900000"), person(2)]

    written = load("person", chunk)
    alone = [office.write("person", {**chunk[0].said[0][1], "id_number": ""}).record]
    office.write("person", later[0][1], record=alone[0], from_on=later[0][0])
    office.write("person", later[1][1], record=alone[0], from_on=later[1][0])

    bulk = words_of("person", UUID(int=1))
    single = [one for one in words_of("person", alone[0]) if one[2]]
    for one in (*bulk, *single):
        one[-1].pop("id_number")
        one[-1].pop("id_number" + BLIND)
    assert bulk == single
    assert [span[:2] for span in bulk] == [
        (FIRST, date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 2, 9)),
        (date(2026, 2, 9), date(9999, 12, 31)),
    ]
    assert (written.count, written.there_already) == (2, 0)
    assert list(written.numbers.values()) == ["990101-2026-000001", "990101-2026-000002"]


def test_records_of_a_chunk_are_found_by_what_is_sealed_and_by_their_number(load, system):
    written = load("person", [person(number) for number in range(1, 4)])

    (found,) = queries.records_with(system, register="person", field="id_number", value="990101199000000002", day=DAY)
    assert found.record == UUID(int=2) == queries.person_of_number(written.numbers[UUID(int=2)])


def test_one_row_of_the_journal_tells_of_a_chunk_and_its_digest_can_be_proved(load):
    before = Entry.objects.count()
    written = load("person", [person(1, (date(2026, 2, 1), {"degree": "博士"})), person(2)], source="花名册")

    (entry,) = Entry.objects.all()[before:]
    tables = store_on(DAY).of("person")
    rows = [
        Row(row.record_id, row.owning_region, queries.as_version(row, tables.register))
        for row in tables.versions._default_manager.filter(batch=written.batch)
    ]
    assert entry.detail == {"register": "person", "count": 2, "digest": digest_of_rows(rows, tables.register)}
    assert (entry.target_id, Batch.objects.get(pk=entry.target_id).source) == (str(written.batch), "花名册")
    moved = [
        Row(row.record, row.region, Version(row.version.span, {**row.version.values, "degree": "none"})) for row in rows
    ]
    assert digest_of_rows(moved, tables.register) != written.digest
    assert list(StaleRegion.objects.values_list("region", flat=True)) == [REGION]


def test_a_second_time_nothing_is_written_whatever_was_said_since(office, load):
    chunk = [person(1, degree="硕士"), person(2)]
    load("person", chunk)
    office.write("person", {"degree": "博士"}, record=UUID(int=1), from_on=date(2026, 2, 1))
    told, held = Entry.objects.count(), words_of("person", UUID(int=1))

    again = load("person", chunk)
    more = load("person", [*chunk, person(3)])

    assert (again.count, again.there_already, again.batch) == (0, 2, None)
    assert (more.count, more.there_already, list(more.numbers.values())) == (1, 2, ["990101-2026-000003"])
    assert (Entry.objects.count(), words_of("person", UUID(int=1))) == (told + 1, held)


def test_other_words_under_an_id_that_is_there_are_refused(load):
    load("person", [person(1), person(2, phone="19900001234")])

    with pytest.raises(services.RecordsHaveFaults) as refused:
        load("person", [person(3), person(1, degree="硕士"), person(2, phone="19900005678"), person(3)])

    assert [(one.index, one.fault.field) for one in refused.value.faults] == [
        (1, "record"),
        (2, "record"),
        (3, "record"),
    ]
    assert words_of("person", UUID(int=3)) == []


def test_somebody_erased_is_left_alone_and_gets_no_second_key(office, load, system, django_capture_on_commit_callbacks):
    load("person", [person(1)])
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_person(person=UUID(int=1), day=DAY, actor=system, now=office.now)

    again = load("person", [person(1), person(2)])

    assert (again.count, again.there_already) == (1, 1)
    assert set(keys_of([UUID(int=1), UUID(int=2)])) == {UUID(int=2)}


def test_every_fault_is_told_with_the_place_of_its_record_and_nothing_is_written(load):
    load("person", [person(1)])
    load("organisation", [works(1, "91990101TEST000001")])
    before = Entry.objects.count()

    with pytest.raises(services.RecordsHaveFaults) as jobs:
        load(
            "employment",
            [
                job(1, person=UUID(int=1), organisation=UUID(int=101)),
                job(2, person=UUID(int=9), organisation="nobody", monthly_pay="-1"),
                job(3, person=UUID(int=1), organisation=UUID(int=101), ended_on="2019-01-01", wage="1"),
            ],
        )
    with pytest.raises(services.RecordsHaveFaults) as keys:
        load("organisation", [works(2, "91990101TEST000001"), works(3, "A"), works(4, "A"), works(5, "")])

    assert [(one.index, one.fault.field) for one in jobs.value.faults] == [
        (1, "monthly_pay"),
        (1, "person"),
        (1, "organisation"),
        (2, "wage"),
        (2, "ended_on"),
    ]
    assert [(one.index, one.fault.field) for one in keys.value.faults] == [(0, "credit_code"), (2, "credit_code")]
    assert Entry.objects.count() == before
    assert queries.records_on(Actor(None, "s", (Grant(Role.OFFICE, ""),)), register="employment", day=DAY) == []


def test_periods_of_a_chunk_hold_from_their_first_day_until_their_last(load, system):
    load("person", [person(1)])
    load("organisation", [works(1, "91990101TEST000001")])
    load(
        "employment",
        [
            job(1, person=UUID(int=1), organisation=UUID(int=101)),
            job(2, person=UUID(int=1), organisation=UUID(int=101), ended_on="2021-01-01"),
        ],
    )

    frame = queries.live_frames(system, person=UUID(int=1), day=DAY)["employment"]
    assert frame["ended_on"].to_list() == [date(9999, 12, 31), date(2021, 1, 1)]
    held = [queries.history_of(system, register="employment", record=UUID(int=200 + n), day=DAY)[0] for n in (1, 2)]
    assert [one.span.end for one in held] == [date(9999, 12, 31), date(2021, 1, 1)]


def test_days_out_of_order_and_an_event_said_twice_are_refused(load):
    with pytest.raises(ValueError, match="record 0"):
        load("person", [person(1, (date(2025, 1, 1), {"degree": "博士"}))])
    with pytest.raises(ValueError, match="record 0"):
        load("honour", [services.NewRecord(UUID(int=1), REGION, ((FIRST, {}), (DAY, {})))])


def test_a_chunk_reaches_no_further_than_the_regions_of_the_actor(base, now):
    here = Actor(UUID(int=5), "o", (Grant(Role.OFFICE, "990101"),))

    with pytest.raises(Forbidden):
        services.write_records(
            register="person", records=[person(1), person(2, region="990202")], actor=here, source="", now=now
        )


def test_regions_of_a_chunk_each_have_their_numbers_and_their_snapshot(load):
    written = load("person", [person(1), person(2, region="990102"), person(3)])

    assert list(written.numbers.values()) == ["990101-2026-000001", "990101-2026-000002", "990102-2026-000001"]
    assert Batch.objects.get(pk=written.batch).region == "990100"
    assert sorted(StaleRegion.objects.values_list("region", flat=True)) == ["990101", "990102"]


def test_no_sealed_value_of_a_chunk_is_said_in_logs_or_faults(load, caplog):
    # Every question to the database is logged too, with all that it carries.
    with (
        CaptureQueriesContext(connection),
        caplog.at_level(logging.DEBUG),
        caplog.at_level(logging.DEBUG, logger="django.db.backends"),
    ):
        load("person", [person(1, **PLANTED)])
        with pytest.raises(services.RecordsHaveFaults) as refused:
            load("person", [person(1, name="别名"), person(2, birth_date=PLANTED["id_number"])])

    said = [*(one.getMessage() for one in caplog.records), str(refused.value), repr(refused.value.faults)]
    assert len(said) > 10
    assert [value for value in (*PLANTED.values(), "别名") if any(value in one for one in said)] == []
