from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.plan.promises import indicator, target, values

from bole.domain.plan.definitions import (
    ClassTarget,
    Direction,
    DirectionTarget,
    RangeTarget,
    SeriesTarget,
    ToleranceTarget,
    VectorTarget,
)
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.plan.standing.status import Status, judge_status
from bole.domain.plan.standing.trajectories import Observation

R, A, O, B, X, U = Status.REACHED, Status.AHEAD, Status.ON_TRACK, Status.BEHIND, Status.AT_RISK, Status.UNKNOWN  # noqa: E741
RATE, FLOW = StockOrFlow.RATE, StockOrFlow.FLOW


def status_of(what, observed, *, day=date(2025, 3, 1), **terms):
    return judge_status(indicator=what, observations=observed, day=day, **terms).status


STOCK = indicator(target(200), base=100)


@pytest.mark.parametrize(
    ("observed", "status"),
    [
        pytest.param({"y2022": 200}, R, id="the target itself reaches it, however early"),
        pytest.param({"y2022": 150}, A, id="half the way after two of five years is ahead"),
        pytest.param({"y2022": 149.9}, O, id="a little less than a tenth of the way more is on track"),
        pytest.param({"y2022": 140}, O, id="on the path is on track"),
        pytest.param({"y2022": 136}, O, id="a little behind the path is still on track"),
        pytest.param({"y2022": 134}, B, id="more than a twentieth of the way short is behind"),
        pytest.param({"y2022": 111}, B, id="one and a half times the pace may still be kept"),
        pytest.param({"y2022": 109}, X, id="more than one and a half times the pace is rarely kept"),
        pytest.param({"y2021": 90}, B, id="a fall in the first year can still be made up"),
        pytest.param({"y2024": 160}, X, id="the same distance late in the plan is at risk"),
        pytest.param({"y2025": 199}, X, id="short on the target day is missed"),
        pytest.param({"y2025": 200}, R, id="met on the target day is reached"),
        pytest.param({}, U, id="no value is unknown, not zero"),
        pytest.param({"y2022": 200, "y2023": 120}, X, id="the newest value counts, not the best"),
    ],
)
def test_a_level_is_judged_against_its_path(observed, status):
    assert status_of(STOCK, values(**observed), day=date(2026, 3, 1)) == status


def test_the_standing_carries_the_numbers_it_rests_on():
    standing = judge_status(indicator=STOCK, observations=values(y2022=130), day=date(2023, 5, 1))

    assert standing.actual == 130
    assert round(standing.expected) == 140
    assert round(standing.gap) == -10
    assert round(standing.done, 2) == Decimal("0.30")
    assert round(standing.share_of_time, 2) == Decimal("0.40")
    assert round(standing.needed_pace, 1) == Decimal("23.3")
    assert standing.observation.day == date(2022, 12, 31)
    assert any("23.3" in str(reason) for reason in standing.reasons)


def test_a_value_is_compared_with_the_path_of_its_own_day():
    today, later = (
        judge_status(indicator=STOCK, observations=values(y2022=140), day=day)
        for day in (date(2023, 1, 5), date(2024, 5, 1))
    )

    assert (today.status, later.status) == (O, O)
    assert today.expected == later.expected


def test_a_value_of_tomorrow_is_not_known_today():
    assert status_of(STOCK, values(y2023=200), day=date(2023, 6, 1)) == U


@pytest.mark.parametrize(
    ("observed", "day", "stale"),
    [
        pytest.param(
            {"y2022": 140}, date(2024, 7, 1), False, id="18 months is how long yearly statistics stay the newest"
        ),
        pytest.param({"y2022": 140}, date(2024, 7, 10), True, id="older than that is old"),
        pytest.param({"y2025": 200}, date(2029, 1, 1), False, id="the value of the target day settles it for ever"),
    ],
)
def test_an_old_value_is_called_old(observed, day, stale):
    assert judge_status(indicator=STOCK, observations=values(**observed), day=day).is_stale is stale


def test_a_passed_target_day_without_its_value_is_said():
    standing = judge_status(indicator=STOCK, observations=values(y2024=180), day=date(2026, 5, 1))

    assert standing.status == O
    assert any("no value of that day" in str(reason) for reason in standing.reasons)


