"""Find the numbers of a text with their units, and leave alone what only looks like one.

Dates, ordinals, document numbers, list numbers, clocks, phone numbers and names with digits are not figures.
Numbers in Chinese numerals come from ``written_numbers``; what a number says is read by the modules beside this one.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from bole.domain.plan.reading.lookalikes import RATIO, closed_spans, is_a_name, is_ratio
from bole.domain.plan.reading.units import SCALES, UNIT, Numeral
from bole.domain.plan.reading.written_numbers import find_written_numerals, may_hold_written

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

SCALE = r"(?:万亿|千亿|百亿|千万|百万|亿|億|万|萬|千(?![米克瓦伏])|百(?!分))"

PER = rf"(?:/(?:(?:万|百|千|亿)?(?:{UNIT})|[\u4e00-\u9fff]{{1,2}})(?:[·./]?(?:{UNIT}))?)"

FIGURE = re.compile(
    rf"(?P<low>{NUMBER})(?P<lowodd>[余多])?(?P<lowscale>{SCALE})?(?P<lowunit>%|‰|{UNIT})?"
    rf"(?:(?P<dash>[-—–~～－]+|至|到)(?P<high>{NUMBER}))?(?(dash)(?P<highscale>{SCALE})?)"
    rf"(?P<odd>[余多])?(?(dash)(?P<highunit>{UNIT})?)(?P<odd2>(?<!余)余)?(?P<lateunit>(?<=[余多])(?:{UNIT}))?(?P<per>{PER})?"
)


def find_numerals(text: str) -> list[Numeral]:
    """The numbers of ``text`` that say how much or how many, from left to right."""
    has_digits, has_words = any("0" <= char <= "9" for char in text), may_hold_written(text)
    if not has_digits and not has_words:
        return []
    closed = closed_spans(text)
    found = find_in_digits(text, closed) if has_digits else []
    if not has_words:
        return found
    written = find_written_numerals(text, sorted([*closed, *((each.start, each.end) for each in found)]))
    return sorted([*found, *written], key=lambda numeral: numeral.start)


def find_in_digits(text: str, closed: Sequence[tuple[int, int]]) -> list[Numeral]:
    found: list[Numeral] = []
    starts = [start for start, _ in closed]
    pos = 0
    while True:
        match = FIGURE.search(text, pos)
        if match is None:
            return found
        k = bisect_right(starts, match.start()) - 1
        if k >= 0 and match.start() < closed[k][1]:
            pos = max(closed[k][1], pos + 1)
            continue
        ratio = RATIO.match(text, match.start())
        if ratio and is_ratio(text, ratio):
            found.append(
                Numeral(
                    ratio.start(),
                    ratio.end(),
                    float(re.split("[:：]", ratio[0])[0]),
                    None,
                    "%" if sum(map(float, re.split("[:：]", ratio[0]))) == 100 else "比",
                )
            )
            pos = ratio.end()
            continue
        numeral = read_numeral(text, match)
        if numeral is not None and not is_a_name(text, match, numeral):
            found.append(numeral)
            pos = numeral.end
        else:
            pos = skip_end(text, match)


def skip_end(text: str, match: re.Match[str]) -> int:
    return match.end("low")


def read_numeral(text: str, match: re.Match[str]) -> Numeral | None:
    low, high = number(match["low"]), match["high"]
    odd = bool(match["lowodd"] or match["odd"] or match["odd2"])
    end = match.end()
    unit = match["highunit"] or match["lateunit"] or match["lowunit"] or ""
    scale = match["lowscale"] or ""
    per = match["per"] or ""
    if high and not range_is_sound(text, match):
        high = None
        end = (
            match.end("lowunit")
            if match["lowunit"]
            else match.end("lowscale")
            if match["lowscale"]
            else match.end("low")
        )
        per, unit = "", match["lowunit"] or ""
    value_max: float | None = None
    if high:
        top = match["highscale"] or ""
        shared = top or scale
        value_max = number(high)
        low_scale = scale or top
        if unit.endswith("元") or "元" in unit:
            unit = (top or scale) + unit
            if scale and top and scale != top:
                value_max *= SCALES[top] / SCALES[scale]
        else:
            low *= SCALES[low_scale]
            value_max *= SCALES[shared]
    elif is_money_unit(unit):
        unit = scale + unit
    else:
        low *= SCALES[scale]
    unit = unit.replace("萬", "万").replace("億", "亿")
    while end > match.start() and text[end - 1] == "/":
        end -= 1
    return Numeral(match.start(), end, tidy(low), None if value_max is None else tidy(value_max), unit + per, odd)


def range_is_sound(text: str, match: re.Match[str]) -> bool:
    """5至8名 is a range; 从81家到100家 is a rise between two figures, and a falling pair is neither."""
    if match["dash"] in {"到", "至"} and re.search(
        r"[从由自][^，。；]{0,12}$", text[max(0, match.start() - 13) : match.start()]
    ):
        return False
    low, high = number(match["low"]), number(match["high"])
    low *= SCALES[match["lowscale"] or match["highscale"] or ""]
    high *= SCALES[match["highscale"] or match["lowscale"] or ""]
    if match["lowunit"] and match["highunit"] and match["lowunit"] != match["highunit"]:
        return False
    return low < high


def is_money_unit(unit: str) -> bool:
    return "元" in unit.split("/", 1)[0]


def number(text: str) -> float:
    return float(text.replace(",", ""))


def tidy(value: float) -> float:
    return round(value, 6)


AFTER_NAME = re.compile(r"^(?:[A-Za-z]|\+|号|版|后|楼|室|栋|幢|年代|世纪|级[领人高以景])")
