"""Read the printed text of a web page: its main part, line by line, without menus and scripts.

Headings begin with ``#``, a row of a table is one line, list items carry their printed numbers.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.files.encodings import decode_text
from bole.domain.plan.files.html_main_part import find_main_part, is_silent, measure
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.shared.reasons import Reason

DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,30})", re.IGNORECASE)
BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
BLANKS = re.compile("[ \t\r\n\f\xa0]+")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\xad\0]")
LARGEST_SPAN = 500


def read_html(data: bytes) -> tuple[SourceLine, ...]:
    """The printed lines of a page.

    :raises UnreadableSource: where the page holds no elements or its bytes are no text.
    """
    found = DECLARED.search(data[:4096])
    text = decode_text(data, declared=found[1].decode("ascii") if found else None)
    # Parsing bytes in a known encoding keeps the parser from believing what the page declares.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(INVISIBLE.sub("", text).encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        raise UnreadableSource(
            Reason("The page holds no text. Save it again from the browser, or copy its text into a document.")
        )
    page = Page()
    main = find_main_part(root)
    if main is not root and not any(True for _ in main.iter("h1")):
        for heading in list(root.iter("h1"))[:1]:
            page.read(heading)
    page.read(main)
    page.end_line()
    return tuple(SourceLine(number=number, text=line) for number, line in enumerate(page.lines, start=1))


@dataclass(slots=True)
class Page:
    """The lines of a page while it is walked."""

    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    prefix: str = ""
    items: dict[Any, int] = field(default_factory=dict)  # the last number printed of each ordered list

    def read(self, top: Any) -> None:
        # Walked with a stack of its own: a page may be nested deeper than Python calls may be.
        extents = measure(top)
        size = extents[top].text
        stack: list[tuple[Any, bool]] = [(top, False)]
        while stack:
            element, is_end = stack.pop()
            if not isinstance(element.tag, str):
                self.add_tail(element, top)
            elif is_end:
                self.close(element)
                self.add_tail(element, top)
            elif element is not top and is_silent(element, extents=extents, size=size):
                self.add_tail(element, top)
            elif element.tag == "table" and is_data_table(element):
                self.read_table(element)
                self.add_tail(element, top)
            else:
                self.open(element)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))

    def add_tail(self, element: Any, top: Any) -> None:
        if element is not top and element.tail:
            self.pieces.append(element.tail)

    def open(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS or tag in HEADINGS or tag == "br":
            # A break inside a heading is layout; elsewhere it ends the line.
            if tag == "br" and self.prefix.startswith("#"):
                return
            self.end_line()
        if tag in HEADINGS:
            self.prefix = "#" * HEADINGS[tag] + " "
        elif tag == "li":
            self.prefix = self.print_item_number(element)
        if element.text:
            self.pieces.append(element.text.replace("\n", "\x0b") if tag == "pre" else element.text)

    def print_item_number(self, item: Any) -> str:
        """``1. `` for an item of an ordered list; nothing for a bullet."""
        listing = item.getparent()
        if listing is None or listing.tag != "ol":
            return ""
        start = (listing.get("start") or "1").strip()
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        self.items[listing] = self.items.get(listing, first - 1) + 1
        return f"{self.items[listing]}. "

    def close(self, element: Any) -> None:
        if element.tag in BLOCKS or element.tag in HEADINGS:
            self.end_line()
        if element.tag in HEADINGS or element.tag == "li":
            self.prefix = ""

    def end_line(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        for line in text.split("\x0b"):
            printed = clean_text(line)
            if printed:
                self.lines.append(self.prefix + printed)
                self.prefix = ""

    def read_table(self, table: Any) -> None:
        self.end_line()
        open_spans: dict[int, int] = {}  # column → rows below that a merged cell still covers
        for row in table.iter("caption", "tr"):
            if row.tag == "caption":
                self.lines.extend(filter(None, [clean_text("".join(row.itertext()))]))
                continue
            texts = lay_out_row(row, open_spans)
            if any(texts):
                self.lines.append("\t".join(texts).rstrip("\t"))


def clean_text(text: str) -> str:
    """One line with its blanks as a browser shows them."""
    stripped = text.strip(" \t\r\n\f\xa0\u3000")
    return BLANKS.sub(_set_blank, stripped)


def _set_blank(found: re.Match[str]) -> str:
    # A line break of the source between two Chinese characters is layout, not a space.
    around = found.string[found.start() - 1], found.string[found.end()]
    return "" if "\n" in found[0] and all(HAN.match(character) for character in around) else " "


def is_data_table(table: Any) -> bool:
    """Whether the table has columns; one with tables or headings inside, or a single column, lays out the page."""
    if any(each is not table for each in table.iter("table", "h1", "h2", "h3", "h4", "h5", "h6")):
        return False
    return any(sum(1 for cell in row.iterchildren("td", "th")) > 1 for row in table.iter("tr"))


def lay_out_row(row: Any, open_spans: dict[int, int]) -> list[str]:
    """The cells of a row at their columns; what a merged cell covers stays empty."""
    texts: list[str] = []
    begun: dict[int, int] = {}
    for cell in row.iterchildren("td", "th"):
        skip_covered(texts, open_spans)
        span, rows = read_span(cell, "colspan"), read_span(cell, "rowspan")
        for column in range(len(texts), len(texts) + span):
            if rows > 1:
                begun[column] = rows - 1
        texts.extend([read_cell(cell), *[""] * (span - 1)])
    skip_covered(texts, open_spans)
    open_spans.update(begun)
    return texts


def skip_covered(texts: list[str], open_spans: dict[int, int]) -> None:
    while open_spans.get(len(texts), 0) > 0:
        open_spans[len(texts)] -= 1
        texts.append("")


def read_span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), LARGEST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def read_cell(cell: Any) -> str:
    inside = Page()
    inside.read(cell)
    inside.end_line()
    return " ".join(inside.lines)
