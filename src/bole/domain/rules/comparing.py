"""Comparisons in rules: which values may meet, codes by rank, quotients crosswise, lists of codes."""

import ast
from datetime import date
from itertools import pairwise

from bole.domain.rules.counting import refuse_overflow, rescaled, same_measure
from bole.domain.rules.kinds import REGION, Kind, Type
from bole.domain.rules.naming import Check, code_meant, suggest
from bole.domain.rules.problems import shortened
from bole.domain.rules.schema import CodeList, Register
from bole.domain.rules.tree import Among, Both, Compare, Constant, Node, Ratio, Within, is_told
from bole.domain.shared.reasons import Reason
from bole.domain.shared.regions import is_region_code

OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
KIND_NAMES = {
    Kind.BOOL: Reason("a yes-or-no value"), Kind.TEXT: Reason("a text"), Kind.CODE: Reason("a code"),
    Kind.NUMBER: Reason("a number"), Kind.MONEY: Reason("an amount"), Kind.RATIO: Reason("a quotient"),
    Kind.DATE: Reason("a day"), Kind.MONTH: Reason("a month"), Kind.REGION: Reason("a region"), Kind.UNREAD: Reason("a value"),
}  # fmt: skip
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def comparison_of(check: Check, node: ast.Compare, scope: Register | None) -> Node:
    """Return a comparison; a chain such as 18 <= age(day) <= 45 becomes its links, joined by and."""
    links = []
    for (left, right), op in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            links.append(_membership(check, node, left, right, scope, negated=isinstance(op, ast.NotIn)))
        else:
            links.append(_compare(check, node, left, OPERATORS[type(op)], right, scope))
    return links[0] if len(links) == 1 else Both(tuple(links), span=check.reading.span_of(node))


def _compare(check: Check, node: ast.Compare, left: ast.expr, op: str, right: ast.expr, scope: Register | None) -> Node:
    if isinstance(left, ast.Constant) and not isinstance(right, ast.Constant):
        left, op, right = right, MIRRORED[op], left
    if any(isinstance(side, ast.Constant) and isinstance(side.value, bool) for side in (left, right)):
        reason = Reason("A yes-or-no field is not compared.")
        return check.refuse(node, reason, Reason("Write the name alone, or not and the name."))
    first = check.express(check, left, scope)
    if isinstance(right, ast.Constant) and isinstance(right.value, str):
        second: Node = text_for(check, right, first)
    else:
        second = check.express(check, right, scope)
    if Kind.UNREAD in {first.type.kind, second.type.kind}:
        return check.refuse(node, Reason("This comparison cannot be worked out."))
    return _compare_checked(check, node, first, op, second)


def text_for(check: Check, node: ast.Constant, other: Node) -> Node:
    """Return a text in quotes as what the other side takes it for: the code of a table, or a text."""
    span, text = check.reading.span_of(node), str(node.value)
    if other.type.kind is Kind.CODE:
        table = check.schema.table(other.type.table)
        rank = code_meant(check, node, table, text) if table else None
        if rank is None:
            return check.refuse(node, Reason("This code is not known."))
        return Constant(rank, f"code:{other.type.table}", said=text, type=other.type, span=span)
    if other.type.kind is Kind.DATE:
        reason = Reason("A day is not written as a text.")
        return check.refuse(
            node, reason, Reason("Write date(2025, 6, 30).") if not _as_day(text) else _written_day(text)
        )
    if other.type.kind in {Kind.NUMBER, Kind.MONEY, Kind.RATIO}:
        return check.refuse(node, Reason("A text meets a number."), Reason("Take the quotes away."))
    if other.type.kind is Kind.BOOL:
        return check.refuse(
            node, Reason("A yes-or-no field is not compared."), Reason("Write the name alone, or not and the name.")
        )
    if other.type.kind is Kind.REGION:
        return _region_written(check, node, text)
    return Constant(text, "text", said=text, type=Type(Kind.TEXT), span=span)


