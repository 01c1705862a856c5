"""Turn printed lines into clean lines: marks narrowed, page furniture set apart, and wrapped lines recognised.

It decides what a line is and whether the next one continues it. Which of the joined lines are headings,
boxes or tables is left to the modules beside it.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bole.domain.plan.documents import SourceLine

NARROW: dict[int, str | None] = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
NARROW |= {
    ord("％"): "%",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("＋"): "+",
    ord("∶"): ":",
}
NARROW |= dict.fromkeys(  # characters nobody sees
    [*range(9), *range(11, 32), 0x7F, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x00AD]
)
TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|font|p|br)\b[^<>]{0,80}>", re.IGNORECASE)
SPACED_DIGIT = re.compile(r"(?<![\d.])\d(?:[ .,]{1,3}\d(?!\d))+")
ASCII_RUN = re.compile(r"(?<![0-9.])[0-9](?: [0-9](?![0-9]))+|[0-9]{2,}")
WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
WIDE_POINT = re.compile(r"(?<=\d)[．](?=\d)")
# Spaces mean something only between Latin words and between two numbers.
LOOSE_SPACE = re.compile(
    r"(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])|(?<=\d)\s+(?=[%‰])|(?<=[%)\]])\s+(?=\d)|(?<=[,;:])\s+(?=\d)"
)
WIDE_GAP = re.compile(
    r"(?<=[^\x00-\xff]{2})(?: {2,})(?=[^\x00-\xff]{2})|(?<=^第.[章节编条])\s+|(?<=^第..[章节编条])\s+"
)
RULE = re.compile(r"^(?:[-*_=~—─━ ]{3,}|[|+\-:= ]+)$")
HALF_MARK = re.compile(r"[,;:!?(]")
WIDE_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
# Stands for a space that stays; no text holds it, for control characters are dropped before.
KEPT_SPACE = "\x1f"
BARE_NUMBER = re.compile(r"^[0-9]{1,3}$")
DRESSED_PAGE_NUMBER = re.compile(
    r"^(?:\S.{1,40}\s+)?[-—–―·•]+\s*\d{1,4}\s*[-—–―·•]+(?:\s+\S.{1,40})?$|^第\s*\d{1,4}\s*页|^\d{1,4}\s*/\s*\d{1,4}$|^[Pp]age\s+\d+"
)
HEADING_START = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条编]|专栏|表\s*\d|[—–-]{2}|[●■◆▲★◎○•])"
)
LABEL_START = re.compile(r"^[^，。；：、！？\d]{2,18}：")
STOPS = "。！？!?"
CLOSERS = "”’）)】」』"


@dataclass(frozen=True, slots=True)
class Line:
    """A clean line: ``text`` for reading, ``raw`` with its columns, ``mark`` its markdown depth."""

    number: int
    text: str
    raw: str
    page: int | None = None
    indent: int = 0
    mark: int = 0
    blanks_before: int = 0
    starts_page: bool = False

    @property
    def width(self) -> int:
        return sum(1 if char < "\u0100" else 2 for char in self.raw.strip())

    @property
    def is_open(self) -> bool:
        """Whether the line stops without the end of a sentence."""
        return bool(self.text) and self.text.rstrip(CLOSERS)[-1:] not in {*STOPS, "；", "：", ":", ""}


@dataclass(frozen=True, slots=True)
class Layout:
    lines: tuple[Line, ...]
    furniture: tuple[int, ...]
    full_width: int | None
    """The columns of a full line where the text was wrapped by hand, or None where a line is a paragraph."""
    is_indented: bool
    is_airy: bool
    """Whether an empty line follows most lines."""


def narrow(text: str) -> str:
    """The text with half-width digits, letters and signs, and without characters nobody sees."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = TAG.sub("", text)
    if "𝟎" <= max(text, default="") <= "𝟿":
        text = unicodedata.normalize("NFKC", text)
    if "，" in text:
        text = WIDE_COMMA.sub(",", text)
    return WIDE_POINT.sub(".", text.translate(NARROW).replace("**", ""))


def tighten(text: str) -> str:
    """The text without the spaces that a typesetter put around digits and between Chinese characters."""
    return LOOSE_SPACE.sub("", text.strip()).replace(KEPT_SPACE, " ")


