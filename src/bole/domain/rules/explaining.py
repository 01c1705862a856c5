"""Say why: an answer in the shape of the rule, the facts it used and where they came from, and what is missing.

How near a no was is found by ``near_misses``. Nothing is worded here; ``sentences`` makes sentences of these values.
"""

from dataclasses import replace

from bole.domain.rules.answers import Answer, CountUsed, Explanation, FactUsed, Missing, Verdict, combine
from bole.domain.rules.checking import Rule
from bole.domain.rules.counted import Tally
from bole.domain.rules.near_misses import find_near_misses
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


__all__ = ["Answer", "Explanation", "Verdict", "answer_of", "explain_rule", "find_near_misses", "value_of"]
