"""Build the blocks of a document in reading order: titles, headings, paragraphs, boxes, tables and notes.

What continues a line, numbers a heading or makes a table is asked of the modules named so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bole.domain.plan.documents import Block, BlockKind
from bole.domain.plan.reading.boxes import is_box_title
from bole.domain.plan.reading.layout import Layout, continues
from bole.domain.plan.reading.lines import Line
from bole.domain.plan.reading.outline import BOX, CAPTION, Numbering, Outline, find_numbering, heading_end
from bole.domain.plan.reading.tables import find_table

TITLE_END = re.compile(
    r"(?:规划|纲要|意见|报告|办法|方案|措施|细则|计划|通知|决定|公报|条例|要点|通报|政策|规定|公告|总结|清单|指南|体系|情况|規劃|辦法|方案|綱要)(?:[（(][^）)]{1,12}[）)])?$"
)

NO_TITLE = re.compile(r"〔|^[（(【][^）)】]*[）)】]?$|^[□—]|\d{4}年\d+月|：$|[。，；]|^(?:附件|目录|各|序号)|文件$|^\d")

GENRE = re.compile(
    r"规划|纲要|意见|报告|办法|方案|措施|细则|计划|通知|决定|公报|条例|要点|通报|政策|体系|规定|公告|总结|清单|指南"
)

UNLIKE_HEADING = re.compile(
    r"，|^[●■◆▲★◎○•◇▪☆□]|：.*\d|\d{4}年(?!.{0,8}(?:工作|回顾|目标|任务|安排|成果|成效|情况|打算|展望))"
)
IN_BOX = re.compile(r"^(?:[^，。；：、！？\d]{2,18}：|[●■◆▲★◎○•◇▪☆□]|[—–]{2})")
FAR_APART = 3
NO_HEADING = re.compile(r"[（(〔]|\d{4}年|(?:办公室|政府|委员会|局|厅|部|组)$|记者|通讯员|\s|^[—□]")

CAPTION_LIKE = re.compile(
    r"^图|摄[）)]?$|提供$|^(?:本报|记者|通讯员|来源|责任编辑|责编|编辑)|^[\u4e00-\u9fff]{2,3}(?:\s[\u4e00-\u9fff]{2,3})+$"
)


@dataclass(slots=True)
class Builder:
    """Blocks as they come out, with the headings that were open at each."""

    layout: Layout
    bodies: dict[int, tuple[Line, ...]]
    blocks: list[Block] = field(default_factory=list)
    context: list[tuple[tuple[str, ...], int | None]] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    caption: str = ""
    has_title: bool = False
    in_box: tuple[str, str] | None = None
    """Label and title of the box whose paragraphs are coming."""

    def build(self, lines: Sequence[Line]) -> None:
        i = 0
        numbered = sum(bool(find_numbering(line.text)) for line in lines) > 2
        started = False
        while i < len(lines):
            line = lines[i]
            table = find_table(lines, i)
            if table is not None:
                self.add_table(table.rows, line)
                i += table.length
                started = True
                continue
            if not line.text:
                i += 1
                continue
            size = 0 if self.outline.open else title_length(lines, i, 1 if self.layout.is_airy else 0)
            if size:
                text, numbers = join(lines[i : i + size])
                self.add(BlockKind.TITLE, text, numbers, line)
                i += size
                continue
            end = i + 1
            prose = False
            while end < len(lines) and lines[end].text:
                prose = prose or bool(re.search("[，。；]", lines[end - 1].text))
                if not continues(
                    lines[end - 1], lines[end], self.layout, in_prose=prose, is_first=end == i + 1
                ) or find_table(lines, end):
                    break
                end += 1
            text, numbers = join(lines[i:end])
            self.add_paragraph(text, numbers, line, numbered, started)
            started = started or self.blocks[-1].kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
            i = end

    def add(
        self, kind: BlockKind, text: str, numbers: Sequence[int], line: Line, level: int = 0, section: str | None = None
    ) -> None:
        self.blocks.append(
            Block(kind, self.outline.section if section is None else section, text, tuple(numbers), level)
        )
        self.context.append((self.outline.titles, line.page))
        self.has_title = self.has_title or kind is BlockKind.TITLE

    def close(self) -> None:
        """A bare line that nothing follows is a caption or a byline, not a heading."""
        for i in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[i]
            if block.kind is not BlockKind.HEADING or not block.section.endswith(block.text):
                continue
            after = self.blocks[i + 1] if i + 1 < len(self.blocks) else None
            leads = after is not None and (
                after.kind in {BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.BOX}
                or (after.kind is BlockKind.HEADING and after.level > block.level)
            )
            if not leads:
                self.blocks[i] = replace(
                    block, kind=BlockKind.NOTE, level=0, section=block.section[: -len(block.text)].rstrip("/")
                )

    def add_paragraph(self, text: str, numbers: list[int], line: Line, numbered: bool, started: bool) -> None:
        if is_box_title(line) and text == line.text:
            self.add_box(text, numbers, line)
            return
        if self.in_box and IN_BOX.match(text) and not find_numbering(text):
            self.add(BlockKind.BOX, text, numbers, line, section=self.in_box[0])
            self.context[-1] = ((*self.outline.titles, self.in_box[1]), line.page)
            return
        self.in_box = None
        caption = CAPTION.match(text)
        if caption and len(text) <= 50 and "。" not in text:
            self.caption = "表" + (caption[1] or "")
            self.add(BlockKind.NOTE, text, numbers, line, section=self.caption)
            self.context[-1] = ((*self.outline.titles, text), line.page)
            return
        numbering = find_numbering(text)
        if numbering:
            self.add_numbered(text, numbers, line, numbering)
        elif len(text) <= 40 and not re.search(r"[。；，！？：]$", text) and "。" not in text:
            self.add_bare(text, numbers, line, numbered, started)
        else:
            self.add(BlockKind.PARAGRAPH, text, numbers, line)

    def add_numbered(self, text: str, numbers: list[int], line: Line, numbering: Numbering) -> None:
        end = heading_end(text, numbering)
        title = text[numbering.length : end or numbering.length].strip("。")
        self.outline.enter(numbering.rank, numbering.label, title)
        if end:
            self.add(BlockKind.HEADING, text[:end], numbers[:end], line, len(self.outline.open))
        if end < len(text):
            self.add(BlockKind.PARAGRAPH, text[end:], numbers[end:], line)

    def add_bare(self, text: str, numbers: list[int], line: Line, numbered: bool, started: bool) -> None:
        """A short line without number and stop: a title, a heading, a caption or a byline."""
        is_set_apart = self.layout.is_airy and line.blanks_before >= FAR_APART
        may_head = not numbered and len(text) <= 24
        if not started:
            if may_head and self.has_title and not line.mark and len(text) > 3 and not NO_HEADING.search(text):
                self.add_bare_heading(text, numbers, line)
                return
            names_paper = (line.mark or GENRE.search(text)) and not NO_TITLE.search(text)
            self.add(BlockKind.TITLE if names_paper else BlockKind.NOTE, text, numbers, line)
        elif line.mark:
            if line.mark == 1 and GENRE.search(text):
                self.add(BlockKind.TITLE, text, numbers, line)
            else:
                self.add_bare_heading(text, numbers, line)
        elif (is_set_apart and not numbered) or CAPTION_LIKE.search(text):
            self.add(BlockKind.NOTE, text, numbers, line)
        elif may_head and not UNLIKE_HEADING.search(text):
            self.add_bare_heading(text, numbers, line)
        else:
            is_title = GENRE.search(text) and not self.outline.open
            self.add(BlockKind.TITLE if is_title else BlockKind.PARAGRAPH, text, numbers, line)

    def add_bare_heading(self, text: str, numbers: list[int], line: Line) -> None:
        self.outline.enter(line.mark or 1, text, text)
        self.add(BlockKind.HEADING, text, numbers, line, len(self.outline.open))

    def add_box(self, text: str, numbers: list[int], line: Line) -> None:
        found = BOX.match(text)
        label = found[1] + found[2] if found else "专栏"
        self.add(BlockKind.BOX, text, numbers, line, 1, section=label)
        titles = (*self.outline.titles, text)
        self.context[-1] = (titles, line.page)
        body = self.bodies.get(line.number, ())
        self.in_box = None if body else (label, text)
        i = 0
        while i < len(body):
            end = i + 1
            while end < len(body) and continues(body[end - 1], body[end], self.layout):
                end += 1
            joined, lines_of = join(body[i:end])
            self.add(BlockKind.BOX, joined, lines_of, body[i], 0, section=label)
            self.context[-1] = (titles, body[i].page)
            i = end

    def add_table(self, rows: tuple[tuple[Any, ...], ...], line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        if (
            last
            and last.kind is BlockKind.PARAGRAPH
            and len(last.text) <= 40
            and not re.search("[，。；：]", last.text)
        ):
            self.blocks[-1] = last = replace(last, kind=BlockKind.NOTE)
        caption = last.text if last and last.kind is BlockKind.NOTE else ""
        self.blocks.append(Block(BlockKind.TABLE, self.caption or "表", "", (), 0, rows))
        self.context.append(((*self.outline.titles, caption) if caption else self.outline.titles, line.page))

    def choose_title(self) -> str:
        titles = [block.text for block in self.blocks if block.kind is BlockKind.TITLE]
        own = [title for title in titles if not re.search(r"通知$|文件$", title)]
        if own:
            return max(own, key=lambda title: (bool(GENRE.search(title)), len(title)))
        named = re.search(r"《([^》]+)》", " ".join(titles))
        first = next(
            (
                block.text
                for block in self.blocks[:3]
                if block.kind is BlockKind.NOTE and not NO_TITLE.search(block.text)
            ),
            "",
        )
        return named[1] if named else titles[0] if titles else first


def title_length(lines: Sequence[Line], start: int, air: int) -> int:
    """How many lines the title that starts here takes, or 0; a title may be broken over up to four."""
    for size in range(4, 1, -1):
        part = lines[start : start + size]
        if len(part) < size or any(
            line.mark or "\t" in line.raw or NO_TITLE.search(line.text) or find_numbering(line.text) for line in part
        ):
            continue
        if any(line.blanks_before > air for line in part[1:]) or sum(len(line.text) for line in part) > 90:
            continue
        text = "".join(line.text for line in part)
        # A title that ends before the last line leaves that line to what follows, unless that one says what the title is of.
        ends = [
            i
            for i, line in enumerate(part[:-1])
            if TITLE_END.search(line.text) and not re.match(r"实施|执行|完成|落实|的|主要", part[i + 1].text)
        ]
        if TITLE_END.search(text) and not ends:
            return size
    return 0


def join(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """One text from wrapped lines, and the source line of each of its characters."""
    text, numbers = "", []
    parts: list[str] = []
    for line in lines:
        part = line.text
        if (
            parts
            and parts[-1]
            and parts[-1][-1].isascii()
            and parts[-1][-1].isalpha()
            and part[:1].isascii()
            and part[:1].isalpha()
        ):
            part = " " + part
        parts.append(part)
        numbers += [line.number] * len(part)
    text = "".join(parts)
    return text, numbers
