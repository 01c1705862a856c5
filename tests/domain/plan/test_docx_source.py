"""What read_source makes of a Word file: printed numbers, headings, tables, boxes, tracked changes."""

import docx
import pytest
from docx.oxml import parse_xml
from office_files import (
    OFFICIAL_LEVELS,
    W,
    add_list,
    add_numbered,
    append_xml,
    make_box,
    make_plan_docx,
    read_part,
    replace_part,
    save,
)

from bole.domain.plan.files.docx_numbering import print_ordinal
from bole.domain.plan.files.sources import UnreadableSource, read_source


def texts(document) -> list[str]:
    return [line.text for line in read_source(save(document), name="plan.docx")]


def test_plan_is_read_as_printed():
    lines = read_source(make_plan_docx(), name="plan.docx")

    assert [line.text for line in lines] == [
        "# 云岭县人才发展规划",
        "## 一、发展基础",
        "### （一）人才规模",
        "到2025年，人才资源总量达到3.2万人。",
        "专栏1 重点工程",
        "引进硕士100名。",
        "指标\t2020年\t2025年",
        "人才总量\t2.1\t3.2",
        "## 二、主要任务",
    ]
    assert [line.number for line in lines] == list(range(1, 10))


def test_automatic_numbers_restart_under_a_higher_one_and_run_on_across_text():
    document = docx.Document()
    add_list(document, number=41, levels=OFFICIAL_LEVELS)
    for text, depth in [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)]:
        add_numbered(document, text, number=41, depth=depth)
        document.add_paragraph("正文")

    numbered = [text for text in texts(document) if text != "正文"]

    assert numbered == ["一、甲", "（一）乙", "1. 丙", "2. 丁", "（二）戊", "1. 己", "二、庚", "（一）辛"]


def test_eleventh_heading_is_printed_as_word_prints_it():
    document = docx.Document()
    add_list(document, number=41, levels=OFFICIAL_LEVELS)
    for _ in range(21):
        add_numbered(document, "项", number=41)

    printed = texts(document)

    assert [printed[index] for index in (9, 10, 19, 20)] == ["十、项", "十一、项", "二十、项", "二十一、项"]


def test_list_with_a_start_of_its_own_counts_from_there():
    document = docx.Document()
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    add_list(document, number=41, levels=OFFICIAL_LEVELS, extra=start)
    add_numbered(document, "甲", number=41)
    add_numbered(document, "乙", number=41)

    assert texts(document) == ["五、甲", "六、乙"]


def test_two_lists_of_one_pattern_count_on_unless_one_starts_anew():
    document = docx.Document()
    add_list(document, number=41, levels=OFFICIAL_LEVELS)
    part = document.part.numbering_part.element
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number, extra in ((42, ""), (43, restart)):
        part.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="941"/>{extra}</w:num>'))
    for number in (41, 42, 43, 43):
        add_numbered(document, "项", number=number)

    assert texts(document) == ["一、项", "二、项", "一、项", "二、项"]


def test_legal_numbers_are_arabic_and_name_the_levels_above():
    document = docx.Document()
    levels = [("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>")]
    add_list(document, number=41, levels=levels)
    for depth in (0, 1, 1, 0, 1):
        add_numbered(document, "项", number=41, depth=depth)

    assert texts(document) == ["第一章 项", "1.1 项", "1.2 项", "第二章 项", "2.1 项"]


def test_heading_numbered_by_its_style_is_printed_with_its_number():
    document = docx.Document()
    add_list(document, number=41, levels=[(style, text, "") for style, text, _ in OFFICIAL_LEVELS])
    for depth, name in enumerate(["Heading 1", "Heading 2"]):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="41"/></w:numPr>'))
    document.add_heading("基础", 1)
    document.add_heading("规模", 2)
    plain = document.add_heading("附则", 1)
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    document.add_heading("任务", 1)

    assert texts(document) == ["# 一、基础", "## （一）规模", "# 附则", "# 二、任务"]


