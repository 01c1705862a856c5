"""Numbers that are given once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from bole.web.registers.models import NumberSeries, PersonNumber


def issue_number(*, person: UUID, region: str, now: datetime) -> str:
    """Give a person the next number of the region and year. A number is never given twice."""
    return issue_numbers([person], region=region, now=now)[person]


def issue_numbers(people: Sequence[UUID], *, region: str, now: datetime) -> dict[UUID, str]:
    """Give people the next numbers of the region and year, in their order."""
    year = localtime(now).year
    NumberSeries.objects.get_or_create(region=region, year=year)
    series = NumberSeries.objects.select_for_update().get(region=region, year=year)
    given = {person: f"{region}-{year}-{number:06d}" for number, person in enumerate(people, start=series.last + 1)}
    series.last += len(given)
    series.save(update_fields=["last"])
    PersonNumber.objects.bulk_create(
        PersonNumber(number=number, person=person, issued_at=now) for person, number in given.items()
    )
    return given
