"""Blocks: what is joined, what is parted, what is put back, and that nothing is lost."""

import re
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bole.domain.plan.documents import BlockKind, SourceLine
from bole.domain.plan.reading.layout import lay_out
from bole.domain.plan.reading.plans import figure_rows, read_plan
from bole.domain.plan.reading.scripts import SIMPLIFIED, TRADITIONAL


def source(text):
    return [SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)]


def blocks_of(text, kind):
    return [block for block in read_plan(source(text)).blocks if block.kind is kind]


def wrapped(text, width=20):
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


PROSE = (
    "围绕产业发展需要大力引进培养各类人才健全人才服务体系优化人才发展环境，到2025年全县人才总量达到23000人以上，"
    "其中专业技术人才2600人、技能人才10000人，人才贡献率达到35%，基本建成区域人才集聚高地。"
)


def test_hard_wrapped_lines_become_one_paragraph_and_each_character_knows_its_line():
    text = "一、发展目标\n" + wrapped(PROSE) + "\n二、保障措施\n" + wrapped(PROSE)
    paragraphs = blocks_of(text, BlockKind.PARAGRAPH)
    assert [block.text for block in paragraphs] == [PROSE, PROSE]
    assert [paragraphs[0].lines[i] for i in (0, 20, 40)] == [2, 3, 4]


def test_a_number_cut_by_a_line_end_is_one_figure_on_the_line_where_it_begins():
    prose = "需" * (PROSE.index("23000") % 2) + PROSE
    width = (prose.index("23000") + 2) // 2
    text = "一、发展目标\n" + wrapped(prose, width)
    assert text.split("\n")[2].endswith("23")
    assert (3, 23000) in {(row["line"], row["value"]) for row in figure_rows(read_plan(source(text)))}


def test_page_numbers_and_running_heads_are_dropped_and_the_sentence_goes_on():
    first, second = PROSE[:40], PROSE[40:]
    text = f"一、目标\n{wrapped(first)}\n— 3 —\n{wrapped(second)}"
    assert [block.text for block in blocks_of(text, BlockKind.PARAGRAPH)] == [PROSE]
    assert lay_out(source(text)).furniture == (4,)


def test_headings_take_level_and_section_from_their_numbers_not_from_their_marks():
    text = "# 规划\n### 一、总体要求\n## （一）指导思想\n坚持人才引领发展。\n#### 1.基本原则\n坚持党管人才。\n## 二、主要任务"
    headings = [(block.section, block.level) for block in blocks_of(text, BlockKind.HEADING)]
    assert headings == [("一", 1), ("一/（一）", 2), ("一/（一）/1", 3), ("二", 1)]


def test_chapters_stand_above_the_chinese_numbers():
    text = "第一章 总则\n一、目标\n（一）人才\n第二章 附则"
    assert [block.section for block in blocks_of(text, BlockKind.HEADING)] == ["一", "一/一", "一/一/（一）", "二"]


def test_a_displaced_box_returns_to_its_title_and_the_sentence_closes_over_it():
    lines = wrapped(PROSE).split("\n")
    body = ["山前英才：遴选支持9名长期从事科研的", "拔尖人才，推动产业创新发展再上台阶。"]
    # Every line is followed by an empty one, except the last of a page.
    first_page = "\n\n".join(["一、重点工程", "专栏1：人才工程", "（一）人才集聚", *lines[:2], *body])
    document = read_plan(source(first_page + "\n" + "\n\n".join(lines[2:])))
    boxes = [block.text for block in document.blocks if block.kind is BlockKind.BOX]
    paragraphs = [block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert boxes == ["专栏1：人才工程", "".join(body)]
    assert paragraphs == [PROSE]
    assert next(figure.subject for figure in document.figures if figure.value == 9) == "遴选支持山前英才"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("指标\t2020年\t2025年\n人才总量（万人）\t1.8\t2.3\n创新平台（个）\t3\t6", id="parted by tabs"),
        pytest.param(
            "| 指标 | 2020年 | 2025年 |\n|---|---|---|\n| 人才总量（万人） | 1.8 | 2.3 |\n| 创新平台（个） | 3 | 6 |",
            id="in markdown",
        ),
        pytest.param("指标 2020基数 2025目标\n人才总量（万人） 1.8 2.3\n创新平台（个） 3 6", id="parted by spaces"),
        pytest.param("指标\n2020年\n2025年\n人才总量（万人）\n1.8\n2.3\n创新平台（个）\n3\n6", id="one cell a line"),
        pytest.param(
            "\t指标\n\t2020年\n\t2025年\n\n\t人才总量（万人）\n\t1.8\n\t2.3\n\n\t创新平台（个）\n\t3\n\t6",
            id="one tabbed cell a line",
        ),
    ],
)
def test_a_table_is_rebuilt_whatever_was_left_of_it(table):
    document = read_plan(source(f"山前县“十四五”规划\n二、发展目标\n表1 主要指标\n{table}\n三、保障措施"))
    rows = [tuple(cell.text for cell in row) for block in document.blocks for row in block.rows]
    assert rows[1:] == [("人才总量（万人）", "1.8", "2.3"), ("创新平台（个）", "3", "6")]
    assert [(figure.subject, figure.value, figure.year) for figure in document.figures] == [
        ("人才总量", 18000, 2020),
        ("人才总量", 23000, 2025),
        ("创新平台", 3, 2020),
        ("创新平台", 6, 2025),
    ]


