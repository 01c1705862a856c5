"""Make the workbooks that statistics travel in: an empty template, and a sheet handed back with its errors marked."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from bole.domain.plan.files.workbook_cells import BLANK, Grid, SheetCell, read_grids
from bole.domain.plan.statistics.values import CellError, IndicatorName, name_column
from bole.domain.shared.reasons import Reason

# The same sheet is the same file: the day a workbook is made is not in it.
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_CELL = 32_000
LONGEST_COMMENT = 2000
HEADINGS = ("指标", "章节", "单位", "来源", "备注")
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def make_statistics_template(
    indicators: Sequence[IndicatorName],
    years: Sequence[int],
    *,
    headings: Sequence[str] = HEADINGS,
    year_heading: str = "{}年",
    sheet_name: str = "统计数据",
) -> bytes:
    """An xlsx with a row for each indicator and a column for each year, which `read_statistics` reads when filled in.

    ``headings`` are those of indicator, section, unit, source and note in the language of who fills it in.
    """
    indicator, section, unit, source, note = headings
    stream = io.BytesIO()
    with _open_book(stream) as book:
        sheet = book.add_worksheet(sheet_name)
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "align": "center"})
        fixed = book.add_format({"bg_color": "#F5F5F5", "border": 1})
        fill = book.add_format({"border": 1, "num_format": "General"})
        titles = [indicator, section, unit, *(year_heading.format(year) for year in years), source, note]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for row, each in enumerate(indicators, start=1):
            sheet.write_string(row, 0, each.name, fixed)
            sheet.write_string(row, 1, each.section, fixed)
            sheet.write_string(row, 2, each.unit, fixed)
            for column in range(3, len(titles)):
                sheet.write_blank(row, column, None, fill)
        sheet.freeze_panes(1, 3)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2 + len(years), 12)
        sheet.set_column(3 + len(years), 4 + len(years), 28)
        if years and indicators:
            number = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
            sheet.data_validation(1, 3, len(indicators), 2 + len(years), number)
    return stream.getvalue()


def mark_errors(data: bytes, name: str, errors: Sequence[CellError], *, say: Callable[[Reason], str] = str) -> bytes:
    """An xlsx of the sheets as given, each bad cell coloured and explained, with a last column of problems.

    ``say`` puts a reason into the reader's language.

    :raises UnreadableSource: as `read_statistics` does.
    """
    stream = io.BytesIO()
    with _open_book(stream) as book:
        formats = Formats(book)
        for position, grid in enumerate(read_grids(data, name=name), start=1):
            sheet = book.add_worksheet(_name_sheet(grid, position))
            _write_grid(sheet, grid, formats)
            _write_errors(sheet, grid, [each for each in errors if each.sheet == grid.name], formats, say)
    return stream.getvalue()


class Formats:
    """The formats of a marked sheet; a bad cell keeps the number format it had."""

    def __init__(self, book: Any) -> None:
        bad = {"bg_color": "#FCE4E4", "border": 1, "border_color": "#B3261E"}
        self.plain, self.bad = {}, {}
        for kind, number in (("", "General"), ("percent", "0.############%"), ("day", "yyyy-mm-dd")):
            self.plain[kind] = book.add_format({"num_format": number})
            self.bad[kind] = book.add_format({"num_format": number, **bad})
        self.heading = book.add_format({"bold": True, "bg_color": "#FCE4E4"})
        self.problem = book.add_format({"font_color": "#B3261E", "text_wrap": True, "valign": "top"})


def _open_book(stream: io.BytesIO) -> Any:
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    return book


def _name_sheet(grid: Grid, position: int) -> str | None:
    name = grid.name.translate(NOT_IN_A_NAME).strip("' ")[:31]
    return name or f"Sheet{position}"


def _write_grid(sheet: Any, grid: Grid, formats: Formats) -> None:
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, formats.plain)


def _write_cell(sheet: Any, row: int, column: int, cell: SheetCell, styles: dict[str, Any]) -> None:
    if cell.day is not None:
        sheet.write_datetime(row, column, datetime.combine(cell.day, time()), styles["day"])
    elif cell.number is not None:
        sheet.write_number(row, column, float(cell.number), styles["percent" if cell.is_percent else ""])
    elif cell.text:
        # Never as a formula: what somebody typed must not run on the machine of who opens it.
        sheet.write_string(row, column, cell.text[:LONGEST_CELL], styles[""])
    else:
        sheet.write_blank(row, column, None, styles[""])


def _write_errors(
    sheet: Any, grid: Grid, errors: Sequence[CellError], formats: Formats, say: Callable[[Reason], str]
) -> None:
    if not errors:
        return
    last = max(map(len, grid.rows), default=0)
    sheet.set_column(last, last, 60)
    places = {name_column(index): index for index in range(last + 1)}
    by_row: dict[int, list[str]] = {}
    by_cell: dict[tuple[int, int], list[str]] = {}
    for error in errors:
        sentence = say(error.reason)
        by_row.setdefault(error.row - 1, []).append(f"{error.column}: {sentence}")
        by_cell.setdefault((error.row - 1, places.get(error.column, 0)), []).append(sentence)
    for (row, column), sentences in by_cell.items():
        cells = grid.rows[row]
        _write_cell(sheet, row, column, cells[column] if column < len(cells) else BLANK, formats.bad)
        sheet.write_comment(row, column, _join(sentences)[:LONGEST_COMMENT], {"author": "", "x_scale": 2})
    by_row[0] = [say(Reason("Problems")), *by_row.get(0, [])]
    for row, sentences in by_row.items():
        style = formats.problem if row else formats.heading
        sheet.write_string(row, last, _join(sentences)[:LONGEST_CELL], style)


def _join(sentences: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(sentences))
