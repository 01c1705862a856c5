"""The one place that reads the clock. Everything below a door is told the day."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this moment, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the day in Asia/Shanghai."""
    return timezone.localdate()
