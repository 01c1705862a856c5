"""One register's nodes as expressions over its columns: what has become a column already, and how the rest is spelled.

How one form of node is spelled is said in ``column_comparisons``, ``column_days`` and ``column_amounts``, gathered in ``spelling``;
which node is worked out when is decided by ``compiling``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bole.domain.rules.ends import Expr, Pair, Quotient, Truth, Words, single
from bole.domain.rules.kinds import Kind
from bole.domain.rules.records import AsOf, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Fact, Judged, Node, Scalar, is_told
from bole.domain.rules.walking import Walk, ends_of, truth_of


@dataclass(slots=True)
class Columns:
    """What has become a column already, by node; everything else is spelled out."""

    schema: Schema
    at: AsOf
    spelled_truths: Mapping[type[Node], Callable[["Columns", Any], Truth]]
    spelled_values: Mapping[type[Node], Callable[["Columns", Any], Pair | Quotient]]
    words: Words
    truths: dict[Node, Truth] = field(default_factory=dict)
    values: dict[Node, Pair | Quotient] = field(default_factory=dict)
    marks: dict[tuple[Node, Scalar], Expr] = field(default_factory=dict)

    @property
    def walk(self) -> Walk:
        return Walk(self.schema, Records({}), self.at)

    def truth(self, node: Node) -> Truth:
        """Return a condition as an expression, or as a constant."""
        if node in self.truths:
            return self.truths[node]
        if is_told(node):
            return truth_of(self.walk, node, None)
        return self.spelled_truths[type(node)](self, node)

    def value(self, node: Node) -> Pair | Quotient:
        """Return a value as the expressions of its ends."""
        if node in self.values:
            return self.values[node]
        if is_told(node) and node.type.kind is not Kind.RATIO:
            low, high = ends_of(self.walk, node, None)
            return single(low) if low == high else Pair(low, high)
        return self.spelled_values[type(node)](self, node)

    def pair(self, node: Node) -> Pair:
        found = self.value(node)
        if not isinstance(found, Pair):
            raise TypeError("a quotient is only compared")
        return found


def column_of(fact: Fact) -> str:
    return "__".join((*fact.path, fact.field))


def judged_column(node: Judged) -> str:
    return f"judged:{node.matter}"
