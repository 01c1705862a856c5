from datetime import date
from decimal import Decimal

import pytest

from bole.domain.plan.definitions import Baseline, Indicator, Names, NumberTarget, RangeTarget, ReportedMeasure, Target
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.rescaling import in_unit
from bole.domain.shared.law import Source

HERE = Source(document="安河县规划", place="二")


def indicator(goal, *, unit="人"):
    return Indicator(
        id="talent_total",
        name=Names(zh="人才总量"),
        unit=unit,
        stock_or_flow=StockOrFlow.STOCK,
        measure=ReportedMeasure(source="县人社局"),
        baseline=Baseline(day=date(2020, 12, 31), value=Decimal(20000), source=HERE),
        targets=(Target(day=date(2025, 12, 31), goal=goal, source=HERE),),
    )


def test_persons_become_tens_of_thousands_of_persons_with_all_their_values():
    found = in_unit(indicator(NumberTarget(value=Decimal(30000))), unit="万人")

    assert (found.unit, found.baseline.value, found.targets[0].goal.value) == ("万人", Decimal(2), Decimal(3))


def test_both_ends_of_a_range_are_converted():
    goal = (
        in_unit(indicator(RangeTarget(form="range", low=Decimal(10000), high=Decimal(15000))), unit="万人")
        .targets[0]
        .goal
    )

    assert (goal.low, goal.high) == (Decimal(1), Decimal("1.5"))


@pytest.mark.parametrize("unit", ["名", "家"])
def test_a_corrected_word_leaves_the_values_alone(unit):
    found = in_unit(indicator(NumberTarget(value=Decimal(30000))), unit=unit)

    assert (found.unit, found.targets[0].goal.value) == (unit, Decimal(30000))
