"""Narrow the characters of a line: half-width digits and letters, no space a typesetter put in, full-width marks of a sentence.

What a line is belongs to ``layout``; here only its characters change.
"""

import html
import re
import unicodedata
from collections.abc import Sequence

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

HALF_MARK = re.compile(r"[,;:!?(]")

WIDE_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}

# Stands for a space that stays; no text holds it, for control characters are dropped before.
KEPT_SPACE = "\x1f"


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
