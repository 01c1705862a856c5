"""Read from an old .xls what the reading library leaves out or trusts too much: percentages, faults, passwords, extents.

An .xls is a small file system (a compound file) with one stream of records. Only the records needed here are looked at.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bole.domain.plan.file_kinds import REFUSALS, FileKind
from bole.domain.plan.refusals import refuse
from bole.domain.plan.workbook_marks import (
    BUILT_IN_PERCENTS,
    MOST_CELLS,
    SheetMarks,
    is_percent_format,
    refuse_damaged_book,
    refuse_many_cells,
)

FULL_SHEET = 65_536 * 256
LAST_SECTOR = 0xFFFFFFF0
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
            raise refuse(REFUSALS[FileKind.LOCKED_OFFICE])
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


@dataclass(frozen=True, slots=True)
class CompoundFile:
    data: bytes
    size: int  # of a sector
    table: tuple[int, ...]  # for each sector the one after it

    def read_chain(self, first: int) -> bytes:
        sectors: list[bytes] = []
        sector = first
        while sector < LAST_SECTOR and len(sectors) <= len(self.table):
            sectors.append(self.data[(sector + 1) * self.size : (sector + 2) * self.size])
            sector = self.table[sector]
        return b"".join(sectors)


def read_book_stream(data: bytes) -> bytes:
    """The stream of records of an .xls.

    :raises UnreadableSource: where the file claims more sectors than it has, or holds no workbook.
    """
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    tables, first_entry, _, cutoff, first_small, small_count, _, more_tables = struct.unpack_from(
        "<I I I I I I I I", data, 44
    )
    if shift not in {9, 12} or small_shift != 6:
        raise refuse_damaged_book()
    size = 1 << shift
    most = len(data) // size + 1
    # The library sets memory aside by these counts.
    if max(tables, small_count, more_tables) > most:
        raise refuse_damaged_book()
    listed = [each for each in struct.unpack_from("<109I", data, 76) if each < LAST_SECTOR]
    table: list[int] = []
    for sector in listed[:tables]:
        table.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
    file = CompoundFile(data, size, tuple(table))
    return _find_book(file, first_entry=first_entry, cutoff=cutoff, first_small=first_small)


def _find_book(file: CompoundFile, *, first_entry: int, cutoff: int, first_small: int) -> bytes:
    entries = file.read_chain(first_entry)
    root_start = struct.unpack_from("<I", entries, 116)[0]
    for place in range(0, len(entries) - 127, 128):
        (length,) = struct.unpack_from("<H", entries, place + 64)
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", errors="replace")
        if name.lower() not in {"workbook", "book"}:
            continue
        start, size = struct.unpack_from("<II", entries, place + 116)
        if size >= cutoff:
            return file.read_chain(start)[:size]
        links = file.read_chain(first_small)
        small = CompoundFile(bytes(64) + file.read_chain(root_start), 64, struct.unpack(f"<{len(links) // 4}I", links))
        return small.read_chain(start)[:size]
    raise refuse_damaged_book()
