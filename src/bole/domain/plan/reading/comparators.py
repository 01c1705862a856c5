"""What a figure says about its number: at least, more than, at most, less than, about, a range, or simply that much."""

import re

from bole.domain.plan.documents import Comparator
from bole.domain.plan.reading.units import AGE_UNITS, Numeral, Wording

AFTER = (
    (Comparator.AT_LEAST, re.compile(r"^(?:及其?以上|或以上|以上|[（(]含[^）)]{0,6}[）)]以上|起(?![步来草])|及更高)")),
    (
        Comparator.AT_MOST,
        re.compile(
            r"^(?:及其?以下|或以下|以下|[（(]含[^）)]{0,6}[）)]以下|以内|之内|(?<=[年月日时天周])内|封顶|为限|为上限|的上限|(?:的)?(?:标准)?上限|为最高)"
        ),
    ),
    (Comparator.ABOUT, re.compile(r"^(?:左右|上下|前后)")),
)
BEFORE = (
    (
        Comparator.AT_LEAST,
        re.compile(
            r"(?:不(?:得|能|应|可)?(?:少|低|小|短|弱)于|至少(?:达到?|有|为|要)?|最[低少](?:为|达到?)?|不下于?|以上的?|达到或超过|达到?并超过|(?:工作|服务|缴纳|经营|任职|居住|连续|年限|期|均|需|须|时间)[^\d，。；]{0,4}满|^满|(?<=[，；：、])满|保底|起付|下限为?|大于等于|[≥])$"
        ),
    ),
    (
        Comparator.AT_MOST,
        re.compile(
            r"(?:不(?:得|能|应|可|予)?(?:超过|超|高于|多于|大于|长于|超出)|最[高多长大](?:额度|限额|金额|标准|比例|期限)?(?:为|可达?|不超过|给予|支持|奖励|补助|补贴|资助|按)?|最[高多长](?:可|能)?[^，。；、\d]{0,8}|封顶(?:为|线)?|可高达|上限为?|控制在|限于|(?<![期年权上下时额])限[报购选申额定]?|压[减缩]至|至多|小于等于|[≤])$"
        ),
    ),
    (Comparator.MORE, re.compile(r"(?:突破|超过|超|超出|高于|大于|多于|逾|长于|[>＞])了?$")),
    (Comparator.LESS, re.compile(r"(?:不到|不足|低于|小于|少于|未满|不满|未达到?|未超过|短于|[<＜])$")),
    (Comparator.ABOUT, re.compile(r"(?:近|约|大约|约为|接近|将近|大致|左右达?|[≈])$")),
)
# 不超过总股本的30%: the word of degree stands before what the share is of.
SHARE_BEFORE = (
    (Comparator.AT_LEAST, re.compile(r"不(?:得|能|应|可)?(?:少|低)于[^，。；、\d]{1,20}$")),
    (Comparator.AT_MOST, re.compile(r"(?:不(?:得|能|应|可)?(?:超过|高于|多于)|最高)[^，。；、\d]{1,20}$")),
    (Comparator.LESS, re.compile(r"(?:不到|不足)[^，。；、\d]{1,20}的$")),
)
IS_DONE = re.compile(r"^(?:内)?(?:办结|办理完|响应|审核完|反馈|答复|完成审|出具)")
FILLER = re.compile(
    r"(?:人民币|总额|总计|共计|合计|金额|每[人年月家户项个次名]{1,2}|单[个项]|一次性|给予|累计|[到至为达]|(?:\d+[年个月]+))+$"
)
SUNK = re.compile(r"(?:最高|最多|最长|不超过|不得超过|不少于|不低于|至少|上限)")


def find_own_comparator(text: str, numeral: Numeral) -> Comparator | None:
    """What stands right beside the number, or None."""
    after = text[numeral.end : numeral.end + 8]
    for comparator, pattern in AFTER:
        if pattern.match(after) or (numeral.is_term and comparator is Comparator.AT_MOST and after.startswith("内")):
            return comparator
    if numeral.is_term and IS_DONE.match(after):
        return Comparator.AT_MOST
    before = text[max(0, numeral.start - 16) : numeral.start]
    bare = FILLER.sub("", before)
    for tried in (before, bare):
        for comparator, pattern in BEFORE:
            if pattern.search(tried):
                return comparator
    if numeral.unit == "%":
        for comparator, pattern in SHARE_BEFORE:
            if pattern.search(text[max(0, numeral.start - 26) : numeral.start]):
                return comparator
    if numeral.unit in AGE_UNITS and re.search(r"放宽[到至]$", before):
        return Comparator.AT_MOST
    return say_degree(numeral, before)


def say_degree(numeral: Numeral, before: str) -> Comparator | None:
    """What the number's own form says: 数十名, 上百家, 百余名."""
    if numeral.wording is Wording.VAGUE:
        return Comparator.MORE
    if numeral.wording is Wording.WRITTEN and before.endswith("上"):
        return Comparator.AT_LEAST
    return Comparator.ABOUT if numeral.is_approximate else None


def hedge_end(text: str, numeral: Numeral) -> int:
    """Where the words of degree after the number end (左右, 以上, 以下, 以内)."""
    for _, pattern in AFTER:
        found = pattern.match(text[numeral.end : numeral.end + 8])
        if found:
            return numeral.end + found.end()
    if numeral.is_term and text[numeral.end : numeral.end + 1] == "内":
        return numeral.end + 1
    return numeral.end
