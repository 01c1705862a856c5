from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.plan.promises import indicator, target, values

from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.standing.trajectories import Observation, accumulate, expected_on, expected_path, stretch_to

FLOW = StockOrFlow.FLOW


def expected(what, day, *, observed=()):
    return expected_on(stretch_to(what.targets[-1], indicator=what, observations=observed), indicator=what, day=day)


@pytest.mark.parametrize(
    ("what", "day", "value"),
    [
        pytest.param(indicator(target(200), base=100), date(2020, 12, 31), 100, id="a level begins at its base"),
        pytest.param(indicator(target(200), base=100), date(2025, 12, 31), 200, id="and ends at its target"),
        pytest.param(indicator(target(200), base=100), date(2019, 1, 1), 100, id="before the base it is the base"),
        pytest.param(
            indicator(target(100, from_year=2021), kind=FLOW),
            date(2021, 12, 31),
            20,
            id="a delivery has a fifth after a fifth",
        ),
        pytest.param(
            indicator(target(100, from_year=2021), kind=FLOW), date(2025, 12, 31), 100, id="and all at the end"
        ),
        pytest.param(
            indicator(target(60, from_year=2021, yearly=True), kind=FLOW),
            date(2023, 6, 30),
            Decimal("29.75"),
            id="a yearly delivery begins anew in January",
        ),
        pytest.param(
            indicator(target(7, from_year=2021, yearly=True), kind=StockOrFlow.RATE),
            date(2023, 6, 30),
            7,
            id="a yearly rate is the same all year",
        ),
    ],
)
def test_the_path_on_a_day(what, day, value):
    assert expected(what, day) == pytest.approx(value, abs=Decimal("0.02"))


def test_a_path_runs_from_target_to_target():
    what = indicator(target(200), target(300, year=2035), base=100)

    assert [(point.day.year, point.value) for point in expected_path(what)] == [(2020, 100), (2025, 200), (2035, 300)]
    assert expected(what, date(2030, 12, 31)) == pytest.approx(Decimal(250), abs=Decimal("0.1"))


def test_without_a_base_there_is_no_path():
    assert expected(indicator(target(200)), date(2023, 1, 1)) is None


def test_a_delivery_adds_the_last_value_of_each_year_and_names_the_missing():
    points, missing = accumulate(
        values(y2021=10, d20230630=4, y2023=9, y2024=5), from_day=date(2021, 1, 1), through=date(2025, 12, 31)
    )

    assert [point.value for point in points] == [10, 14, 19, 24]
    assert missing == (2022,)


@given(
    base=st.decimals(-100, 100, places=1),
    final=st.decimals(-100, 100, places=1),
    days=st.lists(st.dates(date(2020, 12, 31), date(2025, 12, 31)), min_size=2, max_size=5),
)
def test_a_path_never_turns_back(base, final, days):
    what = indicator(target(final), base=base)
    path = [expected(what, day) for day in sorted(days)]

    assert path == sorted(path, reverse=final < base)
    assert all(min(base, final) <= value <= max(base, final) for value in path)


def test_values_of_another_form_do_not_gather():
    points, _ = accumulate(
        [Observation(date(2022, 12, 31), "第三类")], from_day=date(2021, 1, 1), through=date(2025, 12, 31)
    )
    assert points == ()


def test_a_first_value_that_meets_the_goal_is_not_expected_to_fall_to_it():
    """Without a base of the plan, 1,200 reported for 不少于200: by hand, 200 is wanted on every day."""
    what = indicator(target(200))
    observed = values(y2021=1200, y2022=1300)

    assert expected(what, date(2023, 6, 30), observed=observed) == 200
    assert [(point.day.year, point.value) for point in expected_path(what, observations=observed)] == [
        (2021, 200),
        (2025, 200),
    ]


def test_a_first_value_short_of_the_goal_opens_the_path():
    observed = values(y2021=100, y2022=120)

    assert [point.value for point in expected_path(indicator(target(200)), observations=observed)] == [100, 200]
