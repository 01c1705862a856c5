"""Find the figures of running text: each number with its comparator, subject, year and kind.

The text is read sentence by sentence; what stands at the head of a list governs its members. Tables are read elsewhere.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from bole.domain.plan.documents import Comparator, Figure, FigureKind, Place
from bole.domain.plan.reading.comparators import find_own_comparator, hedge_end
from bole.domain.plan.reading.dating import REACH, date_figure, governs
from bole.domain.plan.reading.kinds import ANNUAL, Said, decide_flow, decide_kind
from bole.domain.plan.reading.lists import Names, Run, find_runs, name_members
from bole.domain.plan.reading.numerals import find_numerals
from bole.domain.plan.reading.periods import Facts, Tense, Time
from bole.domain.plan.reading.phrases import LONGEST, is_weak, join, shorten, strip_measure
from bole.domain.plan.reading.rises import Role, Standing, find_standing
from bole.domain.plan.reading.scenes import TOPIC_NOUNS, Passage, Scene, says_something, set_scene
from bole.domain.plan.reading.scripts import restore, simplify
from bole.domain.plan.reading.sentences import CLAUSE, find_clause_start, last_condition, part_sentences
from bole.domain.plan.reading.subjects import Surroundings, find_gift, find_gift_before, find_subject
from bole.domain.plan.reading.tenses import NOW_HAS, sentence_tense
from bole.domain.plan.reading.units import AGE_UNITS, Numeral, Wording
from bole.domain.plan.reading.written_numbers import arabic_years

PROGRAMME = re.compile(
    r"[“《]([^”》]{2,24})[”》](?:[^，。；“”]{0,4}(?:工程|计划|行动|项目|专项))|(?:实施|推进|开展|启动)([^，。；“”、]{2,16}(?:工程|计划|行动|专项))"
)

SCOPE = re.compile(r"全[省市县区旗州盟镇乡国]|[^，。；的、]{0,3}(?:高新区|经开区|开发区)")

# 人才总量翻一番 is read as 人才总量增长100%.
IMPLIED = {Wording.DOUBLING: "增长"}


@dataclass(slots=True)
class Thread:
    """What has been understood so far in one sentence; ``time`` also crosses from sentence to sentence."""

    start: int = 0
    end: int = 0
    time: Time | None = None
    last_end: int = 0
    last: Numeral | None = None
    governing: Comparator | None = None
    subjects: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    """Subjects of figures that are no growth rates or shares: the ones a later 分别 refers to."""
    spent: set[int] = field(default_factory=set)
    """Times that belonged to one number alone."""
    runs: dict[int, Run] = field(default_factory=dict)
    first_of_run: dict[int, str] = field(default_factory=dict)
    kind_of_run: dict[int, FigureKind] = field(default_factory=dict)
    gift_of_run: str = ""
    parent: str = ""
    """The subject of the figure that 其中 divides."""
    named: dict[int, Names] = field(default_factory=dict)


def find_figures(passage: Passage, facts: Facts) -> list[Figure]:
    """Every figure of a passage, in reading order; each stands at its place in the passage's text."""
    printed = passage.text
    simplified = simplify(printed)
    text = arabic_years(simplified)
    # Only traditional characters are put back; a year in characters may stay in digits in a subject.
    back = printed if simplified != printed else ""
    queue = find_numerals(text)
    if not queue:
        return []
    if text != printed:
        titles = tuple(arabic_years(simplify(title)) for title in passage.titles)
        plain = find_figures(replace(passage, text=text, titles=titles), facts)
        return [
            replace(
                figure,
                literal=printed[figure.place.start : figure.place.end],
                subject=restore(figure.subject, back),
                programme=restore(figure.programme, back) if figure.programme else None,
                scope=restore(figure.scope, back) if figure.scope else None,
            )
            for figure in plain
        ]
    scene = set_scene(passage, facts)
    figures: list[Figure] = []
    thread = Thread()
    k = 0
    for start, end in part_sentences(text):
        thread.start, thread.end, thread.last_end = start, end, start
        thread.governing, thread.subjects, thread.plain, thread.named = None, [], [], {}
        thread.parent, thread.first_of_run, thread.kind_of_run = "", {}, {}
        first = k
        while k < len(queue) and queue[k].start < end:
            k += 1
        inside = [
            numeral
            for i, numeral in enumerate(queue[first:k], first)
            if says_something(scene, numeral, queue[i + 1] if i + 1 < k else None, end)
        ]
        thread.runs = find_runs(text, inside, start)
        for i, numeral in enumerate(inside):
            following = inside[i + 1].start if i + 1 < len(inside) else end
            figures.append(read_figure(scene, thread, numeral, following))
            thread.last = numeral
            thread.last_end = hedge_end(text, numeral)
        said = time_before(scene, thread, end)
        if said is not None:
            thread.time = said if said.lasts else None
        if k == len(queue):
            break
    return figures


