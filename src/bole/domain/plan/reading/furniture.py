"""Tell page numbers and running heads from text.

Only what repeats with the pages is set apart; everything else stays, also where it looks odd.
"""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from bole.domain.plan.reading.lines import HEADING_START, Line

BARE_NUMBER = re.compile(r"^[0-9]{1,3}$")

DRESSED_PAGE_NUMBER = re.compile(
    r"^(?:\S.{1,40}\s+)?[-—–―·•]+\s*\d{1,4}\s*[-—–―·•]+(?:\s+\S.{1,40})?$|^第\s*\d{1,4}\s*页|^\d{1,4}\s*/\s*\d{1,4}$|^[Pp]age\s+\d+"
)


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
    rising = len(apart) > 2 and all(b - a == 1 for a, b in pairwise(values))
    return set(apart) if rising and all(b - a > 8 for a, b in pairwise(apart)) else set()


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
