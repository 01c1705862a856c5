"""Make an old .xls in memory, record by record: no library writes one any more."""

import struct

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
PERCENT_STYLE = 1


def make_record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def make_text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def make_old_book(rows: list[list[object]], *, percents=(), extent=None, locked=False) -> bytes:
    """An .xls of one sheet; a bytes value in ``rows`` is the code of a fault such as #DIV/0!."""
    start = make_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    start += make_record(0x2F, bytes(6)) if locked else b""
    start += make_record(0x41E, struct.pack("<H", 170) + make_text('0.0%"实"', "<H"))
    for number in (0, 170):
        start += make_record(0xE0, struct.pack("<HH", 0, number) + bytes(16))
    name = make_text("统计", "<B")
    place = len(start) + 4 + 6 + len(name) + 4
    start += make_record(0x85, struct.pack("<IH", place, 0) + name) + make_record(0x0A, b"")
    return make_compound(start + make_sheet(rows, percents=percents, extent=extent))


def make_sheet(rows: list[list[object]], *, percents, extent) -> bytes:
    top, bottom, left, right = extent or (0, len(rows), 0, max(map(len, rows)))
    sheet = make_record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    sheet += make_record(0x200, struct.pack("<IIHHH", top, bottom, left, right, 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HHH", row, column, PERCENT_STYLE if (row, column) in percents else 0)
            if isinstance(value, bytes):
                sheet += make_record(0x205, at + value + b"\1")
            elif isinstance(value, str):
                sheet += make_record(0x204, at + make_text(value, "<H"))
            else:
                sheet += make_record(0x203, at + struct.pack("<d", value))
    return sheet + make_record(0x0A, b"")


def make_compound(stream: bytes) -> bytes:
    """A compound file with the stream as its Workbook: one table sector, one directory sector, then the stream."""
    sectors = max(8, -(-len(stream) // 512))
    table = [TABLE, END, *range(3, sectors + 2), END]
    table += [FREE] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, END, 0, END, 0, 0) + b"\xff" * 432
    entries = make_entry("Root Entry", kind=5, start=END, size=0, child=1)
    entries += make_entry("Workbook", kind=2, start=2, size=sectors * 512, child=FREE) + bytes(256)
    return head + struct.pack("<128I", *table) + entries + stream.ljust(sectors * 512, b"\0")


def make_entry(name: str, *, kind: int, start: int, size: int, child: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
