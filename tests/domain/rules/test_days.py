from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.domain.rules.days import elapsed, latest_start, months_of_union, shift
from bole.domain.rules.schema import OPEN_END, LeapBirthday
from bole.domain.rules.tree import Unit

ANY_DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("end", "leap", "years"),
    [
        pytest.param(date(2025, 2, 28), LeapBirthday.AFTER, 24, id="the day before, where March counts"),
        pytest.param(date(2025, 3, 1), LeapBirthday.AFTER, 25, id="the first of March"),
        pytest.param(date(2025, 2, 28), LeapBirthday.BEFORE, 25, id="the last of February, where the pack says so"),
        pytest.param(date(2028, 2, 28), LeapBirthday.BEFORE, 27, id="not in a leap year"),
        pytest.param(date(2028, 2, 29), LeapBirthday.BEFORE, 28, id="the day itself"),
    ],
)
def test_a_birthday_on_29_february_falls_where_the_pack_says(end, leap, years):
    assert elapsed(Unit.YEARS, date(2000, 2, 29), end, leap=leap) == years


@given(
    start=ANY_DAY,
    end=ANY_DAY,
    amount=st.integers(0, 60),
    leap=st.sampled_from(LeapBirthday),
    unit=st.sampled_from([Unit.YEARS, Unit.MONTHS]),
)
def test_the_latest_start_is_the_border_between_enough_and_too_little(start, end, amount, leap, unit):
    border = latest_start(unit, end, amount, leap=leap)
    assert (elapsed(unit, start, end, leap=leap) >= amount) is (start <= border)


def test_nothing_moves_beyond_the_open_end():
    assert shift(Unit.YEARS, OPEN_END, 3) == OPEN_END
    assert shift(Unit.MONTHS, date(2024, 1, 31), 1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("periods", "months"),
    [
        pytest.param([(date(2020, 1, 1), date(2021, 1, 1)), (date(2020, 6, 1), date(2021, 1, 1))], 12, id="shared months count once"),
        pytest.param([(date(2020, 1, 15), date(2020, 7, 15)), (date(2020, 7, 15), date(2021, 1, 15))], 12, id="touching periods run on"),
        pytest.param([(date(2020, 1, 1), date(2020, 2, 15)), (date(2021, 1, 1), date(2021, 2, 15))], 2, id="a gap ends a run of months"),
        pytest.param([(date(2020, 1, 1), date(2020, 1, 1)), (date(2021, 2, 1), date(2021, 1, 1))], 0, id="empty and reversed periods count nothing"),
    ],
)  # fmt: skip
def test_months_are_those_of_united_periods(periods, months):
    assert months_of_union(periods) == months
