"""The numbers people read out to each other: of a person and of a case, counted by region and year.

Decides how a number is written. That none is given twice is the business of the store, which counts them.
"""

from enum import StrEnum

DIGITS = 6  # more than a million in a region and year grow by a digit and still differ


class NumberKind(StrEnum):
    PERSON = "person"
    CASE = "case"


# 办件 by its initials, so that nobody takes the number of a case for that of a person.
_BEGINS = {NumberKind.PERSON: "", NumberKind.CASE: "BJ"}


def write_number(kind: NumberKind, *, region: str, year: int, count: int) -> str:
    """Return the number that is the ``count``-th of its kind in a region and year.

    >>> write_number(NumberKind.PERSON, region="990101", year=2026, count=7)
    '990101-2026-000007'
    >>> write_number(NumberKind.CASE, region="990101", year=2026, count=7)
    'BJ990101-2026-000007'
    """
    return f"{_BEGINS[kind]}{region}-{year}-{count:0{DIGITS}d}"
