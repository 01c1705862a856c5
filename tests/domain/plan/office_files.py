"""Make the files that offices send, in memory: Word with automatic numbers and text boxes, PDF, workbooks."""

import io
import subprocess
import zipfile
from collections.abc import Sequence

import docx
import pytest
import typst
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")
OFFICIAL_LEVELS = (
    ("chineseCounting", "%1、", ""),
    ("chineseCounting", "（%2）", ""),
    ("decimal", "%3.", ""),
    ("decimal", "（%4）", ""),
)


def save(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_list(document, *, number: int, levels: Sequence[tuple[str, str, str]], extra: str = "") -> None:
    """A list definition: (number format, level text, further properties) for each level."""
    part = document.part.numbering_part.element
    start = '<w:start w:val="1"/>'
    printed = "".join(
        f'<w:lvl w:ilvl="{depth}">{start}<w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text, more) in enumerate(levels)
    )
    pattern = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{900 + number}">{printed}</w:abstractNum>')
    # Word wants the patterns before the lists that use them.
    part.insert(0, pattern)
    part.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{900 + number}"/>{extra}</w:num>'))


def add_numbered(document, text: str, *, number: int, depth: int = 0, style: str | None = None):
    paragraph = document.add_paragraph(text, style=style)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'))
    return paragraph


def append_xml(paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))


def make_box(*texts: str) -> str:
    """A run with a text box, stored twice as Word does: as a drawing and again for old programs."""
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    spaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return (
        f'<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def make_plan_docx() -> bytes:
    """A short plan with title, numbered headings, a table, a box and a tracked change."""
    document = docx.Document()
    add_list(document, number=41, levels=OFFICIAL_LEVELS)
    document.add_paragraph("云岭县人才发展规划", style="Title")
    add_numbered(document, "发展基础", number=41, style="Heading 1")
    add_numbered(document, "人才规模", number=41, depth=1, style="Heading 2")
    anchor = document.add_paragraph("到2025年，人才资源总量达到3.2万人。")
    append_xml(anchor, make_box("专栏1 重点工程", "引进硕士100名。"))
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["指标", "2020年", "2025年", "人才总量", "2.1", "3.2"], strict=True):
        cell.text = text
    add_numbered(document, "主要任务", number=41, style="Heading 1")
    return save(document)


def make_pdf(markup: str) -> bytes:
    """A PDF in a Chinese type; the test is left out where no such type is installed."""
    if "Noto Serif CJK" not in subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout:  # noqa: S607 — a program of the system's own path
        pytest.skip("needs a Chinese type: the package fonts-noto-cjk")
    setup = '#set text(font: "Noto Serif CJK SC", lang: "zh")\n#set page(width: 12cm, height: 9cm, numbering: "1")\n'
    return typst.compile((setup + markup).encode(), format="pdf")


def make_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def make_book(rows: Sequence[Sequence[object]], *, percents: Sequence[tuple[int, int]] = (), **sheets) -> bytes:
    """An xlsx of these rows; ``sheets`` are further sheets by name."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        percent = book.add_format({"num_format": "0.0%"})
        for name, content in {"统计": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                for column, value in enumerate(row):
                    style = percent if (number, column) in percents else None
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(number, column, value, style, "#REF!")
                    elif value is not None:
                        sheet.write(number, column, value, style)
    return stream.getvalue()


def read_part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def replace_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one part of it written anew."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    return make_zip(**{**parts, name: content})
