"""Jobs that come round every day. ``bole tick`` hands the due ones to the worker, each once a day however often it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django_tasks.base import Task

from bole.web.base.models import DailyJob


@dataclass(frozen=True, slots=True)
class Recurring:
    name: str
    at: time  # in Asia/Shanghai
    task: Task


RECURRING: dict[str, Recurring] = {}


def daily(name: str, *, at: time) -> Callable[[Task], Task]:
    """Have the clock queue a task every day from a time of day on."""

    def register(task: Task) -> Task:
        RECURRING[name] = Recurring(name, at, task)
        return task

    return register


def queue_due_jobs(*, now: datetime) -> list[str]:
    """Queue the jobs that are due today and were not queued yet, and return their names."""
    local = localtime(now)
    queued_already = set(DailyJob.objects.filter(day=local.date()).values_list("job", flat=True))
    due = [job for job in RECURRING.values() if job.name not in queued_already and local.time() >= job.at]
    return [job.name for job in due if queue_once(job, now=now)]


def queue_once(job: Recurring, *, now: datetime) -> bool:
    try:
        # Row and task in one transaction: killed in between, the next tick finds neither.
        with transaction.atomic():
            DailyJob.objects.create(job=job.name, day=localtime(now).date(), queued_at=now)
            job.task.enqueue()
    except IntegrityError:
        return False  # another clock was faster
    return True
