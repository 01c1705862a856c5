"""The lists of registers: what they show, how they are searched and narrowed, and how they go on."""

import pytest
from tests.web.factories import actor_for, base_pack, make_user
from tests.web.registers.conftest import PLANTED, REGION

from bole.web.accounts.actors import service_actor
from bole.web.accounts.models import RoleGrant, User
from bole.web.base.clock import now, today
from bole.web.packs import services as packs
from bole.web.registers import queries
from bole.web.registers.facets import facets_of, rarest_of, tally_of
from bole.web.registers.lists import PAGE, Asked, register_page
from bole.web.registers.models import PersonNumber, Snapshot, StaleRegion
from bole.web.registers.snapshots import refresh_working
from bole.web.registers.tables import store_on
from bole.web.registers.views.asked import after_asked

pytestmark = pytest.mark.django_db
LIST_QUERIES = 18


@pytest.fixture
def officer(client, somebody):
    client.force_login(make_user("officer", role="office", region=REGION))
    client.post("/language/", {"language": "en"})
    return client


def number_of(person):
    return PersonNumber.objects.get(person=person).number


def page(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_registers_of_the_region_say_how_many_records_one_may_see(officer):
    text = page(officer, "/registers/")

    assert "Person" in text
    assert "Employment" in text
    assert text.count("1 record<") == 4


def test_a_list_shows_number_masked_name_and_codes_in_words(officer, somebody):
    text = page(officer, "/registers/person/")

    assert number_of(somebody) in text
    assert "贾*缕" in text
    assert "Master" in text
    assert not [value for value in PLANTED.values() if value in text]


def test_a_value_that_is_not_masked_for_onlookers_is_not_shown_at_all(client, somebody):
    client.force_login(make_user("auditor", role="auditor", region=REGION))

    text = page(client, "/registers/person/")

    assert number_of(somebody) in text
    assert "贾" not in text


@pytest.mark.parametrize("text", [PLANTED["id_number"], "  990101 1990 01010015 "], ids=["as it is", "with blanks"])
def test_a_person_is_found_by_an_id_number_that_no_address_holds(officer, somebody, text):
    answer = officer.post("/registers/person/", {"text": text})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/registers/person/{somebody}/"


def test_what_is_about_a_person_is_found_by_their_number(officer, somebody):
    answer = officer.post("/registers/employment/", {"text": number_of(somebody)})

    assert answer.headers["Location"].startswith("/registers/employment/")


def test_an_organisation_is_found_by_how_its_name_begins(officer):
    assert officer.post("/registers/organisation/", {"text": "虚构"}).status_code == 302
    assert "found by this" in officer.post("/registers/organisation/", {"text": "构厂"}).content.decode()


def test_a_list_is_narrowed_by_a_code_and_by_what_is_not_known(officer, office, somebody):
    other = office.write("person", {"degree": "博士"}).record

    masters = page(officer, "/registers/person/", **{"f.degree": "master"})
    unborn = page(officer, "/registers/person/", **{"f.gender": "unknown"})

    assert (str(somebody) in masters, str(other) in masters) == (True, False)
    assert str(somebody) in unborn


def test_what_is_asked_of_two_fields_is_found_by_the_rarer_one_alike(officer, office, somebody):
    for degree, level in (("硕士", "F类"), ("硕士", "F类"), ("博士", "A类"), (None, "A类")):
        office.write("person", {"degree": degree, "level": level})
    refresh_working.func(REGION)
    actor, store = actor_for(User.objects.get(username="officer")), store_on(today())

    def found(rarest, **fields):
        asked = Asked(day=today(), today=today(), fields=fields, rarest=rarest)
        return [row.record for row in register_page(actor, store, register="person", asked=asked).rows]

    for fields in (
        {"degree": "doctor", "level": "A"},
        {"degree": "unknown", "level": "A"},
        {"degree": "master", "level": "unknown"},
    ):
        rarest = rarest_of(actor, store, register="person", asked=Asked(day=today(), today=today(), fields=fields))
        assert rarest in fields
        assert len(found("", **fields)) == 1
        assert found("degree", **fields) == found("level", **fields) == found("", **fields)


def test_choices_say_how_many_records_they_leave(officer, office, somebody):
    office.write("person", {"degree": "博士", "level": "A类"})
    refresh_working.func(REGION)

    asked = Asked(day=today(), today=today(), fields={"degree": "master"})
    actor = actor_for(User.objects.get(username="officer"))
    facets = facets_of(actor, store_on(today()), register="person", asked=asked)

    counts = {facet.field: {one.value: one.records for one in facet.choices} for facet in facets.facets}
    assert facets.records == 1
    assert counts["degree"] == {"master": 1, "doctor": 1}
    assert counts["level"] == {"unknown": 1}


def test_a_copy_that_holds_another_counts_nothing_twice(officer, office, somebody):
    office.write("person", {"degree": "硕士"}, region="990100")
    city = actor_for(make_user("city", role="office", region="990100"))
    for region in (REGION, "990100"):
        refresh_working.func(region)

    facets = facets_of(city, store_on(today()), register="person", asked=Asked(day=today(), today=today()))

    assert facets.records is None
    assert tally_of(city, store_on(today()), "person", today=today()).records == 2


def test_a_field_that_came_after_the_copy_was_taken_breaks_no_list_and_has_the_copy_taken_anew(officer, somebody):
    refresh_working.func(REGION)
    Snapshot.objects.update(definitions={"person": "another"})

    asked = Asked(day=today(), today=today(), fields={"degree": "master", "gender": "unknown"})
    facets = facets_of(
        actor_for(User.objects.get(username="officer")), store_on(today()), register="person", asked=asked
    )
    assert facets.records is None
    assert str(somebody) in page(officer, "/registers/person/", **{"f.degree": "master", "f.gender": "unknown"})
    assert not StaleRegion.objects.exists()

    packs.load_pack(pack=base_pack(), actor=service_actor("tests"), now=now())

    assert StaleRegion.objects.filter(region=REGION).exists()


def test_an_employer_s_list_is_its_own_people(client, office, somebody, system):
    other = office.write("person", {"name": "钱多多"}).record
    (works,) = queries.records_on(system, register="organisation", day=today())
    boss = make_user("boss", role="employer", region=REGION)
    RoleGrant.objects.filter(user=boss).update(organisation=works.record)
    client.force_login(boss)

    people = page(client, "/registers/person/")

    assert str(somebody) in people
    assert str(other) not in people
    assert client.post("/registers/person/", {"text": number_of(other)}).status_code == 200


def test_a_list_goes_on_where_the_page_before_ended_and_names_nobody_twice(officer, office, system):
    for _number in range(PAGE + 20):
        office.write("organisation", {"name": f"厂{_number:03d}"}, region=f"99010{_number % 2 + 1}")
    actor = service_actor("list", region="990100")
    seen, after = [], None
    while after != "":
        asked = Asked(day=today(), today=today(), after=after_asked({"after": after or ""}))
        got = register_page(actor, store_on(today()), register="organisation", asked=asked)
        seen += [row.record for row in got.rows]
        after = got.after

    assert len(seen) == len(set(seen)) == PAGE + 21


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    officer, office, somebody, many, django_assert_num_queries
):
    for _number in range(many - 1):
        other = office.write("person", {"name": "钱多多"}).record
        works = office.write("organisation", {"name": f"厂{_number}"}).record
        office.write("employment", {"person": str(other), "organisation": str(works), "began_on": "2021-01-01"})
    officer.get("/registers/employment/")

    with django_assert_num_queries(LIST_QUERIES):
        officer.get("/registers/employment/")