@pytest.mark.parametrize(
    ("what", "observed", "status"),
    [
        pytest.param(indicator(target(50), base=0), {"y2022": 20}, O, id="a base of zero is a base"),
        pytest.param(indicator(target(5), base=-5), {"y2022": -1}, O, id="a path may cross zero"),
        pytest.param(indicator(target(5), base=-5), {"y2022": -4.5}, X, id="and be missed below it"),
        pytest.param(indicator(target(0), base=10, direction=Direction.DOWN), {"y2022": 6}, O, id="down to nothing"),
        pytest.param(
            indicator(target(5, comparator=Comparator.AT_MOST), base=10),
            {"y2022": 8},
            O,
            id="a cap is approached from above",
        ),
        pytest.param(
            indicator(target(5, comparator=Comparator.AT_MOST), base=10), {"y2022": 10.5}, X, id="and moved away from"
        ),
        pytest.param(indicator(target(100), base=100), {"y2022": 100}, O, id="a level to be held is held"),
        pytest.param(indicator(target(100), base=100), {"y2025": 100}, R, id="held to the end is reached"),
        pytest.param(indicator(target(100), base=100), {"y2022": 97}, B, id="a twentieth short is behind"),
        pytest.param(indicator(target(100), base=100), {"y2022": 90}, X, id="more is at risk"),
        pytest.param(indicator(target(90), base=100), {"y2022": 95}, O, id="a target below the base allows a decline"),
        pytest.param(indicator(target(100)), {"y2022": 60}, U, id="no base and one value draw no path"),
        pytest.param(indicator(target(100)), {"y2022": 100}, R, id="but a met target needs no path"),
        pytest.param(
            indicator(target(100)), {"y2021": 50, "y2023": 76}, O, id="without a base the first value opens the path"
        ),
        pytest.param(
            indicator(target(0.65, comparator=Comparator.ABOUT), base=0.63),
            {"y2025": 0.62},
            R,
            id="about is met within a twentieth",
        ),
        pytest.param(
            indicator(target(10, comparator=Comparator.MORE), base=5),
            {"y2025": 10},
            X,
            id="more than ten is not met by ten",
        ),
        pytest.param(
            indicator(target(30), base=20, kind=RATE, unit="%"), {"y2022": 24}, O, id="a share moves like a level"
        ),
    ],
)
def test_bases_signs_and_comparators(what, observed, status):
    assert status_of(what, values(**observed), day=date(2026, 3, 1)) == status


TWO = indicator(target(200), target(300, year=2035), base=100)


def test_each_of_several_targets_has_its_own_standing():
    near, far = TWO.targets
    observed = values(y2025=190, y2027=230)

    assert status_of(TWO, observed, target=near, day=date(2028, 3, 1)) == X
    assert status_of(TWO, observed, target=far, day=date(2028, 3, 1)) == A


def test_the_next_target_is_the_one_that_counts_by_default():
    standing = judge_status(indicator=TWO, observations=values(y2026=210), day=date(2027, 3, 1))

    assert (standing.target.day.year, standing.status) == (2035, O)


def test_a_later_value_speaks_for_a_target_day_that_has_none():
    assert status_of(STOCK, values(y2022=140, y2026=205), day=date(2027, 3, 1), target=STOCK.targets[0]) == R


FLOWING = indicator(target(100, from_year=2021), kind=FLOW)


@pytest.mark.parametrize(
    ("observed", "status"),
    [
        pytest.param({"y2021": 20, "y2022": 20}, O, id="two fifths after two of five years"),
        pytest.param({"y2021": 40, "y2022": 20}, A, id="years add up, a good one covers a lean one"),
        pytest.param({"y2021": 10, "y2022": 18}, B, id="28 after two years is behind"),
        pytest.param({"y2021": 5, "y2022": 4}, X, id="9 after two years is at risk"),
        pytest.param({"y2021": 60, "y2022": 45}, R, id="delivered before its time"),
        pytest.param({"y2021": 20, "d20220630": 10}, O, id="half a year counts half"),
        pytest.param({"y2021": 20, "d20220630": 10, "y2022": 20}, O, id="a value of June is part of the year's"),
        pytest.param({"y2022": 20}, U, id="a missing year is not taken as nothing"),
        pytest.param({"y2022": 45}, O, id="unless what is known suffices"),
        pytest.param({"y2020": 90}, U, id="what was before the period does not count"),
        pytest.param({f"y{year}": 19 for year in range(2021, 2026)}, X, id="95 at the end is missed"),
    ],
)
def test_a_delivery_gathers_over_its_period(observed, status):
    assert status_of(FLOWING, values(**observed), day=date(2026, 3, 1)) == status


def test_a_limit_is_used_up_with_time():
    spent = indicator(target(100, from_year=2021, comparator=Comparator.AT_MOST), kind=FLOW)

    assert status_of(spent, values(y2021=15, y2022=20)) == O
    assert status_of(spent, values(y2021=30, y2022=30)) == B
    assert status_of(spent, values(y2021=60, y2022=50)) == X


def test_a_delivery_without_a_period_cannot_be_told():
    assert status_of(indicator(target(100), kind=FLOW), values(y2022=40)) == U


YEARLY = indicator(target(100, from_year=2021, yearly=True), kind=FLOW)


