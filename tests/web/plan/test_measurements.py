"""Counted indicators: measured from the store by day, anew only where something changed, shown in the plan."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.packs import folders
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.services import load_pack
from bole.web.plan.models import Measurement
from bole.web.plan.queries.measurements import regions_that_count, values_by_indicator
from bole.web.plan.services.measurements import measure_region, quarter_ends
from bole.web.registers.services import correct_record, write_record
from tests.web.packs.samples import PLAN, sample_files

BASE = Path(__file__).resolve().parents[3] / "packs" / "base"
REGION, TODAY = "990199", date(2026, 3, 1)
SOURCE = "source: {document: 样县人才发展规划}"
COUNTED = f"""\
- id: masters
  name: {{zh: 硕士以上人才, en: Masters}}
  unit: 人
  stock_or_flow: stock
  measure: {{form: rule, rule: 'count(person, where=degree >= "硕士")'}}
  targets: [{{day: 2028-12-31, goal: {{form: number, value: 3}}, {SOURCE}}}]
- id: prizes
  name: {{zh: 奖金, en: Prizes}}
  unit: 万元
  stock_or_flow: flow
  measure: {{form: rule, rule: 'sum(honour.prize, since=date(year, 1, 1))'}}
  targets: [{{day: 2028-12-31, from_day: 2024-01-01, goal: {{form: number, value: 100}}, {SOURCE}}}]
"""


@pytest.fixture
def counted(db, system, now):
    base = folders.checked(BASE)
    load_pack(pack=base, actor=system, now=datetime(2024, 1, 2, tzinfo=UTC))
    pack = "pack: sample\nnames: {zh: 样县, en: Sample}\nregion: '990199'\nversion: '1'\nfrom_day: 2024-01-01\nbase: {pack: base}\n"
    files = sample_files(indicators=COUNTED, pack=pack, plan=PLAN)
    load_pack(pack=check_pack(files, layout=LAYOUT, beside=[base]), actor=system, now=now)


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
    assert list(found) == [*quarter_ends(date(2023, 12, 31), through=date(2025, 12, 31)), TODAY]
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

    assert again == 4  # both indicators on the two days since November
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
