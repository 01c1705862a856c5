"""Two jobs measure one region at once: nobody fails, the later reading stays, and no act that was under way is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from bole.web.plan.models import Measurement
from bole.web.plan.services.measurements import days_to_measure, measure_region
from bole.web.registers.services import write_record
from tests.web.plan.counted_pack import load_counted

REGION, TODAY = "990199", date(2026, 3, 1)


def written(system, *, now, degree="硕士"):
    return write_record(
        register="person", values={"degree": degree}, actor=system, region=REGION, from_on=date(2024, 2, 1),
        source="县人社局", now=now,
    ).record  # fmt: skip


@pytest.fixture
def people(system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)
    written(system, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_both_come_to_their_end(people, now):
    barrier = Barrier(4)

    def run(number):
        try:
            barrier.wait()
            return measure_region(region=REGION, today=TODAY, now=now + timedelta(hours=1, seconds=number), anew=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert all(many >= 0 for many in pool.map(run, range(4)))
    assert Measurement.objects.filter(indicator="masters", day=TODAY).count() == 1


@pytest.mark.django_db
def test_a_job_that_read_earlier_and_ends_later_takes_nothing_back(people, system, now):
    written(system, now=now + timedelta(hours=2))
    measure_region(region=REGION, today=TODAY, now=now + timedelta(hours=3))
    measure_region(region=REGION, today=TODAY, now=now + timedelta(hours=1), anew=True)

    assert Measurement.objects.get(indicator="masters", day=TODAY).value == 2


@pytest.mark.django_db
def test_an_act_that_began_before_a_measuring_and_ended_after_it_is_counted_by_the_next(people, system, now):
    measured_at = now + timedelta(hours=1)
    measure_region(region=REGION, today=TODAY, now=measured_at)
    written(system, now=measured_at - timedelta(seconds=2))
    measure_region(region=REGION, today=TODAY, now=measured_at + timedelta(seconds=5))

    assert Measurement.objects.get(indicator="masters", day=TODAY).value == 2
    assert Measurement.objects.get(indicator="masters", day=date(2025, 12, 31)).value == 2


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_promise_with_an_impossible_day_does_not_keep_a_region_from_being_measured(people, day):
    from bole.web.plan.queries.measurements import counted_versions  # noqa: PLC0415 — Django is loaded by now

    for version in (found := counted_versions(REGION, day=TODAY)):
        target = version.value.targets[0].model_copy(update={"from_day": day})
        object.__setattr__(version, "value", version.value.model_copy(update={"targets": (target,)}))
    days = days_to_measure(REGION, found, today=TODAY)

    assert days[-1] == TODAY
    assert len(days) < 100
