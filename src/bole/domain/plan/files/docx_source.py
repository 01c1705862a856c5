"""Read the text of a .docx in the order it is printed: paragraphs, table rows, text boxes after their anchor.

Tracked insertions are kept and deletions dropped; footnotes, comments, hidden text and the generated table of contents
are left out. What headings and rows mean is the reader's business.
"""

import io
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml.ns import qn

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.files.docx_numbering import Numbering, read_numbering
from bole.domain.plan.files.docx_runs import find_blocks, gather_text
from bole.domain.plan.files.docx_styles import Styles, read_styles
from bole.domain.plan.files.file_kinds import REFUSALS, ZIP_FAULTS, FileKind, check_package
from bole.domain.plan.files.refusals import UnreadableSource, refuse_long_text
from bole.domain.plan.files.word_xml import find_child, read_number, read_value
from bole.domain.shared.reasons import Reason

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
DEEPEST_HEADING = 6
WIDEST_ROW = 500


def read_docx(data: bytes, *, largest_text: int) -> tuple[SourceLine, ...]:
    """The printed lines of a .docx; headings begin with ``#``, cells are parted by tabs.

    :raises UnreadableSource: where the package is damaged, locked or too large.
    """
    check_package(data).close()
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        # document.part.numbering_part would add a default one where there is none: ask the relations instead.
        numbering, styles = _find_part(document, "/numbering"), _find_part(document, "/styles")
    # A damaged package may fail anywhere inside the library; its faults have no common base below Exception.
    except Exception:
        raise _explain_failure(data) from None
    walk = Walk(numbering=read_numbering(numbering), styles=read_styles(styles), largest_text=largest_text)
    if body is not None:
        walk.has_title = any(walk.styles.is_title(_style_of(each)) for each in body.iter(PARAGRAPH))
        walk.read_blocks(body)
        walk.end_paragraph()
    return tuple(SourceLine(number=number, text=text) for number, text in enumerate(walk.lines, start=1))


def _explain_failure(data: bytes) -> UnreadableSource:
    try:
        with check_package(data) as package:
            kinds = package.read("[Content_Types].xml") + package.read("_rels/.rels")
    except (KeyError, *ZIP_FAULTS):
        kinds = b""
    if any(mark in kinds for mark in (b"macroEnabled", b"template.main", b"purl.oclc.org")):
        return UnreadableSource(
            Reason("This kind of Word file (with macros, a template, or strict) is not read. Save it as plain .docx.")
        )
    return UnreadableSource(REFUSALS[FileKind.BROKEN_ZIP])


def _find_part(document: Any, kind: str) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(kind) and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _style_of(paragraph: Any) -> str | None:
    return read_value(paragraph, "w:pPr", "w:pStyle")


