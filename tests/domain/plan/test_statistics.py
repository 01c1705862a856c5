"""What read_statistics takes from a sheet, what it reports as wrong, and the workbooks that go back and forth."""

import io
from datetime import date
from decimal import Decimal

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import make_book, make_zip, read_part, replace_part
from old_office_files import make_old_book

from bole.domain.plan.statistics.days import read_day_text
from bole.domain.plan.statistics.reading import (
    IndicatorName,
    UnreadableSource,
    make_statistics_template,
    mark_errors,
    read_statistics,
)
from bole.domain.plan.statistics.units import convert_value, read_unit

TODAY = date(2024, 5, 20)
INDICATORS = (
    IndicatorName("talent.total", "人才资源总量", "人", ("人才总量",)),
    IndicatorName("talent.skilled", "高技能人才", "人"),
    IndicatorName("rd.share", "研发经费投入占地区生产总值比重", "%"),
    IndicatorName("fund", "人才发展专项资金", "万元"),
)


def read(data: bytes | str, name: str = "统计.csv", **terms):
    given = {"indicators": INDICATORS, "today": TODAY, "source": "县统计局", **terms}
    return read_statistics(data.encode() if isinstance(data, str) else data, name=name, **given)


def values(sheet) -> dict[tuple[str, int], str]:
    return {(each.indicator, each.day.year): format(each.value, "f") for each in sheet.observations}


def complaints(sheet) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, str(error.reason)) for error in sheet.errors]


def test_long_sheet_gives_an_observation_a_row():
    sheet = read(
        "云岭县人才统计表,,,,,,\n,,,,,,\n序号,指标名称,地区,统计年度,数值,计量单位,数据来源,备注\n"
        '1,人才资源总量,990422,2020年,2.1,万人,县人社局,年报\n2,人才总量,990422,2021-06-30,"22,500",人,县人社局,\n'
    )

    first, second = sheet.observations
    assert (first.indicator, first.region, first.day, first.value) == (
        "talent.total", "990422", date(2020, 12, 31), Decimal(21000),
    )  # fmt: skip
    assert (first.unit, first.source, first.note, first.row, first.column) == ("人", "县人社局", "年报", 4, "E")
    assert (second.day, second.value) == (date(2021, 6, 30), Decimal(22500))
    assert sheet.errors == ()


def test_wide_sheet_gives_an_observation_a_year_and_blanks_say_nothing():
    sheet = read(
        "指标,单位,2020年,2021年末,2022,2023年\n人才资源总量,万人,2.1,—,,0\n高技能人才（万人）,,０．３,…,/,0.42\n"
    )

    assert values(sheet) == {
        ("talent.total", 2020): "21000",
        ("talent.total", 2023): "0",
        ("talent.skilled", 2020): "3000",
        ("talent.skilled", 2023): "4200",
    }
    assert sheet.errors == ()


def test_sheet_with_a_year_a_row_is_read_by_its_columns():
    sheet = read("年份,人才资源总量（万人）,研发经费投入占地区生产总值比重（%）\n2020,2.1,1.25\n2021,2.2,1.3\n")

    assert values(sheet) == {
        ("talent.total", 2020): "21000",
        ("rd.share", 2020): "1.25",
        ("talent.total", 2021): "22000",
        ("rd.share", 2021): "1.3",
    }


def test_english_headings_and_a_gb18030_file_are_read():
    english = read("Indicator,Year,Value,Unit,Source,Note\ntalent.total,2020,2100,persons,Bureau,\n")
    chinese = read("指标,年度,数值\n人才资源总量,2020,2100\n".encode("gb18030"))

    assert values(english) == values(chinese) == {("talent.total", 2020): "2100"}
    assert english.observations[0].source == "Bureau"


def test_statements_above_and_below_hold_for_the_sheet():
    sheet = read(
        "2023年云岭县人才统计表,\n单位：万人,\n指标,数值\n人才资源总量,2.4\n研发经费投入占地区生产总值比重,1.5\n数据来源：县人社局,\n",
        source="",
    )

    assert values(sheet) == {("talent.total", 2023): "24000", ("rd.share", 2023): "1.5"}
    assert {each.source for each in sheet.observations} == {"县人社局"}


