"""What the clock has the journal do every day."""

from datetime import time

from django_tasks import task

from bole.web.base.clock import now, today
from bole.web.base.recurring import daily
from bole.web.journal import services


@daily("journal.seal_exported", at=time(0, 5))
@task()
def export_daily_seal() -> str | None:
    """Seal what was left behind, and write the day's seal."""
    moment = now()
    services.seal_entries(now=moment, everything=True)
    path = services.export_daily_seal(today=today(), now=moment)
    return path.name if path else None
