"""Units of counting, money, time and measure, and the value of a number with its unit.

Where numbers stand in a text is found in ``numerals``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

SCALES = {
    "": 1.0,
    "十": 10.0,
    "百": 100.0,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "万亿": 1e12,
    "百亿": 1e10,
    "千亿": 1e11,
    "萬": 1e4,
    "億": 1e8,
}

MONEY = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "元")

UNIT_WORDS = (
    "个百分点|百分点|个工作日|工作日|个自然日|自然日|个学时|学时|课时|个小时|小时|分钟|秒|个月|个季度|个年度|年度|周岁|岁|个学期|"
    "学期|学年|人（家）次|人(家)次|家（次）|人次|人日|人年|人天|人月|家次|户次|场次|批次|件次|趟次|辆次|站次|名（支）|名(支)|"
    "个（家）|人（次）|名（次）|平方公里|平方千米|平方米|立方米|公顷|公里|千米|厘米|毫米|海里|海里|吨标准煤|吨标煤|标准煤|公斤|千克|"
    "毫克|微克|克|吨|斤|升|千瓦时|兆瓦时|千瓦|兆瓦|吉瓦|千伏安|千伏|伏|度|摄氏度|℃|分贝|车位|床位|张床位|学位|个学位|标箱|"
    "标准箱|载重吨|箱|组团|名|人|位|家|户|份|个|项|件|所|支|条|套|期|次|场|门|座|张|本|册|篇|部|台|辆|架|艘|列|班|届|"
    "批|对|组|团|队|只|头|株|棵|处|片|间|床|亩|公分|米|里|种|款|类|级|层|幅|档|版|号|道|颗|枚|根|口|具|样|起|宗|例|"
    "封|笔|盏|块|枝|村|校|镇|园|站|县|馆|分|倍|成|年|天|日|周|月|星|股|卷|大|%|‰|GB|TB|MB|Mbps|kW|MW|"
    "GW|kV|km|km²|m²|m³|mg|kg|EFLOPS|PFLOPS"
)
UNITS = (*MONEY, *UNIT_WORDS.split("|"))
# A unit of one character that as often begins a word counts only where that word does not follow.
BEGINS_WORD = {
    "人": "才员民口力均工社文事",
    "分": "别类公配布设工层",
    "成": "立果为功员都本长",
    "年": "轻均龄",
    "日": "常报照均",
    "天": "然津府",
    "层": "次面",
    "家": "庭乡长电",
    "门": "槛诊",
    "对": "接口外标",
    "组": "织建",
    "团": "队结",
    "条": "件例",
    "项": "目",
    "期": "间",
    "位": "于居列",
    "支": "持撑",
    "批": "准",
    "队": "伍",
    "份": "额",
    "站": "点",
    "里": "程",
    "点": "击",
    "周": "年岁边",
}

UNIT = "|".join(
    re.escape(unit)
    + (
        f"(?![{BEGINS_WORD[unit]}])"
        if unit in BEGINS_WORD
        else "(?!人(?![才员力])|体[^检育]|性)"
        if unit == "个"
        else ""
    )
    for unit in sorted(set(UNITS), key=lambda unit: (-len(unit), unit))
)


class Wording(StrEnum):
    """How a number is printed: in digits, or in words that say more or less exactly how much."""

    DIGITS = "digits"
    WRITTEN = "written"  # 一百二十, 三成
    VAGUE = "vague"  # 数十, 几百: only a lower end is said
    DOUBLING = "doubling"  # 翻一番
    COVERAGE = "coverage"  # 全覆盖


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: characters ``start`` to ``end``; money keeps 万 and 亿 in its unit, counts have them multiplied out."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    is_approximate: bool = False
    wording: Wording = Wording.DIGITS

    @property
    def is_money(self) -> bool:
        return "元" in self.unit.split("/", 1)[0]

    @property
    def is_rate(self) -> bool:
        return self.unit.startswith(("%", "‰")) or "百分点" in self.unit or self.unit in {"倍", "成"}

    @property
    def is_term(self) -> bool:
        """A length of time."""
        return self.unit in TERM_UNITS


TERM_WORDS = (
    "年|个月|月|天|日|周|小时|个小时|分钟|秒|个工作日|工作日|个自然日|自然日|年度|个年度|学年|学期|个学期|个季度"
)
TERM_UNITS = frozenset(TERM_WORDS.split("|"))

AGE_UNITS = frozenset({"岁", "周岁"})