def test_workbook_gives_percentages_days_and_merged_names_as_shown():
    rows = [
        ["指标", "日期", "数值", "单位"],
        ["研发经费投入占地区生产总值比重", date(2021, 12, 31), 0.0125, None],
        ["研发经费投入占地区生产总值比重", date(2022, 12, 31), 0.013, "%"],
        ["人才资源总量", 2020, 21000, "人"],
    ]

    sheet = read(make_book(rows, percents=[(1, 2), (2, 2)]), name="统计.xlsx")

    assert values(sheet) == {("rd.share", 2021): "1.25", ("rd.share", 2022): "1.3", ("talent.total", 2020): "21000"}


def test_name_merged_over_several_rows_holds_for_each_of_them():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(["指标", "年度", "数值"]):
            sheet.write(0, column, heading)
        sheet.merge_range(1, 0, 3, 0, "人才资源总量")
        for row, (year, value) in enumerate([(2020, 5), (2021, 6), (2022, 7)], start=1):
            sheet.write(row, 1, year)
            sheet.write(row, 2, value)

    read_values = values(read(stream.getvalue(), name="统计.xlsx"))

    assert read_values == {("talent.total", 2020): "5", ("talent.total", 2021): "6", ("talent.total", 2022): "7"}


def test_page_of_one_table_called_xls_is_read():
    page = "<html><body><table><tr><th>指标<th>2020年<tr><td>人才资源总量<td>2,100</table></body></html>"

    assert values(read(page.encode("gb18030"), name="导出.xls")) == {("talent.total", 2020): "2100"}


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2023年1-6月人才统计表", date(2023, 6, 30)), ("2023年度人才统计表", date(2023, 12, 31)),
        ("截至2023年3月5日", date(2023, 3, 5)), ("2021—2025年人才统计表", None), ("2023年目标分解表", None),
        ("2021年与2022年比较", None),
    ],
)  # fmt: skip
def test_title_says_the_day_only_if_it_names_one(title, day):
    sheet = read(f"{title},\n指标,数值\n人才资源总量,5\n")

    assert [each.day for each in sheet.observations] == ([day] if day else [])
    assert [row for row, _, _ in complaints(sheet)] == ([] if day else [2])


def test_fault_of_a_formula_is_an_error_and_not_a_blank():
    sheet = read(make_book([["指标", "2020年"], ["人才资源总量", "=A9"]]), name="统计.xlsx")

    [(row, column, said)] = complaints(sheet)
    assert (row, column) == (2, "B")
    assert "#REF!" in said


def test_open_document_sheet_is_read_with_its_percentages():
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )

    def cell(text, more='office:value-type="string"'):
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    percent = 'office:value-type="percentage" office:value="0.0125"'
    row = "<table:table-row>%s</table:table-row>"
    rows = row % (cell("指标") + cell("2020年")) + row % (cell(INDICATORS[2].name) + cell("1.25%", percent))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="统计">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"

    sheet = read(
        make_zip(**{"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<x/>"}),
        name="统计.ods",
    )

    assert values(sheet) == {("rd.share", 2020): "1.25"}


def test_old_workbook_is_read_with_its_percentages_and_faults():
    rows = [["指标", "2020年", "2021年"], [INDICATORS[2].name, 0.0125, b"\x17"], ["人才资源总量", 21000, 22000]]

    sheet = read(make_old_book(rows, percents={(1, 1)}), name="统计.xls")

    assert values(sheet) == {
        ("rd.share", 2020): "1.25", ("talent.total", 2020): "21000", ("talent.total", 2021): "22000",
    }  # fmt: skip
    [(row, column, said)] = complaints(sheet)
    assert (row, column) == (2, "C")
    assert "#REF!" in said


@pytest.mark.parametrize(
    ("terms", "said"),
    [({"locked": True}, "password"), ({"extent": (0, 4_000_000_000, 0, 60_000)}, "more than 2000000 cells")],
)
def test_old_workbook_that_is_locked_or_claims_too_much_is_refused(terms, said):
    with pytest.raises(UnreadableSource, match=said):
        read(make_old_book([["指标", "2020年"]], **terms), name="统计.xls")


@pytest.mark.parametrize("sector", [1, 3], ids=["its directory", "its records"])
def test_old_workbook_whose_sectors_run_in_a_circle_is_refused(sector):
    circle = bytearray(make_old_book([["指标", "2020年"], ["人才资源总量", 5]]))
    circle[512 + 4 * sector : 516 + 4 * sector] = sector.to_bytes(4, "little")

    with pytest.raises(UnreadableSource, match="damaged"):
        read(bytes(circle), name="统计.xls")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(24, 2400), st.sampled_from([0, 1, 127, 255])), min_size=1, max_size=3))
