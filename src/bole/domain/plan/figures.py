"""Find the figures of running text: each number with its comparator, subject, year and kind.

The text is read sentence by sentence; what stands at the head of a list governs its members. Tables are read elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bole.domain.plan.comparators import find_own_comparator, hedge_end
from bole.domain.plan.documents import Comparator, Figure, FigureKind, Place, StockOrFlow
from bole.domain.plan.kinds import ANNUAL, Said, decide_flow, decide_kind
from bole.domain.plan.numerals import AGE_UNITS, Numeral, find_numerals
from bole.domain.plan.periods import Facts, Genre, Tense, Time, find_times
from bole.domain.plan.subjects import BOUNDARY, LEADING, Surroundings, base_of, find_subject, shorten, split_items
from bole.domain.plan.tenses import section_tense, sentence_tense

SENTENCE = re.compile(r"[^。！？]*[。！？]?")
LABEL = re.compile(r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳]|——)?([^，。；：、！？\d]{3,18})：")
EMPTY_LABEL = re.compile(r"^(?:远景|举措|机制|目标|措施|内容|条件|标准|说明|注|备注|其中|要求|工作|责任.*|牵头.*|.*单位|.*如下|主要.*)$")
PROGRAMME = re.compile(r"[“《]([^”》]{2,24})[”》](?:[^，。；“”]{0,4}(?:工程|计划|行动|项目|专项))|(?:实施|推进|开展|启动)([^，。；“”、]{2,16}(?:工程|计划|行动|专项))")
SCOPE = re.compile(r"全[省市县区旗州盟镇乡国]|[^，。；的、]{0,3}(?:高新区|经开区|开发区)")
IDLE_TERM = re.compile(r"(?:未来|今后|过去|近|最近|前|这|头|第|上|下|十|用|的|提前|推迟|历时|时隔|迎来|走过)\s*$")
TERM_COUNTS = re.compile(
    r"(?:满|不(?:少|低|超|多|得|长)[^，。；]{0,4}|至少|最[长短多少]|以上|连续|为期|服务[期年限]*|期限[为是]?|有效期[为是]?|聘期|周期|年限|期为?|未满|超过|工作|缴纳|累计|给予|签订|资助|支持|补贴|发放|减免|免费|提供|承诺|居住|[在自][^，。；]{0,14}|免租|工作日)$"
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
    is_heading: bool = False


@dataclass(slots=True)
class Reading:
    """What has been understood so far in one passage."""

    time: Time | None = None
    subjects: list[tuple[str, bool]] = field(default_factory=list)
    """Subjects of the sentence's figures, and whether each was itself a rate of growth or a share."""
    governing: Comparator | None = None
    last_end: int = 0


def find_figures(passage: Passage, facts: Facts) -> list[Figure]:
    """Every figure of a passage, in reading order; each stands at its place in the passage's text."""
    text = passage.text
    numerals = find_numerals(text)
    if not numerals:
        return []
    label = find_label(text, passage)
    tense = section_tense(passage.titles, facts)
    times = find_times(text, facts)
    heading_time = next((t for title in reversed(passage.titles) for t in find_times(title, facts)), None)
    figures: list[Figure] = []
    state = Reading()
    queue = list(numerals)
    for sentence in SENTENCE.finditer(text):
        if not queue or sentence.end() <= queue[0].start:
            state.time = last_time(times, sentence.start(), sentence.end(), sentence.end()) or state.time
            continue
        state.subjects, state.governing = [], None
        state.last_end = sentence.start()
        inside = []
        while queue and queue[0].start < sentence.end():
            inside.append(queue.pop(0))
        inside = [n for k, n in enumerate(inside) if says_something(text, n, inside, k, sentence.end())]
        names = pair_lists(text, inside, sentence.start(), state)
        for k, numeral in enumerate(inside):
            following = inside[k + 1].start if k + 1 < len(inside) else sentence.end()
            time = last_time(times, sentence.start(), numeral.start, sentence.end()) or state.time
            figures.append(
                read_figure(passage, facts, numeral, sentence, following, time, heading_time, tense, label, state, names.get(numeral.start), figures)
            )
            state.last_end = numeral.end
        state.time = last_time(times, sentence.start(), sentence.end(), sentence.end()) or state.time
    return figures