def _region_written(check: Check, at: ast.expr, text: str) -> Node:
    if not is_region_code(text):
        remedy = Reason("Write here, or the code of a region in quotes: 6, 9 or 12 digits.")
        return check.refuse(at, Reason("%(text)s is not the code of a region.", {"text": shortened(text)}), remedy)
    return Constant(text, "region", said=text, type=REGION, span=check.reading.span_of(at))


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _written_day(text: str) -> Reason:
    day = date.fromisoformat(text)
    return Reason("Write %(fix)s.", {"fix": f"date({day.year}, {day.month}, {day.day})"})


def _compare_checked(check: Check, node: ast.Compare, first: Node, op: str, second: Node) -> Node:
    span = check.reading.span_of(node)
    kinds = {first.type.kind, second.type.kind}
    if Kind.RATIO in kinds and kinds <= {Kind.RATIO, Kind.NUMBER}:
        return _cross_checked(check, node, first, op, second)
    if kinds <= {Kind.NUMBER, Kind.MONEY, Kind.RATIO}:
        if not same_measure(check, node, [first, second]):
            return check.refuse(node, Reason("This comparison cannot be worked out."))
        scale = max(first.type.scale, second.type.scale)
        first, second = rescaled(first, scale), rescaled(second, scale)
        widest = max(first.type.widest, second.type.widest)
        return refuse_overflow(check, node, widest) or Compare(op, first, second, span=span)
    if len(kinds) > 1:
        params = {"first": KIND_NAMES[first.type.kind], "second": KIND_NAMES[second.type.kind]}
        remedy = (
            Reason("Give the field the type region in its register.") if kinds == {Kind.TEXT, Kind.REGION} else None
        )
        return check.refuse(node, Reason("This compares %(first)s with %(second)s.", params), remedy)
    if first.type.kind is Kind.REGION:
        return _regions_checked(check, node, first, op, second)
    if first.type.kind is Kind.CODE:
        return _codes_checked(check, node, first, op, second)
    if first.type.kind is Kind.BOOL:
        return check.refuse(
            node, Reason("A yes-or-no field is not compared."), Reason("Write the name alone, or not and the name.")
        )
    if first.type.kind is Kind.TEXT and op not in {"==", "!="}:
        return check.refuse(node, Reason("Texts have no order."), Reason("Use ==, != or in."))
    return Compare(op, first, second, span=span)


def _codes_checked(check: Check, node: ast.Compare, first: Node, op: str, second: Node) -> Node:
    if first.type.table != second.type.table:
        params = {"first": first.type.table, "second": second.type.table}
        return check.refuse(node, Reason("Codes of %(first)s and of %(second)s are not the same codes.", params))
    if op not in {"==", "!="} and not first.type.ordered:
        reason = Reason("The codes of %(table)s have no order.", {"table": first.type.table})
        return check.refuse(node, reason, Reason('Use ==, != or in: field in ["…", "…"].'))
    return Compare(op, first, second, span=check.reading.span_of(node))


def _regions_checked(check: Check, node: ast.Compare, first: Node, op: str, second: Node) -> Node:
    """A region equals one that is told or written if it lies in it; two that are on record are equal only as they stand."""
    span = check.reading.span_of(node)
    if op not in {"==", "!="}:
        return check.refuse(node, Reason("Regions have no order."), Reason("Use ==, != or in."))
    if is_told(first) and not is_told(second):
        first, second = second, first
    return Within(first, (second,), op == "!=", span=span) if is_told(second) else Compare(op, first, second, span=span)


def _cross_checked(check: Check, node: ast.Compare, first: Node, op: str, second: Node) -> Node:
    if op in {"==", "!="}:
        check.refuse(node, Reason("A quotient is hardly ever exactly equal."), Reason("Use >=, >, <= or <."))
    tops, bottoms = zip(*(_fraction_bounds(side) for side in (first, second)), strict=True)
    largest = max(tops[0] * bottoms[1], tops[1] * bottoms[0])
    overflow = refuse_overflow(check, node, largest)
    return overflow or Compare(op, first, second, span=check.reading.span_of(node))


