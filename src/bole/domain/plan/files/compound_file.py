"""Find the stream of records in an old .xls, and refuse a compound file whose sectors do not add up.

A compound file is a small file system: a table says for each sector which one follows. A chain that runs in a circle or a
count beyond the file's end would let the library that reads the values take memory until the process dies.
"""

import struct
from dataclasses import dataclass

from bole.domain.plan.files.workbook_marks import refuse_damaged_book

LAST_SECTOR = 0xFFFFFFF0
ENTRY, STREAM, SMALL_SECTOR, IN_HEADER = 128, 2, 64, 109


@dataclass(frozen=True, slots=True)
class Sectors:
    data: bytes
    size: int
    table: tuple[int, ...]  # for each sector the one after it

    def read_chain(self, first: int) -> bytes:
        sectors: list[bytes] = []
        sector = first
        while sector < LAST_SECTOR:
            if len(sectors) >= len(self.table):
                raise refuse_damaged_book()
            sectors.append(self.data[sector * self.size : (sector + 1) * self.size])
            sector = self.table[sector]
        return b"".join(sectors)


def read_book_stream(data: bytes) -> bytes:
    """The stream of records of an .xls.

    :raises UnreadableSource: where its sectors do not add up, or it holds no workbook.
    :raises IndexError, struct.error: where it ends too early.
    """
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    tables, first_entry, _, cutoff, first_small, small_count, first_more, more = struct.unpack_from("<8I", data, 44)
    if shift not in {9, 12} or small_shift != 6:
        raise refuse_damaged_book()
    size = 1 << shift
    if max(tables, small_count, more) > len(data) // size + 1:
        raise refuse_damaged_book()
    body = data[size:]
    listed = [*struct.unpack_from(f"<{IN_HEADER}I", data, 76), *_list_more_tables(body, size, first_more)]
    table: list[int] = []
    for sector in [each for each in listed if each < LAST_SECTOR][:tables]:
        table.extend(struct.unpack_from(f"<{size // 4}I", body, sector * size))
    return _find_book(Sectors(body, size, tuple(table)), first_entry, cutoff=cutoff, first_small=first_small)


def _list_more_tables(body: bytes, size: int, sector: int) -> list[int]:
    """The sectors of the table that the header has no room for; each sector of the list ends with the next one."""
    listed: list[int] = []
    while sector < LAST_SECTOR:
        if len(listed) * 4 > len(body):
            raise refuse_damaged_book()
        *found, sector = struct.unpack_from(f"<{size // 4}I", body, sector * size)
        listed += found
    return listed


def _find_book(sectors: Sectors, first_entry: int, *, cutoff: int, first_small: int) -> bytes:
    entries = sectors.read_chain(first_entry)
    links = sectors.read_chain(first_small)
    inside = sectors.read_chain(struct.unpack_from("<I", entries, 116)[0])
    small = Sectors(inside, SMALL_SECTOR, struct.unpack(f"<{len(links) // 4}I", links))
    book = None
    for place in range(0, len(entries) - ENTRY + 1, ENTRY):
        length, kind = struct.unpack_from("<HB", entries, place + 64)
        start, size = struct.unpack_from("<II", entries, place + 116)
        if kind != STREAM or not size:
            continue
        # Every stream is walked, wanted or not: the library may walk it too.
        content = (sectors if size >= cutoff else small).read_chain(start)[:size]
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", errors="replace").lower()
        if name in {"workbook", "book"} and book is None:
            book = content
    if book is None:
        raise refuse_damaged_book()
    return book
