from datetime import date
from decimal import Decimal

import pytest

from bole.domain.plan.standing.parts import compare_with_parts, gathered_parts
from bole.domain.plan.standing.trajectories import Observation

DAY = date(2023, 12, 31)


def at(value, day=DAY):
    return Observation(day, Decimal(value))


@pytest.mark.parametrize(
    ("parts", "gap", "missing", "says"),
    [
        pytest.param({"东": at(40), "西": at(60)}, 0, (), "add up", id="parts that add up"),
        pytest.param({"东": at(40), "西": at(55)}, 5, (), "5 less", id="parts that fall short say by how much"),
        pytest.param({"东": at(40), "西": at(70)}, -10, (), "10 more", id="parts that come to more too"),
        pytest.param(
            {"东": at(40), "西": None},
            60,
            ("西",),
            "no value of that day from: 西",
            id="a part without a value is named, not zero",
        ),
        pytest.param(
            {"东": at(40), "西": at(60, date(2022, 12, 31))},
            60,
            ("西",),
            "西",
            id="a value of another day is not one of this day",
        ),
    ],
)
def test_parts_are_held_against_their_total(parts, gap, missing, says):
    found = compare_with_parts(total=at(100), parts=parts, unit="人")

    assert (found.gap, found.missing) == (gap, missing)
    assert says in str(found.reason)
    assert found.adds_up is (gap == 0 and not missing)


def test_rounding_is_no_gap():
    found = compare_with_parts(
        total=at("10.1"), parts={"东": at("5.04"), "西": at("5.03")}, unit="万人", tolerance=Decimal("0.05")
    )
    assert found.adds_up


def test_a_class_has_no_parts():
    assert compare_with_parts(total=Observation(DAY, "第三类"), parts={"东": at(1)}, unit="类") is None


def test_parts_none_of_which_reported_come_to_no_sum():
    found = compare_with_parts(total=at(100), parts={"东": None, "西": None}, unit="人")

    assert str(found.reason) == "No part has reported a value of that day."
    assert found.missing == ("东", "西")


def years(**values):
    return [Observation(date(int(year[1:]), 12, 31), Decimal(value)) for year, value in values.items()]


PERIOD = {"from_day": date(2021, 1, 1), "through": date(2025, 12, 31)}


def test_what_a_delivery_gathered_is_held_against_what_its_parts_gathered():
    parts = {"东": years(y2021=5, y2022=4), "西": years(y2021=10, y2022=6, y2023=9)}

    total, sums = gathered_parts(years(y2020=99, y2021=15, y2022=10), parts, **PERIOD)
    found = compare_with_parts(total=total, parts=sums, unit="个")

    assert (found.total, found.parts_total, found.adds_up) == (25, 25, True)


def test_a_part_that_reported_fewer_years_is_named_and_not_added():
    total, sums = gathered_parts(
        years(y2021=15, y2022=10), {"东": years(y2022=4), "西": years(y2021=10, y2022=6)}, **PERIOD
    )

    assert compare_with_parts(total=total, parts=sums, unit="个").missing == ("东",)


def test_a_delivery_that_reported_nothing_in_the_period_has_no_parts():
    assert gathered_parts(years(y2020=99), {"东": years(y2021=1)}, **PERIOD) is None