@pytest.mark.parametrize(
    ("observed", "status"),
    [
        pytest.param({"y2022": 100}, O, id="kept this year, more years to come"),
        pytest.param({"y2022": 120}, A, id="more than kept"),
        pytest.param({"y2022": 80}, B, id="a fifth short in a year"),
        pytest.param({"y2022": 60}, X, id="far short in a year"),
        pytest.param({"d20220630": 50}, O, id="half by midsummer"),
        pytest.param({"d20220930": 20}, X, id="a fifth by autumn"),
        pytest.param({"y2025": 100}, R, id="kept in the last year"),
        pytest.param({"y2021": 50, "y2022": 100}, O, id="an earlier failure is told, not counted"),
    ],
)
def test_a_yearly_promise_begins_anew_each_year(observed, status):
    assert status_of(YEARLY, values(**observed), day=date(2026, 3, 1)) == status


def test_years_that_failed_are_named():
    standing = judge_status(indicator=YEARLY, observations=values(y2021=50, y2022=100), day=date(2023, 3, 1))

    assert any("2021" in str(reason) and "not met" in str(reason) for reason in standing.reasons)


CLASSES = ClassTarget(form="class", scale=("第四类", "第三类", "第二类"), value="第三类")
SHARES = VectorTarget(
    form="vector", parts=("一", "二", "三"), shares=(Decimal(15), Decimal(35), Decimal(50)), tolerance=Decimal(1)
)


@pytest.mark.parametrize(
    ("goal", "base", "value", "year", "status"),
    [
        pytest.param(CLASSES, "第四类", "第四类", 2023, O, id="a class moves in steps: none is due yet"),
        pytest.param(CLASSES, "第四类", "第三类", 2023, R, id="the step is made"),
        pytest.param(CLASSES, "第四类", "第二类", 2023, R, id="a better class too"),
        pytest.param(CLASSES, "第四类", "第四类", 2025, X, id="the step is missing at the end"),
        pytest.param(CLASSES, "第四类", "甲类", 2023, U, id="a class outside the scale cannot be compared"),
        pytest.param(SHARES, "25:35:40", "15:36:49", 2023, R, id="shares within their tolerance"),
        pytest.param(SHARES, "25:35:40", "19：35：46", 2023, O, id="shares on the way"),
        pytest.param(SHARES, "25:35:40", "25:35:40", 2024, X, id="shares that have not moved"),
        pytest.param(SHARES, "25:35:40", "50:50", 2023, U, id="shares of other parts cannot be compared"),
        pytest.param(
            RangeTarget(form="range", low=Decimal(15), high=Decimal(20)), 10, 17, 2023, R, id="inside the range"
        ),
        pytest.param(
            RangeTarget(form="range", low=Decimal(15), high=Decimal(20)), 10, 13, 2023, O, id="on the way into it"
        ),
        pytest.param(DirectionTarget(form="direction", direction="up"), 10, 11, 2023, O, id="growing"),
        pytest.param(DirectionTarget(form="direction", direction="up"), 10, 11, 2025, R, id="has grown"),
        pytest.param(
            DirectionTarget(form="direction", direction="up"), 10, 10, 2023, B, id="standing still is not growing"
        ),
        pytest.param(
            DirectionTarget(form="direction", direction="up"), 10, 8, 2023, X, id="falling instead of growing"
        ),
        pytest.param(
            ToleranceTarget(form="tolerance", plus=Decimal(2), minus=Decimal(1)),
            10,
            11,
            2023,
            O,
            id="within the tolerance",
        ),
        pytest.param(
            ToleranceTarget(form="tolerance", plus=Decimal(2), minus=Decimal(1)), 10, 8, 2023, X, id="below it"
        ),
    ],
)
def test_other_forms_of_a_goal(goal, base, value, year, status):
    what = indicator(target(0, goal=goal), base=base, direction=Direction.UP)
    assert status_of(what, values(**{f"y{year}": value}), day=date(2026, 3, 1)) == status


AVERAGE = indicator(target(0, goal=SeriesTarget(form="series", comparator=Comparator.MORE, indicator="city")), base=10)


@pytest.mark.parametrize(
    ("own", "city", "status"),
    [
        pytest.param({"y2023": 12}, {"y2023": 11}, O, id="above the city"),
        pytest.param({"y2023": 11}, {"y2023": 11.2}, B, id="a little below"),
        pytest.param({"y2023": 8}, {"y2023": 11}, X, id="far below"),
        pytest.param({"y2022": 12, "y2023": 12}, {"y2022": 11}, O, id="compared in the newest year that both have"),
        pytest.param({"y2023": 12}, {"y2021": 11}, U, id="never with another year"),
        pytest.param({"y2025": 12}, {"y2025": 11}, R, id="above at the end"),
    ],
)
def test_against_another_series(own, city, status):
    assert status_of(AVERAGE, values(**own), others={"city": values(**city)}, day=date(2026, 3, 1)) == status


