"""Numbers that are given once: of people and of cases, each kind counted by region and year."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from bole.domain.registers.numbers import NumberKind, write_number
from bole.web.registers.models import NumberSeries, PersonNumber


def issue_number(*, kind: NumberKind, region: str, year: int) -> str:
    """Return the next number of a kind in a region and year, inside the act that gives it; it is never given twice."""
    return issue_numbers(kind=kind, region=region, year=year, count=1)[0]


def issue_numbers(*, kind: NumberKind, region: str, year: int, count: int) -> list[str]:
    """Return the next numbers of a kind, one after another."""
    NumberSeries.objects.get_or_create(kind=kind, region=region, year=year)
    # Held until the act is over: whoever comes next counts on from here.
    series = NumberSeries.objects.select_for_update().get(kind=kind, region=region, year=year)
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return [write_number(kind, region=region, year=year, count=each) for each in range(first, series.last + 1)]


def number_people(people: Sequence[UUID], *, region: str, now: datetime) -> dict[UUID, str]:
    """Give people the next numbers of the region and year, in their order."""
    numbers = issue_numbers(kind=NumberKind.PERSON, region=region, year=localtime(now).year, count=len(people))
    given = dict(zip(people, numbers, strict=True))
    PersonNumber.objects.bulk_create(
        PersonNumber(number=number, person=person, issued_at=now) for person, number in given.items()
    )
    return given
