"""The page of a record: what holds, who said so, what is sealed, and who may look."""

from datetime import date

import pytest
from django.utils.translation import override
from tests.web.factories import FOREIGN, make_user
from tests.web.registers.conftest import DAY, PLANTED, REGION

from bole.web.accounts.models import RoleGrant
from bole.web.journal.models import Access
from bole.web.registers import queries, services
from bole.web.registers.models import PersonNumber
from bole.web.registers.record_pages import record_page
from bole.web.registers.snapshots import refresh_working

pytestmark = pytest.mark.django_db
RECORD_QUERIES = 51  # two and a bit for each of the base pack's registers, however many records they hold


def in_english(client, user):
    client.force_login(user)
    client.post("/language/", {"language": "en"})
    return client


@pytest.fixture
def officer(client, somebody):
    return in_english(client, make_user("officer", role="office", region=REGION))


def page(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_record_shows_its_values_and_what_leads_to_it_and_no_sealed_value(officer, somebody):
    text = page(officer, f"/registers/person/{somebody}/")

    assert "Master" in text
    assert "90万元" not in text
    assert "900,000 yuan" in text
    assert "虚构厂" in text
    assert "能手" in text
    assert "****0015" in text
    assert not [value for value in PLANTED.values() if value in text]


def test_a_day_before_a_change_shows_what_held_then(officer, office, somebody):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))

    then = page(officer, f"/registers/person/{somebody}/", day="2026-01-15")
    later = page(officer, f"/registers/person/{somebody}/", day="2026-02-15")

    assert "<dd>Master" in then
    assert "<dd>Doctor" in later
    for text in (then, later):
        assert "Degree:" in text


@override("zh-hans")
def test_a_value_names_who_said_it_first_and_a_change_who_changed_it(office, somebody, system):
    office.act(
        services.write_record,
        register="person",
        record=somebody,
        values={"degree": "博士"},
        region=REGION,
        from_on=date(2026, 2, 1),
        source="a certificate",
    )

    shown = record_page(system, register="person", record=somebody, day=DAY, today=DAY)

    sources = {value.field: value.said.source for value in shown.values if value.said}
    assert (sources["degree"], sources["birth_date"]) == ("a certificate", "a form")
    assert [step.said.source for step in shown.steps] == ["a certificate", "a form"]
    assert [change.label for change in shown.steps[0].changes] == ["学位"]
    assert shown.corrections == ()


@override("zh-hans")
def test_a_correction_stands_beside_what_was_held_before(office, somebody, system):
    office.correct("person", somebody, {"degree": "学士"})

    shown = record_page(system, register="person", record=somebody, day=DAY, today=DAY)

    (correction,) = shown.corrections
    assert [(one.old.text, one.new.text) for one in correction.changes] == [("硕士", "学士")]


def test_a_record_that_ended_says_who_ended_it(office, somebody, system):
    office.close("person", somebody, on=date(2026, 2, 1))

    shown = record_page(system, register="person", record=somebody, day=DAY, today=DAY)

    assert shown.holds is None
    assert shown.steps[0].ended is not None


def test_a_look_is_on_record_once_the_page_is_out(officer, somebody, system):
    page(officer, f"/registers/person/{somebody}/")
    (job,) = queries.records_on(system, register="employment", day=DAY)
    page(officer, f"/registers/employment/{job.record}/")

    looks = Access.objects.filter(subject_kind="person", subject_id=str(somebody))
    assert [look.actor_name for look in looks] == ["Test officer", "Test officer"]


def test_a_sealed_value_is_shown_for_a_reason_that_stays_on_record(officer, somebody):
    address = f"/registers/person/{somebody}/unmask/phone/"

    nothing = officer.post(address, {"purpose": ""})
    shown = officer.post(address, {"purpose": "call back"})

    assert nothing.status_code == 422
    assert PLANTED["phone"] not in nothing.content.decode()
    assert PLANTED["phone"] in shown.content.decode()
    assert Access.objects.get(subject_id=str(somebody)).purpose == "call back"


def test_what_is_no_sealed_field_cannot_be_asked_for(officer, somebody):
    assert officer.post(f"/registers/person/{somebody}/unmask/degree/", {"purpose": "why"}).status_code == 404


def test_somebody_erased_is_masked_no_more(officer, office, somebody, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_person(person=somebody, day=DAY, actor=office.actor, now=office.now)

    text = page(officer, f"/registers/person/{somebody}/")

    assert "was erased" in text
    assert "贾" not in text


def test_a_talent_sees_their_own_file_and_who_looked_at_it_and_nobody_elses(client, officer, office, somebody, system):
    page(officer, f"/registers/person/{somebody}/")
    other = office.write("person", {"name": "钱多多"}).record
    talent = make_user("talent", role="talent", region=REGION)
    services.link_account(user=talent.pk, person=somebody, day=DAY, actor=system, now=office.now)
    in_english(client, talent)

    assert client.get("/my-file/").headers["Location"] == f"/registers/person/{somebody}/"
    text = page(client, f"/registers/person/{somebody}/")
    assert "Test officer" in text
    assert "From a day on something changed" not in text
    assert client.get(f"/registers/person/{other}/").status_code == 404
    assert Access.objects.count() == 1


def test_an_employer_sees_those_it_employs_today_also_when_asking_for_an_earlier_day(client, office, somebody, system):
    (job,) = queries.records_on(system, register="employment", day=DAY)
    (works,) = queries.records_on(system, register="organisation", day=DAY)
    boss = make_user("boss", role="employer", region=REGION)
    RoleGrant.objects.filter(user=boss).update(organisation=works.record)
    client.force_login(boss)

    assert client.get(f"/registers/person/{somebody}/").status_code == 200
    office.close("employment", job.record, on=date(2026, 2, 1))

    assert client.get(f"/registers/person/{somebody}/?day=2026-01-15").status_code == 404


def test_another_region_s_office_finds_nothing(client, somebody):
    client.force_login(make_user("foreign", role="office", region=FOREIGN))

    assert client.get(f"/registers/person/{somebody}/").status_code == 404
    assert PersonNumber.objects.get(person=somebody).number not in page(client, "/registers/person/")


@pytest.mark.parametrize("changes", [1, 3])
def test_a_record_asks_the_same_number_of_questions_after_one_change_and_after_three(
    officer, office, somebody, changes, django_assert_num_queries
):
    for month, degree in list(enumerate(("博士", "硕士", "学士"), start=2))[:changes]:
        office.write("person", {"degree": degree}, record=somebody, from_on=date(2026, month, 2))
        office.write("honour", {"person": str(somebody), "name": f"能手{month}", "granted_on": "2025-07-01"})
    refresh_working.func(REGION)
    address = f"/registers/person/{somebody}/"
    officer.get(address)

    with django_assert_num_queries(RECORD_QUERIES):
        officer.get(address)
