"""Decide what a file is: by its first bytes and its parts, and only then by its name.

Officers rename files; a .docx may be an old .doc and a .doc a web page. Each kind that is not read has its own remedy.
"""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.shared.reasons import Reason

HEAD = 4096
MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 300 * MEGABYTE
MOST_PARTS = 20_000
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class FileKind(StrEnum):
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    SPREADSHEET = "spreadsheet"
    SLIDES = "slides"
    OPEN_DOCUMENT = "open document"
    OFD = "ofd"
    OLD_WORD = "doc"
    OLD_SPREADSHEET = "xls"
    LOCKED_OFFICE = "encrypted office file"
    OLE = "ole"
    RTF = "rtf"
    MHTML = "mhtml"
    WORD_XML = "word xml"
    IMAGE = "image"
    ARCHIVE = "archive"
    BROKEN_ZIP = "broken zip"


REFUSALS: dict[FileKind, Reason] = {
    FileKind.SPREADSHEET: Reason(
        "This is a spreadsheet, not a plan. Import it as statistics, or give the plan as .docx."
    ),
    FileKind.OLD_SPREADSHEET: Reason(
        "This is a spreadsheet, not a plan. Import it as statistics, or give the plan as .docx."
    ),
    FileKind.SLIDES: Reason("This is a presentation, not a plan. Give the plan as .docx or .pdf."),
    FileKind.OPEN_DOCUMENT: Reason("This is an OpenDocument file. Open it and save it as .docx."),
    FileKind.OFD: Reason("This is an OFD file. Give the Word file it was made from, or save it as a PDF with text."),
    FileKind.OLD_WORD: Reason("This is an old Word or WPS file (.doc, .wps). Open it and save it as .docx."),
    FileKind.LOCKED_OFFICE: Reason("The file is protected by a password. Remove the password and save it again."),
    FileKind.OLE: Reason("This is an old Office file. Open it in Word or WPS and save it as .docx."),
    FileKind.RTF: Reason("This is an RTF file. Open it in Word or WPS and save it as .docx."),
    FileKind.MHTML: Reason("This is a web archive. Open it and save it as .docx or as plain .html."),
    FileKind.WORD_XML: Reason(
        "This is an Office XML file. Open it in Word, Excel or WPS and save it as .docx or .xlsx."
    ),
    FileKind.IMAGE: Reason("This is a picture. Run text recognition (OCR) on it, or ask for the Word file."),
    FileKind.ARCHIVE: Reason("This is an archive. Unpack it and give the plan itself."),
    FileKind.BROKEN_ZIP: Reason("The file is damaged and cannot be unpacked. Ask for it to be sent again."),
}

STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"{\\rtf", FileKind.RTF),
    (b"MIME-Version:", FileKind.MHTML),
    (b"From: <Saved by", FileKind.MHTML),
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
)
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams stand in the directory of an OLE file as UTF-16.
OLE_STREAMS: tuple[tuple[str, FileKind], ...] = (
    ("EncryptedPackage", FileKind.LOCKED_OFFICE),
    ("WordDocument", FileKind.OLD_WORD),
    ("Workbook", FileKind.OLD_SPREADSHEET),
    ("PowerPoint Document", FileKind.SLIDES),
)
HTML_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)[\s>]", re.IGNORECASE)
HTML_PIECE = re.compile(rb"<(?:div|table|h[1-6]|p|section|article)[\s>]", re.IGNORECASE)


def find_file_kind(data: bytes, *, name: str) -> FileKind:
    """What the file is; text where nothing says otherwise.

    :raises UnreadableSource: for a package that would unpack to more than a server should hold.
    """
    head = data[:HEAD]
    ending = name.rpartition(".")[2].lower()
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_zip_kind(data)
    if head.startswith(OLE_START):
        return _find_ole_kind(data, ending)
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if (head[:2] == b"BM" and b"\0" in head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return FileKind.IMAGE
    return _find_text_kind(head, ending)


def find_refusal(kind: FileKind) -> UnreadableSource | None:
    """The refusal for a kind that is no plan, or None."""
    return UnreadableSource(REFUSALS[kind]) if kind in REFUSALS else None


def check_package(data: bytes) -> zipfile.ZipFile:
    """The opened package, safe to unpack whole.

    :raises UnreadableSource: where it is damaged, locked, or would unpack to too much.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except ZIP_FAULTS:
        raise UnreadableSource(REFUSALS[FileKind.BROKEN_ZIP]) from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSource(REFUSALS[FileKind.LOCKED_OFFICE])
    # zipfile stops at the stated size of a part, so the stated sizes bound what reading it can cost.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnreadableSource(
            Reason(
                "The file would unpack to %(size)s MB, more than the %(limit)s MB allowed. "
                "Remove pictures or hidden contents, or copy the text into a new document.",
                {"size": unpacked // MEGABYTE, "limit": LARGEST_UNPACKED // MEGABYTE},
            )
        )
    return package


def _find_zip_kind(data: bytes) -> FileKind:
    try:
        with check_package(data) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size < HEAD:
                said = package.read("mimetype")
                return FileKind.SPREADSHEET if b"spreadsheet" in said else FileKind.OPEN_DOCUMENT
    except ZIP_FAULTS:
        return FileKind.BROKEN_ZIP
    if "OFD.xml" in names:
        return FileKind.OFD
    if "[Content_Types].xml" not in names:
        return FileKind.ARCHIVE
    for folder, kind in (("word/", FileKind.DOCX), ("xl/", FileKind.SPREADSHEET), ("ppt/", FileKind.SLIDES)):
        if any(part.startswith(folder) for part in names):
            return kind
    return FileKind.ARCHIVE


def _find_ole_kind(data: bytes, ending: str) -> FileKind:
    for stream, kind in OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return FileKind.OLD_WORD if ending in {"doc", "wps", "dot", "wpt"} else FileKind.OLE


def _find_text_kind(head: bytes, ending: str) -> FileKind:
    # In UTF-16 every second byte of a tag is zero; without them the tag is seen in any encoding.
    plain = head.replace(b"\0", b"")
    if b"<?mso-application" in plain:
        return FileKind.WORD_XML
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and HTML_PAGE.search(plain):
        return FileKind.HTML
    if HTML_PIECE.match(start) and ending not in {"md", "markdown", "txt"}:  # markdown may open with a tag
        return FileKind.HTML
    return FileKind.HTML if ending in {"html", "htm", "xhtml", "shtml"} else FileKind.TEXT
