"""Read from an old .xls what the reading library leaves out or trusts too much: percentages, faults, passwords, extents.

An .xls is a small file system (a compound file) with one stream of records. Only the records needed here are looked at.
"""

import struct
from collections.abc import Iterator

from bole.domain.plan.files.compound_file import read_book_stream
from bole.domain.plan.files.file_kinds import REFUSALS, FileKind
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.files.workbook_marks import (
    BUILT_IN_PERCENTS,
    MOST_CELLS,
    SheetMarks,
    is_percent_format,
    refuse_damaged_book,
    refuse_many_cells,
)

FULL_SHEET = 65_536 * 256
BOUND_SHEET, PASSWORD, FORMAT, STYLE, SHARED_TEXTS, EXTENT, END = 0x85, 0x2F, 0x41E, 0xE0, 0xFC, 0x200, 0x0A
NUMBER, COMPACT, TEXT, SHARED, RICH, FAULT = 0x203, 0x27E, 0x204, 0xFD, 0xD6, 0x205
FORMULAS = {0x06, 0x206, 0x406}
COMPACT_ROW = 0xBD
CELLS = {NUMBER, COMPACT, TEXT, SHARED, RICH, FAULT, *FORMULAS}
FAULTS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_old_marks(data: bytes) -> dict[str, SheetMarks]:
    """What each sheet of an .xls marks, by its name.

    :raises UnreadableSource: where the file is locked, damaged, or claims more cells than a server should hold.
    """
    try:
        stream = read_book_stream(data)
        return _read_sheets(stream)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise refuse_damaged_book() from None


def _read_sheets(stream: bytes) -> dict[str, SheetMarks]:
    formats: dict[int, bool] = dict.fromkeys(BUILT_IN_PERCENTS, True)
    styles: list[int] = []
    places: dict[str, int] = {}
    is_wide = struct.unpack_from("<H", stream, 4)[0] == 0x600
    for kind, record in _read_records(stream, 0):
        if kind == PASSWORD:
            raise UnreadableSource(REFUSALS[FileKind.LOCKED_OFFICE])
        if kind == FORMAT:
            (number,) = struct.unpack_from("<H", record)
            formats[number] = is_percent_format(
                _read_text(record, 2, length_bytes=2 if is_wide else 1, is_wide=is_wide)
            )
        elif kind == STYLE:
            styles.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == BOUND_SHEET:
            name = _read_text(record, 6, length_bytes=1, is_wide=is_wide)
            places[name] = struct.unpack_from("<I", record)[0]
        elif kind == SHARED_TEXTS and max(struct.unpack_from("<II", record)) > MOST_CELLS * 10:
            raise refuse_many_cells()
    percents = {index for index, number in enumerate(styles) if formats.get(number)}
    return {name: _read_sheet(stream, place, percents) for name, place in places.items()}


def _read_text(record: bytes, start: int, *, length_bytes: int, is_wide: bool) -> str:
    length = int.from_bytes(record[start : start + length_bytes], "little")
    start += length_bytes
    if not is_wide:
        return record[start : start + length].decode("gb18030", errors="replace")
    if record[start] & 1:
        return record[start + 1 : start + 1 + 2 * length].decode("utf-16-le", errors="replace")
    return record[start + 1 : start + 1 + length].decode("latin-1")


def _read_records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == END:
            return
        place += 4 + length


def _read_sheet(stream: bytes, place: int, percents: set[int]) -> SheetMarks:
    marks = SheetMarks()
    for kind, record in _read_records(stream, place):
        if kind == EXTENT and len(record) >= 12:
            top, bottom, left, right = struct.unpack_from("<IIHH", record)
            # Memory is set aside by this claim before any cell is seen.
            if bottom < top or right < left or (bottom - top) * (right - left) > FULL_SHEET:
                raise refuse_many_cells()
        elif kind in CELLS:
            row, column, style = struct.unpack_from("<HHH", record)
            _note(marks, row, column, is_percent=style in percents)
            if fault := _find_fault(kind, record):
                marks.faults[row, column] = fault
        elif kind == COMPACT_ROW:
            row, first = struct.unpack_from("<HH", record)
            for offset in range((len(record) - 6) // 6):
                (style,) = struct.unpack_from("<H", record, 4 + 6 * offset)
                _note(marks, row, first + offset, is_percent=style in percents)
    if marks.cells > MOST_CELLS:
        raise refuse_many_cells()
    return marks


def _note(marks: SheetMarks, row: int, column: int, *, is_percent: bool) -> None:
    marks.bottom, marks.right = max(marks.bottom, row), max(marks.right, column)
    if is_percent:
        marks.percents.add((row, column))


def _find_fault(kind: int, record: bytes) -> str | None:
    if kind == FAULT and record[7]:
        return FAULTS.get(record[6], "#N/A")
    # A formula keeps its last result; two bytes of ones say that it is no number, and the first byte what it is.
    if kind in FORMULAS and record[12:14] == b"\xff\xff" and record[6] == 2:
        return FAULTS.get(record[8], "#N/A")
    return None