def test_units_are_inherited_down_the_block_of_a_table_and_not_across_its_groups():
    table = "指标\t2020年\t2025年\n人才总量（万人）\t1.8\t2.3\n党政人才\t0.2\t0.3\n人才平台\t\t\n工作站\t3\t6"
    figures = read_plan(source(f"规划\n二、目标\n{table}")).figures
    assert [(figure.value, figure.unit) for figure in figures if figure.year == 2025] == [
        (23000, "人"),
        (3000, "人"),
        (6, ""),
    ]


def test_traditional_and_simplified_characters_stand_one_to_one():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


PIECES = st.sampled_from(
    [
        "一、发展目标",
        "（一）人才",
        "1.引进",
        "到2025年",
        "人才总量",
        "达到",
        "12.5万人",
        "、",
        "，",
        "。",
        "；",
        "：",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "分别",
        "增长",
        "5%",
        "6%和",
        "每年",
        "最高50万元",
        "专栏1",
        "表1",
        "\t",
        "  ",
        "# ",
        "— 3 —",
        "2020年",
        "其中",
        "由",
        "３５",
        "以上",
        "左右",
        "\x0b",
        "\u3000",
        "比",
        "35:65",
        "〔2022〕3号",
        "元",
        "名",
        "人",
        "A",
        "-",
        "~",
        "至",
        "8",
        "萬",
        "全县",
    ]
)
TEXTS = st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=14).map("\n".join) | st.text(max_size=120)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="1.引进萬元")
@given(text=TEXTS)
def test_any_text_is_read_the_same_twice_and_every_figure_stands_where_it_says(text):
    lines = source(text)
    document = read_plan(lines)
    assert document == read_plan(lines)
    for figure in document.figures:
        block = document.blocks[figure.place.block]
        holder = block.text
        if figure.place.row is not None and figure.place.column is not None:
            holder = block.rows[figure.place.row][figure.place.column].text
        assert 0 <= figure.place.start < figure.place.end <= len(holder)
        assert holder[figure.place.start : figure.place.end] == figure.literal
        assert re.search(r"[\d〇零一二两三四五六七八九十百千万萬亿億数几成翻全]", figure.literal)  # 引进万元 is one
        assert figure.line in {line.number for line in lines}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_no_line_with_text_is_lost(text):
    lines = source(text)
    document = read_plan(lines)
    kept = {number for block in document.blocks for number in block.lines}
    kept |= {cell.line for block in document.blocks for row in block.rows for cell in row}
    layout = lay_out(lines)
    printed = {line.number for line in layout.lines if line.text}
    assert printed <= kept
    assert all(len(block.text) == len(block.lines) for block in document.blocks)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\x00\x01\x07" * 1000, id="control characters"),
        pytest.param("1" * 1_000_000, id="one number of a megabyte"),
        pytest.param("人" * 1_000_000, id="one word of a megabyte"),
        pytest.param("\n".join(map(str, range(20_000))), id="numbers only"),
        pytest.param("\n".join("甲乙丙" for _ in range(20_000)), id="no headings and no sentences"),
        pytest.param("（" * 50_000 + "1人", id="brackets that never close"),
        pytest.param("甲、" * 100_000, id="a list without end"),
        pytest.param("占%" * 50_000, id="shares of nothing"),
        pytest.param("\t" * 50_000, id="tabs only"),
    ],
)
def test_hostile_text_is_read_in_a_moment(text):
    started = time.monotonic()
    read_plan(source(text))
    assert time.monotonic() - started < 20
