"""Which total of a sentence its parts stand under, and whether the list of parts can have left anything out.

Reads 其中, brackets, 共, 分队伍看; what becomes of the sum is judged elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.measures import PERCENT, POINTS

_OPENS = re.compile(r"其中|包括|包含|含(?!量)|分为|分别(?:为|是)|由.{0,8}(?:组成|构成)|[^集其高初]中[，,]")
_OPENS_BRACKET = re.compile(r"^\s*(?:以上|左右|以内|余)?\s*[（(]")
# 其中，…; 分队伍看，…; 按学历分，…: the sentence divides the total of the one before.
_OPENS_SENTENCE = re.compile(r"\W*(?:其中|[分按从][^，。；\d]{1,10}?(?:看|分|划分))[，,：:]?")
_CLOSES_TOTAL = re.compile(r"(?:共计|总计|合计|共有|一共|总共|(?<!公)共(?![同享建育用]))[^，,；;、。]{0,12}$")
_NUMERALS = "一二三四五六七八九十"
_SUMMED_UP = re.compile(rf"([{_NUMERALS}2-9])[大类支个种项](?!月|年)")
# Parts told apart by level, place or rank leave nobody out: 国家级, 省级, 市级; 市本级, 县区; 正高, 副高.
_YEAR_BEFORE = re.compile(r"20\d\d\s*年\s*$")
_KINDS = re.compile(r"(?:类|型|档|层次|序列)$")
_RANKS = re.compile(
    r"国家级?|省部?级|市厅?级|[区县]级|校级|院级|[市县区]本级|本级|层面|县[（(]|各?县区|乡镇|街道|[市县区]$|"
    r"正高|副高|高级|中级|初级|一等|二等|三等|[甲乙丙][级类]|第[一二三四]"
)
# The six teams into which every region counts its talents.
_TEAMS = ("党政", "经营管理", "专业技术", "技能", "农村实用", "社会工作")
_DEGREE_AND_TITLE = (re.compile(r"博士|硕士|研究生|本科|大专|学历"), re.compile(r"职称|技师|技工|教授|正高|副高"))
_WHOLE_SETS = (("正高", "副高"), ("高级", "中级", "初级"), ("本级", "县"), ("男", "女"))


@dataclass(frozen=True, slots=True)
class Division:
    """A total and the parts its sentence names.

    ``is_closed`` if the list seems to leave nothing out, ``is_whole`` if it cannot (正高 and 副高 of 高级), ``is_partial``
    if it does; ``overlaps`` if one person may be counted under two parts (硕士 and 高级职称).
    """

    total: Fact
    parts: tuple[Fact, ...]
    is_closed: bool
    is_whole: bool = False
    is_partial: bool = False
    overlaps: bool = False

    @property
    def amount(self) -> float:
        return sum(part.value for part in self.parts)

    @property
    def low(self) -> float:
        return sum(part.printed.low for part in self.parts)

    @property
    def high(self) -> float:
        return sum(part.printed.high for part in self.parts)


def divisions(facts: Facts) -> Iterator[Division]:
    """Each total of a sentence with the parts named under it."""
    for sentence in facts.by_sentence.values():
        amounts = [
            fact for fact in sentence if fact.measure.dimension not in {PERCENT, POINTS} and fact.measure.per != "?"
        ]
        for place in range(len(amounts)):
            division = _opened_at(facts, amounts=amounts, place=place)
            if division is not None:
                yield division
            if place == 0 and _OPENS_SENTENCE.match(amounts[0].before):
                yield from _opened_before(facts, amounts=amounts)
            if place > 1 and _CLOSES_TOTAL.search(amounts[place].clause):
                yield from _summed_up(facts, amounts=amounts, place=place)


def opened_total(facts: Facts, *, part: Fact, sentence: Sequence[Fact]) -> Fact | None:
    """The total whose 其中 the part stands under, though it be the only part named."""
    before = [fact for fact in sentence if fact.index < part.index and not fact.is_percent]
    later, opened = part, False
    for fact in reversed(before):
        text = facts.between(fact, later)
        opened = opened or _OPENS.search(text) is not None
        if opened and fact.measure.dimension == part.measure.dimension:
            return fact
        if "；" in text and opened:
            return None
        later = fact
    return None


def _opened_before(facts: Facts, *, amounts: Sequence[Fact]) -> Iterator[Division]:
    """新增人才436名。其中，国家级6名、省级85名: the total ends the sentence before."""
    first = amounts[0]
    before = [
        fact
        for fact in facts.by_sentence.get((first.figure.place.block, first.sentence - 1), [])
        if fact.measure == first.measure and fact.is_level
    ]
    if not before:
        return
    division = _divide(facts, amounts=[before[0], *amounts], opening=first.before)
    if division is not None:
        yield division


def _opened_at(facts: Facts, *, amounts: Sequence[Fact], place: int) -> Division | None:
    if place + 1 >= len(amounts):
        return None
    total = amounts[place]
    text = facts.between(total, amounts[place + 1])
    if not _OPENS.search(text):
        return None
    in_bracket = _OPENS_BRACKET.match(text) is not None
    return _divide(facts, amounts=amounts[place:], opening=total.before[-60:] + text, in_bracket=in_bracket)


def _divide(facts: Facts, *, amounts: Sequence[Fact], opening: str, in_bracket: bool = False) -> Division | None:
    """The first amount as the total of those after it, as far as they belong under it."""
    total = amounts[0]
    narrow, wide = _parts_from(facts, amounts=amounts, in_bracket=in_bracket)
    # ；may part the members of one list or end it; where it ends the first member, the list goes on.
    parts = narrow if len(narrow) > 1 else wide
    if parts is wide and not 0.85 <= sum(part.value for part in wide) / max(total.value, 1e-9) <= 1.15:
        parts = narrow
    if len(parts) < 2:
        return None
    own = [_own_words(part) for part in parts]
    teams = sum(any(team in each for each in own) for team in _TEAMS)
    is_whole = any(_matches_each(parts, words) for words in _WHOLE_SETS)
    is_closed = is_whole or teams == len(_TEAMS) or _is_closed(total, parts, opening=opening)
    is_partial = 2 < teams < len(_TEAMS) and not is_closed  # a team left out explains what is missing
    overlaps = all(any(word.search(each) for each in own) for word in _DEGREE_AND_TITLE)
    return Division(total, parts, is_closed=is_closed, is_whole=is_whole, is_partial=is_partial, overlaps=overlaps)


def _matches_each(parts: Sequence[Fact], words: tuple[str, ...]) -> bool:
    own = [_own_words(part) for part in parts]
    return len(own) == len(words) and all(sum(word in each for each in own) == 1 for word in words)


def _is_closed(total: Fact, parts: Sequence[Fact], *, opening: str) -> bool:
    announced = _SUMMED_UP.search(opening)
    counted = announced is not None and _counted(announced[1]) == len(parts)
    own = [_own_words(part) for part in parts]
    ranks = [match[0] for words in own if (match := _RANKS.search(words))]
    ranked = len(ranks) == len(parts) and len(set(ranks)) == len(parts)
    kinds = len(parts) > 2 and all(_KINDS.search(words.split("/")[0]) for words in own)
    years = all(_YEAR_BEFORE.search(part.lead) for part in parts)
    of_all = re.search(r"中[，,]", opening) is not None and len(parts) > 2
    looked_at = re.match(r"\W*[分按]", opening) is not None and len(parts) > 2
    return (
        counted or ranked or kinds or years or looked_at
        or (of_all and len({part.figure.unit for part in (total, *parts)}) == 1)
    )  # fmt: skip


def _counted(text: str) -> int:
    return _NUMERALS.find(text) + 1 or int(text)


def _own_words(part: Fact) -> str:
    """The words right before a part's number, and its subject."""
    before = re.split(r"[、，；：\d]", part.before.rstrip())[-1]
    return f"{before}/{part.figure.subject}"


