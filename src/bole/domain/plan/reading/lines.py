"""One clean line of a document, and what its first characters say it may be the start of.

Nothing is joined here; what a line continues is asked in ``layout``.
"""

import re
from dataclasses import dataclass

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