def time_before(scene: Scene, thread: Thread, here: int) -> Time | None:
    """The last time said in the sentence before ``here``, one that only dated the start of a rise left out."""
    i = bisect_right(scene.times, here, key=lambda time: time.end) - 1
    while i >= 0 and scene.times[i].start >= thread.start:
        if scene.times[i].start not in thread.spent and governs(scene.passage.text, scene.times[i], here):
            return scene.times[i]
        i -= 1
    return None


def read_figure(scene: Scene, thread: Thread, numeral: Numeral, following: int) -> Figure:
    passage, facts = scene.passage, scene.facts
    text = passage.text
    end = hedge_end(text, numeral)
    clause_start = find_clause_start(text, thread.start, numeral.start, thread.last_end)
    implied = IMPLIED.get(numeral.wording, "")
    before = text[max(thread.start, numeral.start - REACH) : numeral.start] + implied
    clause = text[clause_start : numeral.start] + implied
    after = text[end : max(end, min(thread.end, end + REACH))]
    comparator = choose_comparator(text, numeral, thread)
    run = thread.runs.get(numeral.start)
    names = name_run(run, thread)
    place = run.members.index(numeral) if run else 0
    time = time_before(scene, thread, numeral.start)
    if time is None and not NOW_HAS.search(before):
        time = thread.time or scene.heading_time
        if scene.tense is Tense.PAST and time is not None and time.tense is Tense.FUTURE:
            time = None  # a day to come, mentioned in a review, governs its own sentence only
    tense = sentence_tense(before + text[numeral.start : thread.end][:REACH], before, time, scene.tense, facts)
    # 达到1000万元、5000万元的，……: what follows a bare run holds for each of its numbers.
    following_run = text[run.members[-1].end : max(run.members[-1].end, thread.end)][:REACH] if run else after
    said = Said(numeral, comparator, before, clause, following_run, tense, facts.genre, passage.titles)
    standing = find_standing(
        before[-CLAUSE:] if numeral.is_rate and not clause else clause, after, rate=numeral.is_rate
    )
    if standing.role is not Role.PLAIN:
        spent = bisect_left(scene.times, clause_start, key=lambda time: time.start)
        while spent < len(scene.times) and scene.times[spent].start < numeral.start:
            thread.spent.add(scene.times[spent].start)
            spent += 1
    kind = decide_kind(said) if standing.role is Role.PLAIN else kind_of(standing)
    if run and run.is_respective:
        # What the first of a list is, all of it are.
        kind = thread.kind_of_run.setdefault(run.members[0].start, kind)
    if "其中" in text[thread.last_end : numeral.start] and thread.subjects:
        thread.parent = strip_measure(thread.subjects[-1])
    around = Surroundings(
        left=clause,
        right=text[end : max(end, min(following, thread.end))],
        earlier=re.split(
            r"[，；：。（]", text[max(thread.start, clause_start - REACH) : max(thread.start, clause_start - 1)]
        )[-1],
        label=scene.label,
        previous=thread.subjects[-1] if thread.subjects else "",
        parent=thread.parent,
        condition=last_condition(text[max(thread.start, clause_start - REACH) : clause_start]),
        gift=find_gift(after),
    )
    subject = name_figure(thread, numeral, around, names, run, standing)
    if scene.topic and (scene.topic.endswith(TOPIC_NOUNS) or is_weak(subject)) and family(numeral) != "count":
        subject = join(scene.topic, subject[-(LONGEST - len(scene.topic)) :])
    subject = shorten(subject)
    thread.subjects.append(subject)
    if run and place == 0:
        thread.first_of_run[numeral.start] = subject
    if not subject.endswith(("增幅", "降幅", "占比", "比重", "增加")):
        thread.plain.append(subject)
    year, period = date_figure(kind, tense, time, facts, standing)
    if kind is FigureKind.BUDGET and year is None and re.search(r"[三四五]年(?:累计|共|统筹|总|内)", before):
        year, period = facts.end, facts.period
    if kind is FigureKind.ANNUAL_QUOTA and year is None and not ANNUAL.search(clause):
        # 每年 stands further up: whether it still governs is uncertain, the end of the plan is not.
        year = facts.end
    if names.years:
        year, period = names.years[place], None
    programme = PROGRAMME.search(before + after)
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
        confidence=rate_confidence(subject, time, numeral.wording),
        page=passage.page,
    )


