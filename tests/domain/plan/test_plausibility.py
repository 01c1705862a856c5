"""Which numbers are refused as nonsense, and which are only pointed out."""

from datetime import date
from decimal import Decimal

import pytest

from bole.domain.plan.statistics.plausibility import explain_nonsense, find_doubts
from bole.domain.plan.statistics.reading import IndicatorName, read_statistics


def nonsense(value, *, name="人才资源总量", unit="人"):
    return explain_nonsense(Decimal(value), indicator=IndicatorName("x", name, unit))


@pytest.mark.parametrize(
    ("name", "unit", "value", "said"),
    [
        ("人才资源总量", "人", "-1", "cannot be below 0"),
        ("人才资源总量", "人", "5.5", "whole numbers"),
        ("人才资源总量", "万人", "1.45885", "whole numbers"),
        ("培训", "人次", "2.5", "whole numbers"),
        ("发明专利", "件", "-3", "cannot be below 0"),
        ("科技企业", "家", "0.5", "whole numbers"),
        ("人才发展专项资金", "万元", "-0.5", "cannot be below 0"),
        ("本科以上占比", "%", "180", "between 0 and 100"),
        ("培训覆盖率", "%", "-2", "between 0 and 100"),
    ],
)
def test_a_number_the_indicator_cannot_have_is_refused(name, unit, value, said):
    assert said in str(nonsense(value, name=name, unit=unit))


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("人才资源总量", "人", "14588"),
        ("人才资源总量", "万人", "1.4588"),
        ("人才净流入", "人", "-12"),
        ("平均每村人才数", "人", "2.5"),
        ("研发人员全时当量", "人年", "12.5"),
        ("每万人发明专利拥有量", "件", "3.7"),
        ("每万名劳动力中研发人员", "人/万名劳动力", "45.5"),
        ("人才总量五年增幅", "%", "180"),
        ("占比年均增长", "%", "-3"),
        ("目标完成率", "%", "120"),
        ("人才发展专项资金", "万元", "12.5"),
        ("占比", "%", "100"),
    ],
)
def test_a_number_that_may_be_true_is_taken(name, unit, value):
    assert nonsense(value, name=name, unit=unit) is None


def test_a_sheet_names_the_cell_of_a_nonsense_value_and_takes_the_others():
    sheet = read_statistics(
        "指标,单位,2020年,2021年,2022年\n人才资源总量,人,-1,5.5,7\n人才资源总量,万人,,,1.4588\n".encode(),
        name="a.csv",
        indicators=[IndicatorName("x", "人才资源总量", "人")],
        today=date(2024, 5, 20),
        source="县统计局",
    )

    assert [(error.row, error.column) for error in sheet.errors if "cannot be" in str(error.reason)] == [
        (2, "C"),
        (2, "D"),
    ]


def doubts(stated, *, beside=(), unit="人"):
    years = {date(year, 12, 31): Decimal(value) for year, value in stated.items()}
    known = {date(year, 12, 31): Decimal(value) for year, value in dict(beside).items()}
    return {day.year: str(reason) for day, reason in find_doubts(years, beside=known, unit=unit).items()}


def test_a_jump_of_ten_times_is_pointed_out_in_the_sheet_and_against_what_is_on_record():
    assert list(doubts({2020: 100, 2021: 1000, 2022: 1100})) == [2021]
    assert "10 times the 100 of 2020-12-31" in doubts({2021: 1000}, beside={2020: 100})[2021]
    assert list(doubts({2020: 5}, beside={2021: 100})) == [2020]
    assert list(doubts({2020: 100, 2021: 2000, 2022: 110})) == [2021]
    assert list(doubts({2020: 100, 2021: 1000, 2022: 10000})) == [2021, 2022]
    assert doubts({2020: 100, 2021: 999, 2022: 0}) == {}


def test_a_percentage_below_one_beside_larger_ones_is_pointed_out():
    said = doubts({2020: "1.5", 2021: "0.017", 2022: "1.8"}, unit="%")

    assert list(said) == [2021]
    assert "Was 1.7% meant?" in said[2021]
    assert list(doubts({2020: "0.25", 2021: "25"}, unit="%")) == [2020]
