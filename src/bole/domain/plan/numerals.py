"""Find the numbers of a text with their units, and leave alone what only looks like one.

Dates, ordinals, document numbers, list numbers, clocks, phone numbers and names with digits are not figures.
What a number says (comparator, subject, kind) is read by the modules beside this one.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

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
UNITS = (
    *MONEY,
    *[
        "个百分点",
        "百分点",
        "个工作日",
        "工作日",
        "个自然日",
        "自然日",
        "个学时",
        "学时",
        "课时",
        "个小时",
        "小时",
        "分钟",
        "秒",
        "个月",
        "个季度",
        "个年度",
        "年度",
        "周岁",
        "岁",
        "个学期",
        "学期",
        "学年",
    ],
    *[
        "人（家）次",
        "人(家)次",
        "家（次）",
        "人次",
        "人日",
        "人年",
        "人天",
        "人月",
        "家次",
        "户次",
        "场次",
        "批次",
        "件次",
        "趟次",
        "辆次",
        "站次",
        "名（支）",
        "名(支)",
        "个（家）",
        "人（次）",
        "名（次）",
    ],
    *[
        "平方公里",
        "平方千米",
        "平方米",
        "立方米",
        "公顷",
        "公里",
        "千米",
        "厘米",
        "毫米",
        "海里",
        "海里",
        "吨标准煤",
        "吨标煤",
        "标准煤",
        "公斤",
        "千克",
        "毫克",
        "微克",
        "克",
        "吨",
        "斤",
        "升",
    ],
    *[
        "千瓦时",
        "兆瓦时",
        "千瓦",
        "兆瓦",
        "吉瓦",
        "千伏安",
        "千伏",
        "伏",
        "度",
        "摄氏度",
        "℃",
        "分贝",
        "车位",
        "床位",
        "张床位",
        "学位",
        "个学位",
        "标箱",
        "标准箱",
        "载重吨",
        "箱",
        "组团",
    ],
    *[
        "名",
        "人",
        "位",
        "家",
        "户",
        "份",
        "个",
        "项",
        "件",
        "所",
        "支",
        "条",
        "套",
        "期",
        "次",
        "场",
        "门",
        "座",
        "张",
        "本",
        "册",
        "篇",
        "部",
        "台",
        "辆",
        "架",
        "艘",
        "列",
        "班",
        "届",
        "批",
        "对",
        "组",
        "团",
        "队",
        "只",
        "头",
        "株",
        "棵",
        "处",
        "片",
        "间",
        "床",
    ],
    *[
        "亩",
        "公分",
        "米",
        "里",
        "种",
        "款",
        "类",
        "级",
        "层",
        "幅",
        "档",
        "版",
        "号",
        "道",
        "颗",
        "枚",
        "根",
        "口",
        "具",
        "样",
        "起",
        "宗",
        "例",
        "封",
        "笔",
        "盏",
        "块",
        "枝",
        "村",
        "校",
        "镇",
        "园",
        "站",
        "县",
        "馆",
        "分",
        "倍",
        "成",
        "年",
        "天",
        "日",
        "周",
        "月",
        "星",
        "股",
        "卷",
        "大",
    ],
    *[
        "%",
        "‰",
        "GB",
        "TB",
        "MB",
        "Mbps",
        "kW",
        "MW",
        "GW",
        "kV",
        "km",
        "km²",
        "m²",
        "m³",
        "mg",
        "kg",
        "EFLOPS",
        "PFLOPS",
    ],
)
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
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:万亿|千亿|百亿|千万|百万|亿|億|万|萬|千(?![米克瓦伏])|百(?!分))"
PER = rf"(?:/(?:(?:万|百|千|亿)?(?:{UNIT})|[\u4e00-\u9fff]{{1,2}})(?:[·./]?(?:{UNIT}))?)"
FIGURE = re.compile(
    rf"(?P<low>{NUMBER})(?P<lowodd>[余多])?(?P<lowscale>{SCALE})?(?P<lowunit>%|‰|{UNIT})?"
    rf"(?:(?P<dash>[-—–~～－]+|至|到)(?P<high>{NUMBER}))?(?(dash)(?P<highscale>{SCALE})?)"
    rf"(?P<odd>[余多])?(?(dash)(?P<highunit>{UNIT})?)(?P<odd2>(?<!余)余)?(?P<lateunit>(?<=[余多])(?:{UNIT}))?(?P<per>{PER})?"
)
RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+")
YEARLIKE = re.compile(r"(?:19|20)\d\d$")
TITLE = re.compile(
    r"《[^《》]{0,120}》|〔[^〕]{0,12}〕\s*\d*号?|[\[［]\d{4}[\]］]\s*\d*号?|https?://[\x21-\x7e]+|www\.[\x21-\x7e]+"
)
QUOTE = re.compile(r"“[^“”]{1,16}”|‘[^‘’]{1,16}’|「[^」]{1,16}」")
DATE = re.compile(
    r"(?:19|20)\d\d\s*(?:[-—–~～至到]+\s*(?:(?:19|20)\d\d|\d\d))?\s*(?:学年度?|财年|年度|年代|年)(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?(?:[-—–~～至到]+(?:\d{1,2}月)?(?:\d{1,2}[日号])?)?"
    r"|(?<!\d)(?:19|20)\d\d[-—–~～至到]+(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)"
    r"|(?<![\d个])\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬|\d{1,2}[日号])?(?:[-—–~～至到]+(?:\d{1,2}月)?\d{1,2}[日号]?(?=[，。、；日号）)]))?"
    r"|(?<!\d)\d{1,2}日(?=[，,至起在（(下上晚]|讯|召开|举行|电)"
    r"|\d{2}世纪(?:\d0年代)?|(?<!\d)\d0后|\d{1,2}时\d{1,2}分|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)|\d{1,2}[点时](?=[至到前起，])"
)
PHONE = re.compile(r"(?<![\d.])(?:\d{3,4}[-—]\d{7,8}|1\d{10}|\d{8})(?![\d.万亿元人%])|\d{3}-\d{4}-\d{4}")
LATIN_BEFORE = re.compile(r"[A-Za-z][-—]?$|[A-Za-z0-9]\+$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: characters ``start`` to ``end``; money keeps 万 and 亿 in its unit, counts have them multiplied out."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    is_approximate: bool = False

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


TERM_UNITS = frozenset(
    [
        "年",
        "个月",
        "月",
        "天",
        "日",
        "周",
        "小时",
        "个小时",
        "分钟",
        "秒",
        "个工作日",
        "工作日",
        "个自然日",
        "自然日",
        "年度",
        "个年度",
        "学年",
        "学期",
        "个学期",
        "个季度",
    ]
)
AGE_UNITS = frozenset({"岁", "周岁"})


def find_numerals(text: str) -> list[Numeral]:
    """The numbers of ``text`` that say how much or how many, from left to right."""
    if not any("0" <= char <= "9" for char in text):
        return []
    closed = closed_spans(text)
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


def closed_spans(text: str) -> list[tuple[int, int]]:
    """Where digits are not figures: titles, short quoted names, dates, clocks, phone numbers, list numbers."""
    spans = [m.span() for m in TITLE.finditer(text)]
    spans += [m.span() for m in QUOTE.finditer(text)]
    spans += [m.span() for m in DATE.finditer(text) if not is_ratio_at(text, m.start())]
    spans += [m.span() for m in PHONE.finditer(text)]
    spans += [
        m.span()
        for m in re.finditer(r"(?:^|(?<=[。；：，]))(?:\d{1,2}(?:[.．、](?!\d)|[)）])|[（(]\d{1,2}[)）])", text)
    ]
    spans += [
        m.span()
        for m in re.finditer(r"第\s*\d+(?:[-—~至、]\d+)?|附件\s*\d+|专栏\s*\d+|[图表]\s*\d+(?=[：:、所中）)])", text)
    ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_ratio_at(text: str, start: int) -> bool:
    ratio = RATIO.match(text, start)
    return bool(ratio) and is_ratio(text, ratio)


def is_ratio(text: str, ratio: re.Match[str] | None) -> bool:
    """Whether 15:35:50 is a ratio and not a clock: a word of proportion stands near it."""
    if ratio is None:
        return False
    before = text[max(0, ratio.start() - 16) : ratio.start()]
    after = text[ratio.end() : ratio.end() + 4]
    parts = [float(part) for part in re.split("[:：]", ratio[0])]
    if len(parts) > 2 and abs(sum(parts) - 100) < 0.5:
        return True
    return bool(re.search(r"比(?!赛)|按", before) or re.match(r"的?比|配", after))


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
        shared = top or (scale if match["highunit"] is None else scale)
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


ALWAYS_NAMES = frozenset({"号", "版", "届", "星"})
AFTER_NAME = re.compile(r"^(?:[A-Za-z]|\+|号|版|后|楼|室|栋|幢|年代|世纪|级[领人高以景])")


def is_a_name(text: str, match: re.Match[str], numeral: Numeral) -> bool:
    """Whether the digits belong to a name, an order or a version rather than to an amount."""
    before = text[max(0, numeral.start - 8) : numeral.start]
    after = text[numeral.end : numeral.end + 8]
    first_unit = numeral.unit.split("/", 1)[0]
    if LATIN_BEFORE.search(before) or before.endswith(("第", "+", "之", "编号", "No", "№", "邮编", "热线")):
        return True
    if not numeral.unit:
        return not (bare_number_counts(before, after) or (match["lowscale"] and PEOPLE.match(after)))
    if first_unit in ALWAYS_NAMES or (re.match(r"[A-Za-z]", after) and numeral.unit not in {"%"}):
        return True
    if numeral.unit.endswith(tuple("年")) and YEARLIKE.match(match["low"]) and numeral.value_max is None:
        return True
    if (
        first_unit in {"级", "类", "档", "层"}
        and re.match(r"^[\u4e00-\u9fff]", after)
        and "." not in match["low"]
        and not re.search(r"[分共设划]$|分为$", before)
    ):
        return True
    if first_unit in {"位", "名", "强"} and re.search(r"(?:前|第|列|排名|居|位[居列])$", before):
        return True
    if before.endswith("每") and first_unit in {"人", "名", "户", "年", "个月", "个"}:
        return True
    return (
        first_unit == "条"
        and bool(re.match(r"^(?:[”》]|措施|意见|政策|新政|举措|$)", after))
        and bool(re.search(r"[\u4e00-\u9fff]", before))
    )


PEOPLE = re.compile(
    r"[^，。；、\d]{0,6}(?:人口|群众|人才|农民|职工|学生|居民|市民|党员|青年|员工|用户|大军|劳动力|家庭|农户)"
)


def bare_number_counts(before: str, after: str) -> bool:
    """A number without a unit is a figure only where a word of degree stands beside it."""
    if re.match(r"(?:以上|以下|左右|以内|余)", after):
        return bool(re.search(r"[\u4e00-\u9fff达为到过于]$", before))
    return bool(re.search(r"(?:达到?|突破|超过|提[高升]至|降至|控制在|低于|高于)$", before)) and not after[:1].isalpha()