def test_paragraph_with_an_outline_level_is_a_heading_in_any_style():
    document = docx.Document()
    paragraph = document.add_paragraph("保障措施")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))

    assert texts(document) == ["## 保障措施"]


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("chineseCountingThousand", 110, "一百一十"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("ideographTraditional", 11, "甲"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("decimalFullWidth", 12, "１２"),
        ("a format of tomorrow", 7, "7"),
    ],
)
def test_number_formats(style, number, printed):
    assert print_ordinal(number, style=style) == printed


def test_merged_cells_are_printed_once_and_columns_stay_in_line():
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate([["指标", "人数", ""], ["", "2020年", "2025年"], ["人才", "2.1", "3.2"]]):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))

    assert texts(document) == ["指标\t人数", "\t2020年\t2025年", "人才\t2.1\t3.2"]


def test_table_of_one_cell_is_a_frame_round_lines():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "专栏2 平台"
    cell.add_paragraph("建设平台3个。")

    assert texts(document) == ["专栏2 平台", "建设平台3个。"]


def test_column_of_automatic_numbers_is_printed():
    document = docx.Document()
    add_list(document, number=41, levels=[("decimal", "%1", "")])
    table = document.add_table(rows=2, cols=2)
    for row in range(2):
        numbering = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="41"/></w:numPr>'
        table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(parse_xml(numbering))
        table.cell(row, 1).text = "引进"

    assert texts(document) == ["1\t引进", "2\t引进"]


def test_boxes_follow_their_anchor_and_the_row_of_their_table():
    document = docx.Document()
    append_xml(document.add_paragraph("正文"), make_box("框一"))
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(table._cells):
        cell.text = str(number)
    append_xml(table.cell(0, 0).paragraphs[0], make_box("框二"))

    assert texts(document) == ["正文", "框一", "0\t1", "框二", "2\t3"]


def test_tracked_insertions_are_kept_and_deletions_dropped():
    document = docx.Document()
    paragraph = document.add_paragraph("引进")
    append_xml(paragraph, f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>100</w:delText></w:r></w:del>')
    append_xml(paragraph, f'<w:ins {W} w:id="2" w:author="x"><w:r><w:t>120</w:t></w:r></w:ins>')
    append_xml(paragraph, f'<w:moveFrom {W} w:id="3" w:author="x"><w:r><w:t>旧</w:t></w:r></w:moveFrom>')
    append_xml(paragraph, f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>")
    append_xml(paragraph, f"<w:r {W}><w:t>名。</w:t><w:footnoteReference w:id='2'/></w:r>")

    assert texts(document) == ["引进120名。"]


def test_deleted_paragraph_end_joins_two_paragraphs_and_takes_no_number():
    document = docx.Document()
    add_list(document, number=41, levels=OFFICIAL_LEVELS)
    first = add_numbered(document, "引进", number=41)
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="1" w:author="x"/></w:rPr>'))
    add_numbered(document, "人才", number=41)
    add_numbered(document, "培养", number=41)

    assert texts(document) == ["一、引进人才", "二、培养"]


def test_line_breaks_end_lines_and_a_lone_tab_is_a_gap():
    document = docx.Document()
    document.add_paragraph("\t第一行\n1.\t第二行")
    document.add_heading("保障\n措施", 1)

    assert texts(document) == ["第一行", "1. 第二行", "# 保障措施"]


def test_generated_table_of_contents_is_left_out():
    document = docx.Document()
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、发展基础\t1", style="toc 1")
    document.add_paragraph("正文")

    assert texts(document) == ["正文"]


def test_word_file_with_macros_is_refused_with_its_remedy():
    plain = make_plan_docx()
    kinds = read_part(plain, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )

    with pytest.raises(UnreadableSource, match="Save it as plain"):
        read_source(replace_part(plain, "[Content_Types].xml", kinds), name="plan.docm")