def find_label(text: str, passage: Passage) -> str:
    found = LABEL.match(text)
    if found and not EMPTY_LABEL.match(found[1]):
        return re.sub(r"^(?:关于|其中|一是|二是|三是)", "", found[1])
    return ""


def last_time(times: Sequence[Time], start: int, here: int, end: int) -> Time | None:
    """The time of the sentence that governs a number: the last one said before it."""
    before = [time for time in times if start <= time.start and time.end <= here]
    return before[-1] if before else None


def says_something(text: str, numeral: Numeral, inside: Sequence[Numeral], k: int, end: int) -> bool:
    """Lengths of time and ages that only describe something else are no figures of their own."""
    before = text[max(0, numeral.start - 20) : numeral.start]
    after = text[numeral.end : min(end, numeral.end + 12)]
    if numeral.unit in AGE_UNITS:
        return not (k + 1 < len(inside) and inside[k + 1].unit.startswith("%") and not re.search("[，。；]", text[numeral.end : inside[k + 1].start]))
    if numeral.is_term:
        if IDLE_TERM.search(before) or re.match(r"(?:来|间|前|后(?!给)|多来|行动|计划|规划|一次|一届|期(?:间|的))", after):
            return False
        return bool(TERM_COUNTS.search(before) or re.match(r"(?:以上|以下|以内|之内|内|及以上|期|左右|的)", after) or numeral.unit != "年")
    return True


def pair_lists(text: str, inside: Sequence[Numeral], start: int, state: Reading) -> dict[int, str]:
    """分别: the n numbers after it belong to the last n items before it, in order."""
    names: dict[int, str] = {}
    for found in re.finditer("分别", text[start : inside[-1].end] if inside else ""):
        at = start + found.end()
        members = [n for n in inside if n.start >= at]
        run: list[Numeral] = []
        for n in members:
            gap = text[(run[-1].end if run else at) : n.start]
            if re.search(r"[，；。]", gap) and run:
                break
            if len(gap) > 14 or (run and not re.fullmatch(r"(?:左右|以上|以下|余)?[、和及与,，]?(?:达到?|增长|为|[^、，。；]{0,3})", gap)):
                break
            run.append(n)
        if len(run) < 2:
            continue
        head = text[start : at - 2]
        clause = re.split(r"[，；：。]", head)[-1]
        items = split_items(re.sub(LEADING, "", clause), len(run)) if not re.search(r"\d", clause) else None
        rise = re.search(r"(?:增长|提高|上升|增加|下降|提升)", text[at : run[0].start])
        for n, item in zip(run, items or [""] * len(run), strict=True):
            names[n.start] = item + ("增幅" if item and rise and n.is_rate else "") if item else "\0" + ("增幅" if n.is_rate else "")
    return names


def read_figure(
    passage: Passage,
    facts: Facts,
    numeral: Numeral,
    sentence: re.Match[str],
    following: int,
    time: Time | None,
    heading_time: Time | None,
    section: Tense,
    label: str,
    state: Reading,
    paired: str | None,
    figures: Sequence[Figure],
) -> Figure:
    text = passage.text
    end = hedge_end(text, numeral)
    clause_start = find_clause_start(text, sentence.start(), numeral.start, state.last_end)
    before = text[sentence.start() : numeral.start]
    clause = text[clause_start : numeral.start]
    after = text[end : max(end, sentence.end())]
    comparator = choose_comparator(text, numeral, clause, state)
    governing_time = time or heading_time
    tense = sentence_tense(sentence[0], before, governing_time, section, facts)
    said = Said(numeral, comparator, before, clause, after, tense, facts.genre)
    kind = decide_kind(said)
    around = Surroundings(
        left=clause,
        right=text[end : following if following < sentence.end() else sentence.end()],
        earlier=earlier_clause(text, sentence.start(), clause_start),
        label=label,
        previous=state.subjects[-1][0] if state.subjects else "",
    )
    subject = name_figure(numeral, around, paired, state)
    is_rise = subject.endswith(("增幅", "降幅", "占比", "比重"))
    state.subjects.append((subject, is_rise))
    year, period = date_figure(kind, tense, governing_time, facts, before)
    programme = PROGRAMME.search(sentence[0])
    scope = SCOPE.search(before)
    return Figure(
        line=passage.lines[numeral.start],
        literal=text[numeral.start : end],
        value=numeral.value,
        value_max=numeral.value_max,
        unit=numeral.unit,
        comparator=comparator,
        subject=subject,
        kind=kind,
        place=Place(passage.block, numeral.start, end),
        section=passage.section,
        year=year,
        period=period,
        stock_or_flow=decide_flow(said),
        programme=(programme[1] or programme[2]) if programme else None,
        scope=scope[0] if scope else None,
        confidence=rate_confidence(subject, tense, time),
        page=passage.page,
    )


