"""Arithmetic in rules: scales, units, money, quotients, and the proof that the largest value fits 64 bits.

A bare number never meets money; a quotient stays exact; a product of money is rounded once.
"""

import ast
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from bole.domain.rules.kinds import BIGGEST, RATIO, Kind, Type
from bole.domain.rules.naming import Check
from bole.domain.rules.schema import Register
from bole.domain.rules.tree import Constant, Node, Product, Ratio, Rounding, Sum
from bole.domain.shared.reasons import Reason

DEEPEST_SCALE = 12


def refuse_overflow(check: Check, node: ast.AST, largest: int) -> Node | None:
    """Put on record that a value may not fit 64 bits; nothing happens where it does."""
    if largest <= BIGGEST:
        return None
    reason = Reason(
        "A value here could need more than 64 bits (up to %(digits)s digits).", {"digits": len(str(largest))}
    )
    remedy = Reason("Declare narrower ranges for the fields, or a smaller number of records.")
    return check.refuse(node, reason, remedy)


def rescaled(node: Node, scale: int) -> Node:
    """Return the same number counted in smaller units."""
    if node.type.kind is not Kind.NUMBER or node.type.scale == scale:
        return node
    times = 10 ** (scale - node.type.scale)
    type_ = Type(Kind.NUMBER, scale, node.type.low * times, node.type.high * times, node.type.unit)
    if isinstance(node, Constant) and isinstance(node.value, int):
        return Constant(node.value * times, "number", scale, node.said, type=type_, span=node.span)
    return Product((node,), (), times, 1, Rounding.HALF_UP, 1, type=type_, span=node.span)


def unit_of(check: Check, node: ast.AST, parts: list[Node]) -> str:
    """Return the one unit of several numbers, or put on record that they differ; written numbers take any unit."""
    units = list(dict.fromkeys(part.type.unit for part in parts if part.type.unit))
    if len(units) > 1:
        reason = Reason("%(first)s and %(second)s are different units.", {"first": units[0], "second": units[1]})
        check.refuse(node, reason, Reason("Bring both into one unit before they meet."))
    return units[0] if units else ""


def same_measure(check: Check, node: ast.AST, parts: list[Node]) -> bool:
    """Tell whether values may be added or compared, and put on record why not."""
    if any(part.type.kind is Kind.UNREAD for part in parts):
        return False
    if all(part.type.kind is Kind.MONEY for part in parts):
        return True
    if all(part.type.kind is Kind.NUMBER for part in parts):
        unit_of(check, node, parts)
        return True
    kinds = {part.type.kind for part in parts}
    if kinds == {Kind.MONEY, Kind.NUMBER}:
        reason = Reason("A number without a unit meets money.")
        check.refuse(node, reason, Reason("Write yuan(500) or wan(50)."))
    elif Kind.RATIO in kinds:
        reason = Reason("A share or quotient can only be compared.")
        check.refuse(node, reason, Reason("Multiply first and divide last."))
    else:
        check.refuse(node, Reason("Only numbers and money can be counted with."))
    return False


def sum_of(check: Check, node: ast.BinOp | ast.UnaryOp, scope: Register | None) -> Node:
    """Return a sum or difference as one flat node."""
    terms: list[tuple[int, Node]] = []
    _collect_terms(check, node, scope, 1, terms)
    parts = [part for _, part in terms]
    if not same_measure(check, node, parts):
        return check.refuse(node, Reason("This sum cannot be worked out."))
    scale = max(part.type.scale for part in parts)
    scaled = tuple((sign, rescaled(part, scale)) for sign, part in terms)
    low = sum(part.type.low if sign > 0 else -part.type.high for sign, part in scaled)
    high = sum(part.type.high if sign > 0 else -part.type.low for sign, part in scaled)
    widest = sum(part.type.widest for _, part in scaled)
    unit = next((part.type.unit for part in parts if part.type.unit), "")
    type_ = Type(parts[0].type.kind, scale, low, high, unit)
    return refuse_overflow(check, node, widest) or Sum(scaled, type=type_, span=check.reading.span_of(node))


def _collect_terms(
    check: Check, node: ast.expr, scope: Register | None, sign: int, into: list[tuple[int, Node]]
) -> None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        _collect_terms(check, node.left, scope, sign, into)
        _collect_terms(check, node.right, scope, -sign if isinstance(node.op, ast.Sub) else sign, into)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _collect_terms(check, node.operand, scope, -sign, into)
    else:
        into.append((sign, check.express(check, node, scope)))


@dataclass(slots=True)
class _Factors:
    over: list[Node] = field(default_factory=list)
    under: list[Node] = field(default_factory=list)
    constant: Fraction = Fraction(1)
    moneys_over: int = 0
    moneys_under: int = 0
    is_well: bool = True