ORDER = {U: None, X: 0, B: 1, O: 2, A: 3, R: 4}
numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
days = st.dates(min_value=date(2021, 1, 2), max_value=date(2025, 12, 31))


@given(base=numbers, final=numbers, worse=numbers, better=numbers, day=days, kind=st.sampled_from(["stock", "rate"]))
def test_a_better_value_never_has_a_worse_status(base, final, worse, better, day, kind):
    worse, better = sorted((worse, better))
    what = indicator(target(final), base=base, kind=StockOrFlow(kind))

    found = [status_of(what, [Observation(day, value)], day=day) for value in (worse, better)]

    assert ORDER[found[0]] <= ORDER[found[1]]


@given(final=st.integers(1, 500), worse=st.integers(0, 600), better=st.integers(0, 600), day=days, yearly=st.booleans())
def test_a_larger_delivery_never_has_a_worse_status(final, worse, better, day, yearly):
    worse, better = sorted((worse, better))
    what = indicator(target(final, from_year=day.year, yearly=yearly), kind=FLOW)

    found = [status_of(what, [Observation(day, Decimal(value))], day=day) for value in (worse, better)]

    assert ORDER[found[0]] <= ORDER[found[1]]


@given(base=numbers, final=numbers, value=numbers, day=days, scale=st.sampled_from([1, 10, 10_000]))
def test_the_unit_never_changes_the_status(base, final, value, day, scale):
    small, large = indicator(target(final), base=base), indicator(target(final * scale), base=base * scale)

    assert status_of(small, [Observation(day, value)], day=day) == status_of(
        large, [Observation(day, value * scale)], day=day
    )


@given(day=days, value=numbers, later=st.integers(0, 500))
def test_time_alone_never_makes_a_standing_better(day, value, later):
    found = [
        status_of(STOCK, [Observation(on, value)], day=on)
        for on in (day, min(day + timedelta(days=later), date(2025, 12, 31)))
    ]

    assert ORDER[found[1]] <= ORDER[found[0]]


GROWING = indicator(
    target(0, goal=DirectionTarget(form="direction", direction="up"), yearly=True, from_year=2021),
    base=10,
    kind=FLOW,
)
SHRINKING = indicator(
    target(0, goal=DirectionTarget(form="direction", direction="down"), yearly=True, from_year=2021),
    base=10,
    kind=FLOW,
)


@pytest.mark.parametrize(
    ("what", "day", "value", "status"),
    [
        pytest.param(GROWING, date(2022, 12, 31), 12, O, id="more than the base keeps the promise to grow"),
        pytest.param(
            GROWING, date(2022, 12, 31), 9, B, id="a little less than the base at the end of a year falls short"
        ),
        pytest.param(GROWING, date(2022, 12, 31), 6, X, id="much less than the base at the end of a year breaks it"),
        pytest.param(GROWING, date(2022, 6, 30), 9, U, id="half a year cannot be held against a whole one"),
        pytest.param(SHRINKING, date(2022, 6, 30), 81, X, id="half a year that is above the base has broken it"),
        pytest.param(SHRINKING, date(2022, 6, 30), 4, O, id="half a year below the base keeps it so far"),
    ],
)
def test_a_direction_of_each_year_has_no_way_of_which_a_part_is_done(what, day, value, status):
    standing = judge_status(indicator=what, observations=[Observation(day, Decimal(value))], day=date(2023, 2, 1))

    assert standing.status == status
    assert standing.done is None
    assert "% of the way" not in " ".join(map(str, standing.reasons))


def test_a_delivery_without_an_expected_number_is_told_without_one():
    what = indicator(target(0, goal=RangeTarget(form="range", low=5, high=10), from_year=2021), kind=FLOW)
    standing = judge_status(indicator=what, observations=values(y2021=2), day=date(2022, 3, 1))

    assert standing.expected is None
    assert str(standing.reasons[0]).endswith("were delivered.")


@pytest.mark.parametrize(
    ("observed", "is_past_due"),
    [
        pytest.param({"y2025": 199}, True, id="short on the target day itself"),
        pytest.param({"y2025": 200}, False, id="met on the target day"),
        pytest.param({"y2023": 110}, False, id="short before it: whether it was met is not known"),
        pytest.param({}, False, id="nothing reported"),
    ],
)
def test_a_target_is_missed_when_its_own_day_falls_short(observed, is_past_due):
    standing = judge_status(indicator=STOCK, observations=values(**observed), day=date(2026, 3, 1))

    assert standing.is_past_due is is_past_due
