"""Numbers that stand for another time than their sentence: 由A增至B, 较某年的A增长, 完成N目标的P."""

import re
from dataclasses import dataclass
from enum import StrEnum

UP_TO = re.compile(
    r"^[^，。；]{0,14}?(?:提[高升]|增[加长]?|上升|升|跃升|攀升|扩[大展充]|下降|降低?|减[少至]?|压[缩减降]|缩[短小减]|优化|拓展|发展|变)(?:到|至|为|成)"
)
FROM = re.compile(r"(?:从|由)([^，。；从由]{0,16})$")
AGAINST = re.compile(r"(?:较|比|与|同)(20\d\d)年(?:年?[底末初])?(?:的|时的)?$")
AIM = re.compile(r"^的?(?:五年|全年|年度|总体|规划|预期)?的?(?:总?目标|任务)")
AIMED = re.compile(r"完成|距|实现|超|达到|占|目标")
AIM_DIRECT = re.compile(r"(?<!预期)(?<!低于)(?<!高于)(?<!超过)(?<!超额)(?<![较比])目标(?:值|数)?(?:为|是)?$")
DONE = re.compile(r"(?:^|[，；])(?:已|仅|只|\d{4}年[末底]?)?完成(?:率)?(?:为|了|达)?$|[还相]差$")
ON_TOP = re.compile(r"^的?基础上")
HERE = re.compile(r"在(?:现有|原有|目前|20\d\d年[底末]?)?的?[^，。；]{0,6}$")
AIM_BEFORE = re.compile(r"(?:完成|距离?|占|实现)[^，。；]{0,10}(?:目标|任务)(?:数|值|量)?$")
YEAR = re.compile(r"(20\d\d)年")
AGO = re.compile(r"([1-9一二两三四五六七八九十])年前")
CHINESE_DIGIT = {char: i for i, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


class Role(StrEnum):
    PLAIN = "plain"
    START = "start"
    COMPARED = "compared"
    AIM = "aim"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    role: Role
    year: int | None = None
    years_ago: int | None = None


def find_standing(clause: str, after: str, *, rate: bool = False) -> Standing:
    """Whether a number is where a rise starts, what is compared with, or an aim named in passing."""
    against = AGAINST.search(clause)
    if against:
        return Standing(Role.COMPARED, int(against[1]))
    if AIM.match(after) and AIMED.search(clause):
        found = YEAR.search(clause[-16:])
        return Standing(Role.AIM, int(found[1]) if found else None)
    if AIM_BEFORE.search(clause) and after.startswith("的"):
        return Standing(Role.AIM)
    if AIM_DIRECT.search(clause):
        return Standing(Role.AIM)
    if rate and DONE.search(clause):
        return Standing(Role.DONE)
    if ON_TOP.match(after) and HERE.search(clause):
        return Standing(Role.START)
    start = FROM.search(clause)
    if start and UP_TO.match(after) and "目标" not in clause:
        said = YEAR.search(start[1])
        ago = AGO.search(start[1])
        years = None
        if ago:
            years = CHINESE_DIGIT.get(ago[1]) or int(ago[1])
        return Standing(Role.START, int(said[1]) if said else None, years)
    return Standing(Role.PLAIN)