def find_clause_start(text: str, start: int, here: int, last_end: int) -> int:
    """The clause of a number starts after the last mark; 、 parts clauses only where a number stands before it."""
    at = here
    depth = 0
    while at > start:
        char = text[at - 1]
        if char in "）)":
            depth += 1
        elif char in "（(":
            if depth == 0:
                return at
            depth -= 1
        elif depth == 0 and (char in BOUNDARY or at == last_end):
            return at
        elif depth == 0 and char == "、" and last_end > start and last_end >= at - 24 and re.fullmatch(r"[^，。；]{0,23}", text[last_end : at - 1]):
            return at
        at -= 1
    return at


def earlier_clause(text: str, start: int, clause_start: int) -> str:
    before = text[start : max(start, clause_start - 1)]
    return re.split(r"[，；：。（]", before)[-1]


def choose_comparator(text: str, numeral: Numeral, clause: str, state: Reading) -> Comparator:
    own = find_own_comparator(text, numeral)
    gap = text[state.last_end : numeral.start]
    if not (state.last_end and len(gap) <= 12 and not re.search(r"[，；。：]|累计|共计", gap)):
        state.governing = None
    if own is not None:
        if find_own_comparator(text[: numeral.end], numeral) is own and own is not Comparator.ABOUT:
            state.governing = own
        return Comparator.RANGE if numeral.value_max is not None and own is Comparator.ABOUT else own if numeral.value_max is None else Comparator.RANGE
    if numeral.value_max is not None:
        return Comparator.RANGE
    return state.governing or Comparator.EQUAL


def name_figure(numeral: Numeral, around: Surroundings, paired: str | None, state: Reading) -> str:
    if paired and not paired.startswith("\0"):
        return shorten(paired)
    if paired is not None and state.subjects:
        # 分别增长 without names of its own: the numbers go with the figures before, growth rates among them not counted.
        plain = [subject for subject, is_rise in state.subjects if not is_rise]
        used = sum(1 for _, is_rise in state.subjects if is_rise)
        state_count = getattr(state, "governing", None)
        del state_count
        return shorten((plain[used % len(plain)] if plain else base_of(around)) + paired[1:])
    return find_subject(numeral, around)


def date_figure(kind: FigureKind, tense: Tense, time: Time | None, facts: Facts, before: str) -> tuple[int | None, str | None]:
    if tense is Tense.PAST:
        if time is not None and time.tense is not Tense.FUTURE:
            return time.year, time.period
        return facts.base, None
    if kind in {FigureKind.LIMIT, FigureKind.CONSTRAINT, FigureKind.BUDGET, FigureKind.ANNUAL_QUOTA} and time is None:
        return None, None
    if time is not None and time.tense is not Tense.PAST:
        return time.year, time.period or (facts.period if kind is FigureKind.QUOTA and time.year == facts.end else None)
    if facts.genre is Genre.POLICY and not re.search("目标", before):
        return None, None
    end = facts.end or (facts.report if facts.genre is Genre.REPORT else None)
    return end, facts.period if kind is FigureKind.QUOTA else None


def rate_confidence(subject: str, tense: Tense, time: Time | None) -> float:
    confidence = 0.95 if time is not None else 0.85
    if len(subject) < 2:
        confidence -= 0.35
    return round(confidence, 2)


__all__ = ["ANNUAL", "Passage", "StockOrFlow", "find_figures", "replace"]
