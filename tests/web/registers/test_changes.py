"""From which day on the frames of a region are others than they were."""

from datetime import date, timedelta

import pytest
from polars.testing import assert_frame_equal
from tests.web.registers.conftest import DAY, REGION

from bole.web.registers import queries, services, snapshots
from bole.web.registers.changes import changed_since


@pytest.fixture
def moment(office, somebody):
    return office.now


def test_nothing_since_the_moment_is_no_change(moment):
    assert changed_since(REGION, moment) is None


def test_a_new_record_changes_the_days_from_its_first_on(office, somebody, moment):
    office.write("honour", {"person": str(somebody), "name": "能手", "granted_on": "2025-09-01"})
    office.write("person", {"degree": "博士"}, from_on=date(2026, 2, 1))

    assert changed_since(REGION, moment) == date(2025, 9, 1)


def test_what_is_said_from_a_day_changes_only_the_days_from_it_on(office, somebody, moment):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))

    # The days before are said again with the same words, which is no change.
    assert changed_since(REGION, moment) == date(2026, 2, 1)
    assert changed_since(REGION, office.now) is None


def test_a_correction_changes_the_days_for_which_it_was_wrong(office, somebody, moment):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))
    before = office.now
    office.correct("person", somebody, {"level": "A"})

    assert changed_since(REGION, before) == date(2026, 2, 1)


def test_a_period_that_is_closed_or_moved_changes_from_its_first_day(office, somebody, system, moment):
    (job,) = queries.records_on(system, register="employment", day=DAY)
    office.close("employment", job.record, on=date(2026, 2, 1))
    closed = changed_since(REGION, moment), office.now
    office.correct("employment", job.record, {"began_on": "2019-06-01"}, day=date(2021, 1, 1))

    assert closed[0] == date(2020, 1, 1)
    assert changed_since(REGION, closed[1]) == date(2019, 6, 1)


def test_a_record_that_is_withdrawn_altogether_changes_the_days_it_held(office, somebody, moment):
    office.close("person", somebody, on=date(2026, 1, 1))

    assert changed_since(REGION, moment) == date(2026, 1, 1)


def test_what_came_and_went_and_another_telephone_number_change_nothing(office, somebody, moment):
    office.correct("person", somebody, {"degree": "学士"})
    office.correct("person", somebody, {"degree": "硕士"})
    office.correct("person", somebody, {"phone": "19900005678"})
    same = changed_since(REGION, moment)
    office.correct("person", somebody, {"phone": ""})

    assert (same, changed_since(REGION, moment)) == (None, date(2026, 1, 1))


def test_a_region_hears_of_what_lies_below_it_and_of_nothing_beside_it(office, moment):
    office.write("person", {"degree": "博士"}, from_on=date(2026, 2, 1), region="990102")

    assert [changed_since(region, moment) for region in ("990100", "990102", "990101", "")] == [
        date(2026, 2, 1),
        date(2026, 2, 1),
        None,
        date(2026, 2, 1),
    ]


def test_frames_on_a_day_are_those_a_snapshot_keeps(office, somebody, system):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))
    known = office.now
    office.correct("person", somebody, {"degree": "学士"})
    for day in (date(2026, 1, 15), DAY):
        for moment in (known, office.now + timedelta(minutes=1)):
            kept = services.freeze_snapshot(region="990100", day=day, actor=system, now=moment)
            frames = snapshots.frames_on("990100", day, moment)

            assert set(frames) == set(snapshots.read_snapshot(kept))
            for name, frame in snapshots.read_snapshot(kept).items():
                assert_frame_equal(frames[name], frame)
    assert snapshots.frames_on("990100", DAY, known)["person"]["degree"].to_list() == [3]


def test_frames_of_several_days_read_at_once_are_those_of_each_day(office, somebody):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))
    office.write("honour", {"person": str(somebody), "name": "能手", "granted_on": "2026-01-20"})
    before, known = office.now, office.now + timedelta(minutes=1)
    days = [date(2026, 1, 15), date(2026, 1, 31), date(2026, 2, 1), DAY]
    for moment in (before, known):
        for day, frames in snapshots.frames_by_day("990100", days, moment, by=DAY):
            alone = snapshots.frames_on("990100", day, moment, by=DAY)

            assert set(frames) == set(alone)
            for name, frame in frames.items():
                assert_frame_equal(frame, alone[name])


def test_frames_differ_from_exactly_the_day_of_the_change_on(office, somebody, moment):
    office.write("person", {"degree": "博士"}, record=somebody, from_on=date(2026, 2, 1))
    first = changed_since(REGION, moment)

    def is_same(day):
        before, after = (snapshots.frames_on(REGION, day, known)["person"] for known in (moment, office.now))
        return before.equals(after)

    assert (is_same(first - timedelta(days=1)), is_same(first)) == (True, False)
