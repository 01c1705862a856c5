"""Whether a degree of completion is what was done over what was to be done, in the text and in tables.

The goal may stand in the same sentence as its degree (完成29.5万人目标的90.7%) while the level is told elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction
from bole.domain.plan.checks.names import is_same_thing
from bole.domain.plan.checks.shares import judge_share

_COMPLETION = re.compile(r"(?:完成|实现|达到|占)[^，,；;。]{0,14}$")
_COMPARED = re.compile(r"(?:较|比|同比)[^，。；]{0,12}(?:增加|净增|增长|新增|多|减少)\w?\s*$")
_OF_TARGET = re.compile(r"^\s*(?:以上|左右|余)?\s*(?:的?(?:目标|任务|计划)[^，,；;。0-9]{0,6})?的\s*$")
_DONE = re.compile(r"^\s*(?:以上|左右)?[，,][^，,；;。]{0,10}(?:已?完成|完成率为?)\s*$")


def find_wrong_completions(facts: Facts) -> Iterator[Contradiction]:
    """Degrees of completion that level and goal do not give."""
    for sentence in facts.by_sentence.values():
        for done, goal, share in (*_of_goal(facts, sentence), *_beside_goal(facts, sentence)):
            yield from judge_share(part=done, whole=goal, share=share)
    for rows in facts.tables.values():
        for cells in rows.values():
            yield from _of_row(list(cells.values()))


def _of_goal(facts: Facts, sentence: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, Fact]]:
    """达26.75万人，增长13.3%，完成29.5万人目标的90.7%."""
    for goal, share in pairwise(sentence):
        if not (share.is_percent and _COMPLETION.search(goal.before) and _OF_TARGET.match(facts.between(goal, share))):
            continue
        earlier = [
            fact
            for fact in sentence
            if fact.index < goal.index and fact.measure == goal.measure and not _COMPARED.search(fact.lead)
        ]
        if earlier and not goal.is_percent:
            yield earlier[-1], goal, share


def _beside_goal(facts: Facts, sentence: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, Fact]]:
    """人才资源总量目标为58万人，完成90.8%: the level is the latest the document gives."""
    for goal, share in pairwise(sentence):
        is_goal = "目标" in goal.lead and not goal.is_percent and share.is_percent
        if not is_goal or not _DONE.match(facts.between(goal, share)):
            continue
        levels = [
            fact
            for fact in facts.levels
            if fact.is_reached
            and not fact.adds
            and fact.year is not None
            and fact.measure == goal.measure
            and is_same_thing(fact.name, goal.name)
        ]
        latest = [fact for fact in levels if fact.year == max(fact.year or 0 for fact in levels)]
        if len({fact.value for fact in latest}) == 1:
            yield latest[0], goal, share


def _of_row(cells: Sequence[Fact]) -> Iterator[Contradiction]:
    """23.6, 29.5, 26.75, 90.7% under 完成率: the latest level over the target."""
    shares = [fact for fact in cells if fact.is_percent and re.search(r"完成率|完成比例|完成进度", fact.head)]
    levels = [fact for fact in cells if fact.is_level and fact.year is not None]
    if len(shares) != 1 or len(levels) < 2:
        return
    goal = max(levels, key=lambda fact: fact.year or 0)
    done = max((fact for fact in levels if fact is not goal), key=lambda fact: fact.year or 0)
    yield from judge_share(part=done, whole=goal, share=shares[0])
