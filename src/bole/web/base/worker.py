"""Runs queued jobs in a thread of the server; a job that a crash interrupted is queued again."""

import hashlib
import logging
import os
import socket
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from bole.web.base.clock import now

ATTEMPTS = 3
log = logging.getLogger(__name__)


def worker_name() -> str:
    """Return what the workers of this data folder on this machine have in common."""
    folder = hashlib.sha256(str(Path(settings.DATA_DIR)).encode()).hexdigest()[:8]
    return f"{socket.gethostname()[:32]}:{folder}:"


def make_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{worker_name()}{os.getpid()}",
        excluded_queue_names=[],
    )


def run_worker(worker: Worker) -> None:
    """Run jobs until the worker is told to stop; trouble with the database is waited out."""
    while worker.running:
        try:
            worker.run()
        except Exception:
            log.exception("The worker stumbled and goes on")
        finally:
            connections.close_all()


@transaction.atomic
def requeue_interrupted() -> int:
    """Queue the jobs again that a worker of this folder had begun when it died; after three attempts they have failed."""
    count = 0
    for result in DBTaskResult.objects.select_for_update().filter(status="RUNNING"):
        if not (result.worker_ids and result.worker_ids[-1].startswith(worker_name())):
            continue
        if len(result.worker_ids) >= ATTEMPTS:
            result.status, result.finished_at = "FAILED", now()
            log.error("Job %s was interrupted %s times and is given up", result.task_path, ATTEMPTS)
        else:
            result.status, result.started_at = "READY", None
            count += 1
        result.save(update_fields=["status", "finished_at", "started_at"])
    return count
