"""What a unit measures, so that only like is compared with like: persons, person-times, money, shares, things.

家, 个, 所 and their like count things and are taken as one; 人 and 人次 never are.
"""

import re
from dataclasses import dataclass

PERSONS = "人"
PERSON_TIMES = "人次"
TEAMS = "人或团队"
THINGS = "个"
MONEY = "元"
PERCENT = "%"
POINTS = "百分点"

_PERSON_UNITS = {"人", "名", "位", "人才"}
_MONEY_SCALES = {"元": 1.0, "万元": 1e4, "亿元": 1e8, "千元": 1e3, "百万元": 1e6, "万": 1e4, "亿": 1e8}
_THING_UNITS = set("家个所支项件套户处座条期种类间门部场块批只级轮届幢栋组对") | {
    "人组", "项目", "平台", "基地", "企业", "团队", "大", "亩", "株", "篇",
}  # fmt: skip
_UNITS = {
    PERSON_TIMES: {"人次", "人次数", "人·次"},
    PERSONS: _PERSON_UNITS,
    MONEY: set(_MONEY_SCALES),
    PERCENT: {"%", "％"},
    POINTS: {"百分点", "个百分点"},
    THINGS: _THING_UNITS,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """``dimension`` is what is counted, ``scale`` base units to the printed unit, ``per`` what it is counted for."""

    dimension: str
    scale: float = 1.0
    per: str = ""

    @property
    def counts_whole(self) -> bool:
        return self.dimension in {PERSONS, PERSON_TIMES, TEAMS, THINGS} and not self.per.startswith("万")


def measure_of(unit: str) -> Measure:
    """The measure a unit stands for; an unknown unit only equals itself."""
    text = re.sub(r"\s", "", unit).replace("（", "(").replace("）", ")").replace("／", "/")
    head, _, per = text.partition("/")
    if "(支)" in head or "(组)" in head or "(团队)" in head:
        return Measure(TEAMS, per=per)
    head = head.split("(")[0]
    dimension = next((dimension for dimension, units in _UNITS.items() if head in units), head)
    return Measure(dimension, scale=_MONEY_SCALES.get(head, 1.0), per=per)
