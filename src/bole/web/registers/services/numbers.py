"""Numbers that are given once."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from bole.web.registers.models import NumberSeries, PersonNumber


def issue_number(*, person: UUID, region: str, now: datetime) -> str:
    """Give a person the next number of the region and year. A number is never given twice."""
    year = localtime(now).year
    NumberSeries.objects.get_or_create(region=region, year=year)
    series = NumberSeries.objects.select_for_update().get(region=region, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    number = f"{region}-{year}-{series.last:06d}"
    PersonNumber.objects.create(number=number, person=person, issued_at=now)
    return number
