"""What the clock has accounts do every day."""

from datetime import time

from django.core.management import call_command
from django_tasks import task

from bole.web.base.recurring import daily


@daily("accounts.sessions_swept", at=time(3, 0))
@task()
def sweep_sessions() -> None:
    """Remove the sessions that nobody can use any more."""
    call_command("clearsessions")


@daily("base.results_pruned", at=time(3, 30))
@task()
def prune_results() -> None:
    """Forget the results of jobs that ended a month ago."""
    call_command("prune_db_task_results", min_age_days=30, failed_min_age_days=180, verbosity=0)
