"""Say why: an answer in the shape of the rule, the facts it used and where they came from, what is missing, how near it was.

Nothing is worded here; ``wording`` makes sentences of these values.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from bole.domain.rules.checking import Rule
from bole.domain.rules.counted import Tally
from bole.domain.rules.kinds import Kind
from bole.domain.rules.records import AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Aggregate,
    Both,
    Cited,
    Compare,
    Count,
    Either,
    Fact,
    Given,
    Judged,
    Node,
    Not,
    walk_tree,
)  # fmt: skip
from bole.domain.rules.walking import Ends, Walk, ends_of, fact_record, tally, truth_of
from bole.domain.shared.law import Source


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"
    TO_BE_JUDGED = "to_be_judged"


# In `and`, no beats cannot tell beats to be judged beats yes; in `or`, yes beats both, and no comes last.
_WEAKEST_FIRST = (Verdict.NO, Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED, Verdict.YES)
_STRONGEST_FIRST = (Verdict.YES, Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED, Verdict.NO)
_OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}


@dataclass(frozen=True, slots=True)
class FactUsed:
    fact: Fact
    value: object
    source: str


@dataclass(frozen=True, slots=True)
class CountUsed:
    """What a count found: ``ends`` as of the count, the rows surely and possibly in, and whether rows may be missing."""

    node: Aggregate
    ends: Ends
    sure: tuple[Record, ...]
    possible: tuple[Record, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not known: a field of a record, a day not told, a finding, or records of a register."""

    fact: Fact | None = None
    record: Record | None = None
    given: str = ""
    judged: Judged | None = None
    register: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict of one node, with the answers of its parts, or the facts a condition stands on."""

    node: Node
    verdict: Verdict
    parts: tuple["Answer", ...] = ()
    facts: tuple[FactUsed, ...] = ()
    counts: tuple[CountUsed, ...] = ()
    missing: tuple[Missing, ...] = ()
    clause: str = ""
    worth: Ends | None = None  # of the value that was compared, where it is no plain fact or count


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The one condition that kept an answer from yes; by how much, and from when time alone will meet the whole rule."""

    condition: Answer
    short_by: int | Fraction | None = None
    holds_on: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    rule: Rule
    at: AsOf
    answer: Answer
    near: tuple[NearMiss, ...] = ()

    @property
    def source(self) -> Source | None:
        return self.rule.source


def explain_rule(rule: Rule, *, schema: Schema, records: Records, subject: str = "", at: AsOf) -> Explanation:
    """Answer a rule for one subject, with reasons; a subject that has no record is one of whom nothing is known."""
    walk = Walk(schema, records, at)
    row = records.by_id.get(rule.register, {}).get(subject, Record(subject, {})) if rule.register else None
    return Explanation(rule, at, answer_of(walk, rule.node, row))


def value_of(rule: Rule, *, schema: Schema, records: Records, subject: str = "", at: AsOf) -> Ends:
    """Return the ends of an amount or a measure; both are equal where it is known."""
    row = records.by_id.get(rule.register, {}).get(subject, Record(subject, {})) if rule.register else None
    return ends_of(Walk(schema, records, at), rule.node, row)


def answer_of(walk: Walk, node: Node, row: Record | None) -> Answer:
    """Return the answer of a condition with everything it stands on."""
    match node:
        case Both() | Either():
            parts = tuple(answer_of(walk, part, row) for part in node.operands)
            return Answer(node, combine(node, parts), parts, missing=_open(parts))
        case Not():
            part = answer_of(walk, node.operand, row)
            return Answer(node, combine(node, (part,)), (part,), missing=part.missing)
        case Cited():
            part = answer_of(walk, node.operand, row)
            return (
                replace(part, clause=node.clause)
                if not part.clause
                else Answer(node, part.verdict, (part,), clause=node.clause)
            )
        case _:
            return _leaf(walk, node, row)


def combine(node: Node, parts: tuple[Answer, ...]) -> Verdict:
    """Return the verdict of and, or, not from the verdicts of the parts."""
    verdicts = {part.verdict for part in parts}
    if isinstance(node, Not):
        (verdict,) = verdicts
        return _OPPOSITE.get(verdict, verdict)
    order = _STRONGEST_FIRST if isinstance(node, Either) else _WEAKEST_FIRST
    return next(verdict for verdict in order if verdict in verdicts)


def _open(parts: tuple[Answer, ...]) -> tuple[Missing, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part.missing))


