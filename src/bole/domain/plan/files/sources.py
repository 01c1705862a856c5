"""Turn the file of a plan into its lines as printed, or say why that cannot be done.

What the file is, is decided by its content first and by its name second. What the lines mean (headings, boxes, tables,
wraps, page numbers) is the reader's business.
"""

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.files.docx_source import read_docx
from bole.domain.plan.files.encodings import decode_text
from bole.domain.plan.files.file_kinds import FileKind, find_file_kind, find_refusal
from bole.domain.plan.files.html_source import read_html
from bole.domain.plan.files.pdf_source import read_pdf
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.shared.reasons import Reason

__all__ = ["LARGEST_FILE", "LARGEST_TEXT", "UnreadableSource", "read_source"]

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 20 * MEGABYTE
LARGEST_FILE = 200 * MEGABYTE


def read_source(data: bytes, *, name: str, largest_text: int = LARGEST_TEXT) -> tuple[SourceLine, ...]:
    """The lines of a txt, md, docx, html or pdf file; at least one of them has text.

    Headings of docx and html begin with ``#``, rows of their tables are one line with cells parted by tabs. Lines of a
    text file keep their numbers, blank lines included; lines of a PDF carry their page.

    :raises UnreadableSource: with the reason and the remedy, for everything that is not such a file.
    """
    if not data:
        raise UnreadableSource(Reason("The file is empty. Choose the file again; perhaps it was still being copied."))
    kind = find_file_kind(data, name=name)
    if refusal := find_refusal(kind):
        raise refusal
    # Sizes are judged before anything is decoded: a 50 MB text must not cost a server 500 MB.
    largest = largest_text if kind in {FileKind.TEXT, FileKind.HTML} else LARGEST_FILE
    if len(data) > largest:
        raise UnreadableSource(
            Reason(
                "The file has %(size)s MB; a plan may have at most %(limit)s MB. "
                "Check that it is the plan, or split it into parts.",
                {"size": len(data) // MEGABYTE, "limit": largest // MEGABYTE},
            )
        )
    try:
        lines = _read_kind(kind, data, largest_text=largest_text)
    except RecursionError:
        raise UnreadableSource(
            Reason("The file is nested too deeply to be read. Copy its text into a new document.")
        ) from None
    if not any(line.text.strip().strip("#").strip() for line in lines):
        raise UnreadableSource(Reason("The file holds no text, only blanks. Check that it is the right file."))
    return lines


def _read_kind(kind: FileKind, data: bytes, *, largest_text: int) -> tuple[SourceLine, ...]:
    match kind:
        case FileKind.PDF:
            return read_pdf(data, largest_text=largest_text)
        case FileKind.DOCX:
            return read_docx(data, largest_text=largest_text)
        case FileKind.HTML:
            return read_html(data)
        case _:
            return split_lines(decode_text(data))


def split_lines(text: str) -> tuple[SourceLine, ...]:
    """The lines of a text, numbered as an editor numbers them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return tuple(SourceLine(number=number, text=line) for number, line in enumerate(lines, start=1))
