"""Say how an amount or a measure came about: each part with its value, facts and counts, the branch taken, the limit that bit.

Nothing is worded here; ``amounts_told`` makes sentences of these values.
"""

from dataclasses import dataclass
from fractions import Fraction

from bole.domain.rules.checking import Rule
from bole.domain.rules.explaining import answer_of, count_used, fact_used, missing_of
from bole.domain.rules.records import AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Choice, Elapsed, Extreme, Fact, Node, Product, walk_tree
from bole.domain.rules.verdicts import Answer, CountUsed, FactUsed, Missing
from bole.domain.rules.walking import Ends, Walk, ends_of, truth_of


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One part of an amount: what it is worth, and of what it is made.

    ``parts`` are in the order of the rule; of a choice they are the branch that was taken, or both where that is not
    known, and ``condition`` says why. ``exact`` is a product before it was rounded. ``decided`` is the place of the part
    of a minimum or maximum that gave the value, None where that is not known.
    """

    node: Node
    ends: Ends
    parts: tuple["Reckoning", ...] = ()
    facts: tuple[FactUsed, ...] = ()
    count: CountUsed | None = None
    condition: Answer | None = None
    exact: Fraction | None = None
    decided: int | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.ends[0] is not None and self.ends[0] == self.ends[1]


@dataclass(frozen=True, slots=True)
class ValueExplanation:
    rule: Rule
    at: AsOf
    reckoning: Reckoning


def explain_value(rule: Rule, *, schema: Schema, records: Records, subject: str = "", at: AsOf) -> ValueExplanation:
    """Work out an amount or a measure with everything it is made of; for a figure of a region there is no subject."""
    row = records.by_id.get(rule.register, {}).get(subject, Record(subject, {})) if rule.register else None
    return ValueExplanation(rule, at, reckon(Walk(schema, records, at), rule.node, row))


def reckon(walk: Walk, node: Node, row: Record | None) -> Reckoning:
    """Return a value with the values it is made of."""
    ends = ends_of(walk, node, row)
    is_open = ends[0] is None or ends[0] != ends[1]
    # A figure of a region says how many records are in doubt, and names none of them.
    missing = tuple(dict.fromkeys(missing_of(walk, node, row))) if is_open and row is not None else ()
    match node:
        case Fact():
            used = fact_used(walk, node, row)
            return Reckoning(node, ends, facts=(used,) if used else (), missing=missing)
        case Aggregate():
            return Reckoning(node, ends, count=count_used(walk, node, row), missing=missing)
        case Elapsed():
            facts = [fact_used(walk, part, row) for part in walk_tree(node) if isinstance(part, Fact)]
            return Reckoning(node, ends, facts=tuple(used for used in facts if used), missing=missing)
        case Choice():
            holds = truth_of(walk, node.condition, row)
            taken = (node.then, node.otherwise) if holds is None else (node.then if holds else node.otherwise,)
            parts = tuple(reckon(walk, part, row) for part in taken)
            return Reckoning(node, ends, parts, condition=answer_of(walk, node.condition, row), missing=missing)
        case _:
            parts = tuple(reckon(walk, part, row) for part in node.parts)
            return Reckoning(
                node, ends, parts, exact=_exact(node, parts), decided=_decided(node, ends, parts), missing=missing
            )


def _exact(node: Node, parts: tuple[Reckoning, ...]) -> Fraction | None:
    """Return a product before its rounding, where everything in it is known."""
    if not isinstance(node, Product) or not all(part.is_known for part in parts):
        return None
    exact = Fraction(node.times, node.into)
    for place, part in enumerate(parts):
        if place >= len(node.over) and part.ends[0] <= 0:
            return None
        exact = exact * part.ends[0] if place < len(node.over) else exact / part.ends[0]
    return exact


def _decided(node: Node, ends: Ends, parts: tuple[Reckoning, ...]) -> int | None:
    if not isinstance(node, Extreme) or ends[0] is None or ends[0] != ends[1]:
        return None
    return next((place for place, part in enumerate(parts) if part.is_known and part.ends[0] == ends[0]), None)