def lay_out(source: Sequence[SourceLine]) -> Layout:
    """Clean every line and find the document's habits; page numbers and running heads are set apart, nothing else is."""
    narrowed = [narrow(line.text) for line in source]
    if is_spaced_out([line.text for line in source]):
        narrowed = [SPACED_DIGIT.sub(lambda found: found[0].replace(" ", ""), text) for text in narrowed]
    lines: list[Line] = []
    rules: list[int] = []
    blanks, page, new_page = 0, None, False
    for given, text in zip(source, narrowed, strict=True):
        new_page = new_page or "\f" in given.text or (given.page != page and page is not None)
        page = given.page
        if not text.strip():
            # A lone tab is an empty cell of a flattened table, not a blank line.
            if "\t" in text and text.strip(" ") == "\t":
                lines.append(Line(given.number, "", "\t", page, blanks_before=blanks))
                blanks = 0
            else:
                blanks += 1
            continue
        line = clean_line(given.number, text, page)
        if not line.raw or RULE.match(line.raw):
            rules.append(given.number)
            continue
        lines.append(replace(line, blanks_before=blanks, starts_page=new_page))
        blanks, new_page = 0, False
    kept, furniture = set_furniture_apart(lines)
    kept = mark_page_tops(kept)
    prose = [line for line in kept if "\t" not in line.raw and line.text]
    indented = sum(line.indent >= 4 for line in prose)
    airy = sum(line.blanks_before > 0 for line in prose)
    return Layout(
        tuple(kept),
        tuple(sorted(rules + furniture)),
        find_full_width(prose),
        indented * 12 > len(prose),
        airy * 2 > len(prose),
    )


def clean_line(number: int, text: str, page: int | None) -> Line:
    mark = 0
    body = text.strip(" ")
    found = re.match(r"(#{1,6})\s+", body)
    if found:
        mark, body = len(found[1]), body[found.end() :]
    elif body.startswith("> "):
        body = body[2:]
    if body.startswith("|") and body.rstrip().endswith("|") and len(body) > 2:
        body = "" if not body.strip("|-: ") else "\t".join(cell.strip() for cell in body.rstrip().strip("|").split("|"))
    indent = len(text) - len(text.lstrip(" "))
    indent += text[:indent].count(" ") if "\u3000" in text else 0
    return Line(number, widen_marks(tighten(spare_wide_gaps(body.replace("\t", " ")))), body, page, indent, mark)


def widen_marks(text: str) -> str:
    """Half-width commas, brackets and colons of a Chinese sentence as full-width ones; those inside numbers stay."""
    if not HALF_MARK.search(text):
        return text
    text = re.sub(
        r"(?<=[^\x00-\x7f])[,;:!?]|(?<=[%\d])[,;](?=\s*[^\x00-\x7f\d])|(?<=\))[,;:](?=\s*[^\x00-\x7f])",
        lambda found: WIDE_MARKS[found[0]],
        text,
    )
    return re.sub(
        r"\(([^()]{0,80})\)",
        lambda found: f"（{found[1]}）" if not found[0].isascii() or touches_chinese(text, found) else found[0],
        text,
    )


