"""Turn printed lines into clean lines: marks narrowed, page furniture set apart, and wrapped lines recognised.

It decides what a line is and whether the next one continues it. Which of the joined lines are headings,
boxes or tables is left to the modules beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.reading.characters import (
    SPACED_DIGIT,
    is_spaced_out,
    narrow,
    spare_wide_gaps,
    tighten,
    widen_marks,
)
from bole.domain.plan.reading.furniture import mark_page_tops, set_furniture_apart
from bole.domain.plan.reading.lines import HEADING_START, LABEL_START, STOPS, Line

RULE = re.compile(r"^(?:[-*_=~—─━ ]{3,}|[|+\-:= ]+)$")


@dataclass(frozen=True, slots=True)
class Layout:
    lines: tuple[Line, ...]
    furniture: tuple[int, ...]
    full_width: int | None
    """The columns of a full line where the text was wrapped by hand, or None where a line is a paragraph."""
    is_indented: bool
    is_airy: bool
    """Whether an empty line follows most lines."""


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
