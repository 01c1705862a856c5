"""Turn a CSV or workbook into rows of cells that still say what was typed: text, number, day, percentage or fault.

What the rows mean is decided elsewhere.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import python_calamine

from bole.domain.plan.files.encodings import decode_text
from bole.domain.plan.files.file_kinds import REFUSALS, FileKind, check_package, find_file_kind
from bole.domain.plan.files.html_source import read_html
from bole.domain.plan.files.old_workbook_marks import read_old_marks
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.files.workbook_marks import (
    MOST_CELLS,
    SheetMarks,
    read_marks,
    refuse_damaged_book,
    refuse_many_cells,
)
from bole.domain.shared.reasons import Reason

LARGEST_SHEET = 20 * 1024 * 1024
CSV_KINDS = {FileKind.TEXT}
BOOK_KINDS = {FileKind.SPREADSHEET, FileKind.OLD_SPREADSHEET, FileKind.OLE}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """``text`` is what a person sees; at most one of ``number`` and ``day`` is given. A fault is Excel's #REF! and kin."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    is_percent: bool = False
    is_fault: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


BLANK = SheetCell()


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet; ``rows[0]`` is row 1 of the sheet, blank rows included."""

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]


def read_grids(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """The sheets of a CSV, xlsx, xls or ods file.

    :raises UnreadableSource: with the remedy, for everything else and for files that are locked, damaged or too large.
    """
    if not data:
        raise UnreadableSource(Reason("The file is empty. Choose the file again; perhaps it was still being copied."))
    if len(data) > LARGEST_SHEET:
        raise UnreadableSource(
            Reason(
                "The file has %(size)s MB; a sheet of statistics may have at most %(limit)s MB. Check that it is the right file.",
                {"size": len(data) // (1024 * 1024), "limit": LARGEST_SHEET // (1024 * 1024)},
            )
        )
    kind = find_file_kind(data, name=name)
    if kind in BOOK_KINDS:
        grids = _read_book(data)
    elif kind == FileKind.HTML:
        # Many systems export a page of one table and call it .xls.
        lines = [line.text.removeprefix("#").split("\t") for line in read_html(data)]
        grids = (Grid(name="", rows=tuple(tuple(SheetCell(text=text.strip()) for text in line) for line in lines)),)
    elif kind in CSV_KINDS:
        grids = (_read_csv(decode_text(data)),)
    elif kind == FileKind.LOCKED_OFFICE:
        raise UnreadableSource(REFUSALS[kind])
    else:
        raise UnreadableSource(Reason("This is not a sheet of statistics. Give an .xlsx, .xls, .ods or .csv file."))
    if all(cell.is_blank for grid in grids for row in grid.rows for cell in row):
        raise UnreadableSource(Reason("The sheet holds nothing, only blank cells. Check that it is the right file."))
    return grids


def _read_csv(text: str) -> Grid:
    head = text[:5000]
    delimiter = max(",\t;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as failed:
        raise UnreadableSource(
            Reason("The CSV cannot be read (%(fault)s). Save it again as CSV or .xlsx.", {"fault": str(failed)})
        ) from None
    if sum(map(len, rows)) > MOST_CELLS:
        raise refuse_many_cells()
    return Grid(name="", rows=tuple(tuple(SheetCell(text=cell.strip()) for cell in row) for row in rows))


def _read_book(data: bytes) -> tuple[Grid, ...]:
    if data.startswith(b"PK"):
        with check_package(data) as package:
            marks = read_marks(package)
    else:
        marks = read_old_marks(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return tuple(_read_grid(book.get_sheet_by_name(name), marks.get(name)) for name in book.sheet_names)
    except python_calamine.PasswordError:
        raise UnreadableSource(REFUSALS[FileKind.LOCKED_OFFICE]) from None
    except (python_calamine.CalamineError, OSError, ValueError, KeyError):
        raise refuse_damaged_book() from None
    except BaseException as failed:
        # A damaged .xls makes the library panic, and its panic is deliberately no Exception.
        if type(failed).__name__ == "PanicException":
            raise refuse_damaged_book() from None
        raise


def _read_grid(sheet: Any, marks: SheetMarks | None) -> Grid:
    rows = [
        [_read_cell(value, row=row, column=column, marks=marks) for column, value in enumerate(values)]
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _spread_merged(rows, top=top, left=left, bottom=bottom, right=right)
    return Grid(name=sheet.name, rows=tuple(map(tuple, rows)))


def _spread_merged(rows: list[list[SheetCell]], *, top: int, left: int, bottom: int, right: int) -> None:
    """A cell merged over several rows speaks for each of them; one merged across columns stays where it is."""
    if left != right or top >= len(rows) or left >= len(rows[top]):
        return
    for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
        rows[row][left] = rows[top][left]


def _read_cell(value: object, *, row: int, column: int, marks: SheetMarks | None) -> SheetCell:
    cell = _read_value(value)
    if marks is None:
        return cell
    if (row, column) in marks.faults:
        return SheetCell(text=marks.faults[row, column], is_fault=True)
    if cell.number is not None and (row, column) in marks.percents:
        shown = format((cell.number * 100).normalize(), "f")
        return replace(cell, text=f"{shown}%", is_percent=True)
    return cell


def _read_value(value: object) -> SheetCell:
    match value:
        case bool():
            return SheetCell(text="TRUE" if value else "FALSE")
        case int() | float():
            return _read_figure(value)
        case datetime():
            return SheetCell(text=value.date().isoformat(), day=value.date())
        case date():
            return SheetCell(text=value.isoformat(), day=value)
    return BLANK if value is None else SheetCell(text=str(value).strip())


def _read_figure(value: float) -> SheetCell:
    # A spreadsheet shows fifteen digits; the rest is noise of binary fractions.
    number = Decimal(format(value, ".15g"))
    if not number.is_finite():
        return SheetCell(text=str(value), is_fault=True)
    return SheetCell(text=format(number, "f"), number=number)


def iterate_filled(row: tuple[SheetCell, ...]) -> Iterator[tuple[int, SheetCell]]:
    """The cells of a row that hold something, with their columns."""
    return ((index, cell) for index, cell in enumerate(row) if not cell.is_blank)