def choose_comparator(text: str, numeral: Numeral, thread: Thread) -> Comparator:
    """The number's own word, or the word at the head of its list (最高, 不少于)."""
    own = find_own_comparator(text, numeral)
    gap = text[thread.last_end : numeral.start]
    alike = thread.last is not None and family(thread.last) == family(numeral)
    if not (
        alike and thread.last_end > thread.start and len(gap) <= 12 and not re.search(r"[，；。：]|累计|共计", gap)
    ):
        thread.governing = None
    if own is not None:
        if own is not Comparator.ABOUT and find_own_comparator(text[: numeral.end], numeral) is own:
            thread.governing = own
        return Comparator.RANGE if numeral.value_max is not None else own
    return Comparator.RANGE if numeral.value_max is not None else thread.governing or Comparator.EQUAL


def name_figure(
    thread: Thread, numeral: Numeral, around: Surroundings, names: Names, run: Run | None, standing: Standing
) -> str:
    """The subject: paired in a list, carried on in a run, taken over for an aim, or read from the words around."""
    if names.subjects and run:
        name = names.subjects[run.members.index(numeral)]
        if numeral.is_money and run.members[0] is numeral:
            thread.gift_of_run = around.gift or find_gift_before(around.left)
        return join(name, thread.gift_of_run) if numeral.is_money else name
    first = thread.first_of_run.get(run.members[0].start) if run else None
    if first:
        return first
    if standing.role is Role.AIM:
        own = find_subject(numeral, replace(around, previous="", earlier="", parent=""))
        own = re.sub(
            r"目标(?:值|数)?$|^(?:完成|距离?|实现)(?:五年|年度|全年)?(?:目标|任务)?(?:还差)?|(?:还差)?占比$", "", own
        )
        if is_weak(own) and around.previous:
            return strip_measure(around.previous)
        return own or around.label
    subject = find_subject(numeral, around)
    if numeral.wording is Wording.COVERAGE:
        return join(re.sub(r"(?:基本)?实现$", "", subject), "覆盖率")
    return subject


def family(numeral: Numeral) -> str:
    if numeral.is_money:
        return "money"
    return "rate" if numeral.is_rate else "term" if numeral.is_term or numeral.unit in AGE_UNITS else "count"


def name_run(run: Run | None, thread: Thread) -> Names:
    if run is None:
        return Names()
    key = run.members[0].start
    if key not in thread.named:
        thread.named[key] = name_members(run, thread.plain)
    return thread.named[key]


def kind_of(standing: Standing) -> FigureKind:
    if standing.role is Role.DONE:
        return FigureKind.ACTUAL
    return FigureKind.TARGET if standing.role is Role.AIM else FigureKind.BASELINE


def rate_confidence(subject: str, time: Time | None, wording: Wording) -> float:
    confidence = 0.95 if time is not None else 0.85
    if wording is Wording.VAGUE:
        confidence = 0.5
    elif wording is not Wording.DIGITS:
        confidence -= 0.15
    return round(confidence - 0.35 if len(subject) < 2 else confidence, 2)