def test_damaged_old_workbooks_are_read_or_refused(changes):
    damaged = bytearray(make_old_book([["指标", "2020年"], ["人才资源总量", 5]]))
    for place, written in changes:
        damaged[place] = written

    assert read_or_explain(bytes(damaged))


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        pytest.param("人才总亮,2020,5,人", "A", 'Was "人才资源总量" meant?', id="a misspelt indicator"),
        pytest.param("降水量,2020,5,人", "A", "Take the names from the template", id="an indicator nobody has"),
        pytest.param("注册会计师,2020,5,人", "A", "No indicator is called", id="a name that begins like a note"),
        pytest.param(",2020,5,人", "A", "names no indicator", id="no indicator"),
        pytest.param("人才资源总量,2020,约5000,人", "C", "perhaps 5000", id="a rough number"),
        pytest.param("人才资源总量,2020,5O00,人", "C", "Was 5000 meant?", id="a letter among the digits"),
        pytest.param("人才资源总量,2020,无,人", "C", "Type 0 if there is none", id="a word for nothing"),
        pytest.param("人才资源总量,2020,多人,人", "C", "Type digits only", id="a word"),
        pytest.param('人才资源总量,2020,"1,23",人', "C", "is no number", id="a misplaced separator"),
        pytest.param("人才资源总量,2020,5,亿元", "D", "which is counted in 人", id="a unit of another kind"),
        pytest.param(
            "研发经费投入占地区生产总值比重,2020,0.5,", "C", "may mean 50% or 0.5%", id="a share or a percentage"
        ),
        pytest.param("人才资源总量,2025,5,人", "B", "2025 has not begun", id="a year to come"),
        pytest.param("人才资源总量,2024,5,人", "B", "still to come", id="a year not over"),
        pytest.param("人才资源总量,去年,5,人", "B", "is no year or day", id="no year"),
        pytest.param("人才资源总量,,5,人", "B", "year is missing", id="a missing year"),
    ],
)
def test_wrong_cell_is_named_with_its_remedy_and_the_good_rows_are_kept(row, place, said):
    sheet = read(f"指标,年度,数值,单位\n人才资源总量,2019,4,人\n{row}\n")

    [(number, column, reason)] = complaints(sheet)
    assert (number, column) == (3, place)
    assert said in reason
    assert values(sheet) == {("talent.total", 2019): "4"}


def test_all_errors_of_a_sheet_come_at_once():
    sheet = read("指标,年度,数值,单位\n人才总亮,去年,约5,人\n人才资源总量,2020,x,人\n高技能人才,2020,7,人\n")

    assert [(row, column) for row, column, _ in complaints(sheet)] == [(2, "A"), (2, "B"), (2, "C"), (3, "C")]
    assert values(sheet) == {("talent.skilled", 2020): "7"}


def test_same_value_twice_counts_once_and_two_values_are_refused_naming_both_rows():
    sheet = read("指标,年度,数值\n人才资源总量,2020,5\n人才总量,2020年,5\n高技能人才,2020,1\n高技能人才,2020,2\n")

    [(row, _, said)] = complaints(sheet)
    assert row == 5
    assert "Rows 4 and 5 give different values for 高技能人才 on 2020-12-31: 1 and 2" in said
    assert values(sheet) == {("talent.total", 2020): "5"}
    assert [passed.row for passed in sheet.passed_over] == [3]


def test_rows_of_different_sheets_are_compared():
    other = [["指标", "2020年"], ["人才资源总量", 6]]

    sheet = read(make_book([["指标", "2020年"], ["人才资源总量", 5]], 另表=other, 空=[]), name="统计.xlsx")

    assert "Rows 统计!2 and 2" in complaints(sheet)[0][2]
    assert sheet.observations == ()


def test_totals_notes_and_section_rows_are_passed_over_with_a_mention():
    sheet = read("指标,2020年\n一、人才队伍,\n人才资源总量,5\n合计,5\n注：本表数据为年报数,\n填表人：某某,\n")

    assert values(sheet) == {("talent.total", 2020): "5"}
    assert sheet.errors == ()
    assert [passed.row for passed in sheet.passed_over] == [2, 4, 5, 6]


def test_planned_columns_are_not_read_as_reported_ones():
    sheet = read("指标,2020年,2023年目标,2025年（规划）\n人才资源总量,5,6,7\n")

    assert values(sheet) == {("talent.total", 2020): "5"}
    assert ["planned" in str(passed.reason) for passed in sheet.passed_over] == [True, True]