def _fraction_bounds(node: Node) -> tuple[int, int]:
    if isinstance(node, Ratio):
        return node.over.type.widest * node.times, node.under.type.widest * node.into
    if node.type.kind is Kind.RATIO:  # a share counts records over records
        return node.type.high, node.type.high
    return node.type.widest, 10**node.type.scale


def _membership(
    check: Check, node: ast.Compare, left: ast.expr, right: ast.expr, scope: Register | None, *, negated: bool
) -> Node:
    operand = check.express(check, left, scope)
    if operand.type.kind is Kind.UNREAD:
        return operand
    if isinstance(right, ast.Name):
        return _in_named_list(check, right, operand, negated=negated)
    if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
        return check.refuse(
            right, Reason("After in stands a list."), Reason('Write it as ["A", "B"], or name a list of the pack.')
        )
    if operand.type.kind is Kind.REGION:
        return _in_regions(check, node, right, operand, scope, negated=negated)
    members, said = [], []
    for element in right.elts:
        meant = _member(check, element, operand, scope)
        if isinstance(meant, Constant) and meant.type.kind is not Kind.UNREAD:
            members.append(meant.value)
            said.append(meant.said)
    if len(members) < len(right.elts):
        return check.refuse(right, Reason("This list cannot be read."))
    ordered = tuple(dict.fromkeys(members))
    return Among(operand, ordered, negated, tuple(dict.fromkeys(said)), span=check.reading.span_of(node))


def _in_regions(
    check: Check,
    node: ast.Compare,
    right: ast.List | ast.Tuple,
    operand: Node,
    scope: Register | None,
    *,
    negated: bool,
) -> Node:
    regions = []
    for element in right.elts:
        if isinstance(element, ast.Constant) and isinstance(element.value, str):
            found = text_for(check, element, operand)
        else:
            found = check.express(check, element, scope)
        if found.type.kind is Kind.REGION and is_told(found):
            regions.append(found)
        elif found.type.kind is not Kind.UNREAD:
            check.refuse(element, Reason("A list of regions holds here and codes in quotes."))
    if len(regions) < len(right.elts):
        return check.refuse(right, Reason("This list cannot be read."))
    return Within(operand, tuple(dict.fromkeys(regions)), negated, span=check.reading.span_of(node))


def _member(check: Check, element: ast.expr, operand: Node, scope: Register | None) -> Node:
    if isinstance(element, ast.Constant) and isinstance(element.value, str):
        return text_for(check, element, operand)
    meant = check.express(check, element, scope)
    if meant.type.kind is Kind.UNREAD:
        return meant
    if not isinstance(meant, Constant):
        return check.refuse(element, Reason("A list holds written values only."))
    if not same_measure(check, element, [operand, meant]):
        return check.refuse(element, Reason("This value does not belong in the list."))
    if meant.type.scale > operand.type.scale:
        return check.refuse(element, Reason("This value has more decimals than the field."))
    return rescaled(meant, operand.type.scale)


def _in_named_list(check: Check, name: ast.Name, operand: Node, *, negated: bool) -> Node:
    named = check.schema.code_list(name.id)
    if named is None:
        reason = Reason("There is no list %(name)s.", {"name": name.id})
        return check.refuse(name, reason, suggest(name.id, (one.id for one in check.schema.lists)))
    span = check.reading.span_of(name)
    if operand.type.kind is Kind.REGION and not named.table and all(is_region_code(one) for one in named.members):
        regions = tuple(Constant(one, "region", said=one, type=REGION, span=span) for one in named.members)
        return Within(operand, regions, negated, named.id, span=span)
    wanted = Kind.CODE if named.table else Kind.TEXT
    if operand.type.kind is not wanted or (named.table and named.table != operand.type.table):
        reason = Reason("The list %(name)s does not hold such values.", {"name": name.id})
        return check.refuse(name, reason)
    return Among(operand, _members_of(check, named), negated, named.members, named.id, span=span)


def _members_of(check: Check, named: CodeList) -> tuple[int | str, ...]:
    table = check.schema.table(named.table) if named.table else None
    if table is None:
        return named.members
    return tuple(rank for member in named.members if (rank := table.rank_of(member)) is not None)
