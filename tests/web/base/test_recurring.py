"""The clock queues each daily job once a day, from its hour on."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from bole.web.base.models import DailyJob
from bole.web.base.recurring import RECURRING, queue_due_jobs

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # of 2 March in Shanghai


def test_a_job_waits_for_its_hour_and_comes_once_a_day():
    assert queue_due_jobs(now=MIDNIGHT) == []
    assert queue_due_jobs(now=MIDNIGHT + timedelta(minutes=5)) == ["journal.seal_exported"]
    assert queue_due_jobs(now=MIDNIGHT + timedelta(minutes=6)) == []
    assert set(queue_due_jobs(now=MIDNIGHT + timedelta(hours=23))) == set(RECURRING) - {"journal.seal_exported"}
    assert set(queue_due_jobs(now=MIDNIGHT + timedelta(hours=47))) == set(RECURRING)


def test_what_another_clock_queued_is_not_queued_again():
    later = MIDNIGHT + timedelta(hours=20)
    for name in RECURRING:
        DailyJob.objects.create(job=name, day=later.date(), queued_at=later)

    assert queue_due_jobs(now=later) == []
    assert not DBTaskResult.objects.exists()


def test_every_daily_job_runs():
    for job in RECURRING.values():
        job.task.call()
