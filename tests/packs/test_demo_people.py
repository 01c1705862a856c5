"""The demo county's people come to what its plan and its reports say, by the rules of its own indicators."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from bole.domain.plan.measures import measure_indicators
from bole.web.packs.folders import checked
from tests.packs.made_frames import DEMO, Held, make_demo

COUNTY = "990121"
PART = 5  # a fifth of the county: the same shares, in a fifth of the time
DAYS = (date(2019, 12, 31), date(2023, 12, 31), date(2025, 12, 31), date(2026, 6, 30))
NEAR = Decimal("0.02")
STOCKS = (
    *("talent_total", "party_government", "enterprise_management", "professional_technical", "skilled"),
    *("rural_practical", "social_work", "school_staff", "certified_social_workers"),
)
FLOWS = (
    "graduates_employed",
    "returning_founders",
    "training",
    "training_in_firms",
    "new_highly_skilled",
    "skilled_farmers",
)


@pytest.fixture(scope="module")
def indicators():
    return {entry.name: entry.value for entry in checked(DEMO).of_kind("indicator")}


@pytest.fixture(scope="module")
def measured(indicators):
    held = Held(make_demo(people=20_000 // PART))
    frames = {day: held.frames_on(day) for day in DAYS}
    return {
        day: measure_indicators(indicators.values(), schema=held.schema, frames=frames[day], day=day, here=COUNTY)
        for day in DAYS
    }


@pytest.fixture(scope="module")
def reported():
    with (DEMO / "plan" / "statistics.csv").open(encoding="utf-8", newline="") as file:
        return {(row["indicator"], row["day"]): row["value"] for row in csv.DictReader(file) if row["region"] == COUNTY}


def test_most_of_the_plan_is_counted_and_the_rest_says_who_reports_it(indicators):
    forms = [one.measure.form for one in indicators.values()]

    assert (len(forms), forms.count("reported")) == (63, 14)
    assert all(one.measure.source for one in indicators.values())


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_stock_comes_near_to_what_is_reported(name, day, measured, reported):
    value, told = measured[day][name].value * PART, Decimal(reported[name, str(day)])

    # Of a fifth, what rounding a group leaves counts five times.
    assert abs(value - told) <= max(told * NEAR, 3 * PART)


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_flow_comes_near_to_what_is_reported(name, day, measured, reported):
    value, told = measured[day][name].value * PART, Decimal(reported[name, str(day)])

    assert abs(value - told) <= max(told * NEAR, PART)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_share_comes_near_to_what_is_reported(day, measured, reported):
    told = Decimal(reported["highly_skilled_share", str(day)])

    assert abs(measured[day]["highly_skilled_share"].value - told) <= told * NEAR


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_titles_in_health_come_near_to_what_is_reported(day, measured, reported):
    value, told = (
        [Decimal(part) for part in str(text).split(":")]
        for text in (measured[day]["health_titles"].value, reported["health_titles", str(day)])
    )

    assert all(abs(one - other) <= 1 for one, other in zip(value, told, strict=True))


def test_the_six_categories_add_up_to_the_total_on_every_day(measured):
    for values in measured.values():
        parts = ("party_government", "enterprise_management", "professional_technical", "skilled", "rural_practical")
        assert sum(values[name].value for name in (*parts, "social_work")) == values["talent_total"].value


def test_unknown_facts_leave_one_flow_between_two_ends(measured):
    found = measured[date(2025, 12, 31)]["graduates_employed"]

    assert found.low < found.high


def test_every_counted_indicator_can_be_told_while_the_plan_runs(measured, indicators):
    values = measured[date(2025, 12, 31)]

    assert [name for name, one in values.items() if one.value is None] == []
    assert len(values) == sum(one.measure.form != "reported" for one in indicators.values())