def _parts_from(
    facts: Facts, *, amounts: Sequence[Fact], in_bracket: bool
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The amounts under a total until its bracket or clause ends: up to the first ；, and beyond it."""
    total = amounts[0]
    parts: list[Fact] = []
    narrow: tuple[Fact, ...] | None = None
    depth = 0
    for before, fact in pairwise(amounts):
        text = "" if before is total and before.sentence != fact.sentence else facts.between(before, fact)
        for mark in text:
            depth += (mark in "（(") - (mark in "）)")
            if in_bracket and depth <= 0:
                return (tuple(parts),) * 2
        if not in_bracket and re.search(r"[；;]", text) and parts and narrow is None:
            narrow = tuple(parts)
        if parts and _OPENS.search(text):
            break
        inside_other_bracket = depth > (1 if in_bracket else 0)
        same = fact.measure.dimension == total.measure.dimension and fact.measure.per == total.measure.per
        if not same and parts and not inside_other_bracket:
            break
        if same and not inside_other_bracket and _is_like(total, fact):
            parts.append(fact)
    return (narrow if narrow is not None else tuple(parts)), tuple(parts)


def _is_like(total: Fact, part: Fact) -> bool:
    same_year = total.year is None or part.year is None or total.year == part.year
    return (same_year or _YEAR_BEFORE.search(part.lead) is not None) and part.is_level


def _summed_up(facts: Facts, *, amounts: Sequence[Fact], place: int) -> Iterator[Division]:
    """A博士5名、硕士30名，共35名."""
    total = amounts[place]
    parts: list[Fact] = []
    for fact in reversed(amounts[:place]):
        if fact.measure != total.measure or fact.figure.unit != total.figure.unit or fact.is_yearly != total.is_yearly:
            break
        parts.insert(0, fact)
    if len(parts) < 2 or _OPENS.search(facts.between(parts[0], total)):
        return
    if 0.5 <= sum(part.value for part in parts) / total.value <= 2:
        yield Division(total=total, parts=tuple(parts), is_closed=True)
