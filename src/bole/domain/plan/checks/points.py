"""Whether a change in percentage points joins the two shares it stands between, or the level and the goal."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bole.domain.plan.checks.changes import change_differs
from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction
from bole.domain.plan.checks.measures import POINTS
from bole.domain.plan.checks.names import is_same_core, is_same_thing
from bole.domain.shared.reasons import Reason

_RISES = re.compile(r"(?:增长|增幅|提高|增加|上升|提升|扩大|增)\w{0,2}\s*$")
_COMPARES = re.compile(r"低于|高于|落后|领先|快于|慢于|全省|全国|全市平均|平均")
_STILL = re.compile(r"(?:还差|还有|尚差|相差|差|低|少)\s*$")


def find_wrong_points(facts: Facts) -> Iterator[Contradiction]:
    """Points that are not what lies between two shares."""
    for sentence in facts.by_sentence.values():
        for first, second in pairwise(sentence):
            yield from _points(facts, first=first, second=second)
    for rows in facts.tables.values():
        for cells in rows.values():
            yield from _points_of_row(list(cells.values()))


def _points(facts: Facts, *, first: Fact, second: Fact) -> Iterator[Contradiction]:
    """提高0.84个百分点，达到2.2% beside a base of 1.36%; 由30%提高到35%，提高5个百分点; 距32%还差2.2个百分点."""
    points, share = (first, second) if first.measure.dimension == POINTS else (second, first)
    if (
        points.measure.dimension != POINTS
        or not share.is_percent
        or _COMPARES.search(points.clause[-10:] + points.lead[-10:])
    ):
        return
    apart = facts.between(first, second)
    if re.search(r"[。；;]", apart) or apart.count("，") > 1:
        return
    if _STILL.search(points.lead):
        yield from _distance(facts, share=share, points=points)
        return
    if not _RISES.search(points.lead):
        return
    base = _earlier_share(facts, share)
    if base is None:
        return
    true = abs(share.value - base.value)
    if abs(true - points.value) > max(_looseness(fact) for fact in (base, share, points)) * 0.51:
        yield change_differs(
            (base, share, points),
            what=Reason("The change in percentage points does not join the two shares.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points,
        )


def _points_of_row(cells: Sequence[Fact]) -> Iterator[Contradiction]:
    """2.1, 3.4, 提高1.3个百分点."""
    points = [fact for fact in cells if fact.measure.dimension == POINTS]
    shares = sorted((fact for fact in cells if fact.is_percent and fact.is_level), key=lambda fact: fact.year or 0)
    if len(points) != 1 or len(shares) != 2:
        return
    true = abs(shares[1].value - shares[0].value)
    if abs(true - points[0].value) > max(fact.printed.step for fact in (*shares, *points)) * 0.51:
        yield change_differs(
            (*shares, *points),
            what=Reason("The change in percentage points does not join the two shares.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points[0],
        )


def _distance(facts: Facts, *, share: Fact, points: Fact) -> Iterator[Contradiction]:
    """The level and the goal: one of them in the sentence, the other beside it or wherever it is printed."""
    other = _other_end(facts, share, is_goal=not _is_goal(share))
    if other is None:
        return
    true = abs(other.value - share.value)
    if abs(true - points.value) > max(_looseness(fact) for fact in (other, share, points)) * 0.51:
        yield change_differs(
            (other, share, points),
            what=Reason("The distance to the goal is not goal less level.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points,
        )


def _is_goal(fact: Fact) -> bool:
    return "目标" in fact.lead + fact.after[:6] or re.search(r"距\D{0,6}20\d\d年\s*$", fact.before) is not None


def _other_end(facts: Facts, share: Fact, *, is_goal: bool) -> Fact | None:
    sentence = facts.by_sentence[share.figure.place.block, share.sentence]
    clause = [fact for fact in sentence if fact.index < share.index and "；" not in facts.between(fact, share)]
    beside = [fact for fact in clause if fact.is_percent and fact.is_level]
    if beside and not is_goal:
        return beside[-1]
    named = [
        fact
        for fact in facts.levels
        if fact.is_percent
        and fact is not share
        and fact.is_promise == is_goal
        and fact.year is not None
        and is_same_thing(fact.name, share.name)
    ]
    latest = max(named, key=lambda fact: fact.year or 0, default=None)
    values = {fact.value for fact in named if latest is not None and fact.year == latest.year}
    return latest if len(values) == 1 else None


def _looseness(fact: Fact) -> float:
    """What is reached is measured and rounded; what is promised is meant as printed."""
    return 0.1 if fact.is_promise and not fact.is_about else fact.printed.step


def _earlier_share(facts: Facts, share: Fact) -> Fact | None:
    """The share it rose from: printed before it in the sentence, or for an earlier year elsewhere."""
    sentence = facts.by_sentence[share.figure.place.block, share.sentence]
    for fact in reversed([fact for fact in sentence if fact.index < share.index]):
        if fact.is_percent and fact.starts_change:
            return fact
        if fact.is_percent:
            break
    earlier = [
        fact
        for fact in facts.all
        if fact.is_percent
        and fact.is_level
        and fact.name.is_share == share.name.is_share
        and fact.year is not None
        and fact.year < (share.year or 0)
        and is_same_core(fact.name.core, share.name.core)
        and (not fact.name.whole or not share.name.whole or is_same_core(fact.name.whole, share.name.whole))
    ]
    return max(earlier, key=lambda fact: fact.year or 0, default=None)
