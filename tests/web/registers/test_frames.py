"""Live and snapshot frames are the same, and no sensitive value is in any of them, nor in journal or logs."""

import json
import logging
from datetime import date

import polars as pl
import pytest
from django.conf import settings
from polars.testing import assert_frame_equal
from tests.web.registers.conftest import DAY, PLANTED, REGION

from bole.cli.archives import kept_files
from bole.web.journal.models import Access, Entry
from bole.web.registers import queries, services, snapshots
from bole.web.registers.models import Snapshot, StaleRegion
from bole.web.registers.sealing import Unreadable, key_of, unseal
from bole.web.registers.tables import store_on


@pytest.fixture
def frozen(office, somebody, system):
    return services.freeze_snapshot(region="990100", day=DAY, actor=system, now=office.now)


def test_live_and_snapshot_frames_of_one_person_are_equal(office, somebody, frozen, system):
    live, kept = queries.live_frames(system, person=somebody, day=DAY), snapshots.read_snapshot(frozen)

    assert set(live) == set(kept) == set(store_on(DAY).tables)
    for name, frame in live.items():
        assert_frame_equal(frame, kept[name])
    assert live["person"]["degree"].to_list() == [2]
    assert live["employment"].height == live["honour"].height == live["organisation"].height == 1


def test_frames_of_a_day_hold_what_held_and_what_had_happened(office, somebody, system):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))
    early = queries.live_frames(system, person=somebody, day=date(2026, 1, 15))
    late = queries.live_frames(system, person=somebody, day=DAY)

    assert (early["person"]["degree"].item(), late["person"]["degree"].item()) == (2, 3)


def test_records_for_one_person_are_the_rows_of_the_frames_with_their_source(somebody, system):
    records = queries.live_records(system, person=somebody, day=DAY)
    (job,) = records.linked("employment", "person", str(somebody))

    assert job.source == "a form"
    assert records.by_id["person"][str(somebody)].values["home_price"] == 90_000_000


def test_a_frozen_snapshot_never_moves_whatever_is_corrected_later(office, somebody, frozen, system):
    before = snapshots.read_snapshot(frozen)["person"]

    office.correct("person", somebody, {"degree": "学士"})
    again = services.freeze_snapshot(region="990100", day=DAY, actor=system, now=frozen.known_at)

    assert_frame_equal(snapshots.read_snapshot(frozen)["person"], before)
    # As known at the same moment the same files come out, digest for digest.
    assert again.tables == frozen.tables


def test_a_changed_file_of_a_snapshot_is_noticed(frozen):
    path = snapshots.folder_of(frozen.region, frozen.day, frozen.pk) / "person.parquet"
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(snapshots.SnapshotDamaged):
        snapshots.read_snapshot(frozen)


def test_a_commit_queues_one_refresh_and_the_job_takes_the_working_snapshot_anew(office, somebody):
    assert list(StaleRegion.objects.values_list("region", flat=True)) == [REGION]

    snapshots.refresh_working.call(REGION)
    first = Snapshot.objects.get(is_frozen=False)
    snapshots.refresh_working.call(REGION)

    assert not StaleRegion.objects.exists()
    assert Snapshot.objects.get(is_frozen=False).pk != first.pk
    assert not snapshots.folder_of(first.region, first.day, first.pk).exists()


def test_no_planted_value_is_in_journal_logs_or_snapshots(office, somebody, frozen, system, caplog):
    with caplog.at_level(logging.DEBUG):
        office.correct("person", somebody, {"phone": "19900005678"})
        with pytest.raises(services.RecordHasFaults) as refused:
            office.write("person", {"birth_date": PLANTED["id_number"]})
    told = [json.dumps(entry.detail, ensure_ascii=False) + entry.target_id for entry in Entry.objects.all()]
    files = [path.read_bytes() for path in settings.SNAPSHOTS_DIR.rglob("*.parquet")]
    frames = [str(frame.to_dicts()) for frame in snapshots.read_snapshot(frozen).values()]
    held = [str(queries.record_on(system, register="person", record=somebody, day=DAY))]
    # Queries of the ORM are logged with their parameters at debug level, which no installation runs.
    logged = [one.getMessage() for one in caplog.records if one.name != "django.db.backends"]
    words = [*told, *frames, *held, *logged, str([str(fault) for fault in refused.value.faults])]

    for value in (*PLANTED.values(), "19900005678"):
        assert not [word for word in words if value in word]
        assert not [data for data in files if value.encode() in data]
    assert any('"fields": ["phone"]' in word for word in told)


def test_sealed_values_are_found_by_their_digest_and_shown_only_on_record(office, somebody, system):
    (found,) = queries.records_with(system, register="person", field="id_number", value=PLANTED["id_number"], day=DAY)

    shown = services.unmask_field(
        register="person", record=somebody, field="phone", purpose="a call", day=DAY, actor=system, now=office.now
    )

    assert (found.record, shown) == (somebody, PLANTED["phone"])
    assert [(one.subject_id, one.purpose) for one in Access.objects.all()] == [(str(somebody), "a call")]


def test_erasure_makes_the_values_of_an_old_backup_unreadable_and_keeps_what_is_counted(
    office, somebody, frozen, system, django_capture_on_commit_callbacks
):
    rows = store_on(DAY).of("person").versions._default_manager
    backed_up = dict(rows.filter(record_id=somebody).values_list("record_id", "phone"))
    place = services.place_of("person", somebody, "phone")
    assert unseal(backed_up[somebody], key=key_of(somebody), place=place) == PLANTED["phone"]

    with django_capture_on_commit_callbacks(execute=True):
        services.erase_person(person=somebody, day=DAY, actor=system, now=office.now)

    with pytest.raises(Unreadable):
        key_of(somebody)
    with pytest.raises(Unreadable):
        services.unmask_field(
            register="person", record=somebody, field="phone", purpose="a call", day=DAY, actor=system, now=office.now
        )
    assert queries.records_with(system, register="person", field="id_number", value=PLANTED["id_number"], day=DAY) == []
    services.forget_erased(actor=system, now=office.now)
    assert_frame_equal(
        queries.live_frames(system, person=somebody, day=DAY)["person"], snapshots.read_snapshot(frozen)["person"]
    )
    assert somebody.hex.encode() not in settings.PERSON_KEYS_FILE.read_bytes()
    # No backup holds the keys: they would come back with it.
    assert settings.PERSON_KEYS_FILE not in [path for _name, path in kept_files()]


def test_a_key_that_comes_back_with_an_old_copy_is_destroyed_again_by_the_clock(
    office, somebody, system, django_capture_on_commit_callbacks
):
    copied = settings.PERSON_KEYS_FILE.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_person(person=somebody, day=DAY, actor=system, now=office.now)

    settings.PERSON_KEYS_FILE.write_bytes(copied)

    assert key_of(somebody)
    assert (services.destroy_keys_of_erased(), services.destroy_keys_of_erased()) == (1, 0)


def test_a_value_moved_to_another_place_is_not_readable(somebody):
    row = store_on(DAY).of("person").versions._default_manager.get(record_id=somebody)

    with pytest.raises(Unreadable):
        unseal(row.phone, key=key_of(somebody), place=services.place_of("person", somebody, "id_number"))


def test_frames_have_the_declared_types_when_nobody_is_there(base, system, now):
    empty = services.freeze_snapshot(region="990200", day=DAY, actor=system, now=now)

    assert snapshots.read_snapshot(empty)["person"].schema["birth_date"] == pl.Date
