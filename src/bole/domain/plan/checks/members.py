"""Whether a list keeps what its sentence announces: so many names, so many projects, and the quotas printed for each.

N大, N项, N个 with the names beside them are counted; where each name has its own entry, the entries are added up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bole.domain.plan.checks.fact import Fact, Facts, matches_in_sentences
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERSON_TIMES, PERSONS, TEAMS
from bole.domain.plan.checks.printed import is_same
from bole.domain.plan.documents import Block, BlockKind
from bole.domain.shared.reasons import Reason

_NUMERALS = {mark: value for value, mark in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_KINDS = (
    "领域|方面|项目|工程|计划|行动|环节|类别|类|层次|产业|区域|机制|体系|制度|任务|措施|举措|工作|专项|关系|环境|群体|"
    "要素|功能|优势|战略|中心|渠道|维度|阶段|板块|重点|队伍|国家级|省级|市级|模块|载体|抓手|目标|步骤|原则|保障"
)
_NAME = r"[^、，,。；;：:！？()（）\s\d等]{1,18}"
_LIST_BEFORE = re.compile(
    rf"(?P<list>(?:{_NAME}、)+{_NAME}?)(?P<rest>等)?\s*"
    rf"(?P<number>\d{{1,2}}|[一二三四五六七八九十两])\s*(?P<unit>[大项类种支个条])(?=\s*[^、，。；]{{0,6}}?(?:{_KINDS}))"
)
_COUNTED = rf"\s*(?P<number>\d{{1,2}}|[一二三四五六七八九十两])\s*(?P<unit>[大项类种支个条])(?=\s*[^、，。；]{{0,6}}?(?:{_KINDS}))"
_QUOTED_BEFORE = re.compile(rf"(?P<list>(?:“[^”]{{2,14}}”[、和及与]?){{2,}}){_COUNTED}")
_PAIR_BEFORE = re.compile(
    rf"(?:分设|设立|设置|包括|包含|分为|即)(?P<first>[^、，,。；;：:\s\d]{{2,12}}?)[和及与](?P<second>[^、，,。；;：:\s\d]{{2,12}}){_COUNTED}"
)
_HEADING_COUNT = re.compile(
    rf"(?P<number>[一二三四五六七八九十]|\d{{1,2}})(?P<unit>[大项类支个])[^，。；、]{{0,8}}?(?:{_KINDS})"
)
_ORDINALS = re.compile(r"([一二三四五六七八九十])是")
_LABEL = r"(?:^|[。；;：:\n])\s*[“”\"]?"
_PEOPLE = {PERSONS, TEAMS, PERSON_TIMES}


@dataclass(frozen=True, slots=True)
class _Announced:
    """A number of things and the names printed beside it; ``most`` counts 和 and 及 as dividing names."""

    number: int
    least: int
    most: int
    is_open: bool
    names: tuple[str, ...]
    start: int
    end: int
    is_sure: bool = False


def find_wrong_counts(facts: Facts) -> Iterator[Contradiction]:
    """Announced numbers of things that their lists, entries or sub-headings do not keep."""
    for number, block in facts.paragraphs():
        for announced in _announcements(block):
            yield from _judge_list(facts, number=number, block=block, announced=announced)
            yield from _judge_entries(facts, number=number, announced=announced)
        yield from _judge_ordinals(block)
    yield from _judge_headings(facts)


def _announcements(block: Block) -> Iterator[_Announced]:
    for match in matches_in_sentences(_LIST_BEFORE, block.text):
        text = match["list"].rstrip("等")
        names = tuple(name for name in text.split("、") if name)
        # The word before the first name belongs to the sentence; a joining word may part two names or stand in one.
        joined = sum(len(re.findall(r"[和及与]", name)) for name in names[1:])
        yield _announced(match, names, joined=joined)
    for match in matches_in_sentences(_QUOTED_BEFORE, block.text):
        yield _announced(match, tuple(re.findall(r"“([^”]+)”", match["list"])), is_sure=True)
    for match in matches_in_sentences(_PAIR_BEFORE, block.text):
        yield _announced(match, (match["first"], match["second"]), is_sure=True)


def _announced(match: re.Match[str], names: tuple[str, ...], *, joined: int = 0, is_sure: bool = False) -> _Announced:
    is_open = "rest" in match.re.groupindex and (match["rest"] is not None or match["list"].endswith("等"))
    return _Announced(
        number=_number(match["number"]),
        least=len(names),
        most=len(names) + joined,
        is_open=is_open,
        names=names,
        start=match.start(),
        end=match.end(),
        is_sure=is_sure,
    )


def _judge_list(facts: Facts, *, number: int, block: Block, announced: _Announced) -> Iterator[Contradiction]:
    too_many = announced.least > announced.number
    too_few = announced.most < announced.number and not announced.is_open
    if not (too_many or too_few):
        return
    gap = announced.least - announced.number if too_many else announced.number - announced.most
    # Where the list itself is short or its end unsure, a wide gap means that number and list are strangers.
    is_clear = announced.is_sure or (announced.least >= 4 and not announced.is_open)
    if (gap > (9 if is_clear else 2)) or (announced.number < 2 and not is_clear):
        return
    beside = [
        fact
        for fact in facts.all
        if fact.figure.place.block == number
        and not fact.in_table
        and announced.start <= fact.figure.place.start < announced.end
    ]
    yield contradiction_about(
        beside,
        check="count",
        severity=Severity.WARNING,
        what=Reason("The list does not have as many names as it announces.", {}),
        expected=Reason("%(number)s", {"number": announced.number}),
        found=Reason("%(count)s: %(names)s", {"count": announced.least, "names": "、".join(announced.names)}),
        lines=(block.lines[announced.start], block.lines[announced.end - 1]),
    )


def _judge_entries(facts: Facts, *, number: int, announced: _Announced) -> Iterator[Contradiction]:
    """A共推选48名 over named projects, each of which prints its own quota elsewhere."""
    total = _total_after(facts, number=number, announced=announced)
    if total is None or len(announced.names) < 2:
        return
    names = (_tail_of_first(announced.names[0]), *announced.names[1:])
    entries: dict[str, Fact] = {}
    for name in names:
        found = _entry_of(facts, name=name, total=total)
        if found is not None and found not in entries.values():
            entries[name] = found
    missing = [name for name in names if name not in entries]
    amount = sum(entry.value for entry in entries.values())
    is_told = len(entries) >= max(2, len(names) // 2 + 1) and not (missing and amount > total.value * 1.5)
    if is_told and not is_same(amount, total.value):
        yield _entries_differ(total, list(entries.values()), missing=missing, amount=amount)


def _entries_differ(total: Fact, entries: Sequence[Fact], *, missing: Sequence[str], amount: float) -> Contradiction:
    what = (
        Reason(
            "The projects named print quotas of %(sum)s together, and no quota is printed for: %(missing)s.",
            {"sum": f"{amount:.0f}", "missing": "、".join(missing)},
        )
        if missing
        else Reason("The quotas of the projects named do not add up to their total.", {})
    )
    return contradiction_about(
        (total, *entries),
        check="quota",
        severity=Severity.ERROR,
        what=what,
        expected=Reason("%(total)s", {"total": total.literal}),
        found=Reason(
            "%(sum)s (%(parts)s)",
            {"sum": total.worded(amount), "parts": " + ".join(entry.literal for entry in entries)},
        ),
    )


def _total_after(facts: Facts, *, number: int, announced: _Announced) -> Fact | None:
    for fact in facts.all:
        place = fact.figure.place
        if place.block == number and not fact.in_table and place.start >= announced.end:
            near = (
                place.start - announced.end <= 40
                and "。" not in facts.document.blocks[number].text[announced.end : place.start]
            )
            return fact if near and fact.measure.dimension in _PEOPLE and fact.is_promise else None
    return None


def _entry_of(facts: Facts, *, name: str, total: Fact) -> Fact | None:
    """The first quota after 「name：」 anywhere in the document."""
    if len(name) < 3:
        return None
    pattern = re.compile(rf"{_LABEL}{re.escape(name)}[”\"]?[：:]")
    for number, block in facts.paragraphs():
        match = pattern.search(block.text)
        if match is None:
            continue
        for fact in facts.all:
            place = fact.figure.place
            if place.block == number and not fact.in_table and 0 <= place.start - match.end() <= 12:
                same = fact.measure.dimension in _PEOPLE and fact.is_promise and fact is not total
                return fact if same else None
    return None


def _judge_ordinals(block: Block) -> Iterator[Contradiction]:
    """实施三个工程。一是…；二是…: as many as announced just before."""
    marks = list(_ORDINALS.finditer(block.text))
    if not marks or marks[0][1] != "一":
        return
    count = 0
    for mark in marks:
        if _NUMERALS[mark[1]] == count + 1:
            count += 1
    lead = re.split(r"[。；]", block.text[: marks[0].start()].rstrip("。：:；"))[-1]
    announced = list(_HEADING_COUNT.finditer(lead))
    if len(announced) != 1 or count < 2:
        return
    number = _number(announced[0]["number"])
    if number != count and abs(number - count) <= 2:
        yield _count_differs(number=number, count=count, lines=(block.lines[marks[0].start()],))


def _judge_headings(facts: Facts) -> Iterator[Contradiction]:
    """五大工程 as a heading over as many sub-headings."""
    headings = [block for block in facts.document.blocks if block.kind is BlockKind.HEADING and block.section]
    for place, heading in enumerate(headings):
        announced = list(_HEADING_COUNT.finditer(heading.text))
        if len(announced) != 1 or "、" in heading.text[: announced[0].start()].lstrip("一二三四五六七八九十")[1:]:
            continue
        under = _children(headings[place + 1 :], section=heading.section)
        number = _number(announced[0]["number"])
        if len(under) >= 3 and number != len(under) and abs(number - len(under)) <= 2:
            yield _count_differs(number=number, count=len(under), lines=(heading.lines[0],))


def _children(headings: Sequence[Block], *, section: str) -> list[str]:
    found: list[str] = []
    for heading in headings:
        rest = heading.section.removeprefix(f"{section}/")
        if rest != heading.section and "/" not in rest and rest not in found:
            found.append(rest)
    return found


def _count_differs(*, number: int, count: int, lines: tuple[int, ...]) -> Contradiction:
    return contradiction_about(
        (),
        check="count",
        severity=Severity.WARNING,
        what=Reason("As many things follow as are not announced.", {}),
        expected=Reason("%(number)s", {"number": number}),
        found=Reason("%(count)s", {"count": count}),
        lines=lines,
    )


def _tail_of_first(name: str) -> str:
    """The first name of a list may carry the verb of its sentence."""
    return re.sub(r"^.*(?:分设|设立|设置|包括|包含|实施|依托|分为|即|为|设)", "", name)


def _number(text: str) -> int:
    return _NUMERALS[text] if text in _NUMERALS else int(text)
