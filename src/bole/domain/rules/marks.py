"""Lists of codes in process: every code that several short lists name becomes a column, and a list is an `or` of columns.

Policies ask for many lists over one field. A search through each list for each row is most of their work and twice as
slow; where a value may be unknown the search is the quicker way, since joining columns with nulls costs more.
"""

from collections.abc import Collection, Iterable

import polars as pl

from bole.domain.rules.columns import Columns
from bole.domain.rules.ends import Expr
from bole.domain.rules.kinds import Kind
from bole.domain.rules.tree import Among, Fact, Node, Scalar

FEWEST = 3  # lists over one field
LONGEST_MARKED = 8  # codes of a list; a search through more is the quicker way


def marks_of(
    columns: Columns, nodes: Iterable[Node], *, register: str, full: Collection[str]
) -> dict[tuple[Node, Scalar], Expr]:
    """Return what marks each code of the facts that many lists are about."""
    lists: dict[Node, list[Among]] = {}
    for node in nodes if columns.words is pl else ():
        if isinstance(node, Among) and isinstance(node.operand, Fact) and len(node.members) <= LONGEST_MARKED:
            fact = node.operand
            if fact.type.kind is Kind.CODE and not fact.path and f"{register}.{fact.field}" in full:
                lists.setdefault(fact, []).append(node)
    return {
        (fact, member): columns.pair(fact).low == member
        for fact, own in lists.items()
        if len(own) >= FEWEST
        for member in dict.fromkeys(member for node in own for member in node.members)
    }
