from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Actor, Grant, Role, service_actor
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.packs import queries, services
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Definition
from tests.web.packs.samples import INDICATORS, MANIFEST, sample_files

pytestmark = pytest.mark.django_db
CLERK = service_actor("test")
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def load(**changes):
    pack = check_pack(sample_files(**changes), layout=LAYOUT)
    return services.load_pack(pack=pack, actor=CLERK, now=NOW)


def total_on(day):
    version = queries.definition_in_force(CLERK, region="990199", kind="indicator", name="talent_total", day=day)
    return version.value.targets[0].goal.value


LATER = MANIFEST.replace('"1"', '"2"').replace("2024-01-01", "2026-01-01")
RAISED = INDICATORS.replace("value: 1500", "value: 1600")


def test_loading_a_pack_brings_its_definitions_into_force():
    load()

    found = queries.definitions_in_force(CLERK, day=TODAY, kind="indicator", region="990199")

    assert [version.identity for version in found] == ["990199/indicator/skilled", "990199/indicator/talent_total"]
    assert found[1].value.baseline.value == 1000


def test_loading_the_same_pack_again_changes_nothing_and_records_nothing():
    load()
    rows, entries = Definition.objects.count(), Entry.objects.count()

    again = load()

    assert not again.changed_anything
    assert (Definition.objects.count(), Entry.objects.count()) == (rows, entries)


def test_a_change_is_told_field_by_field_and_both_versions_stay():
    load()

    done = load(pack=LATER, indicators=RAISED)

    changes = done.changed["indicator/talent_total"]
    assert [(change.field, change.old, change.new) for change in changes] == [("targets[1].goal.value", "1500", "1600")]
    assert (total_on(date(2025, 12, 31)), total_on(date(2026, 1, 1))) == (1500, 1600)


def test_a_definition_that_left_the_pack_ends_with_the_new_version():
    load()

    done = load(pack=LATER, indicators=INDICATORS.split("- id: skilled")[0])

    assert done.ended == ["indicator/skilled"]
    row = Definition.objects.get(name="skilled")
    assert (row.until, row.state) == (date(2026, 1, 1), "repealed")


def test_what_was_said_before_can_be_said_again():
    load()
    load(indicators=RAISED)

    load()

    assert total_on(TODAY) == 1500
    assert Definition.objects.filter(name="talent_total").count() == 2


def test_one_load_is_one_journal_row_that_names_what_changed():
    load()

    entry = Entry.objects.get()

    assert (entry.verb, entry.region, entry.detail["version"]) == ("packs.pack.loaded", "990199", "1")
    assert "indicator/talent_total" in entry.detail["added"]


def test_a_pack_with_errors_is_not_loaded_at_all():
    with pytest.raises(services.PackHasProblems):
        load(indicators=INDICATORS.replace("unit: 人", "unit: ''", 1))

    assert Definition.objects.count() == 0


def test_an_office_elsewhere_may_not_load_the_pack():
    elsewhere = Actor(user_id=None, name="elsewhere", grants=(Grant(Role.OFFICE, "990200"),))

    with pytest.raises(Forbidden):
        services.load_pack(pack=check_pack(sample_files(), layout=LAYOUT), actor=elsewhere, now=NOW)


def test_an_office_elsewhere_sees_neither_the_definitions_nor_the_region():
    load()
    elsewhere = Actor(user_id=None, name="elsewhere", grants=(Grant(Role.OFFICE, "990200"),))

    assert queries.definitions_in_force(elsewhere, day=TODAY) == []
    with pytest.raises(queries.NoSuchRegion):
        queries.region_named(elsewhere, "sample", day=TODAY)


@pytest.mark.parametrize("word", ["990199", "sample", "样县", "Sample"])
def test_a_region_is_found_by_code_pack_and_name(word):
    load()

    assert queries.region_named(CLERK, word, day=TODAY).code == "990199"


def test_the_tree_of_a_county_office_shows_what_is_above_it():
    load()
    county = Actor(user_id=None, name="county", grants=(Grant(Role.OFFICE, "990199"),))

    assert [node.code for node in queries.regions_visible_to(county)] == ["990000", "990100", "990199"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE packs_definition SET body = '{}'",
        "UPDATE packs_definition SET digest = 'x'",
        "UPDATE packs_definition SET from_on = '2020-01-01'",
        "UPDATE packs_definition SET pack = 'other'",
        "DELETE FROM packs_definition",
        "UPDATE packs_definition SET id = '00000000-0000-0000-0000-000000000000' WHERE name = 'skilled'",
    ],
)
def test_the_database_refuses_to_change_a_released_definition(statement):
    load()

    with pytest.raises(DatabaseError, match="a released definition cannot be"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_database_lets_the_end_of_a_definition_be_set():
    load()

    Definition.objects.filter(name="skilled").update(until=date(2027, 1, 1), state="repealed")

    assert Definition.objects.get(name="skilled").until == date(2027, 1, 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite")
def test_a_definition_cannot_be_replaced_by_writing_it_again():
    load()

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO packs_definition SELECT id, region, kind, name, '{}', digest, from_on, pack, "
            "pack_version, loaded_at, until, state FROM packs_definition"
        )
