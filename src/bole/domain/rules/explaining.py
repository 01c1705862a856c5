"""Say why: an answer in the shape of the rule, the facts it used and where they came from, and what is missing.

How near a no was is found by ``near_misses``. Nothing is worded here; ``sentences`` makes sentences of these values.
"""

from dataclasses import replace

from bole.domain.rules.checking import Rule
from bole.domain.rules.counted import Tally
from bole.domain.rules.near_misses import find_near_misses
from bole.domain.rules.records import AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Aggregate,
    Both,
    Choice,
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
from bole.domain.rules.verdicts import Answer, CountUsed, Explanation, FactUsed, Missing, Verdict, combine
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
    """What a part lacks that has its answer already settles nothing."""
    waiting = (part for part in parts if part.verdict in {Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED})
    return tuple(dict.fromkeys(one for part in waiting for one in part.missing))


def _leaf(walk: Walk, node: Node, row: Record | None) -> Answer:
    truth = truth_of(walk, node, row)
    verdict = (
        {True: Verdict.YES, False: Verdict.NO}.get(truth, Verdict.CANNOT_TELL)
        if truth is not None
        else Verdict.CANNOT_TELL
    )
    if truth is None and isinstance(node, Judged):
        verdict = Verdict.TO_BE_JUDGED
    parts = list(walk_tree(node))
    facts = [used for part in parts if isinstance(part, Fact) and (used := fact_used(walk, part, row))]
    counts = [count_used(walk, part, row) for part in parts if isinstance(part, Aggregate)]
    missing = tuple(dict.fromkeys(missing_of(walk, node, row))) if truth is None else ()
    is_derived = isinstance(node, Compare) and not isinstance(node.left, Fact | Aggregate)
    worth = ends_of(walk, node.left, row) if is_derived and isinstance(node, Compare) else None
    return Answer(node, verdict, (), tuple(dict.fromkeys(facts)), tuple(counts), missing, worth=worth)


def fact_used(walk: Walk, fact: Fact, row: Record | None) -> FactUsed | None:
    """Return a fact with its value and source, or None where it is not known."""
    record = fact_record(walk, fact, row)
    value = record.values.get(fact.field) if record else None
    return None if record is None or value is None else FactUsed(fact, value, record.source)


def count_used(walk: Walk, node: Aggregate, row: Record | None) -> CountUsed:
    """Return what a count found."""
    found = tally(walk, node, row)
    ends = (
        (len(found.sure), len(found.sure) + len(found.possible))
        if node.count is Count.EXISTS
        else ends_of(walk, node, row)
    )
    return CountUsed(node, ends, _rows(found, sure=True), _rows(found, sure=False), found.complete)


def _rows(found: Tally, *, sure: bool) -> tuple[Record, ...]:
    return tuple(record for record, _ in (found.sure if sure else found.possible))


def missing_of(walk: Walk, node: Node, row: Record | None) -> list[Missing]:
    """Return the facts that would settle a condition; of and, or only the parts that are open themselves."""
    match node:
        case Both() | Either():
            return [
                one
                for part in node.operands
                if truth_of(walk, part, row) is None
                for one in missing_of(walk, part, row)
            ]
        case Judged():
            return [Missing(judged=node)]
        case Fact():
            return [] if fact_used(walk, node, row) else [Missing(node, row, _link_missing(walk, node, row))]
        case Choice():
            condition = truth_of(walk, node.condition, row)
            branches = node.parts if condition is None else (node.then if condition else node.otherwise,)
            return [one for part in branches for one in missing_of(walk, part, row)]
        case Given():
            return [Missing(given=node.name)] if walk.at.given(node.name) is None else []
        case Aggregate():
            return _missing_rows(walk, node, row)
        case _:
            return [one for part in node.parts for one in missing_of(walk, part, row)]


def _link_missing(walk: Walk, fact: Fact, row: Record | None) -> tuple[str, ...]:
    """Return the links up to the one that leads nowhere; nothing where only the field itself is not known."""
    for place in range(len(fact.path)):
        if fact_record(walk, replace(fact, path=fact.path[: place + 1]), row) is None:
            return fact.path[: place + 1]
    return ()


def _missing_rows(walk: Walk, node: Aggregate, row: Record | None) -> list[Missing]:
    found = tally(walk, node, row)
    missing: list[Missing] = []
    for record, _ in found.possible:
        missing += missing_of(walk, node.where, record) if node.where else []
    for record, _ in [*found.sure, *found.possible]:
        for part in (node.value, node.since, node.until):
            missing += missing_of(walk, part, record) if part else []
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
