"""Whether a sentence tells what was or what shall be: by its own time, its words, its section, the kind of document."""

import re
from collections.abc import Sequence

from bole.domain.plan.reading.periods import Facts, Genre, Tense, Time, find_times

PAST_SECTION = re.compile(
    r"(?:发展|现实|工作|产业|资源|良好)?(?:基础|现状)(?:[条和与及及其].{0,10})?[。]?$|成效|成就|成绩|回顾|总结|家底|底数|(?:完成|进展|执行|落实)情况|主要成果|主要做法|取得|进展|情况$|过去|背景|形势|研判|问题|短板|不足|差距|困难|挑战|发展环境$|做法"
)
FUTURE_SECTION = re.compile(
    r"目标|预期|远景|愿景|任务|安排|举措|措施|要求|思路|展望|打算|重点|工程|计划|行动|保障|机制|政策|建议|部署|下一步|下步|推进|加快|强化|深化|实施|打造|建设|完善|优化|提升|壮大|培育|健全|推动|加强|构建|做强|做优|聚焦|坚持"
)
BUILDS_BASE = re.compile(r"^(?:.{0,4})?(?:夯实|筑牢|打牢|强化|加强|巩固|厚植|夯牢)")
PAST_WORD = re.compile(
    r"截至|截止|先后|荣获|获批|获评|成功|同比|现有|现已|已(?!经?.{0,4}后)|了(?=\d)|(?<!自)以来|共有|累计|被评为|位居|获得|完成了|实现了|曾|目前|达成"
)
STRONG_PAST = re.compile(
    r"截至|现有|现已|以来|下辖|常住人口(?=\d)|总人口(?=\d)|总面积|先后|荣获|获批|了(?=\d)|已(?:有|建|达|累计|培|引|完成|经|成|获|发|实现)|目前(?:全|我|已|共|有)"
)
FUTURE_WORD = re.compile(
    r"力争|争取|确保|将(?!.{0,8}转化为)|(?<![才项程])计划(?=再|将|继续|新|引|建|投|用|在|到|于|培|招|实施|完成)|拟|预期|努力|目标|到20\d\d年|未来|今后|进一步|继续|要(?=[^求素点])|着力|加快|推动"
)
OFFER = re.compile(r"最高[^，。；]{0,8}\d|封顶|给予|奖励企业|每引进|补贴标准")
NOW_HAS = re.compile(r"现有|现已|目前(?:全|我|已|共|有|拥有)")
GOAL_WORD = re.compile(r"力争|争取|确保|将(?=[^军领士])|预期目标|主要目标|到20\d\d年|未来|今后")


def section_tense(titles: Sequence[str], facts: Facts) -> Tense:
    """The innermost heading that says anything decides."""
    for title in reversed(titles):
        times = [time for time in find_times(title, facts) if time.tense is not Tense.OPEN]
        if PAST_SECTION.search(title) and not BUILDS_BASE.match(title):
            return Tense.FUTURE if re.search(r"目标|任务", title) and not re.search("完成|回顾", title) else Tense.PAST
        if times and not re.search(r"规划|计划|纲要", title):
            return times[0].tense
        if FUTURE_SECTION.search(title):
            # 实施……工程 under a review heading tells what was done.
            outer = [t for t in titles if PAST_SECTION.search(t) and not BUILDS_BASE.match(t)]
            return Tense.PAST if outer and titles.index(outer[0]) < titles.index(title) else Tense.FUTURE
    return Tense.OPEN


def sentence_tense(sentence: str, before: str, time: Time | None, section: Tense, facts: Facts) -> Tense:
    """The tense of a number in ``sentence``; ``before`` is what stands before it there, ``time`` what governs it."""
    if facts.genre is Genre.POLICY and section is not Tense.PAST:
        return Tense.PAST if re.search(r"以来|截至|已累计|已有|已经", before) else Tense.FUTURE
    if facts.genre is Genre.NEWS and OFFER.search(sentence) and not STRONG_PAST.search(sentence):
        return Tense.FUTURE
    if section is Tense.PAST and time is not None and time.tense is Tense.FUTURE and "；" in before:
        # 预计到2025年难以完成；……: in a review a day to come governs its own part of the sentence only.
        return Tense.PAST if not re.search(r"20\d\d年", before.rsplit("；", 1)[1]) else Tense.FUTURE
    if time is not None and time.tense is not Tense.OPEN:
        return time.tense
    if section is Tense.PAST:
        return Tense.FUTURE if re.search(r"未来|今后|力争|将(?=[^军领士])", before) else Tense.PAST
    if section is Tense.FUTURE:
        if is_conditional(sentence, before):
            return Tense.FUTURE
        return Tense.PAST if STRONG_PAST.search(before) and not GOAL_WORD.search(sentence) else Tense.FUTURE
    if GOAL_WORD.search(before):
        return Tense.FUTURE
    if facts.genre in {Genre.NEWS, Genre.REPORT}:
        if FUTURE_WORD.search(sentence) and not STRONG_PAST.search(sentence):
            return Tense.FUTURE
        return Tense.PAST
    if STRONG_PAST.search(before):
        return Tense.PAST
    return Tense.FUTURE


def is_conditional(sentence: str, before: str) -> bool:
    """新获批……的，给予……: an accomplished fact as a condition of what will be given."""
    return bool(
        re.search(r"给予|补助|奖励|资助|补贴|配套", sentence) and not re.search(r"截至|以来|累计|已|共", before)
    )
