"""Whatever numbers a consistent plan is made of, it is silent; one number changed, and it is not."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bole.domain.plan.contradictions import find_contradictions
from bole.domain.plan.documents import SourceLine
from bole.domain.plan.reading.plans import read_plan

TITLE = "青禾县“十四五”人才发展规划"
TEAMS = ("党政人才", "专业技术人才", "企业经营管理人才", "技能人才", "农村实用人才", "社会工作人才")
SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)

people = st.integers(min_value=300, max_value=90_000)
growths = st.integers(min_value=105, max_value=180)


def found_in(lines):
    return find_contradictions(read_plan([SourceLine(i, text) for i, text in enumerate([TITLE, "", *lines], start=1)]))


def rounded(number, digits):
    return Decimal(number).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def growth_of(base, target):
    return rounded(Decimal(target - base) * 100 / Decimal(base), 1)


def table_of(rows):
    """Six teams under their total, with the growth of each row."""
    total = (sum(base for base, _ in rows), sum(target for _, target in rows))
    named = [("人才资源总量（人）", *total), *((name, *row) for name, row in zip(TEAMS, rows, strict=True))]
    return [
        ["指标", "2020年", "2025年", "增长"],
        *([name, str(base), str(target), f"{growth_of(base, target)}%"] for name, base, target in named),
    ]


def lines_of(table):
    return ["二、发展目标", "表1 主要指标", *("\t".join(row) for row in table)]


def paragraph_of(parts):
    total = sum(parts)
    told = "；".join(
        f"{name}{part}人，占比{rounded(Decimal(part) * 100 / total, 2)}%"
        for name, part in zip(TEAMS, parts, strict=True)
    )
    return f"截至2020年底，全县人才总量{total}人，其中，{told}。"


rows_of_growth = st.lists(
    st.tuples(people, growths).map(lambda row: (row[0], row[0] * row[1] // 100 + 1)), min_size=6, max_size=6
)


@SETTINGS
@given(rows_of_growth)
def test_a_consistent_table_is_silent(rows):
    assert found_in(lines_of(table_of(rows))) == ()


@SETTINGS
@given(rows_of_growth, st.integers(1, 7), st.integers(1, 2), st.sampled_from([Decimal("0.7"), Decimal("1.3")]))
def test_one_changed_cell_of_a_table_is_reported(rows, row, column, factor):
    table = table_of(rows)
    table[row][column] = str(int(int(table[row][column]) * factor))

    assert found_in(lines_of(table))


@SETTINGS
@given(rows_of_growth, st.integers(1, 7))
def test_one_changed_rate_of_a_table_is_reported(rows, row):
    table = table_of(rows)
    table[row][3] = f"{Decimal(table[row][3].rstrip('%')) + 3}%"

    assert [each.check for each in found_in(lines_of(table))] == ["growth"]


@SETTINGS
@given(st.lists(people, min_size=6, max_size=6))
def test_a_consistent_paragraph_is_silent(parts):
    assert found_in(["一、发展基础", paragraph_of(parts)]) == ()


@SETTINGS
@given(st.lists(people, min_size=6, max_size=6), st.integers(0, 5), st.sampled_from([Decimal("0.6"), Decimal("1.4")]))
def test_one_changed_part_of_a_paragraph_is_reported(parts, place, factor):
    told = paragraph_of(parts)
    changed = told.replace(f"{TEAMS[place]}{parts[place]}人", f"{TEAMS[place]}{int(parts[place] * factor)}人")

    assert {each.check for each in found_in(["一、发展基础", changed])} & {"sum", "share"}


@SETTINGS
@given(rows_of_growth)
def test_text_and_table_of_one_plan_agree(rows):
    goals = "、".join(f"{name}达到{target}人" for name, (_, target) in zip(TEAMS, rows, strict=True))

    assert found_in(["二、发展目标", f"到2025年，{goals}。", *lines_of(table_of(rows))[1:]]) == ()


@SETTINGS
@given(rows_of_growth, st.integers(0, 5))
def test_a_target_that_differs_from_its_cell_is_reported(rows, place):
    told = [target + (997 if each == place else 0) for each, (_, target) in enumerate(rows)]
    goals = "、".join(f"{name}达到{target}人" for name, target in zip(TEAMS, told, strict=True))

    found = found_in(["二、发展目标", f"到2025年，{goals}。", *lines_of(table_of(rows))[1:]])

    assert "restated" in {each.check for each in found}
