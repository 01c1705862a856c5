"""Find the figures written in Chinese numerals: 百余名, 两万余人, 三成, 百分之十五, 翻一番, 全覆盖, and years such as 二〇二五年.

Most numerals in characters are no figures but idioms, names and orders; one counts only with a unit and, where it is small or
bare, with a word that hands it over or measures it. Digits are read in ``numerals``; what a number says, beside it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

import cn2an

from bole.domain.plan.reading.units import AGE_UNITS, MONEY, TERM_UNITS, UNIT, Numeral, Wording

HINT = re.compile(r"[十百千万亿成倍番]|分之|全员?覆盖|[二两三四五六七八九][名人位家个项所座支套期场处间大至到]")
WRITTEN_YEAR = re.compile(
    r"(?<![〇○零一二三四五六七八九十百千万\d])(?:二[〇○零OＯo]|一九)[〇○零OＯo一二三四五六七八九]{2}"
    r"(?=年|[-—–~～至到]+[二2])"
)
YEAR_DIGITS = str.maketrans("〇○零OＯo一二三四五六七八九", "000000123456789")

NUM = "[零〇一二两三四五六七八九十百千万亿]"
FIGURE = re.compile(
    rf"(?<![零〇一二两三四五六七八九十百千万亿数几余多\d.第])(?P<vague>[数几](?=[十百千万亿]))?(?P<low>{NUM}{{1,20}}(?:点[零一二三四五六七八九]{{1,6}})?)"
    rf"(?P<some>几)?(?:(?P<dash>至|到|[-—~～]+)(?P<high>{NUM}{{1,20}}))?(?P<odd>[余多])?(?P<scale>万亿|[万亿])?"
    rf"(?P<unit>成(?:[半五](?=以|左|，|。|的))?(?![立果为功员都本长不效就型熟交])|(?!成)(?:{UNIT}))(?P<late>[余多](?![个名人家]))?"
)
SHARE = re.compile(
    rf"(?<!{NUM})(?P<of>百分之|千分之|(?P<whole>[二三四五六七八九十])分之)(?P<num>{NUM}{{1,20}}(?:点[零一二三四五六七八九]{{1,6}})?)"
)
DOUBLED = re.compile(r"翻了?(?P<times>[一两二三四])?番")
COVERED = re.compile(r"(?<![健安齐完保])全覆盖(?!的|式|型|、全)|全员覆盖(?!的|式|型)")

# What may be counted; 级, 届, 条, 年代 and the like make names and orders of written numbers.
COUNTED_WORDS = (
    "人次|人（次）|人日|人年|人天|家次|户次|场次|批次|件次|趟次|站次|名|人|位|家|户|份|个|项|件|所|支|"
    "套|期|次|场|门|座|张|本|册|篇|部|台|辆|艘|列|队|组|对|间|床|亩|公里|平方公里|平方米|立方米|公顷|"
    "吨|处|款|栋|例|笔|宗|课时|学时|个学时|张床位|床位|学位|个学位|车位|个工作日|工作日|个月|个小时|小时|"
    "年|天|岁|周岁|倍|个百分点|百分点"
)
COUNTED = frozenset(COUNTED_WORDS.split("|"))
SMALL_COUNTED = frozenset("名人位家户个项所座套期场间处部台")
# 三个方面, 十项原则: parts of a speech, not of the world.
ABSTRACT = re.compile(
    r"(?:重[点大要]|主要|基本|关键|具体|更加|突出)?(?:方面|面向|坚持|必须|明确|关系|维度|层[次面]|统筹|维护|自信|意识|确保|原则|问题|阶段|环节|字|文明|转变|"
    r"如何|聚焦|围绕|着力|强化|提升|突破|结合|关键|抓手|步骤|优先|一律|一|时期|世纪|百年|五年|万户|争鸣|空巷|一心|面手)"
)
NAME_AHEAD = re.compile(r"[^，。；：、！？]{0,20}?(?:行动|计划|工程|活动|专项|大赛|论坛|大会|品牌)")
NAME_BEFORE = re.compile(r"(?:实施|启动|推进|深化|开展|组织|落实)(?:好|了)?[“「]?$")
HANDS_OVER = re.compile(
    r"(?:引进|引育|培养|培育|培训|选派|选聘|新增|新建|建设|建成|建立|设立|打造|遴选|推选|评选|选拔|招聘|招录|招引|集聚|聚集|汇聚|吸引|储备|扶持|"
    r"资助|组建|举办|创建|认定|获批|获评|完成|补充|配备|派遣|输送|孵化|落地|新开|开设|改造|拥有|现有|共有|累计|慰问|走访|入选|造就|选树|"
    r"增加|减少|增至|增长到|提高到|达到?|规模为)[了到]?$"
)
# 新建院士工作站两家: what is handed over stands between.
HANDED_OVER = re.compile(HANDS_OVER.pattern.removesuffix("[了到]?$") + r"[^，。；：、\d]{2,9}$")
MEASURED = re.compile(
    r"(?:不(?:得|能|应|可)?(?:少|低|高|多|大|超)[于过]|至少|最[多少高低长短大小]|突破|超过?|逾|近|约|接近|将近|不足|不到|达到?|共计?|总计|上|过|满)了?$"
)
MEASURED_AFTER = re.compile(r"以上|以下|以内|左右|及以上")
TERM_BEFORE = re.compile(
    r"(?:不(?:得|能|应|可)?(?:少|低|短|长|超)[于过]|至少|最[长短多少]|满|为期|期限?为|年限为?|周期为|有效期[为是]?|服务期[为是]?|聘期[为是]?)$"
)
LEVELS_UP = re.compile(
    r"(?:增[长加至]?|提[高升]|上升|扩大|下降|降低|减少|翻|达到?|超过?|是|的|约|近|为|高出|[到至了])[^，。；]{0,6}$"
)
# 亿元以上项目, 千亿元级产业集群: a class of things, named by its size.
A_CLASS = re.compile(
    r"(?:及?以上)?的?(?:级|(?<=上)\d|(?:重大|重点|工业|产业|龙头|制造业)*(?:项目|企业|工程|产业|集群|园区|产值|GDP|生产))"
)
ANNOUNCES = re.compile(r"(?:实施|启动|建设|打造|开展|推进|新建|建成|组织实施)(?:好|了)?$")
DIVIDING = re.compile(r"大(?=工程|行动|计划|平台|专项|基地|项目|载体)")


def arabic_years(text: str) -> str:
    """The text with 二〇二五年 as 2025年; it keeps its length, so that every place holds."""
    return (
        WRITTEN_YEAR.sub(lambda found: found[0].translate(YEAR_DIGITS), text) if "二" in text or "九" in text else text
    )


def may_hold_written(text: str) -> bool:
    """Whether it pays to look closer."""
    return HINT.search(text) is not None


def find_written_numerals(text: str, closed: Sequence[tuple[int, int]]) -> list[Numeral]:
    """The figures of ``text`` in Chinese numerals, from left to right; nothing inside a ``closed`` span is one."""
    starts = [start for start, _ in closed]

    def is_open(start: int) -> bool:
        k = bisect_right(starts, start) - 1
        return k < 0 or start >= closed[k][1]

    readers = ((SHARE, read_share), (DOUBLED, read_doubling), (COVERED, read_coverage), (FIGURE, read_count))
    found = [
        numeral
        for pattern, read in readers
        for match in pattern.finditer(text)
        if is_open(match.start()) and (numeral := read(text, match)) is not None
    ]
    found.sort(key=lambda numeral: numeral.start)
    return [each for i, each in enumerate(found) if i == 0 or each.start >= found[i - 1].end]


def value_of(written: str) -> float | None:
    """The number that 一百二十, 两万 or a bare 百 writes; None for 三五, 十二五 and the like."""
    plain = written.replace("两", "二").replace("〇", "零")
    if plain[0] in "百千万亿":
        plain = "一" + plain
    try:
        return float(cn2an.cn2an(plain, "strict"))
    except ValueError:
        return None


def read_share(text: str, match: re.Match[str]) -> Numeral | None:
    part = value_of(match["num"])
    if part is None:
        return None
    if match["whole"]:
        whole = value_of(match["whole"])
        if whole is None or part >= whole:
            return None
        return Numeral(match.start(), match.end(), round(100 * part / whole, 2), None, "%", wording=Wording.WRITTEN)
    unit = "%" if match["of"].startswith("百") else "‰"
    return Numeral(match.start(), match.end(), part, None, unit, wording=Wording.WRITTEN)


def read_doubling(_: str, match: re.Match[str]) -> Numeral:
    times = int(value_of(match["times"] or "一") or 1)
    return Numeral(match.start(), match.end(), 100.0 * (2**times - 1), None, "%", wording=Wording.DOUBLING)


def read_coverage(_: str, match: re.Match[str]) -> Numeral:
    return Numeral(match.start(), match.end(), 100.0, None, "%", wording=Wording.COVERAGE)


def read_count(text: str, match: re.Match[str]) -> Numeral | None:
    """A count, an amount of money, a share in tenths or a multiple, or None where the words are no figure."""
    low, high = value_of(match["low"]), value_of(match["high"]) if match["high"] else None
    if low is None or (match["dash"] and (high is None or high <= low)):
        return None
    unit = match["unit"]
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 24]
    wording = Wording.VAGUE if match["vague"] or match["some"] else Wording.WRITTEN
    is_odd = bool(match["odd"] or match["late"])
    if unit[0] == "成" and unit not in COUNTED:
        if low > 9 or "点" in match["low"] or is_odd or match["scale"] or before.endswith("一"):
            return None
        half = 5 if len(unit) > 1 else 0
        top = None if high is None else high * 10
        return Numeral(match.start(), match.end(), low * 10 + half, top, "%", wording=wording)
    if not is_figure(text, match, low, before, after):
        return None
    scale = 10 ** {"": 0, "万": 4, "亿": 8, "万亿": 12}[match["scale"] or ""]
    low, top = low * scale, None if high is None else high * scale
    if unit in MONEY:
        name, size = next(((n, s) for n, s in (("亿", 1e8), ("万", 1e4)) if low >= s), ("", 1.0))
        low, top, unit = low / size, None if top is None else top / size, name + unit
    return Numeral(match.start(), match.end(), round(low, 6), top, unit, is_odd, wording)


def is_figure(text: str, match: re.Match[str], low: float, before: str, after: str) -> bool:
    """Whether a well-formed number with a unit says how many, and is no name, idiom, order or length of time in passing."""
    unit = match["unit"]
    if before.endswith(
        ("第", "每", "之", "成百", "专栏", "其", "前", "逐", "同", "统", "唯", "星期", "周", "礼拜", "届")
    ):
        return False
    hedged = bool(match["odd"] or match["late"] or match["vague"] or match["some"] or match["scale"] or match["high"])
    measured = hedged or bool(MEASURED.search(before) or MEASURED_AFTER.match(after))
    if unit == "大":
        return 2 <= low <= 12 and bool(DIVIDING.match(text, match.end() - 1) and ANNOUNCES.search(before))
    if unit not in COUNTED and unit not in MONEY:
        return False
    if unit in TERM_UNITS:
        return bool(TERM_BEFORE.search(before) or MEASURED_AFTER.match(after))
    if unit in AGE_UNITS:
        return True
    is_bare = match["low"][0] in "百千万亿" and not match["vague"]
    if unit == "倍":
        return not is_bare and bool(LEVELS_UP.search(before) or measured)
    if unit.endswith("百分点"):
        return True
    if ABSTRACT.match(after) or (NAME_AHEAD.match(after) and (is_bare or NAME_BEFORE.search(before))):
        return False
    if unit in MONEY:
        return not A_CLASS.match(after) and (measured or not is_bare or bool(HANDS_OVER.search(before)))
    if is_bare:
        return measured or bool(HANDS_OVER.search(before))
    if low >= 10:
        return True
    announced = HANDS_OVER.search(before) or (HANDED_OVER.search(before) and re.match(r"[，。；、]|$", after))
    return low >= 2 and unit in SMALL_COUNTED and (measured or bool(announced))
