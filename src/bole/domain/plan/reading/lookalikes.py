"""Digits that are no figures: dates, titles, names, orders, clocks, telephone numbers.

What remains is read in ``numerals``.
"""

import re

from bole.domain.plan.reading.units import Numeral

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


ALWAYS_NAMES = frozenset({"号", "版", "届", "星"})


def is_a_name(text: str, match: re.Match[str], numeral: Numeral) -> bool:
    """Whether the digits belong to a name, an order or a version rather than to an amount."""
    before = text[max(0, numeral.start - 8) : numeral.start]
    after = text[numeral.end : numeral.end + 8]
    first_unit = numeral.unit.split("/", 1)[0]
    if LATIN_BEFORE.search(before) or before.endswith(("第", "+", "之", "编号", "No", "№", "邮编", "热线")):
        return True
    if not numeral.unit:
        return not (bare_number_counts(before, after) or (match["lowscale"] and PEOPLE.match(after)))
    if first_unit in ALWAYS_NAMES or (re.match(r"[A-Za-z]", after) and numeral.unit != "%"):
        return True
    if numeral.unit.endswith("年") and YEARLIKE.match(match["low"]) and numeral.value_max is None:
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
