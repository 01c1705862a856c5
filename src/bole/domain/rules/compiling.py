"""Work out many rules for a whole population: each distinct value and condition once, as columns, then the verdicts.

Says what is worked out when: links joined, registers counted, derived values, conditions, verdicts. What one node means
in columns is ``spelling``'s; how rows come back to their subjects is ``grouping``'s.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from bole.domain.rules.aggregates import components_of, ends_from, months_ends, periods_of
from bole.domain.rules.answers import answer_column, put_value
from bole.domain.rules.checking import Rule
from bole.domain.rules.columns import Columns
from bole.domain.rules.counted import is_complete
from bole.domain.rules.ends import Expr, Frame, Pair, as_truth, is_expression, single, words_of
from bole.domain.rules.grouping import Component, Fold, fold_all, fold_rows, unite_months
from bole.domain.rules.kinds import Kind
from bole.domain.rules.layering import PLACE, lay
from bole.domain.rules.marks import marks_of
from bole.domain.rules.population import Compilation, Population, Scope, base_frame, find_full_columns, join_links
from bole.domain.rules.records import AsOf
from bole.domain.rules.schema import Schema
from bole.domain.rules.spelling import columns_of
from bole.domain.rules.tree import (
    Aggregate,
    Both,
    Cited,
    Constant,
    Count,
    Either,
    Fact,
    Given,
    Judged,
    Node,
    Not,
    Product,
    Ratio,
    is_told,
    walk_tree,
)  # fmt: skip
from bole.domain.rules.walking import ends_of

__all__ = ["Population", "Worked", "compile_rules", "find_full_columns"]

LOGIC = (Both, Either, Not, Cited)


@dataclass(frozen=True, slots=True)
class Worked:
    """``frame`` has ``id`` and a column for every rule and every distinct condition, by the names given here.

    A verdict is yes, no or null; where people must judge, ``answers`` names a column that tells cannot tell from to be judged.
    Values have two columns, ``low`` and ``high``, quotients four.
    """

    frame: nw.LazyFrame[Any]
    verdicts: Mapping[str, str]
    answers: Mapping[str, str]
    conditions: Mapping[Node, str]
    values: Mapping[str, tuple[str, ...]]


def compile_rules(
    rules: Mapping[str, Rule], *, schema: Schema, at: AsOf, population: Population, nodes: bool = False
) -> Worked:
    """Return the frame of all rules of one register; nothing but counts over registers runs before it is collected.

    With ``nodes`` every part of a rule gets a column, also those that only join others.

    :raises ValueError: if the rules are not all of one register.
    """
    registers = {rule.register for rule in rules.values()}
    if len(registers) != 1:
        raise ValueError(f"rules of one register are worked out together, not of {sorted(registers)}")
    work = Compilation(schema, at, population)
    scope = _work_through(work, registers.pop(), [rule.node for rule in rules.values()], logic=nodes)
    words = scope.columns.words
    has_judged = any(isinstance(node, Judged) for node in scope.named)
    output: dict[str, Expr] = {}
    verdicts, answers, values = {}, {}, {}
    for name, rule in rules.items():
        if rule.node.type.kind is not Kind.BOOL:
            values[name] = put_value(scope.columns, rule.node, name, output)
            continue
        verdicts[name] = f"verdict:{name}"
        output[verdicts[name]] = as_truth(scope.columns.truth(rule.node), words)
        if has_judged and any(isinstance(part, Judged) for part in walk_tree(rule.node)):
            answers[name] = f"answer:{name}"
            output[answers[name]] = answer_column(scope.columns, rule.node)
    identity = ["id"] if scope.register else []
    kept = [*identity, *dict.fromkeys(scope.named.values())]
    found = (expr.alias(name) for name, expr in output.items())
    if scope.is_moved:
        frame = scope.frame.select(PLACE, *kept, *found).sort(PLACE).drop(PLACE)
    else:
        frame = scope.frame.select(*kept, *found)
    return Worked(nw.from_native(frame), verdicts, answers, scope.named, values)


@dataclass(frozen=True, slots=True)
class _Back:
    """The way from counted rows back to their subjects."""

    link: str
    subjects: Frame


def _work_through(
    work: Compilation, register: str, wanted: Sequence[Node], *, back: _Back | None = None, logic: bool = False
) -> Scope:
    """Three stages over one register: what conditions stand on, each distinct condition once, what joins them."""
    nodes = list(dict.fromkeys(part for node in wanted for part in walk_tree(node)))
    frame = base_frame(work, register, nodes, (back.link,) if back else ())
    columns = columns_of(work.schema, work.at, words_of(frame))
    scope = Scope(register, frame, columns)
    join_links(work, scope, nodes)
    _count_registers(work, scope, [node for node in nodes if isinstance(node, Aggregate)])
    if back and scope.columns.words is pl:
        # Before anything is worked out over the rows: few columns have to be moved, and later ones lie as they should.
        scope.layers = lay(scope.frame, link=back.link, subjects=back.subjects.collect())
        scope.frame = scope.layers.rows.lazy()
    conditions = [node for node in nodes if node.type.kind is Kind.BOOL and not isinstance(node, LOGIC)]
    _derive_values(work, scope, nodes)
    _put_truths(work, scope, conditions)
    if logic:
        # Parents come before their parts in a walk: the innermost are put down first.
        _put_truths(work, scope, [node for node in reversed(nodes) if isinstance(node, LOGIC)])
    return scope


def _put_truths(work: Compilation, scope: Scope, conditions: Iterable[Node]) -> None:
    made = {}
    for node in conditions:
        name = work.name("c")
        made[name] = as_truth(scope.columns.truth(node), scope.columns.words).alias(name)
        scope.named[node] = name
    if made:
        scope.frame = scope.frame.with_columns(*made.values())
    scope.columns.truths |= {node: scope.columns.words.col(name) for node, name in scope.named.items()}


def _count_registers(work: Compilation, scope: Scope, aggregates: Sequence[Aggregate]) -> None:
    groups: dict[tuple[str, str], list[Aggregate]] = {}
    for node in aggregates:
        groups.setdefault((node.register, node.link), []).append(node)
    for (register, link), group in groups.items():
        parts = [part for node in group for part in node.row_parts]
        rows = _work_through(work, register, parts, back=_Back(link, scope.frame) if link else None)
        _fold_group(work, scope, rows, link, group)


def _fold_group(work: Compilation, scope: Scope, rows: Scope, link: str, group: Sequence[Aggregate]) -> None:
    components: list[Component] = []
    found: dict[Aggregate, Any] = {}
    united: dict[str, Frame] = {}
    for node in group:
        name = work.name("a")
        complete = is_complete(work.schema, work.at, node, lambda day: ends_of(scope.columns.walk, day, None)[0])
        if node.count is Count.MONTHS:
            sure, either, unknown = periods_of(rows.frame, node, rows.columns, work.schema)
            united[f"{name}_low"] = sure
            if complete:
                united[f"{name}_high"] = either
                components.append(Component(f"{name}_unknown", Fold.SUM, unknown, is_flag=True))
            found[node] = months_ends(name, scope.columns.words, complete=complete)
            continue
        is_full, is_known = (_is_full(work, scope.columns, rows.register, part) for part in (node.where, node.value))
        own = components_of(node, rows.columns, name, complete=complete, is_full=is_full, is_known=is_known)
        components += own
        found[node] = ends_from(node, name, own, scope.columns.words, complete=complete)
    if link:
        scope.frame = fold_rows(rows.frame, components, link=link, subjects=scope.frame, layers=rows.layers)
        scope.is_moved |= rows.layers is not None
    else:
        scope.frame = scope.frame.join(fold_all(rows.frame, components), how="cross")
    for name, periods in united.items():
        scope.frame = unite_months(periods, name, subjects=scope.frame, by=link)
    for node, ends in found.items():
        if node.type.kind is Kind.BOOL:
            scope.columns.truths[node] = ends
        else:
            scope.columns.values[node] = ends


def _is_full(work: Compilation, columns: Columns, register: str, node: Node | None) -> bool:
    """Tell whether a node is known for every row of a register, so that nothing has to be counted as possible."""
    for part in walk_tree(node) if node is not None else ():
        if isinstance(part, Aggregate | Judged):
            return False
        if isinstance(part, Fact) and (part.path or f"{register}.{part.field}" not in work.population.full):
            return False
        if isinstance(part, Given) and work.at.given(part.name) is None:
            return False
        if isinstance(part, Ratio) or (isinstance(part, Product) and part.under):
            return False  # a denominator may be empty
    return True


def _derive_values(work: Compilation, scope: Scope, nodes: Iterable[Node]) -> None:
    """Values that several conditions share become columns, so that no engine works them out twice."""
    # Counting takes the hash of a whole subtree: what is never derived is not counted.
    never = Fact | Constant | Given | Aggregate
    used = Counter(part for node in nodes for part in node.parts if not isinstance(part, never))
    made = []
    derived: dict[Node, Pair] = {}
    for node, times in used.items():
        if times < 2 or node.type.kind in {Kind.BOOL, Kind.RATIO} or is_told(node):
            continue
        pair = scope.columns.pair(node)
        names = work.name("v"), work.name("v")
        ends = [
            end if not is_expression(end) else scope.columns.words.col(name)
            for end, name in zip((pair.low, pair.high), names, strict=True)
        ]
        made += [end.alias(name) for end, name in zip((pair.low, pair.high), names, strict=True) if is_expression(end)][
            : 1 if pair.is_single else 2
        ]
        derived[node] = single(ends[0]) if pair.is_single else Pair(*ends)
    marked = {}
    full = work.population.full
    for key, expr in marks_of(scope.columns, nodes, register=scope.register, full=full).items():
        name = work.name("m")
        made.append(expr.alias(name))
        marked[key] = scope.columns.words.col(name)
    if made:
        scope.frame = scope.frame.with_columns(*made)
        scope.columns.values |= derived
        scope.columns.marks |= marked
