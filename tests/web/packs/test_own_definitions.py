"""What a region defines itself keeps its history: later words leave alone what held before them."""

from datetime import date, timedelta

import pytest

from bole.domain.plan.definitions import Indicator
from bole.web.accounts.actors import service_actor
from bole.web.packs import queries
from bole.web.packs.own_definitions import define
from tests.web.packs.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
HOUSE = service_actor("tests")
PROMISED = date(2021, 1, 1)


def say(unit, *, today=TODAY, from_on=PROMISED):
    value = Indicator.model_validate(
        {"id": "doctors", "name": {"zh": "博士"}, "unit": unit, "stock_or_flow": "flow", "measure": {"source": "x"}}
    )
    return define(kind="indicator", value=value, region="990199", from_on=from_on, actor=HOUSE, today=today, now=NOW)


def unit_on(day):
    found = queries.definition_in_force(HOUSE, region="990199", kind="indicator", name="doctors", day=day)
    return found.value.unit


def test_the_first_words_hold_from_the_day_of_the_promise():
    say("名")

    assert unit_on(PROMISED) == "名"


def test_a_revised_plan_leaves_what_held_before_as_it_was():
    say("名", today=date(2022, 5, 1))

    say("人", today=TODAY)

    assert (unit_on(date(2023, 1, 1)), unit_on(TODAY - timedelta(days=1)), unit_on(TODAY)) == ("名", "名", "人")


def test_words_corrected_on_the_day_they_began_never_held():
    say("名", today=TODAY, from_on=TODAY)

    say("人", today=TODAY, from_on=TODAY)

    assert unit_on(TODAY) == "人"


def test_what_was_said_before_may_be_said_again():
    say("名", today=date(2022, 5, 1))
    say("人", today=date(2024, 5, 1))

    say("名", today=TODAY)

    assert [unit_on(day) for day in (date(2022, 5, 1), date(2024, 5, 1), TODAY)] == ["名", "人", "名"]


def test_the_same_words_again_change_nothing():
    assert say("名") == say("名", today=date(2027, 1, 1), from_on=date(2027, 1, 1))
