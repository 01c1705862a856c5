"""Makes the indicators that the tests of paths and statuses speak of."""

from datetime import date
from decimal import Decimal

from bole.domain.plan.definitions import (
    Baseline,
    Direction,
    Indicator,
    Names,
    NumberTarget,
    ReportedMeasure,
    Target,
)
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.plan.standing.trajectories import Observation
from bole.domain.shared.law import Source

PAPER = Source(document="某县规划", place="表1")


def target(value, *, year=2025, comparator=Comparator.AT_LEAST, yearly=False, from_year=None, goal=None):
    return Target(
        day=date(year, 12, 31),
        from_day=date(from_year, 1, 1) if from_year else None,
        yearly=yearly,
        goal=goal or NumberTarget(comparator=comparator, value=Decimal(str(value))),
        source=PAPER,
    )


def indicator(*targets, base=None, base_year=2020, kind=StockOrFlow.STOCK, direction=Direction.UP, unit="人"):
    held = Decimal(str(base)) if isinstance(base, int | float) else base
    return Indicator(
        id="one",
        name=Names(zh="人才资源总量"),
        unit=unit,
        stock_or_flow=kind,
        direction=direction,
        measure=ReportedMeasure(source="统计报表"),
        baseline=None if base is None else Baseline(day=date(base_year, 12, 31), value=held, source=PAPER),
        targets=targets,
    )


def values(**by_day):
    """Return values by ``y2023`` for the end of a year or ``d20230630`` for a day."""
    return [Observation(day=day_of(name), value=as_value(value), source="统计局") for name, value in by_day.items()]


def day_of(name):
    if name.startswith("y"):
        return date(int(name[1:]), 12, 31)
    return date.fromisoformat(f"{name[1:5]}-{name[5:7]}-{name[7:9]}")


def as_value(value):
    return Decimal(str(value)) if isinstance(value, int | float) else value
