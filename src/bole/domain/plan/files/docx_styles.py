"""Answer what a Word paragraph style brings with it: an outline level, a list, being the title or a table of contents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from bole.domain.plan.files.word_xml import find_child, iterate_named, read_number, read_value

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading)?$", re.IGNORECASE)
TITLES = {"title", "标题", "文档标题"}


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    parent: str | None
    outline: int | None
    list_number: str | None
    list_depth: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    by_id: dict[str, Style]

    def find_heading_level(self, style: str | None) -> int | None:
        """1 for the highest heading; None for a style of body text."""
        for each in self._chain(style):
            if each.outline is not None:
                return each.outline + 1 if each.outline < 9 else None
            if heading := HEADING.match(each.name):
                return int(heading[1])
        return None

    def find_list(self, style: str | None) -> tuple[str, int | None] | None:
        """The list a style numbers its paragraphs with, and the level where the style names one."""
        depth = None
        for each in self._chain(style):
            depth = each.list_depth if depth is None else depth
            if each.list_number is not None:
                return each.list_number, depth
        return None

    def is_title(self, style: str | None) -> bool:
        return any(each.name.lower() in TITLES for each in self._chain(style))

    def is_contents(self, style: str | None) -> bool:
        return any(CONTENTS.match(each.name) for each in self._chain(style))

    def _chain(self, style: str | None) -> Iterator[Style]:
        seen: set[str] = set()
        while style is not None and style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = self.by_id[style].parent


def read_styles(part: Any | None) -> Styles:
    """The paragraph styles of a styles part; none without one."""
    by_id = {}
    for each in iterate_named(part, "w:style"):
        properties = find_child(each, "w:pPr")
        by_id[each.get(qn("w:styleId")) or ""] = Style(
            name=read_value(each, "w:name") or "",
            parent=read_value(each, "w:basedOn"),
            outline=read_number(properties, "w:outlineLvl"),
            list_number=read_value(properties, "w:numPr", "w:numId"),
            list_depth=read_number(properties, "w:numPr", "w:ilvl"),
        )
    return Styles(by_id)