def product_of(check: Check, node: ast.BinOp, scope: Register | None) -> Node:
    """Return a product or quotient: exact for numbers, rounded half up to the fen once for money."""
    factors = _Factors()
    _collect_factors(check, node, scope, divides=False, into=factors)
    if not factors.is_well:
        return check.refuse(node, Reason("This product cannot be worked out."))
    moneys = factors.moneys_over - factors.moneys_under
    if factors.moneys_over > 1 or factors.moneys_under > 1 or moneys < 0:
        reason = Reason("Money is multiplied with money, or divides a number.")
        return check.refuse(node, reason, Reason("Multiply or divide money by a number, or divide money by money."))
    if any(not part.type.is_never_negative for part in factors.under):
        reason = Reason("What is divided by could be negative.")
        return check.refuse(node, reason, Reason("Declare a range that begins at 0 for the field."))
    if moneys == 1:
        return rounded(check, node, factors.over, factors.under, factors.constant, Kind.MONEY, 0)
    constant = factors.constant
    scale = _scale_for(constant.denominator)
    if not factors.under and not factors.moneys_over and scale is not None:
        return rounded(check, node, factors.over, [], constant * 10**scale, Kind.NUMBER, scale)
    return _quotient(check, node, factors)


def _collect_factors(check: Check, node: ast.expr, scope: Register | None, *, divides: bool, into: _Factors) -> None:
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult | ast.Div)
        and not (divides and isinstance(node.op, ast.Div))
    ):
        _collect_factors(check, node.left, scope, divides=divides, into=into)
        _collect_factors(check, node.right, scope, divides=divides or isinstance(node.op, ast.Div), into=into)
        return
    part = check.express(check, node, scope)
    if part.type.kind not in {Kind.NUMBER, Kind.MONEY}:
        into.is_well = False
        if part.type.kind is Kind.RATIO:
            check.refuse(
                node, Reason("A share or quotient can only be compared."), Reason("Multiply first and divide last.")
            )
        elif part.type.kind is not Kind.UNREAD:
            check.refuse(node, Reason("Only numbers and money can be counted with."))
        return
    if part.type.kind is Kind.MONEY:
        into.moneys_over += not divides
        into.moneys_under += divides
    scale = Fraction(1, 10**part.type.scale)
    if isinstance(part, Constant) and isinstance(part.value, int):
        scale *= part.value
        if divides and part.value == 0:
            check.refuse(node, Reason("Nothing can be divided by 0."), Reason("Write another divisor."))
            into.is_well = False
            return
    else:
        (into.under if divides else into.over).append(part)
    into.constant = into.constant / scale if divides else into.constant * scale


def _scale_for(denominator: int) -> int | None:
    return next((scale for scale in range(DEEPEST_SCALE + 1) if 10**scale % denominator == 0), None)


def rounded(  # noqa: PLR0913 — the parts of one fraction
    check: Check,
    node: ast.AST,
    over: list[Node],
    under: list[Node],
    constant: Fraction,
    kind: Kind,
    scale: int,
    *,
    rounding: Rounding = Rounding.HALF_UP,
    step: int = 1,
) -> Node:
    """Return ``over * constant / under`` as a whole number of units, rounded once to a multiple of ``step``."""
    times, into = constant.numerator, constant.denominator
    largest, smallest_under = abs(times), into * step
    low, high = times, times
    for part in over:
        ends = [low * part.type.low, low * part.type.high, high * part.type.low, high * part.type.high]
        low, high, largest = min(ends), max(ends), largest * max(1, part.type.widest)
    for part in under:
        smallest_under *= max(1, part.type.high)
    is_exact = into == 1 and not under and step == 1
    if not is_exact and low < 0:
        reason = Reason("A value that is rounded could be negative.")
        return check.refuse(node, reason, Reason("Declare a range that begins at 0 for the field."))
    # Half up is worked out as (2n + d) // 2d: that is the largest value that ever occurs.
    overflow = refuse_overflow(check, node, largest if is_exact else 2 * largest + 2 * smallest_under)
    if overflow:
        return overflow
    type_ = Type(kind, scale, low // into, -(-high // into) + (0 if is_exact else step))
    span = check.reading.span_of(node)
    return Product(tuple(over), tuple(under), times, into, rounding, step, type=type_, span=span)


def _quotient(check: Check, node: ast.BinOp, factors: _Factors) -> Node:
    over = _whole(check, node, factors.over)
    under = _whole(check, node, factors.under)
    times, into = factors.constant.numerator, factors.constant.denominator
    divisor = gcd(times, into)
    if times < 0:
        reason = Reason("A quotient is multiplied by a negative number.")
        return check.refuse(node, reason, Reason("Compare the other way round."))
    overflow = refuse_overflow(check, node, max(over.type.widest * abs(times), under.type.widest * into))
    if overflow or Kind.UNREAD in {over.type.kind, under.type.kind}:
        return overflow or over
    return Ratio(over, under, times // divisor, into // divisor, type=RATIO, span=check.reading.span_of(node))


def _whole(check: Check, node: ast.BinOp, parts: list[Node]) -> Node:
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Constant(1, "number", said="1", type=Type(Kind.NUMBER, 0, 1, 1))
    return rounded(check, node, parts, [], Fraction(1), Kind.NUMBER, 0)
