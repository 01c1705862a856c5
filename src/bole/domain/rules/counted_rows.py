"""Which rows of the registers a region's figure counts: surely in, possibly in, and which facts keep the latter in doubt.

The number itself is ``compiling``'s; what a reader may see of the rows is the store's to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from bole.domain.rules.checking import Rule
from bole.domain.rules.compiling import Population, compile_rules
from bole.domain.rules.records import AsOf
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Both, Count, Fact, Node, walk_tree


@dataclass(frozen=True, slots=True)
class CountedRows:
    """The rows one count of a figure stands on, by id; ``lacking`` says of how many rows in doubt a field is unknown.

    ``is_part`` marks the rows of a share that are counted among its whole.
    """

    node: Aggregate
    sure: tuple[str, ...]
    possible: tuple[str, ...]
    lacking: Mapping[Fact, int]
    is_part: bool = False


def find_counted_rows(rule: Rule, *, schema: Schema, at: AsOf, population: Population) -> tuple[CountedRows, ...]:
    """Return the rows behind every count of a region's figure, in the order in which the rule names them."""
    found = []
    for node in dict.fromkeys(part for part in walk_tree(rule.node) if isinstance(part, Aggregate)):
        found.append(_rows_of(node, node.where, schema=schema, at=at, population=population))
        if node.count is Count.SHARE and node.value is not None:
            both = Both((node.where, node.value)) if node.where is not None else node.value
            found.append(_rows_of(node, both, schema=schema, at=at, population=population, is_part=True))
    return tuple(found)


def _rows_of(
    node: Aggregate, where: Node | None, *, schema: Schema, at: AsOf, population: Population, is_part: bool = False
) -> CountedRows:
    rows = pl.DataFrame(population.frames[node.register])
    if where is None:
        return CountedRows(node, tuple(rows["id"]), (), {}, is_part)
    worked = compile_rules({"in": Rule("", where, node.register)}, schema=schema, at=at, population=population)
    verdicts = worked.frame.select("id", worked.verdicts["in"]).collect("polars").to_native()
    verdicts = verdicts.rename({worked.verdicts["in"]: "verdict"})
    sure = verdicts.filter(pl.col("verdict"))["id"].sort()
    possible = verdicts.filter(pl.col("verdict").is_null())["id"].sort()
    doubtful = rows.filter(pl.col("id").is_in(possible.implode()))
    return CountedRows(node, tuple(sure), tuple(possible), _lacking(where, doubtful), is_part)


def _lacking(where: Node, doubtful: pl.DataFrame) -> dict[Fact, int]:
    """Return for each field of the rows themselves, or the link to what lies behind it, how many lack it."""
    if doubtful.is_empty():
        return {}
    facts = dict.fromkeys(part for part in walk_tree(where) if isinstance(part, Fact))
    counts = {fact: doubtful[fact.path[0] if fact.path else fact.field].null_count() for fact in facts}
    return {fact: many for fact, many in counts.items() if many}
