import pytest
from rule_worlds import BASE, CLOSED

from bole.domain.rules.schema import Schema


@pytest.fixture(scope="session")
def base() -> Schema:
    return BASE


@pytest.fixture(scope="session")
def closed() -> Schema:
    """Employment and honour are declared complete, so that absence means no."""
    return CLOSED
