"""Set the scene for the numbers of a passage: its tense, label, topic and times; and which lengths of time and ages count.

The numbers themselves are read in ``figures``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bole.domain.plan.reading.comparators import find_own_comparator
from bole.domain.plan.reading.periods import Facts, Genre, Tense, Time, find_times
from bole.domain.plan.reading.tenses import section_tense
from bole.domain.plan.reading.units import AGE_UNITS, Numeral

LABEL = re.compile(
    r"^(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,2}[)）]|[①-⑳]|——|[◆●■★])?[“”]?([^，。；：、！？\d]{3,22})："
)

EMPTY_LABEL = re.compile(
    r"^(?:远景|举措|机制|目标|措施|内容|条件|标准|说明|备注|其中|要求|工作|责任.*|牵头.*|.*单位|.*如下|主要.*|.*目标|.*认为|.*表示)$"
)

SECTION_LABEL = re.compile(r"^.{0,4}(?:远景|愿景|目标|任务|举措|成效|成绩|现状|问题|短板|展望)$")

TOPIC_WORDS = "补贴|补助|奖励|资助|贴息|扶持|津贴|贷款|安居|体检|住房|保障|驿站|经费|奖补|待遇|补偿|平台|行动|计划|工程"
TOPIC_NOUNS = tuple(TOPIC_WORDS.split("|"))

TOPIC_VERB = re.compile(
    r"^(?:加大|加强|支持|鼓励|强化|实施|扩大|完善|优化|便利|建立|推进|健全|落实|促进|提升|推动|设立|实行|给予|引导|提高|加快)(?=.{3})"
)

NO_TOPIC = re.compile(r"(?:总则|附则|条件|程序|措施|考核|管理|保障|对象|范围|待遇|标准|内容)$")

IDLE_TERM = re.compile(
    r"(?:未来|今后|过去|近|最近|前|这|头|第|上|下|十|用|提前|推迟|历时|时隔|迎来|走过|利用|计划)\s*$"
)

IDLE_AFTER = re.compile(r"(?:来|间|前|后(?!给)|多来|行动|计划|规划|一次|一届|期(?:间|的)|时间，|制)")

TERM_COUNTS = re.compile(
    r"(?:满|不(?:少|低|超|多|得|长)[^，。；]{0,4}|至少|最[长短多少]|以上|连续|连发|为期|服务[期年限]*|期限?[为是]?|有效期[为是]?|年限[为是]?|未满|超过|工作|缴纳|累计|给予|签订|资助|支持|补贴|发放|减免|免费|提供|承诺|居住|免租|分|周期为?|放宽|按)$"
)

TERM_MEASURED = re.compile(
    r"(?:年限|寿命|用时|时长|周期|时限)[^，。；\d]{0,5}$|[提增延缩][^，。；\d]{0,3}[到至为]$|租期$|租赁期限[^，。；]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to read with what its place in the document says about it."""

    text: str
    lines: Sequence[int]
    block: int
    section: str
    titles: tuple[str, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for every number of a passage."""

    passage: Passage
    facts: Facts
    tense: Tense
    label: str
    topic: str
    times: Sequence[Time]
    heading_time: Time | None


def set_scene(passage: Passage, facts: Facts) -> Scene:
    """What holds for every number of a passage, from its headings, its label and the document."""
    heading_time = None
    for title in reversed(passage.titles):
        is_name = re.search(r"规划|计划|纲要", title) and not re.search(r"情况|回顾|总结|安排|目标|工作|任务", title)
        if not is_name and (found := find_times(title, facts)):
            heading_time = found[0]
            break
    label = LABEL.match(passage.text)
    name = re.sub(r"^(?:关于|一是|二是|三是)|[“”]", "", label[1]) if label and not EMPTY_LABEL.match(label[1]) else ""
    titles = (*passage.titles, label[1]) if label and SECTION_LABEL.search(label[1]) else passage.titles
    tense = section_tense(titles, facts)
    this = heading_time.year if heading_time else facts.reviewed if tense is Tense.PAST else None
    whole = facts.reviewed if facts.genre is Genre.REPORT and tense is Tense.OPEN else None
    topic = ""
    if facts.genre is Genre.POLICY:
        candidates = [name, *passage.titles[-1:]]
        fit = [text for text in candidates if 2 <= len(text) <= 14 and not NO_TOPIC.search(text)]
        topic = TOPIC_VERB.sub("", fit[0]) if fit else ""
    return Scene(passage, facts, tense, name, topic, find_times(passage.text, facts, this, whole), heading_time)


def says_something(scene: Scene, numeral: Numeral, later: Numeral | None, end: int) -> bool:
    """Lengths of time and ages that only describe something else are no figures of their own."""
    text = scene.passage.text
    before = text[max(0, numeral.start - 20) : numeral.start]
    after = text[numeral.end : min(end, numeral.end + 12)]
    if numeral.unit in AGE_UNITS:
        if later and later.unit.startswith("%") and not re.search("[，。；]", text[numeral.end : later.start]):
            return False
        return find_own_comparator(text, numeral) is not None or bool(re.search(r"[龄满宽到至]$|放宽", before))
    if numeral.is_term:
        if IDLE_TERM.search(before) or IDLE_AFTER.match(after):
            return False
        if scene.facts.genre is Genre.NEWS and before.endswith("连续"):
            return False
        return bool(
            TERM_COUNTS.search(before)
            or TERM_MEASURED.search(before)
            or re.match(r"以上|以下|以内|之内|内|及以上|左右", after)
            or numeral.unit != "年"
        )
    return True
