"""The people of a demonstration are written once, in the order in which they link to one another."""

import pytest
from tests.packs.made_frames import DEMO, PACKS, make_demo

from bole.cli.people import SEED, count_people, digest_of_people, find_worker, load_people, make_people
from bole.web.accounts.actors import service_actor
from bole.web.base.clock import now, today
from bole.web.packs import folders
from bole.web.packs.services import load_pack
from bole.web.plan.queries.measurements import measured_by_indicator
from bole.web.registers import queries

PEOPLE = 300


@pytest.fixture
def county(db):
    for name in ("base", "demo"):
        load_pack(pack=folders.checked(PACKS / name), actor=service_actor("tests"), now=now())


def test_a_second_load_writes_nothing(county):
    made = make_people(DEMO, people=PEOPLE)

    assert load_people(made) == sum(map(len, made.values()))
    assert load_people(made) == 0


def test_every_record_says_which_bureau_brought_it(county):
    made = make_people(DEMO, people=PEOPLE)
    load_people(made)
    teachers = queries.records_on(
        service_actor("tests"), register="person", day=made["person"][0].said[0][0], filters={"source": "县教育局"}
    )

    assert teachers
    assert {one.register for one in teachers} == {"person"}


def test_the_plan_is_counted_from_what_was_loaded(county):
    made = make_people(DEMO, people=PEOPLE)
    load_people(made)

    count_people("990121")

    measured = measured_by_indicator("990121")
    last = {name: values[-1] for name, values in measured.items()}
    on_roll = [one for one in made["person"] if {**one.said[0][1], **one.said[-1][1]}["category"] != "none"]
    assert last["talent_total"].day == today()
    assert last["talent_total"].value == len(on_roll)


def test_the_digest_moves_with_the_numbers_the_size_and_the_seed(tmp_path):
    (tmp_path / "population.yaml").write_bytes((DEMO / "population.yaml").read_bytes() + b"\n")
    digests = {
        digest_of_people(DEMO),
        digest_of_people(DEMO, people=5),
        digest_of_people(DEMO, seed=1),
        digest_of_people(tmp_path),
    }

    assert len(digests) == 4
    assert digest_of_people(DEMO) == digest_of_people(DEMO, seed=SEED)


def test_somebody_is_found_by_the_beginning_of_a_name_in_the_enterprise_that_employs_them():
    made = make_demo(people=2000)

    person, organisation = find_worker(made, name="王")

    names = {one.id: str(one.said[0][1]["name"]) for one in made["person"]}
    kinds = {one.id: one.said[0][1]["kind"] for one in made["organisation"]}
    assert names[str(person)].startswith("王")
    assert kinds[str(organisation)] == "enterprise"
    assert find_worker(made, name="无人如此") is None
