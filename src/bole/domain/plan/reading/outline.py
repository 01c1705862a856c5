"""Read the printed numbering of headings into levels and section paths.

Only the numbers decide; marks of a markup language and type sizes count where a heading has no number.
"""

import re
from dataclasses import dataclass, field

CHINESE = "一二三四五六七八九十百零〇"
NUMBERED = (
    (1, re.compile(rf"^第([{CHINESE}\d]{{1,4}})(?:编|章|部分)\s*")),
    (2, re.compile(rf"^第([{CHINESE}\d]{{1,4}})节\s*")),
    (3, re.compile(rf"^(第[{CHINESE}\d]{{1,5}}条)\s*")),
    (4, re.compile(rf"^([{CHINESE}]{{1,4}})[、.．](?=\S)")),
    (5, re.compile(rf"^[（(]([{CHINESE}]{{1,4}})[)）][、.．]?")),
    (6, re.compile(r"^(\d{1,2})[.．、](?!\d)")),
    (7, re.compile(r"^[（(](\d{1,2})[)）][、.．]?")),
    (8, re.compile(r"^([①-⑳])")),
)
DOTTED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\s*(?=[^\d\s%万亿元个名人家件项])")
BRACKETED = "（{}）"
RUN_IN = re.compile(r"^[^。；！？]{2,34}[。]")
BOX = re.compile(rf"^(专栏|专题)\s*([{CHINESE}\d]{{0,3}})\s*[：:、.]?\s*")
CAPTION = re.compile(
    rf"^(?:附?表|附件)\s*([{CHINESE}\d]{{0,3}}(?:[-—]\d+)?)\s*[：:、.]?\s*(?=\S)|.{{4,40}}(?:指标|情况|一览|任务|标准|明细|汇总|分工)表$"
)


@dataclass(frozen=True, slots=True)
class Numbering:
    rank: int
    """The place of its kind in the official order: 第一章, 第一节, 第一条, 一、, （一）, 1., （1）, ①."""
    label: str
    length: int
    """How many characters the printed number takes."""


@dataclass(slots=True)
class Outline:
    """The headings open at a place of the document, outermost first."""

    open: list[tuple[int, str, str]] = field(default_factory=list)

    def enter(self, rank: int, label: str, title: str) -> None:
        while self.open and self.open[-1][0] >= rank:
            self.open.pop()
        self.open.append((rank, label, title))

    @property
    def section(self) -> str:
        return "/".join(label for _, label, _ in self.open)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for *_, title in self.open if title)

    @property
    def depth(self) -> int:
        return len(self.open)


def find_numbering(text: str) -> Numbering | None:
    """The number a line starts with, or None; 1.5万 is an amount, not a number of a heading."""
    dotted = DOTTED.match(text)
    if dotted:
        return Numbering(6 + dotted[1].count("."), dotted[1], dotted.end())
    for rank, pattern in NUMBERED:
        found = pattern.match(text)
        if found:
            label = found[1]
            if text[0] in "（(":
                label = BRACKETED.format(label)
            return Numbering(rank, label, found.end())
    return None


def heading_end(text: str, numbering: Numbering) -> int:
    """Where the title of a numbered line ends: its whole length, after the first full stop, or 0 if it is prose."""
    body = text[numbering.length :]
    is_article = numbering.label.endswith("条")
    if is_article:
        found = re.match(r"\s*[【〔\[（(][^】〕\])）]{2,20}[】〕\])）]\s*", body)
        return numbering.length + found.end() if found else 0
    if not re.search(r"[。；！？，：]", body):
        return len(text) if len(body) <= 60 else 0
    found = RUN_IN.match(body)
    if found and ("，" not in found[0] or len(found[0]) <= 20) and not re.search(r"\d", found[0]):
        return numbering.length + found.end()
    if len(body) <= 40 and body[-1:] not in "。；：！？，" and not re.search(r"\d|[。；！？：]", body):
        return len(text)
    return 0
