"""Counted indicators: measured from the store by day, anew only where something changed, shown in the plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from django.utils import translation

from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.plan.models import Measurement, Observation
from bole.web.plan.queries.counted import Asked, counted_page
from bole.web.plan.queries.measurements import regions_that_count, values_by_indicator
from bole.web.plan.queries.of_record import figures_of_record
from bole.web.plan.services.measurements import measure_region, quarter_ends
from bole.web.registers.counted import DaysAsked, count_visible
from bole.web.registers.services import correct_record, write_record
from bole.web.registers.tables import store_on
from tests.web.factories import actor_for, make_user
from tests.web.plan.counted_pack import load_counted

REGION, TODAY = "990199", date(2026, 3, 1)


@pytest.fixture
def counted(db, system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)


@pytest.fixture
def write(counted, system, now):
    moments = iter(now + timedelta(minutes=minute) for minute in range(1, 100))

    def written(register, values, *, on, record=None):
        return write_record(
            register=register, values=values, actor=system, region=REGION, from_on=on, source="县人社局", now=next(moments), record=record
        ).record  # fmt: skip

    return written


def values(indicator, *, day=None):
    found = values_by_indicator(REGION)[indicator]
    return {one.day: one.value for one in found if day is None or one.day == day}


def test_a_stock_is_measured_as_it_stood_on_each_quarters_end_and_today(write, now):
    person = write("person", {"degree": "学士"}, on=date(2024, 2, 1))
    write("person", {"degree": "硕士"}, on=date(2025, 5, 1), record=person)
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))

    found = values("masters")
    assert list(found) == [*quarter_ends(date(2024, 3, 31), through=date(2025, 12, 31)), TODAY]
    assert (found[date(2025, 3, 31)], found[date(2025, 6, 30)], found[TODAY]) == (0, 1, 1)


def test_a_flow_is_measured_from_the_first_day_of_each_year(write, now):
    person = write("person", {"degree": "博士"}, on=date(2024, 2, 1))
    for day, prize in ((date(2024, 5, 1), "50000"), (date(2024, 11, 1), "20000"), (date(2025, 2, 1), "5000")):
        write("honour", {"person": str(person), "name": "能手", "granted_on": day.isoformat(), "prize": prize}, on=day)
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))

    found = values("prizes")
    assert (found[date(2024, 6, 30)], found[date(2024, 12, 31)], found[date(2025, 3, 31)]) == (5, 7, 0.5)
    assert found[TODAY] == 0


def test_only_what_a_change_touches_is_measured_again(write, system, now):
    person = write("person", {"degree": "学士"}, on=date(2024, 2, 1))
    first = now + timedelta(days=1)
    assert measure_region(region=REGION, today=TODAY, now=first) > 0
    assert measure_region(region=REGION, today=TODAY, now=first + timedelta(hours=1)) == 0

    write_record(
        register="person", values={"degree": "硕士"}, record=person, actor=system, region=REGION,
        from_on=date(2025, 11, 1), source="县人社局", now=first + timedelta(hours=2),
    )  # fmt: skip
    again = measure_region(region=REGION, today=TODAY, now=first + timedelta(hours=3))

    assert again == 2  # on the two days since November; no prize was ever written, so that none is counted
    assert values("masters", day=TODAY) == {TODAY: 1}
    correct_record(
        register="person", record=person, values={"degree": "无学位"}, day=TODAY, actor=system,
        source="县人社局", now=first + timedelta(hours=4),
    )  # fmt: skip
    measure_region(region=REGION, today=TODAY, now=first + timedelta(hours=5))
    assert values("masters", day=TODAY) == {TODAY: 0}


def test_a_missing_fact_widens_the_figure_and_what_is_sure_counts(write, now):
    write("person", {"degree": "硕士"}, on=date(2024, 2, 1))
    write("person", {"gender": "女性"}, on=date(2024, 2, 1))
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))

    row = Measurement.objects.get(indicator="masters", day=TODAY)
    assert (row.low, row.high, row.value) == (1, 2, 1)


def test_a_change_in_a_town_or_county_touches_the_figures_of_all_regions_above(counted):
    assert regions_that_count(day=TODAY, touched="990199101") == [REGION]
    assert regions_that_count(day=TODAY, touched="990200") == []


def test_yesterdays_value_makes_way_for_todays(write, now):
    write("person", {"degree": "硕士"}, on=date(2024, 2, 1))
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))
    measure_region(region=REGION, today=TODAY + timedelta(days=1), now=now + timedelta(days=2))

    assert TODAY not in values("masters")
    assert date(2025, 12, 31) in values("masters")


@pytest.fixture
def measured_people(write, now):
    """Three masters, one of them in a town, and one person whose degree nobody wrote down."""
    for degree in ("硕士", "博士", "硕士", None):
        write("person", {"degree": degree} if degree else {"gender": "女性"}, on=date(2024, 2, 1))
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))


def page_for(actor, **asked):
    days = DaysAsked(TODAY, TODAY)
    with translation.override("zh-hans"):
        return counted_page(actor, region=REGION, name="masters", days=days, asked=Asked(**asked))


def test_a_figure_opens_down_to_its_records(measured_people, system):
    page = page_for(system)

    assert (page.chosen.sure, page.chosen.visible, page.chosen.possible) == (3, 3, 1)
    assert len(page.records.rows) == 3
    assert page.records.columns[0].label == "学位"
    assert len(page_for(system, is_doubtful=True).records.rows) == 1
    assert [(one.fact, one.many) for one in page.chosen.lacking] == [("学位", 1)]


def test_who_may_see_some_of_the_records_is_told_how_many_there_are(measured_people, write):
    town = actor_for(make_user("town", role=Role.OFFICE, region="990199101"))
    wider = Actor(town.user_id, town.name, (*town.grants, Grant(Role.TALENT, REGION)))
    with pytest.raises(Http404):
        page_for(town)  # a figure of the county is not a town's to open

    assert count_visible_as(wider) == (3, 0)


def count_visible_as(actor):
    store = store_on(TODAY)
    tables = store.of("person")
    sure = [str(one) for one in tables.records._default_manager.values_list("id", flat=True)][:3]
    return len(sure), count_visible(actor, store, tables, sure, region=REGION, days=DaysAsked(TODAY, TODAY))


def test_what_was_reported_before_the_first_count_stays_and_later_reports_count_no_more(measured_people, now):
    for day, value in ((date(2022, 12, 31), 1), (date(2025, 12, 31), 99)):
        Observation.objects.create(
            region=REGION, indicator="masters", day=day, value=value, unit="人", source="年报", recorded_at=now, recorded_by="x"
        )  # fmt: skip
    found = values("masters")

    assert found[date(2022, 12, 31)] == 1
    assert found[date(2025, 12, 31)] == 3


def figures_of(actor, register, record, *, subject=None):
    return figures_of_record(
        actor, register=register, record=record, subject=subject, region="990199101", day=TODAY, today=TODAY
    )


def test_a_persons_page_says_in_which_figures_they_count_and_how_often(write, system):
    person = write("person", {"degree": "博士"}, on=date(2024, 2, 1))
    for day in ("2026-01-05", "2026-02-05"):
        honour = write("honour", {"person": str(person), "granted_on": day, "prize": "100"}, on=TODAY)

    assert [(one.indicator, one.sure) for one in figures_of(system, "person", person)] == [
        ("masters", 1),
        ("prizes", 2),
    ]
    assert [(one.indicator, one.sure) for one in figures_of(system, "honour", honour, subject=person)] == [
        ("prizes", 1)
    ]


def test_a_record_without_the_fact_counts_possibly_and_an_organisation_counts_in_none(write, system):
    person = write("person", {"gender": "女性"}, on=date(2024, 2, 1))
    works = write("organisation", {"name": "虚构厂", "credit_code": "91990101TEST000001"}, on=date(2024, 2, 1))

    assert [(one.sure, one.possible) for one in figures_of(system, "person", person)] == [(0, 1)]
    assert figures_of(system, "organisation", works) == ()


def test_a_register_in_which_nothing_was_ever_written_makes_no_zero_and_reports_go_on_counting(write, now):
    write("person", {"degree": "硕士"}, on=date(2025, 2, 1))
    Observation.objects.create(
        region=REGION, indicator="prizes", day=date(2025, 12, 31), value=8, unit="万元", source="年报", recorded_at=now, recorded_by="x"
    )  # fmt: skip
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))

    assert values("prizes") == {date(2025, 12, 31): 8}
    assert min(values("masters")) == date(2025, 3, 31)  # the first end of a quarter since anybody was on record


def test_a_figure_begins_with_the_first_record_and_is_gone_where_that_is_no_longer_known(write, system, now):
    person = write("person", {"degree": "硕士"}, on=date(2025, 2, 1))
    honour = write("honour", {"person": str(person), "granted_on": "2025-06-01", "prize": "100"}, on=TODAY)
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=1))
    assert min(values("prizes")) == date(2025, 6, 30)

    correct_record(
        register="honour", record=honour, values={"granted_on": "2026-02-01"}, day=date(2025, 6, 1), actor=system,
        source="县人社局", now=now + timedelta(days=2),
    )  # fmt: skip
    measure_region(region=REGION, today=TODAY, now=now + timedelta(days=3))

    assert min(values("prizes")) == TODAY
