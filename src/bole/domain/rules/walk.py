"""One record being walked: what every step needs to know, and how each kind of node finds its meaning in one table.

The meanings are in ``walking``, ``walking_values`` and ``walking_counts``, which fill the tables.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bole.domain.rules.counted import Tally
from bole.domain.rules.records import AsOf, Record, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Fact, Node

Ends = tuple[Any, Any]  # of one type each: whole number, fraction, day or text
UNKNOWN: Ends = (None, None)
# A condition stands inside a value and a value inside a condition: by these tables neither has to know the other.
TRUTHS: "dict[type[Node], Callable[[Walk, Any, Record | None], bool | None]]" = {}
ENDS: "dict[type[Node], Callable[[Walk, Any, Record | None], Ends]]" = {}


@dataclass(frozen=True, slots=True)
class Walk:
    """What every step of a walk needs: the schema, the rows, the day. ``row`` is None for a whole region."""

    schema: Schema
    records: Records
    at: AsOf
    # An explanation asks for the same rows several times; a node lives as long as its rule, so its id names it.
    tallies: dict[tuple[int, str], Tally] = field(default_factory=dict, compare=False, repr=False)


def truth_of(walk: Walk, node: Node, row: Record | None) -> bool | None:
    """Return whether a condition holds for a row; None is unknown."""
    return TRUTHS[type(node)](walk, node, row)


def ends_of(walk: Walk, node: Node, row: Record | None) -> Ends:
    """Return the ends between which a value lies for a row."""
    return ENDS[type(node)](walk, node, row)


def fact_record(walk: Walk, fact: Fact, row: Record | None) -> Record | None:
    """Follow the links of a fact; a link that is empty or leads nowhere ends in None."""
    register = fact.register
    for step in fact.path:
        to = row.values.get(step) if row else None
        declared = walk.schema.register(register)
        link = declared.link(step) if declared else None
        if to is None or link is None:
            return None
        register = link.to
        row = walk.records.by_id.get(register, {}).get(str(to))
    return row


def fact_value(walk: Walk, fact: Fact, row: Record | None) -> Any:
    """Return what a fact holds, or None where it is not known."""
    found = fact_record(walk, fact, row) if fact.path else row
    return None if found is None else found.values.get(fact.field)
