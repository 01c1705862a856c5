"""Print the automatic numbers of Word paragraphs (一、（一）1.) as Word prints them.

Word keeps no number in the text: a paragraph names a list and a level, and the number is counted while printing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cn2an
from docx.oxml.ns import qn

from bole.domain.plan.files.word_xml import as_number, find_child, iterate_named, read_number, read_value

LEVELS = 9
CHINESE_DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ENCLOSED = {
    "decimalEnclosedCircle": 0x2460,
    "decimalEnclosedCircleChinese": 0x2460,
    "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
    "ideographEnclosedCircle": 0x3280,
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # 0: never; n: after a paragraph of level n or above (counted from 1)
    is_legal: bool = False  # every number in it is printed in Arabic digits
    suffix: str = "tab"
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of one document with their counters; ``print_number`` has to be asked in the order of the text."""

    lists: dict[str, str]  # number of the list → its pattern
    patterns: dict[str, tuple[Level, ...]]
    overrides: dict[tuple[str, int], Level]
    restarts: dict[tuple[str, int], int]
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def find_level(self, *, number: str, style: str | None) -> int | None:
        """The level a list ties to this style, if any."""
        for depth, level in enumerate(self.patterns.get(self.lists.get(number, ""), ())):
            if style is not None and level.style == style:
                return depth
        return None

    def print_number(self, *, number: str, depth: int) -> str:
        """The next number of this list at this depth with what parts it from the text; empty for no list."""
        pattern = self.lists.get(number)
        if pattern is None or not 0 <= depth < LEVELS:
            return ""
        levels = self._levels_of(number, pattern)
        counts = self.counters.setdefault(pattern, [None] * LEVELS)
        self._count(number, depth, counts=counts, levels=levels)
        return _print_level(levels, counts, depth)

    def _levels_of(self, number: str, pattern: str) -> tuple[Level, ...]:
        given = self.patterns.get(pattern, ())
        whole = given + tuple(Level() for _ in range(LEVELS - len(given)))
        return tuple(self.overrides.get((number, depth), level) for depth, level in enumerate(whole))

    def _count(self, number: str, depth: int, *, counts: list[int | None], levels: tuple[Level, ...]) -> None:
        restart = self.restarts.get((number, depth))
        if restart is not None and (number, depth) not in self.begun:
            counts[depth] = restart
        else:
            current = counts[depth]
            counts[depth] = levels[depth].start if current is None else current + 1
        self.begun.add((number, depth))
        for above in range(depth):
            if counts[above] is None:
                counts[above] = levels[above].start
        for below in range(depth + 1, LEVELS):
            rule = levels[below].restart
            if rule is None or (rule > 0 and depth + 1 <= rule):
                counts[below] = None


def read_numbering(part: Any | None) -> Numbering:
    """The lists of a numbering part; without one, a numbering that prints nothing."""
    patterns = {_id_of(each, "w:abstractNumId"): _read_levels(each) for each in iterate_named(part, "w:abstractNum")}
    links = {
        read_value(each, "w:styleLink"): _id_of(each, "w:abstractNumId")
        for each in iterate_named(part, "w:abstractNum")
    }
    for each in iterate_named(part, "w:abstractNum"):
        linked = links.get(read_value(each, "w:numStyleLink") or "-")
        if linked is not None:
            patterns[_id_of(each, "w:abstractNumId")] = patterns[linked]
    numbering = Numbering(lists={}, patterns=patterns, overrides={}, restarts={})
    for each in iterate_named(part, "w:num"):
        number = _id_of(each, "w:numId")
        numbering.lists[number] = read_value(each, "w:abstractNumId") or ""
        for override in iterate_named(each, "w:lvlOverride"):
            depth = as_number(override.get(qn("w:ilvl"))) or 0
            start = read_number(override, "w:startOverride")
            if start is not None:
                numbering.restarts[number, depth] = start
            level = find_child(override, "w:lvl")
            if level is not None:
                numbering.overrides[number, depth] = _read_level(level)
    return numbering


def _id_of(element: Any, attribute: str) -> str:
    return element.get(qn(attribute)) or ""


def _read_levels(pattern: Any) -> tuple[Level, ...]:
    levels = [Level() for _ in range(LEVELS)]
    for each in iterate_named(pattern, "w:lvl"):
        depth = as_number(each.get(qn("w:ilvl")))
        if depth is not None and 0 <= depth < LEVELS:
            levels[depth] = _read_level(each)
    return tuple(levels)


def _read_level(level: Any) -> Level:
    start = read_number(level, "w:start")
    legal = find_child(level, "w:isLgl")
    return Level(
        format=read_value(level, "w:numFmt") or "decimal",
        text=read_value(level, "w:lvlText") or "",
        start=1 if start is None else start,
        restart=read_number(level, "w:lvlRestart"),
        is_legal=legal is not None and legal.get(qn("w:val")) not in {"0", "false"},
        suffix=read_value(level, "w:suff") or "tab",
        style=read_value(level, "w:pStyle"),
    )


def _print_level(levels: tuple[Level, ...], counts: list[int | None], depth: int) -> str:
    level = levels[depth]
    if level.format == "none" or not level.text:
        return ""
    if level.format == "bullet":
        # Bullets are drawn with symbol fonts whose codes mean nothing elsewhere.
        label = level.text if "\u2000" <= level.text[0] <= "\u2fff" else "•"
        return label + " "
    label = level.text
    for above in range(depth, -1, -1):
        style = "decimal" if level.is_legal else levels[above].format
        label = label.replace(f"%{above + 1}", print_ordinal(counts[above] or 0, style=style))
    if level.suffix == "nothing" or label.endswith(tuple("、）．。：")):
        return label
    return label + " "


def print_ordinal(number: int, *, style: str) -> str:
    """A number as this Word number format prints it; formats not known here print Arabic digits."""
    if not 0 <= number <= 99_999:
        return str(number)
    if style in ENCLOSED:
        last = 10 if style == "ideographEnclosedCircle" else 20
        return chr(ENCLOSED[style] + number - 1) if 1 <= number <= last else str(number)
    return PRINTERS.get(style, str)(number)


def _print_counted(number: int) -> str:
    return str(cn2an.an2cn(number, "low")) if number else "〇"


def _print_legal(number: int) -> str:
    return str(cn2an.an2cn(number, "up"))


def _print_digits(number: int) -> str:
    return "".join(CHINESE_DIGITS[int(digit)] for digit in str(number))


def _print_full_width(number: int) -> str:
    return str(number).translate(FULL_WIDTH)


def _print_letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10) if number else "0"


def _print_roman(number: int) -> str:
    printed = ""
    for worth, letters in ROMAN:
        printed += letters * (number // worth)
        number %= worth
    return printed


PRINTERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _print_counted,
    "chineseCountingThousand": _print_counted,
    "taiwaneseCounting": _print_counted,
    "taiwaneseCountingThousand": _print_counted,
    "japaneseCounting": _print_counted,
    "chineseLegalSimplified": _print_legal,
    "ideographDigital": _print_digits,
    "taiwaneseDigital": _print_digits,
    "japaneseDigitalTenThousand": _print_digits,
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
    "decimalFullWidth": _print_full_width,
    "decimalFullWidth2": _print_full_width,
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _print_letters,
    "lowerLetter": lambda number: _print_letters(number).lower(),
    "upperRoman": _print_roman,
    "lowerRoman": lambda number: _print_roman(number).lower(),
}
