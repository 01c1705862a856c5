"""Two versions of an invented plan, and what an officer is told changed between them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.domain.plan.differences import Change, compare_plans, difference_rows
from bole.domain.plan.documents import SourceLine
from bole.domain.plan.reading.plans import read_plan

PLAN = (
    "青禾县“十四五”人才发展规划",
    "",
    "一、发展目标",
    "到2025年，全县人才总量达到18000人，高技能人才占技能人才比例达到35%。",
    "二、主要任务",
    "（一）引进紧缺人才",
    "到2025年，引进硕士以上人才80名，引进急需紧缺人才200名左右。",
    "（二）建设创新平台",
    "到2025年，建成省级以上创新平台12个，新增博士后科研工作站2个。",
    "三、保障措施",
    "每年投入人才专项资金2000万元。",
)


def plan_of(lines):
    return read_plan([SourceLine(number, text) for number, text in enumerate(lines, start=1)])


def rows_between(old, new):
    a, b = plan_of(old), plan_of(new)
    return difference_rows(compare_plans(a, b), a=a, b=b)


def edited(old, new):
    text = "\n".join(PLAN)
    assert text.count(old) == 1
    return text.replace(old, new).split("\n")


def test_a_plan_does_not_differ_from_itself():
    assert rows_between(PLAN, PLAN) == []


@pytest.mark.parametrize(
    ("old", "new", "change", "fields"),
    [
        pytest.param("18000人", "19000人", "changed", ["value"], id="another value"),
        pytest.param("人才80名", "人才80人次", "changed", ["unit"], id="another unit"),
        pytest.param("达到35%", "突破35%", "changed", ["comparator"], id="another comparator"),
        pytest.param("200名左右", "300名", "changed", ["value", "comparator"], id="value and comparator"),
        pytest.param("，新增博士后科研工作站2个", "", "removed", [], id="a promise dropped"),
        pytest.param("工作站2个", "工作站2个、院士工作站1个", "added", [], id="a promise more"),
    ],
)
def test_one_edit_is_one_difference(old, new, change, fields):
    rows = rows_between(PLAN, edited(old, new))

    assert [(row["change"], row["fields"]) for row in rows] == [(change, fields)]


def test_a_figure_put_under_another_heading_has_moved():
    moved = [*PLAN]
    moved[6] = "到2025年，引进硕士以上人才80名。"
    moved[8] = "到2025年，建成省级以上创新平台12个，新增博士后科研工作站2个，引进急需紧缺人才200名左右。"

    rows = rows_between(PLAN, moved)

    assert [(row["change"], row["subject"], row["line_before"], row["line_after"]) for row in rows] == [
        ("moved", "引进急需紧缺人才", 7, 9)
    ]


def test_sections_counted_anew_are_no_difference():
    renumbered = [*PLAN[:4], "二、指导思想", "坚持党管人才。", *(line.replace("二、主", "三、主") for line in PLAN[4:])]
    renumbered = [line.replace("三、保障", "四、保障") for line in renumbered]

    assert rows_between(PLAN, renumbered) == []


def test_a_section_under_a_new_heading_is_no_difference():
    assert rows_between(PLAN, edited("（一）引进紧缺人才", "（一）大力引进各方人才")) == []


def test_differences_come_in_the_order_of_the_new_plan():
    text = "\n".join(PLAN).replace("80名", "90名").replace("12个", "15个").replace("2000万元", "3000万元")

    rows = rows_between(PLAN, text.split("\n"))

    assert [row["after"] for row in rows] == ["90名", "15个", "3000万元"]


NUMBERS = ("18000人", "35%", "80名", "200名", "12个", "2个", "2000万元")
MIRROR = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


@st.composite
def versions(draw):
    """The plan with some numbers changed, some sentences dropped and some doubled."""
    lines = [*PLAN]
    for number in NUMBERS:
        if draw(st.booleans()):
            other = str(draw(st.integers(3, 900)))
            lines = [line.replace(number, other + number.lstrip("0123456789")) for line in lines]
    for place in (10, 8, 6, 3):
        times = draw(st.sampled_from([0, 1, 1, 1, 2]))
        lines[place : place + 1] = [lines[place]] * times
    return lines


@settings(max_examples=60, deadline=None, derandomize=True)
@given(versions(), versions())
def test_the_way_back_mirrors_the_way_there(old, new):
    a, b = plan_of(old), plan_of(new)

    there = {(each.change, each.before, each.after, each.fields) for each in compare_plans(a, b)}
    back = {
        (MIRROR.get(each.change, each.change), each.after, each.before, each.fields) for each in compare_plans(b, a)
    }

    assert there == back


@settings(max_examples=30, deadline=None, derandomize=True)
@given(versions(), versions())
def test_every_figure_is_told_at_most_once(old, new):
    a, b = plan_of(old), plan_of(new)

    found = compare_plans(a, b)

    before = [each.before for each in found if each.before is not None]
    after = [each.after for each in found if each.after is not None]
    assert len(before) == len(set(before))
    assert len(after) == len(set(after))
    assert len(a.figures) - sum(each.change is Change.REMOVED for each in found) == len(b.figures) - sum(
        each.change is Change.ADDED for each in found
    )


def test_two_long_plans_are_compared_within_a_second():
    kinds = ("青年", "教育", "卫生", "农业", "文化", "旅游", "金融", "法治", "科技", "工业")
    long = [
        f"到{2021 + place % 5}年，引进第{place}批{kinds[place % 10]}领域急需紧缺人才{100 + place}名，"
        f"建成{kinds[place % 10]}创新平台{place + 3}个，{kinds[place % 7]}人才占比达到{place % 60 + 10}%，为县域发展提供坚强的人才保证。"
        for place in range(180)
    ]
    changed = [line.replace("名，", "人以上，") if place % 3 else line for place, line in enumerate(reversed(long))]
    assert len("".join(long).encode()) > 30_000
    a, b = plan_of([*PLAN[:3], *long]), plan_of([*PLAN[:3], *changed])

    started = time.perf_counter()
    compare_plans(a, b)

    assert time.perf_counter() - started < 1
