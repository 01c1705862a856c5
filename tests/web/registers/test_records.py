"""Records are said, corrected and closed; what was known stays, and everything wrong is told at once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.web.registers.conftest import DAY, REGION

from bole.domain.registers.definitions import StoredRegister
from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.registers import queries, services
from bole.web.registers.tables import FieldKeepsItsType, store_on, widen_tables

LABEL = {"zh": "作品", "en": "works"}


def works(*fields):
    return StoredRegister.model_validate({"id": "works", "label": LABEL, "fields": fields})


TITLE = {"id": "title", "type": "text", "label": LABEL}
PAGES = {"id": "pages", "type": "int", "label": LABEL}


def columns_of(table):
    with connection.cursor() as cursor:
        return {one.name for one in connection.introspection.get_table_description(cursor, table)}


def test_tables_are_made_and_widened_on_record_and_a_second_time_nothing_happens(base, system, now):
    for definition in (works(TITLE), works(TITLE), works(TITLE, PAGES), works(PAGES)):
        widen_tables([definition], region="", actor=system, now=now)

    told = [entry.detail["added"] for entry in Entry.objects.filter(verb="registers.tables.widened").order_by("id")]
    assert told[-1] == ["reg_works_version.pages"]
    assert len([one for one in told if any("works" in name for name in one)]) == 2
    assert {"title", "pages", "valid_from", "known_until"} <= columns_of("reg_works_version")


def test_a_column_never_takes_another_type(base, system, now):
    widen_tables([works(TITLE)], region="", actor=system, now=now)

    with pytest.raises(FieldKeepsItsType, match=r"reg_works_version\.title"):
        widen_tables([works({**TITLE, "type": "int"})], region="", actor=system, now=now)


def test_what_is_said_from_a_day_leaves_the_days_before_as_they_were(office, somebody, system):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))

    assert (
        queries.record_on(system, register="person", record=somebody, day=date(2026, 1, 31)).values["degree"]
        == "master"
    )
    assert (
        queries.record_on(system, register="person", record=somebody, day=date(2026, 2, 1)).values["degree"] == "doctor"
    )


def test_a_day_before_any_definition_held_can_be_spoken_of(office, system):
    person = office.write("person", {"degree": "学士"}, from_on=date(1985, 7, 1)).record

    (held,) = queries.history_of(system, register="person", record=person, day=DAY)
    assert held.span.start == date(1985, 7, 1)


def test_a_correction_keeps_what_was_known_before(office, somebody, system):
    office.correct("person", somebody, {"degree": "学士"})

    history = queries.history_of(system, register="person", record=somebody, day=DAY)
    assert [(one.values["degree"], one.is_known) for one in history] == [("master", False), ("bachelor", True)]
    assert history[0].known_until == history[1].known_from


def test_the_same_again_writes_and_records_nothing(office, somebody):
    before = Entry.objects.count()

    again = office.write("person", {"degree": "硕士", "id_number": "990101199001010015"}, record=somebody)

    assert again.fields == ()
    assert Entry.objects.count() == before


def test_a_period_ends_on_the_day_it_is_closed(office, somebody, system):
    (job,) = queries.records_on(system, register="employment", day=DAY)

    office.close("employment", job.record, on=date(2026, 2, 1))
    office.close("employment", job.record, on=date(2026, 2, 1))

    held = [
        one for one in queries.history_of(system, register="employment", record=job.record, day=DAY) if one.is_known
    ]
    assert [(one.span.end, one.values["ended_on"]) for one in held] == [(date(2026, 2, 1), date(2026, 2, 1))]


def test_a_change_of_a_period_never_makes_two_of_it(office, somebody, system):
    (job,) = queries.records_on(system, register="employment", day=DAY)

    office.write("employment", {"monthly_pay": "9000"}, record=job.record, from_on=date(2026, 2, 1))
    office.correct("employment", job.record, {"began_on": "2019-06-01"})

    (now_held,) = queries.records_on(system, register="employment", day=DAY)
    assert (now_held.span.start, now_held.values["monthly_pay"]) == (date(2019, 6, 1), 900_000)


def test_every_fault_is_told_and_nothing_is_written(office):
    before = Entry.objects.count()

    with pytest.raises(services.RecordHasFaults) as refused:
        office.write("employment", {"person": str(uuid4()), "organisation": "nobody", "monthly_pay": "-1"})

    assert {fault.field for fault in refused.value.faults} == {"person", "organisation", "monthly_pay"}
    assert Entry.objects.count() == before


def test_a_key_is_held_by_one_record_at_a_time(office, somebody, system):
    code = {"name": "另一家", "credit_code": "91990101TEST000001"}

    with pytest.raises(services.RecordHasFaults) as refused:
        office.write("organisation", code)
    (first,) = queries.records_on(system, register="organisation", day=DAY)
    office.close("organisation", first.record, on=date(2026, 2, 1))

    assert [fault.field for fault in refused.value.faults] == ["credit_code"]
    assert office.write("organisation", code, from_on=date(2026, 2, 1)).record != first.record


def test_the_database_itself_refuses_a_link_to_nobody(office, somebody):
    rows = store_on(DAY).of("employment").versions._default_manager

    def point_nowhere():
        with transaction.atomic():
            rows.update(person_id=uuid4())
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        point_nowhere()


def test_numbers_of_people_count_up_by_region_and_year(office):
    numbers = [office.write("person", {}, region=region).number for region in (REGION, REGION, "990202")]

    assert numbers == ["990101-2026-000001", "990101-2026-000002", "990202-2026-000001"]
    assert queries.person_of_number(numbers[1]) is not None


def test_an_actor_sees_and_writes_only_where_they_belong(office, somebody, now):
    here, elsewhere = (Actor(uuid4(), "o", (Grant(Role.OFFICE, region),)) for region in ("990100", "990200"))
    user = uuid4()
    talent = Actor(user, "t", (Grant(Role.TALENT, REGION),))

    assert [one.record for one in queries.records_on(here, register="person", day=DAY)] == [somebody]
    assert queries.records_on(elsewhere, register="person", day=DAY) == []
    assert queries.records_on(talent, register="person", day=DAY) == []
    with pytest.raises(queries.NoSuchRecord):
        queries.live_frames(elsewhere, person=somebody, day=DAY)
    with pytest.raises(queries.NoSuchRecord):
        services.write_record(
            register="person",
            record=somebody,
            values={},
            actor=elsewhere,
            region="990200",
            from_on=DAY,
            source="",
            now=now,
        )
    with pytest.raises(Forbidden):
        services.write_record(
            register="person", values={}, actor=elsewhere, region=REGION, from_on=DAY, source="", now=now
        )


def test_an_employer_sees_its_people_and_a_talent_themselves(office, somebody, system):
    other = office.write("person", {"degree": "学士"}).record
    (job,) = queries.records_on(system, register="employment", day=DAY)
    employer = Actor(uuid4(), "e", (Grant(Role.EMPLOYER, REGION, job.values["organisation"]),))
    user = uuid4()
    office.act(lambda source, **given: services.link_account(user=user, person=other, day=DAY, **given))
    talent = Actor(user, "t", (Grant(Role.TALENT, REGION),))

    seen = {
        who: [one.record for one in queries.records_on(actor, register="person", day=DAY)]
        for who, actor in (("e", employer), ("t", talent))
    }

    assert seen == {"e": [somebody], "t": [other]}
    assert len(queries.records_on(employer, register="honour", day=DAY)) == 1
    assert queries.records_on(talent, register="honour", day=DAY) == []
    assert queries.history_of(employer, register="person", record=somebody, day=DAY)[0].known_from < datetime.now(UTC)
