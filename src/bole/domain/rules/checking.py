"""Check a rule against the registers it speaks of: names, types, units, codes, days, ranges; all errors at once.

What comes out is one checked tree. How a name is resolved, a sum proved or a count assembled is decided in
``naming``, ``counting``, ``comparing``, ``calling`` and ``aggregating``.
"""

import ast
from collections.abc import Collection
from dataclasses import dataclass, replace

from bole.domain.rules.calling import call_of
from bole.domain.rules.comparing import comparison_of
from bole.domain.rules.counting import product_of, rescaled, same_measure, sum_of
from bole.domain.rules.kinds import BOOL, DATE, Kind, Type
from bole.domain.rules.naming import Check, name_meant, path_meant, suggest
from bole.domain.rules.problems import NOWHERE, Problem, in_reading_order, shortened
from bole.domain.rules.reading import read
from bole.domain.rules.schema import Register, Schema
from bole.domain.rules.tree import Both, Choice, Constant, Either, Node, Not
from bole.domain.shared.law import Source
from bole.domain.shared.reasons import Reason

CONDITION = frozenset({Kind.BOOL})
FIGURE = frozenset({Kind.NUMBER, Kind.MONEY, Kind.RATIO})
# A sentence about the whole says nothing where a part was refused already.
ECHOES = ("cannot be worked out", "cannot be read.", "is not known.", "does not belong")


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule: ``register`` is whose rule it is, empty where it speaks of a whole region."""

    text: str
    node: Node
    register: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    rule: Rule | None
    problems: tuple[Problem, ...]


def check_rule(
    text: str, *, schema: Schema, register: str = "", expects: Collection[Kind] = (), source: Source | None = None
) -> Checked:
    """Read and check one rule; without any problem there is a rule, and with any there is none."""
    reading = read(text)
    if reading.tree is None:
        return Checked(None, reading.problems)
    scope = schema.register(register) if register else None
    if register and scope is None:
        reason = Reason("%(name)s is not a register.", {"name": register})
        return Checked(None, (Problem(NOWHERE, reason, suggest(register, (one.id for one in schema.registers))),))
    check = Check(reading, schema, _express, scope)
    node = _express(check, reading.tree, scope)
    if expects and node.type.kind not in {*expects, Kind.UNREAD}:
        wanted = (
            Reason("A condition is needed here.")
            if Kind.BOOL in expects
            else Reason("A value is needed here, not a condition.")
        )
        check.refuse(reading.tree, wanted)
    if check.problems:
        return Checked(None, in_reading_order(_without_echoes(check.problems)))
    return Checked(Rule(reading.text, node, register, source), ())


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    own = [
        problem
        for problem in problems
        if not problem.reason.text.rstrip(".").endswith(tuple(echo.rstrip(".") for echo in ECHOES))
    ]
    return own or problems


def _express(check: Check, node: ast.expr, scope: Register | None) -> Node:
    match node:
        case ast.BoolOp():
            return _logic(check, node, scope)
        case ast.UnaryOp(op=ast.Not()):
            return Not(_condition(check, node.operand, scope), span=check.reading.span_of(node))
        case ast.UnaryOp(operand=ast.Constant(value=int() | float())):
            return _negated(check, node)
        case ast.BinOp(op=ast.Add() | ast.Sub()) | ast.UnaryOp():
            return sum_of(check, node, scope)
        case ast.BinOp():
            return product_of(check, node, scope)
        case ast.Compare():
            return comparison_of(check, node, scope)
        case ast.Name():
            return name_meant(check, node, scope)
        case ast.Attribute():
            return path_meant(check, node, scope)
        case ast.Call():
            return call_of(check, node, scope)
        case ast.Constant():
            return _constant(check, node)
        case ast.IfExp():
            return _choice(check, node, scope)
        case _:
            remedy = Reason('A list stands after in: level in ["A", "B"].')
            return check.refuse(node, Reason("A list has no meaning here."), remedy)


def _constant(check: Check, node: ast.Constant) -> Node:
    span = check.reading.span_of(node)
    if isinstance(node.value, bool):
        return check.refuse(node, Reason("True and False say nothing in a rule."), Reason("Write the condition alone."))
    if isinstance(node.value, str):
        return check.refuse(
            node,
            Reason("A text has no meaning here."),
            Reason("Compare it with a field: field == %(text)s.", {"text": f'"{shortened(node.value)}"'}),
        )
    if not isinstance(node.value, int | float):
        return check.refuse(node, Reason("This value has no meaning in a rule."))
    number = check.reading.number_of(node)
    scale = max(0, -int(number.as_tuple().exponent))
    value = int(number.scaleb(scale))
    type_ = Type(Kind.NUMBER, scale, value, value)
    return Constant(value, "number", scale, check.reading.source_of(node), type=type_, span=span)


def _negated(check: Check, node: ast.UnaryOp) -> Node:
    found = _express(check, node.operand, None)
    if not isinstance(found, Constant) or not isinstance(found.value, int):
        return found
    type_ = found.type.within(-found.value, -found.value)
    return replace(found, value=-found.value, said=f"-{found.said}", type=type_, span=check.reading.span_of(node))


def _condition(check: Check, node: ast.expr, scope: Register | None) -> Node:
    found = _express(check, node, scope)
    if found.type.kind not in {Kind.BOOL, Kind.UNREAD}:
        return check.refuse(node, Reason("A condition is needed here."), Reason("Compare the value: value >= …."))
    return found


def _logic(check: Check, node: ast.BoolOp, scope: Register | None) -> Node:
    kind = Both if isinstance(node.op, ast.And) else Either
    operands: list[Node] = []
    for part in node.values:
        found = _condition(check, part, scope)
        # a and (b and c) is one list of three; a chain of comparisons stays together, as it was written.
        flat = isinstance(found, kind) and isinstance(part, ast.BoolOp)
        operands += found.parts if flat else (found,)
    return kind(tuple(operands), type=BOOL, span=check.reading.span_of(node))


def _choice(check: Check, node: ast.IfExp, scope: Register | None) -> Node:
    condition = _condition(check, node.test, scope)
    branches = [_express(check, branch, scope) for branch in (node.body, node.orelse)]
    span = check.reading.span_of(node)
    if all(branch.type.kind is Kind.DATE for branch in branches):
        return Choice(condition, branches[0], branches[1], type=DATE, span=span)
    if not same_measure(check, node, branches):
        return check.refuse(node, Reason("This choice cannot be worked out."))
    scale = max(branch.type.scale for branch in branches)
    then, otherwise = (rescaled(branch, scale) for branch in branches)
    low, high = min(then.type.low, otherwise.type.low), max(then.type.high, otherwise.type.high)
    unit = then.type.unit or otherwise.type.unit
    return Choice(condition, then, otherwise, type=replace(then.type, low=low, high=high, unit=unit), span=span)
