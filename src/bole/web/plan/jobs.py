"""What the worker and the clock do for plans: counted indicators are measured after commits and every morning."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils.timezone import localdate
from django_tasks import task
from pydantic import BaseModel

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.measures import texts_of
from bole.web.accounts.actors import Actor
from bole.web.base.clock import now, today
from bole.web.base.recurring import daily
from bole.web.plan.queries.measurements import regions_that_count
from bole.web.plan.services import measurements
from bole.web.plan.services.ties import tie_what_is_defined


@task()
def measure_region(region: str) -> int:
    """Measure the counted indicators of one region."""
    return measurements.measure_region(region=region, today=today(), now=now())


@daily("plan.regions_measured", at=time(3, 0))
@task()
def measure_regions() -> int:
    """Measure every region: a new day is another value, even where nobody wrote anything."""
    regions = regions_that_count(day=today())
    for region in regions:
        measure_region.enqueue(region)
    return len(regions)


def measure_after_change(region: str) -> None:
    """Queue the measuring of every region whose figures count records of this one."""
    for one in regions_that_count(day=today(), touched=region):
        measure_region.enqueue(one)


def follow_what_is_defined(values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None:
    """Tie the figures that state what was defined anew, and queue its measuring; what was measured by the same rule stays."""
    tie_what_is_defined(values, region=region, today=localdate(now))
    measurements.forget_other_units([one for one in values if isinstance(one, Indicator)], region=region)
    if region and any(isinstance(one, Indicator) and texts_of(one) for one in values):
        measure_region.enqueue(region)