def test_repeated_heading_is_an_error_and_neither_column_is_read():
    sheet = read("指标,2020年,2021年,2020\n人才资源总量,5,6,7\n")

    assert values(sheet) == {("talent.total", 2021): "6"}
    assert "repeats that of column B" in complaints(sheet)[0][2]


def test_column_of_a_year_to_come_is_one_error_and_none_if_it_is_blank():
    rows = "人才资源总量,5,6,\n高技能人才,1,2,\n"

    sheet = read("指标,2020年,2030年,2031年\n" + rows)

    assert [(row, column) for row, column, _ in complaints(sheet)] == [(1, "C")]
    assert len(sheet.observations) == 2


def test_missing_source_is_one_error_for_a_sheet_and_one_a_row_under_a_heading():
    without = read("指标,2020年\n人才资源总量,5\n高技能人才,1\n", source="")
    with_column = read("指标,2020年,来源\n人才资源总量,5,县人社局\n高技能人才,1,\n", source="")

    assert [(row, column) for row, column, _ in complaints(without)] == [(1, "A")]
    assert [(row, column) for row, column, _ in complaints(with_column)] == [(3, "C")]
    assert values(with_column) == {("talent.total", 2020): "5"}


def test_value_under_a_year_not_yet_over_is_named_by_its_own_cell():
    sheet = read("指标,2023年,2024年\n人才资源总量,5,6\n高技能人才,1,\n")

    [(row, column, said)] = complaints(sheet)
    assert (row, column) == (2, "C")
    assert "still to come" in said
    assert len(sheet.observations) == 2


def test_fault_of_a_row_is_one_error_that_says_how_many_values_it_costs():
    unit = read("指标,单位,2020年,2021年,2022年\n人才资源总量,亿元,5,6,7\n高技能人才,人,1,2,3\n")
    source = read("指标,2020年,2021年,来源\n人才资源总量,5,约6,\n", source="")

    [(row, column, said)] = complaints(unit)
    assert (row, column) == (2, "B")
    assert said.endswith("3 further values of this row were not taken.")
    assert len(unit.observations) == 3
    assert [(column, "1 further value of" in said) for _, column, said in complaints(source)] == [
        ("D", True),
        ("C", False),
    ]


def test_regions_are_known_by_code_and_name_and_a_strange_one_is_an_error():
    sheet = read(
        "地区,指标,2020年\n东山乡,人才资源总量,5\n990422,人才资源总量,6\n西山乡,人才资源总量,7\n,人才资源总量,8\n",
        regions={"东山乡": "990422101", "云岭县": "990422"},
        region="990400",
    )

    assert [(each.region, each.value) for each in sheet.observations] == [
        ("990422101", 5), ("990422", 6), ("990400", 8),
    ]  # fmt: skip
    assert [(row, column) for row, column, _ in complaints(sheet)] == [(4, "A")]


def test_sheet_without_headings_is_one_error_that_says_what_is_needed():
    [(row, column, said)] = complaints(read("甲,乙\n1,2\n"))

    assert (row, column) == (1, "A")
    assert "年度 and 数值" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b",,\n,,\n", "holds nothing"),
        (b"%PDF-1.4", "not a sheet of statistics"),
        (b"PK\x03\x04rubbish", "damaged"),
        (b"a" * 21_000_000, "at most 20 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_remedy(data, said):
    with pytest.raises(UnreadableSource, match=said):
        read(data)


def test_workbook_that_claims_billions_of_cells_is_refused_before_it_is_opened():
    far_away = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(UnreadableSource, match="more than 2000000 cells"):
        read(replace_part(make_book([["指标", "2020年"]]), "xl/worksheets/sheet1.xml", far_away), name="统计.xlsx")


@pytest.mark.parametrize(
    ("value", "given_unit", "wanted", "expected"),
    [
        ("10.104", "万人", "人", "101040"),
        ("101040", "人", "万人", "10.1040"),
        ("1.5", "亿元", "万元", "15000"),
        ("3", "百万元", "万元", "300"),
        ("0.253", "比例", "%", "25.3"),
        ("12", "‰", "%", "1.2"),
        ("5", "名", "人", "5"),
        ("2.5", "万元/人", "元/人", "25000"),
        ("5", "亿元", "人", None),
        ("5", "人次", "人", None),
    ],
)
def test_units_convert_exactly_or_not_at_all(value, given_unit, wanted, expected):
    converted = convert_value(Decimal(value), given=read_unit(given_unit), wanted=read_unit(wanted))

    assert converted == (None if expected is None else Decimal(expected))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.sampled_from(["人", "万人", "亿人", "百人"]))
