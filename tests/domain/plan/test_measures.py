"""Indicators counted from registers: the value in the indicator's unit, the ends where facts are missing, the rows behind it."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from promises import indicator, target

from bole.domain.plan.counted_in import counted_in_several_parts, find_figures
from bole.domain.plan.definitions import Direction, RuleMeasure, SharesMeasure, VectorTarget
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.measure_checks import check_measure
from bole.domain.plan.measures import measure_indicators, rules_of
from bole.domain.rules.compiling import Population
from bole.domain.rules.counted_rows import find_counted_rows
from bole.domain.rules.records import AsOf, Record, gather_records
from bole.domain.rules.schema import Schema

DAY = date(2026, 6, 30)


def label(word):
    return {"zh": word, "en": word}


SCHEMA = Schema.model_validate(
    {
        "tables": [
            {
                "id": "title",
                "label": label("职称"),
                "ordered": True,
                "codes": [{"id": one, "label": label(one)} for one in ("junior", "middle", "senior")],
            }
        ],
        "registers": [
            {
                "id": "person",
                "label": label("人员"),
                "fields": [{"id": "title", "type": "code", "table": "title", "label": label("职称")}],
            },
            {
                "id": "grant",
                "label": label("资助"),
                "validity": "event",
                "happened": "paid_on",
                "most_rows": 1_000_000,
                "fields": [
                    {"id": "paid_on", "type": "date", "label": label("拨付日")},
                    {"id": "amount", "type": "money", "low": "0", "high": "1000000", "label": label("金额")},
                ],
                "links": [{"id": "person", "to": "person", "label": label("人员")}],
            },
        ],
    }
)
PEOPLE = pl.DataFrame({"id": list("abcdef"), "title": pl.Series([0, 0, 1, 2, 2, None], dtype=pl.Int16)})
GRANTS = pl.DataFrame(
    {
        "id": ["g", "h", "i"],
        "person": ["a", "a", "b"],
        "paid_on": [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30)],
        "amount": [100_000, 2_000_000, 3_050_000],
    }
)
FRAMES = {"person": PEOPLE, "grant": GRANTS}
SHARE = 'count(person, where=title >= "senior") / count(person, where=title >= "junior")'


def counted(rule, *, unit="人", kind=StockOrFlow.STOCK, direction=Direction.UP, goal=None):
    promise = indicator(target(1, goal=goal, from_year=2021), unit=unit, kind=kind, direction=direction)
    measure = (
        SharesMeasure(form="shares", rules=rule) if isinstance(rule, tuple) else RuleMeasure(form="rule", rule=rule)
    )
    return promise.model_copy(update={"measure": measure})


def measured(promise):
    return measure_indicators([promise], schema=SCHEMA, frames=FRAMES, day=DAY, here="990121")["one"]


@pytest.mark.parametrize(
    ("rule", "unit", "low", "high"),
    [
        pytest.param("count(person)", "人", "6", "6", id="heads"),
        pytest.param("count(person)", "万人", "0.0006", "0.0006", id="heads in ten thousands"),
        pytest.param('count(person, where=title >= "senior")', "人", "2", "3", id="one title is not known"),
        pytest.param("sum(grant.amount, since=date(year, 1, 1))", "万元", "5.05", "5.05", id="fen as 万元"),
        pytest.param("sum(grant.amount, since=date(year, 1, 1))", "元", "50500", "50500", id="fen as yuan"),
        pytest.param('share(person, of=title >= "senior")', "%", "33.3333", "50", id="a share as percent"),
        pytest.param(SHARE, "%", "33.3333", "60", id="a quotient of counts as percent"),
        pytest.param(
            "(count(person) - 5) / 5", "%", "20", "20", id="a growth over a number that divides evenly as percent"
        ),
        pytest.param(
            "(count(person) - 3) / 9", "%", "33.3333", "33.3333", id="a growth over another number as percent"
        ),
        pytest.param("count(grant) / count(person)", "次", "0.5", "0.5", id="a quotient that is no share stays one"),
    ],
)
def test_a_figure_is_told_in_the_unit_of_its_indicator(rule, unit, low, high):
    found = measured(counted(rule, unit=unit))

    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def test_what_is_surely_there_counts_and_where_less_is_better_what_may_at_most_be_there():
    rule = 'count(person, where=title >= "senior")'

    assert measured(counted(rule)).value == 2
    assert measured(counted(rule, direction=Direction.DOWN)).value == 3


def test_shares_of_parts_are_told_as_they_are_printed():
    rules = tuple(f'count(person, where=title == "{one}")' for one in ("senior", "middle", "junior"))
    goal = VectorTarget(form="vector", parts=("高级", "中级", "初级"), shares=(Decimal(40), Decimal(20), Decimal(40)))

    assert measured(counted(rules, goal=goal)).value == "40:20:40"


def test_of_an_empty_whole_no_share_is_told():
    rule = "count(grant, where=amount > yuan(999999)) / count(grant, where=amount > yuan(999999))"

    assert measured(counted(rule, unit="%")).value is None


def test_the_rows_behind_a_figure_are_those_it_counts_and_those_in_doubt_with_the_fact_they_lack():
    [rule] = rules_of(counted('count(person, where=title >= "senior")'), schema=SCHEMA)
    [behind] = find_counted_rows(rule, schema=SCHEMA, at=AsOf(DAY, ""), population=Population(FRAMES))

    assert behind.sure == ("d", "e")
    assert behind.possible == ("f",)
    assert {fact.field: many for fact, many in behind.lacking.items()} == {"title": 1}


def test_the_rows_behind_a_quotient_are_told_apart_by_its_counts():
    [rule] = rules_of(counted('share(person, of=title >= "senior", where=title >= "middle")', unit="%"), schema=SCHEMA)
    whole, part = find_counted_rows(rule, schema=SCHEMA, at=AsOf(DAY, ""), population=Population(FRAMES))

    assert (whole.sure, whole.is_part) == (("c", "d", "e"), False)
    assert (part.sure, part.is_part) == (("d", "e"), True)


@pytest.mark.parametrize(
    ("promise", "place", "words"),
    [
        pytest.param(counted("count(persom)"), ("measure", "rule"), "not a register", id="an unknown register"),
        pytest.param(counted("count(person)", unit="万元"), ("measure", "rule"), "do not go together", id="heads as money"),
        pytest.param(counted("sum(grant.amount)"), ("measure", "rule"), "do not go together", id="money as heads"),
        pytest.param(counted("count(person)", unit="%"), ("measure", "rule"), "no percentage", id="a count as percent"),
        pytest.param(counted("count(person) * 2.5", unit="%"), ("measure", "rule"), "no percentage", id="more than a count as percent"),
        pytest.param(counted("count(grant) / count(person) * 100", unit="%"), ("measure", "rule"), "by its unit", id="percent twice"),
        pytest.param(counted("count(person) > 3"), ("measure", "rule"), "not a condition", id="a condition"),
        pytest.param(counted("count(grant)", kind=StockOrFlow.FLOW), ("measure", "rule"), "of all years", id="a flow without begin"),
        pytest.param(counted(("count(person)", "count(grant)")), ("measure", "form"), "no target promises shares", id="shares of nothing"),
    ],
)  # fmt: skip
def test_a_measure_that_cannot_be_right_is_refused_at_its_place(promise, place, words):
    [fault] = check_measure(promise, schema=SCHEMA)

    assert fault.path == place
    assert words in fault.what.text + str(fault.what.params.get("what", ""))
    assert fault.remedy.text


def test_a_flow_that_counts_its_year_is_accepted():
    promise = counted("count(grant, since=date(year, 1, 1))", kind=StockOrFlow.FLOW)

    assert list(check_measure(promise, schema=SCHEMA)) == []


def records_of(person, *, title):
    """Return a person as the store hands them out: their own row and what leads to it."""
    grants = [Record(row["id"], row) for row in GRANTS.to_dicts() if row["person"] == person]
    return gather_records({"person": [Record(person, {"title": title})], "grant": grants})


def figures_of(promises, *, person="a", title=2):
    return find_figures(
        promises,
        schema=SCHEMA,
        records=records_of(person, title=title),
        registers={"person", "grant"},
        day=DAY,
        here="990121",
    )


def test_a_record_says_in_which_figures_it_counts_and_as_how_many_records():
    seniors = counted('count(person, where=title >= "senior")')
    juniors = counted('count(person, where=title == "junior")')
    grants = counted("count(grant)", unit="人次")

    found = figures_of([seniors, juniors, grants])

    assert [(one.register, one.sure, one.is_more_than_once) for one in found] == [
        ("person", ("a",), False),
        ("grant", ("g", "h"), True),
    ]


def test_a_record_that_lacks_a_fact_counts_possibly():
    [found] = figures_of([counted('count(person, where=title >= "senior")')], title=None)

    assert (found.sure, found.possible) == ((), ("a",))


def test_of_a_quotient_it_is_told_whether_a_record_counts_or_only_belongs_to_the_whole():
    found = figures_of([counted(SHARE, unit="%")], title=0)

    assert [(one.sure, one.is_whole) for one in found] == [(("a",), True)]


def test_a_person_who_counts_in_two_parts_of_one_total_is_pointed_out():
    one = counted('count(person, where=title >= "middle")').model_copy(update={"id": "upper", "part_of": "all"})
    other = counted('count(person, where=title >= "senior")').model_copy(update={"id": "top", "part_of": "all"})

    assert [part.id for part in counted_in_several_parts(figures_of([one, other]))["all"]] == ["upper", "top"]
    assert counted_in_several_parts(figures_of([one, other], title=1)) == {}


def test_many_figures_are_told_apart():
    promises = [
        counted(f'count(person, where=title == "{("junior", "senior")[place % 2]}")').model_copy(
            update={"id": f"i{place}"}
        )
        for place in range(60)
    ]

    assert [one.indicator.id for one in figures_of(promises)] == [f"i{place}" for place in range(1, 60, 2)]
