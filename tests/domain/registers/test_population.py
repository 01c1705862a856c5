"""A made population is the same for the same seed, and nothing in it is impossible."""

from datetime import date
from itertools import pairwise

import pytest
from tests.packs.made_frames import Held, make_demo

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.identifiers import LETTERS, credit_code, id_number, record_id

PEOPLE = 1000


@pytest.fixture(scope="module")
def made():
    return make_demo(people=PEOPLE)


@pytest.fixture(scope="module")
def persons(made):
    """The first words on record of each person."""
    return {record.id: record.said[0][1] for record in made["person"]}


def values(made, register):
    return [record.said[0][1] for record in made[register]]


def check_sign(number):
    """GB 11643 the other way round: the weights are powers of two modulo eleven, and the whole comes to one."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "0123456789X"[(1 - total) % 11]


def is_credit_code(code):
    """GB 32100: the weights are powers of three modulo thirty-one, and the whole is divided by it."""
    return sum(LETTERS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17])) % 31 == (
        -LETTERS.index(code[17]) % 31
    )


def test_numbers_of_people_have_the_check_sign_of_the_standard():
    # The example printed in GB 11643 itself, of a region long abolished.
    assert id_number(area="110105", born=date(1949, 12, 31), order=2) == "11010519491231002X"


def test_the_same_seed_gives_the_same_bytes_and_another_other_people():
    first, again, other = (make_demo(people=200, seed=seed) for seed in (1, 1, 2))

    assert repr(first) == repr(again)
    assert {one.said[0][1].get("name") for one in first["person"]} != {
        one.said[0][1].get("name") for one in other["person"]
    }
    assert {one.id for one in first["person"]}.isdisjoint(one.id for one in other["person"])


def test_draws_of_one_name_do_not_move_when_another_is_asked():
    alone = Draws(7, "first")
    beside, other = Draws(7, "first"), Draws(7, "second")
    other.next()

    assert [alone.below(1000) for _ in range(30)] == [beside.below(1000) for _ in range(30)]


def test_draws_stay_within_their_bounds_and_reach_them():
    draws = Draws(1, "bounds")

    assert {draws.between(2, 4) for _ in range(200)} == {2, 3, 4}
    assert {draws.day(date(2024, 2, 28), date(2024, 3, 1)) for _ in range(100)} == {
        date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)
    }  # fmt: skip
    assert draws.weighted({"a": 0, "b": 1}) == "b"
    assert sorted(draws.some([1, 2, 3], 9)) == [1, 2, 3]


def test_ids_are_of_version_seven_and_follow_one_another():
    ids = [record_id(seed_digest=b"0123456789", at=1_500_000_000_000, number=number) for number in range(1, 2000)]

    assert ids == sorted(set(ids))
    assert all(one[14] == "7" and one[19] in "89ab" for one in ids)


def test_the_register_has_as_many_people_as_asked_for(made):
    assert len(made["person"]) == PEOPLE


def test_nothing_lies_outside_its_declared_range_or_table(made):
    assert Held(made).faults == []


def test_id_numbers_agree_with_birth_and_gender_and_belong_to_one_person(persons):
    numbers = [one["id_number"] for one in persons.values()]

    assert len(set(numbers)) == len(numbers)
    for one in persons.values():
        number = one["id_number"]
        assert number.startswith("99")
        assert number[6:14] == f"{one['birth_date']:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (one["gender"] == "male")
        assert number[17] == check_sign(number)


def test_phones_are_of_a_range_that_nobody_has(persons):
    phones = [one["phone"] for one in persons.values() if "phone" in one]

    assert all(one.startswith("19900") and len(one) == 11 for one in phones)
    assert len(set(phones)) == len(phones)


def test_credit_codes_check_and_name_a_region_that_does_not_exist(made):
    codes = [one["credit_code"] for one in values(made, "organisation")]

    assert len(set(codes)) == len(codes) > 100
    assert all(is_credit_code(code) and code[2:8] == "990121" for code in codes)
    assert is_credit_code(credit_code(kind="91", region="990121", number=1))


def test_nobody_is_hired_before_they_are_sixteen(made, persons):
    for job in values(made, "employment"):
        born = persons[job["person"]]["birth_date"]
        age = job["began_on"].year - born.year - ((job["began_on"].month, job["began_on"].day) < (born.month, born.day))
        assert age >= 16


def test_nobody_has_two_jobs_at_once_or_one_after_they_have_gone(made):
    gone = {
        record.id: day
        for record in made["person"]
        for day, said in record.said
        if said.get("status") in {"left", "retired", "deceased"}
    }
    jobs = {}
    for job in values(made, "employment"):
        jobs.setdefault(job["person"], []).append(job)
    for person, several in jobs.items():
        several.sort(key=lambda job: job["began_on"])
        for one, following in pairwise(several):
            assert one["ended_on"] <= following["began_on"]
        if person in gone:
            assert several[-1]["ended_on"] <= gone[person]
    assert gone


def test_who_has_gone_is_counted_in_no_category_and_who_left_has_a_departure(made):
    last = {
        record.id: {name: value for _day, said in record.said for name, value in said.items()}
        for record in made["person"]
    }
    away = {person for person, facts in last.items() if facts["status"] != "here"}

    assert {last[person]["category"] for person in away} == {"none"}
    assert {one["person"] for one in values(made, "departure")} == {
        person for person, facts in last.items() if facts["status"] == "left"
    }


def test_every_town_has_a_school_and_a_clinic(made):
    kinds = {(one["region"], one["institution_kind"]) for one in values(made, "organisation")}
    towns = {region for region, _kind in kinds}

    assert len(towns) == 7
    assert all((town, kind) in kinds for town in towns for kind in ("primary_school", "junior_school", "town_clinic"))


def test_some_facts_are_missing_and_some_people_fit_two_categories(persons):
    lacking = sum("degree" not in one for one in persons.values())

    assert 0 < lacking < PEOPLE * 0.06
    assert sum("second_category" in one for one in persons.values()) > 0


def test_what_is_linked_to_is_there(made):
    ids = {register: {record.id for record in records} for register, records in made.items()}
    links = {"person": "person", "leader": "person", "occupant": "person", "organisation": "organisation"}
    links |= {"home": "organisation", "host": "organisation"}

    for records in made.values():
        for record in records:
            for _day, said in record.said:
                assert all(said[name] in ids[to] for name, to in links.items() if name in said)