def touches_chinese(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    return any(char >= "\u4e00" for char in around)


def spare_wide_gaps(text: str) -> str:
    """A wide gap in a short line without marks parts two things (第一章  总则, 记者  某某); a no-break space keeps it."""
    if len(text) > 40 or not WIDE_GAP.search(text) or re.search("[，。；]", text):
        return text
    return WIDE_GAP.sub(KEPT_SPACE, text)


def is_spaced_out(texts: Sequence[str]) -> bool:
    """Whether the whole document prints its digits apart (2 0 2 5); in a table alone, 3 6 is two cells."""
    runs = [run for text in texts for run in ASCII_RUN.findall(text)]
    spaced = sum(" " in run for run in runs)
    return spaced > 2 and spaced > 2 * (len(runs) - spaced)


def set_furniture_apart(lines: list[Line]) -> tuple[list[Line], list[int]]:
    """Lines of text, and the numbers of lines that are page numbers or running heads."""
    numbers = {
        i for i, line in enumerate(lines) if "\t" not in line.raw and DRESSED_PAGE_NUMBER.match(line.raw.strip())
    }
    numbers |= counting_pages(lines)
    heads = running_heads(lines, numbers)
    kept: list[Line] = []
    broke = False
    for i, line in enumerate(lines):
        if i in numbers or i in heads:
            broke = True
            continue
        kept.append(replace(line, starts_page=True) if broke else line)
        broke = False
    return kept, [lines[i].number for i in sorted(numbers | heads)]


def counting_pages(lines: list[Line]) -> set[int]:
    """Bare numbers that count the pages: on the edge of a known page, or rising by one through the document."""
    bare = [i for i, line in enumerate(lines) if BARE_NUMBER.match(line.text) and "\t" not in line.raw]
    if any(line.page for line in lines):
        edges = {i for i, line in enumerate(lines) if i + 1 == len(lines) or lines[i + 1].page != line.page}
        edges |= {i for i, line in enumerate(lines) if i == 0 or lines[i - 1].page != line.page}
        return edges & set(bare)
    beside = set(bare)
    apart = [i for i in bare if i - 1 not in beside and i + 1 not in beside]
    values = [int(lines[i].text) for i in apart]
    rising = len(apart) > 2 and all(b - a == 1 for a, b in zip(values, values[1:], strict=False))
    return set(apart) if rising and all(b - a > 8 for a, b in zip(apart, apart[1:], strict=False)) else set()


def running_heads(lines: list[Line], numbers: set[int]) -> set[int]:
    """Lines repeated at the edge of pages: the name of the paper or of the document."""
    if any(line.page for line in lines):
        edges = [
            i
            for i, line in enumerate(lines)
            if i == 0 or lines[i - 1].page != line.page or i + 1 == len(lines) or lines[i + 1].page != line.page
        ]
    else:
        edges = [i for i, line in enumerate(lines) if {i - 1, i + 1} & numbers or line.starts_page]
    seen = Counter(re.sub(r"\d+", "0", lines[i].text) for i in edges if len(lines[i].text) <= 40)
    return {
        i
        for i in edges
        if i not in numbers and seen[re.sub(r"\d+", "0", lines[i].text)] > 2 and not HEADING_START.match(lines[i].text)
    }


def mark_page_tops(lines: list[Line]) -> list[Line]:
    """Where every line is followed by an empty one, the line without is the first of a page."""
    apart = sum(line.blanks_before == 1 for line in lines)
    if apart * 10 < len(lines) * 7:
        return lines
    return [
        replace(line, starts_page=True) if i and line.blanks_before != 1 and "\t" not in line.raw else line
        for i, line in enumerate(lines)
    ]


def find_full_width(prose: Sequence[Line]) -> int | None:
    widths = sorted(line.width for line in prose if line.width >= 20)
    if len(widths) < 5:
        return None
    full = widths[len(widths) * 17 // 20]
    near = sum(full - 6 <= width <= full + 6 for width in widths)
    return full if full <= 120 and near * 5 >= len(widths) * 2 else None


def continues(before: Line, line: Line, layout: Layout, *, in_prose: bool = False, is_first: bool = False) -> bool:
    """Whether ``line`` goes on in the sentence or paragraph that ``before`` left; ``in_prose``: what stands so far is prose.

    The first line of a paragraph (``is_first``) may be short by the indent it has lost.
    """
    if not before.text or before.mark or line.mark or HEADING_START.match(line.text):
        return False
    if "\t" in line.raw or "\t" in before.raw:
        return False
    if line.text[0] in "，。；、）”！？%":
        return True
    if layout.is_indented and line.indent >= 4 and not (line.starts_page and before.is_open):
        return False
    if layout.full_width is None:
        if HEADING_START.match(before.text) and len(before.text) <= 40 and "。" not in before.text:
            return False
        is_prose = any(mark in before.text for mark in "，。；、") and len(before.text) > 12
        return before.is_open and is_prose and not looks_like_label(line)
    if in_prose and before.is_open:
        return True
    if is_first and before.is_open and before.width >= layout.full_width - 9:
        return True
    if before.width >= layout.full_width - 5:
        return before.is_open or before.text[-1] not in STOPS or not LABEL_START.match(line.text)
    return before.text[-1] in "，、" or (
        line.starts_page and before.is_open and before.width > layout.full_width * 3 // 4
    )


def looks_like_label(line: Line) -> bool:
    return bool(LABEL_START.match(line.text)) and line.text.index("：") < 9
