"""Numbers and days as people type them into a field: read, or not to be read. What they are good for is left to others."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")


def tidy_number(text: str) -> str:
    """Return a number in half-width digits without separators and spaces, whatever else it may be.

    >>> tidy_number(" １，２００ ")
    '1200'
    """
    return re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))


def as_number(text: str) -> Decimal | None:
    """Return a number as rules write it, or None.

    >>> as_number("0.50"), as_number("about 3")
    (Decimal('0.50'), None)
    """
    return Decimal(text) if NUMBER.fullmatch(text) else None


def as_day(text: str) -> date | None:
    """Return a day written as 2025-06-30, or None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