@dataclass(slots=True)
class Walk:
    """One pass over a document; automatic numbers are counted in its order."""

    numbering: Numbering
    styles: Styles
    largest_text: int
    has_title: bool = False
    lines: list[str] = field(default_factory=list)
    size: int = 0
    joined: str = ""  # text of a paragraph whose end mark was deleted: it runs on into the next one
    boxes: list[Any] = field(default_factory=list)
    depth_of_cells: int = 0

    def read_blocks(self, container: Any) -> None:
        for block in find_blocks(container, {PARAGRAPH, TABLE}):
            if block.tag == TABLE:
                self.read_table(block)
            else:
                self.read_paragraph(block)
            if not self.depth_of_cells:
                self.read_boxes()

    def read_boxes(self) -> None:
        while self.boxes:
            waiting, self.boxes = self.boxes, []
            for box in waiting:
                self.read_blocks(box)

    def read_paragraph(self, paragraph: Any) -> None:
        text, boxes = gather_text(paragraph)
        self.boxes.extend(boxes)
        properties = find_child(paragraph, "w:pPr")
        style = _style_of(paragraph)
        if self.styles.is_contents(style):
            return
        text = self.joined + text
        self.joined = ""
        if find_child(properties, "w:rPr", "w:del") is not None:
            self.joined = text
            return
        label = self.print_label(properties, style)
        # A cell of 序号 often holds nothing but its automatic number; a blank line with a number says nothing.
        if not text.strip() and not (label and self.depth_of_cells):
            return
        level = None if self.depth_of_cells else self.find_level(properties, style)
        if level is None:
            self.add_lines(label + text)
        else:
            self.add_lines("#" * min(level, DEEPEST_HEADING) + " " + label + text.replace("\n", "").strip())

    def end_paragraph(self) -> None:
        text, self.joined = self.joined, ""
        self.add_lines(text)

    def print_label(self, properties: Any, style: str | None) -> str:
        number = read_value(properties, "w:numPr", "w:numId")
        depth = read_number(properties, "w:numPr", "w:ilvl")
        if number is None:
            found = self.styles.find_list(style)
            if found is None:
                return ""
            number = found[0]
            if depth is None:
                tied = self.numbering.find_level(number=number, style=style)
                depth = found[1] if tied is None else tied
        return self.numbering.print_number(number=number, depth=depth or 0)

    def find_level(self, properties: Any, style: str | None) -> int | None:
        if self.styles.is_title(style):
            return 1
        outline = read_number(properties, "w:outlineLvl")
        level = self.styles.find_heading_level(style)
        if outline is not None:
            level = outline + 1 if outline < 9 else None
        # Under a title the headings stand one deeper, as in a markdown text.
        return None if level is None else level + self.has_title

    def read_table(self, table: Any) -> None:
        rows = [row for row in find_blocks(table, {ROW}) if find_child(row, "w:trPr", "w:del") is None]
        is_layout = any(cell.find(f".//{TABLE}") is not None for row in rows for cell in find_blocks(row, {CELL}))
        for row in rows:
            cells = list(find_blocks(row, {CELL}))
            if is_layout or len(cells) == 1:
                # A table of one cell is a frame round text, one with tables inside is a page layout: neither has columns.
                for cell in cells:
                    self.read_blocks(cell)
                    self.end_paragraph()
                continue
            self.add_row(self.read_row(row, cells))
            if not self.depth_of_cells:
                self.read_boxes()

    def read_row(self, row: Any, cells: list[Any]) -> list[str]:
        texts = [""] * min(read_number(row, "w:trPr", "w:gridBefore") or 0, WIDEST_ROW)
        for cell in cells:
            properties = find_child(cell, "w:tcPr")
            merged = find_child(properties, "w:vMerge")
            starts = merged is None or read_value(properties, "w:vMerge") == "restart"
            texts.append(self.read_cell(cell) if starts else "")
            # The columns a merged cell covers stay empty, so that the cells below still stand under their heading.
            span = min(read_number(properties, "w:gridSpan") or 1, WIDEST_ROW)
            texts.extend([""] * (span - 1))
        return texts

    def read_cell(self, cell: Any) -> str:
        outside, self.lines = self.lines, []
        self.depth_of_cells += 1
        self.read_blocks(cell)
        self.end_paragraph()
        self.depth_of_cells -= 1
        inside, self.lines = self.lines, outside
        return " ".join(line.replace("\t", " ").strip() for line in inside).strip()

    def add_row(self, texts: list[str]) -> None:
        if any(texts):
            self.add("\t".join(texts).rstrip("\t"))

    def add_lines(self, text: str) -> None:
        for line in text.split("\n"):
            # One tab is a gap after a number or an indent; only several of them part columns.
            printed = line.strip() if line.strip().count("\t") > 1 else line.replace("\t", " ").strip()
            if printed:
                self.add(printed)

    def add(self, line: str) -> None:
        self.size += len(line)
        if self.size > self.largest_text:
            raise refuse_long_text(self.largest_text)
        self.lines.append(line)
