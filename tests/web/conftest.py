"""Fixtures of the tests that need rows."""

from datetime import UTC, datetime, timedelta

import pytest

from bole.web.accounts.actors import service_actor


@pytest.fixture
def now():
    return datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def system():
    """The service account of the whole installation."""
    return service_actor("tests")


@pytest.fixture
def clock(monkeypatch):
    """Move the one clock of the product."""
    from django.utils import timezone  # noqa: PLC0415 — Django is loaded by now

    class Clock:
        moved = timedelta()

        def move(self, **by):
            self.moved += timedelta(**by)

    clock, real = Clock(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + clock.moved)
    return clock