def _leaf(walk: Walk, node: Node, row: Record | None) -> Answer:
    truth = truth_of(walk, node, row)
    verdict = (
        {True: Verdict.YES, False: Verdict.NO}.get(truth, Verdict.CANNOT_TELL)
        if truth is not None
        else Verdict.CANNOT_TELL
    )
    if truth is None and isinstance(node, Judged):
        verdict = Verdict.TO_BE_JUDGED
    facts, counts = [], []
    for part in walk_tree(node):
        if isinstance(part, Fact):
            record = fact_record(walk, part, row)
            value = record.values.get(part.field) if record else None
            if record is not None and value is not None:
                facts.append(FactUsed(part, value, record.source))
        elif isinstance(part, Aggregate):
            counts.append(_counted(walk, part, row))
    missing = tuple(dict.fromkeys(_missing(walk, node, row))) if truth is None else ()
    is_derived = isinstance(node, Compare) and not isinstance(node.left, Fact | Aggregate)
    worth = ends_of(walk, node.left, row) if is_derived and isinstance(node, Compare) else None
    return Answer(node, verdict, (), tuple(dict.fromkeys(facts)), tuple(counts), missing, worth=worth)


def _counted(walk: Walk, node: Aggregate, row: Record | None) -> CountUsed:
    found = tally(walk, node, row)
    ends = (
        (len(found.sure), len(found.sure) + len(found.possible))
        if node.count is Count.EXISTS
        else ends_of(walk, node, row)
    )
    return CountUsed(node, ends, _rows(found, sure=True), _rows(found, sure=False), found.complete)


def _rows(found: Tally, *, sure: bool) -> tuple[Record, ...]:
    return tuple(record for record, _ in (found.sure if sure else found.possible))


def _missing(walk: Walk, node: Node, row: Record | None) -> list[Missing]:
    """Return the facts that would settle a condition; of and, or only the parts that are open themselves."""
    match node:
        case Both() | Either():
            return [
                one for part in node.operands if truth_of(walk, part, row) is None for one in _missing(walk, part, row)
            ]
        case Judged():
            return [Missing(judged=node)]
        case Fact():
            record = fact_record(walk, node, row)
            known = record is not None and record.values.get(node.field) is not None
            return [] if known else [Missing(fact=node, record=row)]
        case Given():
            return [Missing(given=node.name)] if walk.at.given(node.name) is None else []
        case Aggregate():
            return _missing_rows(walk, node, row)
        case _:
            return [one for part in node.parts for one in _missing(walk, part, row)]


def _missing_rows(walk: Walk, node: Aggregate, row: Record | None) -> list[Missing]:
    found = tally(walk, node, row)
    missing: list[Missing] = []
    for record, _ in found.possible:
        missing += _missing(walk, node.where, record) if node.where else []
    for record, _ in [*found.sure, *found.possible]:
        for part in (node.value, node.since, node.until):
            missing += _missing(walk, part, record) if part else []
        missing += _missing_period(walk, node, record)
    if not found.complete:
        missing.append(Missing(register=node.register))
    return missing


def _missing_period(walk: Walk, node: Aggregate, record: Record) -> list[Missing]:
    register = walk.schema.register(node.register)
    if node.count is not Count.MONTHS or register is None:
        return []
    days = (name for name in (register.begins, register.ends) if name and record.values.get(name) is None)
    return [Missing(fact=Fact(node.register, (), name, node.register), record=record) for name in days]


def find_near_misses(explanation: Explanation, *, schema: Schema, records: Records, subject: str = "") -> Explanation:
    """Return an explanation with the conditions each of which alone kept it from yes; nothing happens unless it is no."""
    answer = explanation.answer
    if answer.verdict is not Verdict.NO:
        return explanation
    walk = Walk(schema, records, explanation.at)
    rule = explanation.rule
    row = records.by_id.get(rule.register, {}).get(subject, Record(subject, {})) if rule.register else None
    near = [
        NearMiss(leaf, _short_by(walk, leaf.node, row), _holds_on(walk, rule, leaf, row))
        for leaf in _leaves(answer)
        if _OPPOSITE.get(leaf.verdict) and _flipped(answer, leaf) is Verdict.YES
    ]
    return replace(explanation, near=tuple(near))


def _leaves(answer: Answer) -> list[Answer]:
    return [leaf for part in answer.parts for leaf in _leaves(part)] if answer.parts else [answer]


def _flipped(answer: Answer, leaf: Answer) -> Verdict:
    if answer is leaf:
        return _OPPOSITE[answer.verdict]
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


def _holds_on(walk: Walk, rule: Rule, leaf: Answer, row: Record | None) -> date | None:
    """Return the first day on which the rule holds if nothing but the day changes; days told as today move along."""
    moving = {"day", "year"} | {name for name, day in walk.at.days.items() if day == walk.at.day}
    if not _depends_on(leaf.node, moving):
        return None
    wanted = leaf.verdict is Verdict.NO
    for days in range(1, HORIZON):
        day = walk.at.day + timedelta(days=days)
        told = {name: day if name in moving else other for name, other in walk.at.days.items()}
        then = replace(walk, at=AsOf(day, walk.at.here, told), tallies={})
        if truth_of(then, leaf.node, row) is wanted and truth_of(then, rule.node, row):
            return day
    return None


def _depends_on(node: Node, names: set[str]) -> bool:
    for part in walk_tree(node):
        if isinstance(part, Given) and part.name in names:
            return True
        if isinstance(part, Aggregate) and any(_depends_on(inner, names) for inner in part.row_parts):
            return True
    return False
