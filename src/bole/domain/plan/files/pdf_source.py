"""Read the lines of a PDF that has a text layer, page by page, in the order of the text.

Columns of a table are told by their gaps and parted by tabs. Running heads and page numbers are left to the reader.
"""

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.files.refusals import UnreadableSource, refuse_long_text
from bole.domain.shared.reasons import Reason

MOST_PAGES = 3000
PASSWORD_WRONG = 4
FEWEST_PER_PAGE = 3
COLUMN_GAP = 0.8  # in sizes of the type; justified text stays well below
HYPHENS = {0x02, 0xFFFE, 0xAD}  # PDFium's marks for a hyphen at the end of a line
# PDFium keeps state of its own for the whole process and may be entered by one thread at a time.
ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes, *, largest_text: int) -> tuple[SourceLine, ...]:
    """The lines of a PDF with their pages; lines are numbered through the document.

    :raises UnreadableSource: for a locked, damaged or scanned PDF, and where its text layer is unreadable.
    """
    with ONE_AT_A_TIME:
        return _read_pages(data, largest_text=largest_text)


def _read_pages(data: bytes, *, largest_text: int) -> tuple[SourceLine, ...]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as failed:
        raise _explain_failure(failed) from None
    try:
        pages = len(document)
        if not 0 < pages <= MOST_PAGES:
            raise UnreadableSource(
                Reason(
                    "The PDF has %(pages)s pages; 1 to %(limit)s can be read.", {"pages": pages, "limit": MOST_PAGES}
                )
            )
        lines: list[SourceLine] = []
        without_text = 0
        size = 0
        for index in range(pages):
            texts = _read_page(document, index)
            without_text += not texts
            size += sum(map(len, texts))
            if size > largest_text:
                raise refuse_long_text(largest_text)
            lines += [SourceLine(len(lines) + 1 + offset, text, page=index + 1) for offset, text in enumerate(texts)]
    finally:
        document.close()
    _check_text_layer(lines, pages=pages, without_text=without_text)
    return tuple(lines)


def _explain_failure(failed: pdfium.PdfiumError) -> UnreadableSource:
    if failed.err_code == PASSWORD_WRONG:
        return UnreadableSource(Reason("The PDF is protected by a password. Remove the password and save it again."))
    return UnreadableSource(
        Reason("The PDF is damaged and cannot be opened. Ask for it to be sent again, or for the Word file.")
    )


@dataclass(frozen=True, slots=True)
class Glyph:
    character: str
    is_made_up: bool  # PDFium adds spaces and line ends where it sees gaps
    left: float
    right: float
    size: float

    @property
    def is_blank(self) -> bool:
        return self.character.isspace()


def _read_page(document: Any, index: int) -> list[str]:
    """The lines of a page that have text; none where the page cannot be opened."""
    try:
        page = document[index]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    line: list[Glyph] = []
    lines: list[str] = []
    for glyph in _read_glyphs(text_page):
        if glyph.character == "\n":
            lines.append(_set_line(line))
            line = []
        else:
            line.append(glyph)
    lines.append(_set_line(line))
    text_page.close()
    page.close()
    return [text for text in lines if text]


def _read_glyphs(text_page: Any) -> Iterator[Glyph]:
    box = pdfium_raw.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium_raw.FPDFText_GetUnicode(text_page.raw, index)
        if code in HYPHENS or code == ord("\r"):
            continue
        pdfium_raw.FPDFText_GetLooseCharBox(text_page.raw, index, ctypes.byref(box))
        yield Glyph(
            character=chr(code) if 0 < code <= 0x10FFFF else "\ufffd",
            is_made_up=pdfium_raw.FPDFText_IsGenerated(text_page.raw, index) == 1,
            left=box.left,
            right=box.right,
            size=pdfium_raw.FPDFText_GetFontSize(text_page.raw, index),
        )


def _set_line(glyphs: list[Glyph]) -> str:
    """One line as text: a wide gap parts columns, a narrow one beside a Chinese character is only type-setting."""
    printed: list[str] = []
    last: Glyph | None = None
    blanks: list[Glyph] = []
    for glyph in glyphs:
        if glyph.is_blank:
            blanks.append(glyph)
            continue
        if last is not None:
            printed.append(_set_gap(last, blanks, glyph))
        printed.append(glyph.character)
        last, blanks = glyph, []
    # Characters beyond the basic plane arrive as two halves.
    return "".join(printed).encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")


def _set_gap(last: Glyph, blanks: list[Glyph], glyph: Glyph) -> str:
    typed = [blank for blank in blanks if not blank.is_made_up]
    gap = glyph.left - last.right - sum(max(blank.right - blank.left, 0) for blank in typed)
    if blanks and gap > COLUMN_GAP * max(last.size, glyph.size, 1):
        return "\t"
    if typed:
        return " "
    return "" if not blanks or _is_han(last.character) or _is_han(glyph.character) else " "


def _is_han(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"


def _check_text_layer(lines: list[SourceLine], *, pages: int, without_text: int) -> None:
    text = "".join(line.text for line in lines)
    # A scan may carry a stamp or a page number as text; a page of a plan has hundreds of characters.
    if without_text * 2 > pages or len(text) < FEWEST_PER_PAGE * min(pages, 50):
        raise UnreadableSource(
            Reason(
                "This PDF is a scan: %(scanned)s of %(pages)s pages have no text. "
                "Run text recognition (OCR) on it, or ask for the Word file.",
                {"scanned": max(without_text, 1), "pages": pages},
            )
        )
    lost = sum(1 for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " ")
    if lost * 5 > len(text):
        raise UnreadableSource(
            Reason(
                "The text inside this PDF is unreadable: its fonts do not say which characters they show. "
                "Ask for the Word file, or run text recognition (OCR) on it."
            )
        )
