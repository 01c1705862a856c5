"""What could tell who somebody is lies apart from a frozen table, and an erased person is taken out of it."""

import json
from datetime import date

import polars as pl
import pytest
from django.conf import settings
from tests.web.registers.conftest import DAY, REGION

from bole.domain.rules.checking import check_rule
from bole.domain.rules.compiling import Population, compile_rules
from bole.domain.rules.records import AsOf
from bole.web.journal.models import Entry
from bole.web.registers import queries, services, snapshots
from bole.web.registers.models import Snapshot
from bole.web.registers.tables import store_on

BORN = date(1990, 1, 1)


@pytest.fixture
def other(office, somebody):
    return office.write("person", {"birth_date": "1960-05-05", "degree": "学士"}).record


@pytest.fixture
def frozen(office, other, system):
    return services.freeze_snapshot(region=REGION, day=DAY, actor=system, now=office.now)


@pytest.fixture
def forget(office, somebody, system, django_capture_on_commit_callbacks):
    def forget():
        with django_capture_on_commit_callbacks(execute=True):
            services.erase_person(person=somebody, day=DAY, actor=system, now=office.now)
        with django_capture_on_commit_callbacks(execute=True):
            return services.forget_erased(actor=system, now=office.now)

    return forget


def files_of(snapshot):
    return sorted(path.name for path in snapshots.folder_of(snapshot.region, snapshot.day, snapshot.pk).iterdir())


def answers(frames, schema, **texts):
    """Return the verdict of each rule for each person."""
    rules = {name: check_rule(text, schema=schema, register="person").rule for name, text in texts.items()}
    worked = compile_rules(rules, schema=schema, at=AsOf(DAY, REGION), population=Population(frames))
    rows = worked.frame.collect("polars").to_native().to_dicts()
    return {name: {row["id"]: row[column] for row in rows} for name, column in worked.verdicts.items()}


def test_birth_dates_lie_apart_from_the_frozen_table_and_are_joined_when_it_is_read(frozen, somebody):
    table = pl.read_parquet(snapshots.folder_of(REGION, DAY, frozen.pk) / "person.parquet")

    assert table["birth_date"].null_count() == table.height == 2
    read = snapshots.read_snapshot(frozen)["person"]
    assert read.schema == table.schema
    assert read.filter(id=str(somebody))["birth_date"].item() == BORN
    assert frozen.tables["person"]["detached"]["rows"] == 2
    assert "detached" not in frozen.tables["employment"]


def test_an_erased_person_leaves_the_file_apart_and_the_table_keeps_its_digest(frozen, somebody, other, forget):
    before = snapshots.read_snapshot(frozen)["person"]

    assert forget() == 1

    after = Snapshot.objects.get(pk=frozen.pk)
    old, new = (one.tables["person"]["detached"]["sha256"] for one in (frozen, after))
    assert after.tables["person"]["sha256"] == frozen.tables["person"]["sha256"]
    assert {**after.tables, "person": None} == {**frozen.tables, "person": None}
    read = snapshots.read_snapshot(frozen)["person"]
    assert dict(zip(read["id"], read["birth_date"], strict=True)) == {str(somebody): None, str(other): date(1960, 5, 5)}
    assert read.drop("birth_date").equals(before.drop("birth_date"))
    entry = Entry.objects.get(verb="registers.snapshot.forgot")
    assert entry.detail == {"digests": {"person": {"old": old, "new": new}}, "count": 1}
    (apart,) = settings.SNAPSHOTS_DIR.rglob(f"*{frozen.pk.hex}/*.detached.*.parquet")
    assert pl.read_parquet(apart)["id"].to_list() == [str(other)]


def test_age_of_an_erased_person_cannot_be_told_and_they_are_counted_on(frozen, somebody, other, forget, system):
    schema = store_on(DAY).schema
    rules = {"young": "age(day) <= 45", "graduate": 'degree >= "学士"'}
    before = answers(snapshots.read_snapshot(frozen), schema, **rules)

    forget()

    after = answers(snapshots.read_snapshot(frozen), schema, **rules)
    assert before["young"] == {str(somebody): True, str(other): False}
    assert after["young"] == {str(somebody): None, str(other): False}
    assert after["graduate"] == before["graduate"] == {str(somebody): True, str(other): True}
    live = queries.live_frames(system, person=somebody, day=DAY)
    assert answers(live, schema, **rules)["young"] == {str(somebody): None}


def test_a_second_time_nothing_is_taken_out_and_what_an_interruption_left_goes(frozen, forget, system, now):
    (name,) = [name for name in files_of(frozen) if "detached" in name]
    folder = snapshots.folder_of(REGION, DAY, frozen.pk)
    old = (folder / name).read_bytes()
    forget()
    told = Entry.objects.count()

    # Killed between the commit and the removal of the old file, or before the row named a new one.
    (folder / name).write_bytes(old)
    (folder / "person.detached.0000000000000000.parquet").write_bytes(b"half")

    assert services.forget_erased(actor=system, now=now) == 0
    assert len([name for name in files_of(frozen) if "detached" in name]) == 1
    assert not (folder / name).exists()
    assert Entry.objects.count() == told


def test_a_snapshot_frozen_after_an_erasure_never_held_the_birth_date(office, somebody, system, forget):
    forget()
    frozen = services.freeze_snapshot(region=REGION, day=DAY, actor=system, now=office.now)

    assert snapshots.read_snapshot(frozen)["person"]["birth_date"].to_list() == [None]
    rows = store_on(DAY).of("person").versions._default_manager.filter(record_id=somebody)
    assert set(rows.values_list("birth_date", flat=True)) == {None}


def test_a_damaged_file_apart_is_noticed(frozen):
    (name,) = [name for name in files_of(frozen) if "detached" in name]
    path = snapshots.folder_of(REGION, DAY, frozen.pk) / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(snapshots.SnapshotDamaged):
        snapshots.read_snapshot(frozen)
    path.unlink()
    with pytest.raises(snapshots.SnapshotDamaged):
        snapshots.read_snapshot(frozen)


def test_the_journal_says_of_a_frozen_snapshot_which_files_it_has(frozen):
    told = Entry.objects.get(verb="registers.snapshot.frozen").detail

    assert json.dumps(told["tables"], sort_keys=True) == json.dumps(frozen.tables, sort_keys=True)
