"""How near a no was to a yes: the one condition in the way, by how much, and the first day on which time alone settles it."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from bole.domain.rules.checking import Rule
from bole.domain.rules.kinds import Kind
from bole.domain.rules.records import AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Cited, Compare, Given, Node, walk_tree
from bole.domain.rules.verdicts import OPPOSITE, Answer, Explanation, NearMiss, Verdict, combine
from bole.domain.rules.walking import Walk, ends_of, truth_of


def find_near_misses(explanation: Explanation, *, schema: Schema, records: Records, subject: str = "") -> Explanation:
    """Return an explanation with the conditions each of which alone kept it from yes; nothing happens unless it is no."""
    answer = explanation.answer
    if answer.verdict is not Verdict.NO:
        return explanation
    walk = Walk(schema, records, explanation.at)
    rule = explanation.rule
    row = records.by_id.get(rule.register, {}).get(subject, Record(subject, {})) if rule.register else None
    near = [
        NearMiss(leaf, _short_by(walk, leaf.node, row), *_days_to_come(walk, rule, leaf, row))
        for leaf in _leaves(answer)
        if OPPOSITE.get(leaf.verdict) and _flipped(answer, leaf) is Verdict.YES
    ]
    return replace(explanation, near=tuple(near))


def _leaves(answer: Answer) -> list[Answer]:
    return [leaf for part in answer.parts for leaf in _leaves(part)] if answer.parts else [answer]


def _flipped(answer: Answer, leaf: Answer) -> Verdict:
    if answer is leaf:
        return OPPOSITE[answer.verdict]
    if not answer.parts:
        return answer.verdict
    parts = tuple(replace(part, verdict=_flipped(part, leaf)) for part in answer.parts)
    return parts[0].verdict if isinstance(answer.node, Cited) else combine(answer.node, parts)


def _short_by(walk: Walk, node: Node, row: Record | None) -> int | Fraction | None:
    if not isinstance(node, Compare) or node.left.type.kind not in {Kind.NUMBER, Kind.MONEY, Kind.DATE}:
        return None
    if node.right.type.kind is Kind.RATIO or node.op in {"==", "!="}:
        return None
    left, right = ends_of(walk, node.left, row), ends_of(walk, node.right, row)
    high, low = (left[1], right[0]) if node.op in {">", ">="} else (right[1], left[0])
    if high is None or low is None:
        return None
    gap = low - high
    found = gap.days if isinstance(gap, timedelta) else gap
    return found if isinstance(found, int | Fraction) and found > 0 else None


HORIZON = 3660  # days: what lies more than ten years ahead is no near miss


def _days_to_come(walk: Walk, rule: Rule, leaf: Answer, row: Record | None) -> tuple[date | None, date | None]:
    """Return the first day on which the rule holds, and the condition alone, if nothing but the day changes.

    Days told as today move along.
    """
    moving = {"day", "year"} | {name for name, day in walk.at.days.items() if day == walk.at.day}
    if not _depends_on(leaf.node, moving):
        return None, None
    wanted = leaf.verdict is Verdict.NO
    met: date | None = None
    for days in range(1, HORIZON):
        day = walk.at.day + timedelta(days=days)
        told = {name: day if name in moving else other for name, other in walk.at.days.items()}
        then = replace(walk, at=AsOf(day, walk.at.here, told), tallies={})
        if truth_of(then, leaf.node, row) is wanted:
            met = met or day
            if truth_of(then, rule.node, row):
                return day, met
    return None, met


def _depends_on(node: Node, names: set[str]) -> bool:
    for part in walk_tree(node):
        if isinstance(part, Given) and part.name in names:
            return True
        if isinstance(part, Aggregate) and any(_depends_on(inner, names) for inner in part.row_parts):
            return True
    return False
