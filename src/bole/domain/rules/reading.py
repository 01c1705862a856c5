"""Read the text of a rule into Python's expression tree, cut down to a closed set of nodes, each with its place.

Nothing is ever evaluated. What names and types mean is left to ``checking``.
"""

import ast
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from bole.domain.rules.problems import NOWHERE, Problem, Span, in_reading_order
from bole.domain.rules.scanning import DEEPEST, scan
from bole.domain.shared.reasons import Reason

ALLOWED: tuple[type[ast.AST], ...] = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Attribute,
    ast.Constant, ast.Call, ast.keyword, ast.List, ast.Tuple, ast.IfExp, ast.Load, ast.Expression,
)  # fmt: skip
DEEPEST_TREE = 4 * DEEPEST
# Python 3.11 counts the depth of the tree it builds for all threads together, and fails where two build at once.
_PARSING = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """``tree`` is None where the text could not be read; ``problems`` then says why."""

    text: str
    tree: ast.expr | None
    problems: tuple[Problem, ...]

    def span_of(self, node: ast.AST) -> Span:
        """Return where a node stands, in characters; the parser counts bytes."""
        if not isinstance(node, ast.expr | ast.keyword) or node.end_lineno is None or node.end_col_offset is None:
            return NOWHERE
        rows = self.text.split("\n")
        if node.lineno < 2 or node.end_lineno - 1 > len(rows):  # a bare tuple owns the brackets put around the text
            return Span(1, 1, len(rows), len(rows[-1]) + 1)
        first, last = node.lineno - 1, node.end_lineno - 1
        return Span(
            first, _column(rows[first - 1], node.col_offset), last, _column(rows[last - 1], node.end_col_offset)
        )

    def source_of(self, node: ast.expr) -> str:
        """Return a node as it was written; it is on one line, or empty."""
        span = self.span_of(node)
        if span.line != span.end_line:
            return ""
        return self.text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]

    def number_of(self, node: ast.Constant) -> Decimal:
        """Return a number from its source text: the parser's float is already inexact."""
        return Decimal(self.source_of(node))


def _column(row: str, offset: int) -> int:
    return (offset if row.isascii() else len(row.encode()[:offset].decode(errors="ignore"))) + 1


def read(text: str) -> Reading:
    """Read one expression; hostile and broken texts come back as problems with place and remedy, never as a crash."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").expandtabs()
    problems = list(scan(text))
    if problems:
        return Reading(text, None, in_reading_order(problems))
    try:
        # In brackets, so that a rule may run over lines; the scan made sure that its own brackets match. It also refused all
        # that the parser warns of: silencing warnings would change them for every thread.
        with _PARSING:
            tree = ast.parse(f"(\n{text}\n)", mode="eval").body
    except SyntaxError as error:
        return Reading(text, None, (_explain(text, error),))
    except (RecursionError, MemoryError, ValueError, OverflowError):
        reason = Reason("The rule is nested too deep to be read safely.")
        return Reading(text, None, (Problem(NOWHERE, reason, Reason("Split the rule in two.")),))
    reading = Reading(text, tree, ())
    problems += _refused_nodes(reading, tree)
    return Reading(text, None if problems else tree, in_reading_order(problems))


def _refused_nodes(reading: Reading, tree: ast.expr) -> list[Problem]:
    problems = []
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    while waiting:  # a loop, not recursion: depth is what is being measured
        node, depth = waiting.pop()
        if depth > DEEPEST_TREE:
            reason = Reason("The rule is nested too deep to be read safely.")
            return [Problem(reading.span_of(node), reason, Reason("Split the rule in two."))]
        if isinstance(node, ALLOWED):
            waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]
        problem = _refuse(reading, node)
        if problem:
            problems.append(problem)
    return problems


def _refuse(reading: Reading, node: ast.AST) -> Problem | None:
    span = reading.span_of(node)
    if not isinstance(node, ALLOWED):
        if isinstance(node, ast.operator | ast.unaryop | ast.cmpop):
            return None  # said at the expression it belongs to
        reason = Reason("This form has no meaning in a rule.")
        return Problem(
            span,
            reason,
            _REMEDIES.get(type(node), Reason("Rules are made of names, values, comparisons and the named functions.")),
        )
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ALLOWED):
        return Problem(span, Reason("This operator has no meaning in a rule."), Reason("Rules know + - * and /."))
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ALLOWED):
        return Problem(span, Reason("This operator has no meaning in a rule."), Reason("Rules know not and -."))
    if isinstance(node, ast.Compare) and not all(isinstance(op, ALLOWED) for op in node.ops):
        return Problem(span, Reason("This comparison has no meaning in a rule."), Reason("Write == or !=."))
    if isinstance(node, ast.Constant) and (node.value is None or node.value is Ellipsis):
        return Problem(
            span,
            Reason("A rule has no word for a missing value."),
            Reason("A missing fact already gives the answer: cannot tell."),
        )
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        return Problem(span, Reason("Only the functions of the rule language can be called."))
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name | ast.Attribute):
        return Problem(
            span,
            Reason("A point joins the names of a link and a field."),
            Reason("Write it as in organisation.region."),
        )
    return None


_REMEDIES: dict[type[ast.AST], Reason] = {
    ast.Lambda: Reason("A rule cannot define functions."),
    ast.Subscript: Reason("A rule cannot pick by position; use count, sum, min or max with where=."),
    ast.Dict: Reason("Use square brackets for a list of codes."),
    ast.Set: Reason("Use square brackets for a list of codes."),
    ast.ListComp: Reason("Use count, sum, min or max with where=."),
    ast.GeneratorExp: Reason("Use count, sum, min or max with where=."),
}


def _explain(text: str, error: SyntaxError) -> Problem:
    line = max(1, min((error.lineno or 2) - 1, text.count("\n") + 1))
    width = len(text.split("\n")[line - 1])
    outside = (error.lineno or 2) - 1 > text.count("\n") + 1 or (error.lineno or 2) < 2
    column = width + 1 if outside else max(1, min(error.offset or 1, width + 1))
    words = error.msg or ""
    span = Span(line, column, line, column + 1)
    if "comma" in words or "invalid syntax" in words or "unexpected" in words.lower() or outside:
        remedy = Reason("Look for a missing and, or, comma or value before this place.")
        return Problem(span, Reason("The rule cannot be read from here on."), remedy)
    if "cannot assign" in words or "'=='" in words or "':='" in words:
        return Problem(span, Reason("A single = compares nothing."), Reason("Write ==."))
    remedy = Reason("Look at the signs around this place.")
    return Problem(span, Reason("The rule cannot be read from here on."), remedy)
