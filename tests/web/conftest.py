"""Fixtures of the tests that need rows."""

from datetime import UTC, datetime

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