def test_conversion_there_and_back_loses_nothing(value, unit):
    there = convert_value(value, given=read_unit("人"), wanted=read_unit(unit))

    assert convert_value(there, given=read_unit(unit), wanted=read_unit("人")) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020", date(2020, 12, 31)), ("２０２０年度", date(2020, 12, 31)), ("2020年底", date(2020, 12, 31)),
        ("2020年2月", date(2020, 2, 29)), ("2021-06", date(2021, 6, 30)), ("2021年1-9月", date(2021, 9, 30)),
        ("2021年上半年", date(2021, 6, 30)), ("2021年三季度", date(2021, 9, 30)), ("2021Q1", date(2021, 3, 31)),
        ("2021/3/5", date(2021, 3, 5)), ("20210305", date(2021, 3, 5)), ("截至2021年3月5日", date(2021, 3, 5)),
        ("2021-13", None), ("2021-02-30", None), ("1210", None), ("去年", None), ("2021年目标", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, day):
    assert read_day_text(text) == day


def test_template_is_read_back_once_it_is_filled_in():
    template = make_statistics_template(INDICATORS, [2020, 2021])
    rows = python_calamine.load_workbook(io.BytesIO(template)).get_sheet_by_index(0).to_python()
    rows[1][3], rows[3][4] = 21000, "1.3"

    sheet = read(make_book(rows), name="统计.xlsx")

    assert sheet.errors == ()
    assert rows[0] == ["指标", "章节", "单位", "2020年", "2021年", "来源", "备注"]
    assert values(sheet) == {("talent.total", 2020): "21000", ("rd.share", 2021): "1.3"}
    assert template == make_statistics_template(INDICATORS, [2020, 2021])


def test_marked_sheet_keeps_every_cell_and_says_each_problem_in_its_row_and_cell():
    rows = [["指标", "2020年", "2021年"], ["人才资源总量", "约5", 6], ["=danger", 0.0125, "x"]]
    data = make_book([rows[0], rows[1], ["高技能人才", 0.0125, "x"]], percents=[(2, 1)])
    errors = read(data, name="统计.xlsx").errors

    marked = mark_errors(data, "统计.xlsx", errors, say=lambda reason: f"〔{reason}〕")

    given, heading = python_calamine.load_workbook(io.BytesIO(marked)).get_sheet_by_index(0).to_python(), "〔Problems〕"
    assert [row[:3] for row in given] == [rows[0], rows[1], ["高技能人才", 0.0125, "x"]]
    assert [row[3].split(":")[0] for row in given] == [heading, "B", "B"]
    assert given[2][3].count("〔") == len([error for error in errors if error.row == 3]) == 2
    assert [(each.row, each.column) for each in read(marked, name="x.xlsx").errors] == [
        (each.row, each.column) for each in errors
    ]


def test_marked_sheet_never_runs_what_was_typed():
    marked = mark_errors(b"a,b\n=1+1,2\n", "a.csv", ())

    assert python_calamine.load_workbook(io.BytesIO(marked)).get_sheet_by_index(0).to_python()[1] == ["=1+1", "2"]


def read_or_explain(data: bytes) -> str:
    try:
        return str(read(data, name="a.xlsx"))
    except UnreadableSource as refused:
        return str(refused.reason)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(alphabet='指标年度数值2020,\n\t"单位%.-万人', max_size=80).map(str.encode)
    )
)
def test_any_bytes_are_read_or_refused(data):
    assert read_or_explain(data)


@settings(max_examples=150, deadline=None)
@given(
    part=st.sampled_from(["worksheets/sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml"]),
    place=st.floats(0, 1),
    written=st.sampled_from([b"0", b"9", b"99999999", b'"', b"<", b"-", b"e", b"A1", b"\xff"]),
)
def test_damaged_workbooks_are_read_or_refused(part, place, written):
    data = make_book([["指标", "2020年"], ["人才资源总量", 0.5]], percents=[(1, 1)])

    assert read_or_explain(damage_part(data, f"xl/{part}", place, written))


def damage_part(data: bytes, name: str, place: float, written: bytes) -> bytes:
    part = read_part(data, name)
    start = int(place * len(part))
    return replace_part(data, name, part[:start] + written + part[start + len(written) :])
