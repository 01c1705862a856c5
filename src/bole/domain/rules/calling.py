"""The functions of the rule language: days, money, rounding, extremes, judgement, citation.

Each entry says how it is called; what counts over registers is left to ``aggregating``.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bole.domain.rules.aggregating import AGGREGATES, aggregate_of, is_aggregate
from bole.domain.rules.counting import rescaled, rounded, same_measure
from bole.domain.rules.kinds import BOOL, CENTS, DATE, MONTH, Kind, Type, number_type
from bole.domain.rules.naming import Check, suggest
from bole.domain.rules.schema import Register
from bole.domain.rules.tree import (
    Cited,
    Constant,
    DayOf,
    Elapsed,
    Extreme,
    Fact,
    Judged,
    Node,
    Product,
    Rounding,
    Shifted,
    Unit,
    YearOf,
    is_told,
)  # fmt: skip
from bole.domain.shared.reasons import Reason

YUAN_OF_WAN = 10_000
YEARS = Type(Kind.NUMBER, 0, -10_000, 10_000, "year")
MONTHS = Type(Kind.NUMBER, 0, -120_000, 120_000, "month")
DAYS = Type(Kind.NUMBER, 0, -4_000_000, 4_000_000, "day")


@dataclass(frozen=True, slots=True)
class _Function:
    usage: str
    fewest: int
    most: int
    work: Callable[[Check, ast.Call, Register | None], Node]
    named: tuple[str, ...] = ()


def call_of(check: Check, node: ast.Call, scope: Register | None) -> Node:
    """Return what a call stands for; an unknown function or wrong arguments are refused with how it is called."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if twice := _given_twice(node):
        reason = Reason("%(name)s is given twice.", {"name": twice.arg or "**"})
        return check.refuse(twice, reason, Reason("Keep one of them."))
    if is_aggregate(check, node):
        return aggregate_of(check, node, scope)
    function = FUNCTIONS.get(name)
    if function is None:
        reason = Reason("There is no function %(name)s.", {"name": name})
        return check.refuse(node.func, reason, suggest(name, [*FUNCTIONS, *AGGREGATES]))
    wrong = [keyword for keyword in node.keywords if keyword.arg not in function.named]
    usage = Reason("It is called as %(usage)s.", {"usage": function.usage})
    for keyword in wrong:
        reason = Reason(
            "%(function)s takes no argument named %(name)s.", {"function": name, "name": keyword.arg or "**"}
        )
        check.refuse(keyword, reason, usage)
    if not function.fewest <= len(node.args) <= function.most:
        params = {"function": name, "count": len(node.args)}
        return check.refuse(node, Reason("%(function)s is given %(count)s values.", params), usage)
    if wrong:
        return check.refuse(node, Reason("This call cannot be worked out."))
    return function.work(check, node, scope)


def _given_twice(node: ast.Call) -> ast.keyword | None:
    """Return the first argument named a second time: the parser lets it through, and the first would be lost."""
    seen: set[str | None] = set()
    for keyword in node.keywords:
        if keyword.arg in seen:
            return keyword
        seen.add(keyword.arg)
    return None


def _expect(check: Check, node: ast.expr, scope: Register | None, kind: Kind, what: Reason) -> Node | None:
    found = check.express(check, node, scope)
    if found.type.kind is kind:
        return found
    if found.type.kind is not Kind.UNREAD:
        check.refuse(node, what)
    return None


def _day(check: Check, node: ast.expr, scope: Register | None) -> Node | None:
    return _expect(
        check, node, scope, Kind.DATE, Reason("A day is needed here, such as day, filed_on or date(2025, 6, 30).")
    )


def _written_int(check: Check, node: ast.expr, scope: Register | None) -> int | None:
    found = check.express(check, node, scope)
    if isinstance(found, Constant) and found.kind == "number" and isinstance(found.value, int) and found.scale == 0:
        return found.value
    if found.type.kind is not Kind.UNREAD:
        check.refuse(node, Reason("A written whole number is needed here."))
    return None


def _failed(check: Check, node: ast.expr) -> Node:
    return check.refuse(node, Reason("This call cannot be worked out."))


def _age(check: Check, node: ast.Call, scope: Register | None) -> Node:
    end = _day(check, node.args[0], scope)
    if scope is None or scope.born is None:
        where = scope.id if scope else "region"
        reason = Reason("%(register)s has no birth date.", {"register": where})
        return check.refuse(node, reason, Reason("Name it: years_between(person.birth_date, day)."))
    if end is None:
        return _failed(check, node)
    start = Fact(scope.id, (), scope.born, scope.id, type=DATE, span=check.reading.span_of(node))
    return Elapsed(Unit.YEARS, start, end, type=YEARS.within(0, 10_000), span=check.reading.span_of(node))


def _elapsed(unit: Unit, type_: Type) -> Callable[[Check, ast.Call, Register | None], Node]:
    def work(check: Check, node: ast.Call, scope: Register | None) -> Node:
        start, end = (_day(check, part, scope) for part in node.args)
        if start is None or end is None:
            return _failed(check, node)
        return Elapsed(unit, start, end, type=type_, span=check.reading.span_of(node))

    return work


def _shifted(unit: Unit) -> Callable[[Check, ast.Call, Register | None], Node]:
    def work(check: Check, node: ast.Call, scope: Register | None) -> Node:
        day, amount = _day(check, node.args[0], scope), _written_int(check, node.args[1], scope)
        if day is None or amount is None:
            return _failed(check, node)
        if abs(amount) > YUAN_OF_WAN * 100:
            return check.refuse(node.args[1], Reason("No day lies that far away."), Reason("Write a smaller number."))
        return Shifted(unit, day, amount, type=DATE, span=check.reading.span_of(node))

    return work


def _date(check: Check, node: ast.Call, scope: Register | None) -> Node:
    year = _expect(check, node.args[0], scope, Kind.NUMBER, Reason("A year is needed here, such as 2025 or year."))
    month, day = (_written_int(check, part, scope) for part in node.args[1:])
    if year is None or month is None or day is None or year.type.scale:
        return _failed(check, node)
    span = check.reading.span_of(node)
    is_written = isinstance(year, Constant) and isinstance(year.value, int)
    try:
        # A day that some years lack would make the rule fail in the others; 2023 is a common year.
        found = date(
            year.value if is_written and isinstance(year, Constant) and isinstance(year.value, int) else 2023,
            month,
            day,
        )
    except ValueError:
        return check.refuse(
            node, Reason("There is no such day."), Reason("Write year, month and day: date(2025, 6, 30).")
        )
    if not is_told(year) and not isinstance(year, YearOf):
        remedy = Reason("Use a written year, year, or year_of(a day).")
        return check.refuse(node.args[0], Reason("The year of a day cannot be counted from records."), remedy)
    if is_written:
        return Constant(found, "date", said=found.isoformat(), type=DATE, span=span)
    return DayOf(year, month, day, type=DATE, span=span)


def _month(check: Check, node: ast.Call, scope: Register | None) -> Node:
    year, month = (_written_int(check, part, scope) for part in node.args)
    if year is None or month is None or not 1 <= month <= 12 or not 1 <= year <= 9999:
        return check.refuse(node, Reason("There is no such month."), Reason("Write year and month: month(2025, 6)."))
    return Constant(
        year * 12 + month - 1, "month", said=f"{year}-{month:02}", type=MONTH, span=check.reading.span_of(node)
    )


def _year_of(check: Check, node: ast.Call, scope: Register | None) -> Node:
    day = _day(check, node.args[0], scope)
    return (
        YearOf(day, type=number_type(0).within(1, 9999), span=check.reading.span_of(node))
        if day
        else _failed(check, node)
    )


def _money(yuan: int) -> Callable[[Check, ast.Call, Register | None], Node]:
    def work(check: Check, node: ast.Call, scope: Register | None) -> Node:
        number = _expect(check, node.args[0], scope, Kind.NUMBER, Reason("An amount is a number."))
        if number is None:
            return _failed(check, node)
        fen = Fraction(yuan * CENTS, 10**number.type.scale)
        if isinstance(number, Constant) and isinstance(number.value, int):
            value = number.value * fen
            if value.denominator != 1:
                reason = Reason("This amount is no whole number of fen.")
                return check.refuse(node, reason, Reason("Write at most two decimals of a yuan."))
            type_ = Type(Kind.MONEY, 0, int(value), int(value))
            return Constant(
                int(value), "money", said=check.reading.source_of(node), type=type_, span=check.reading.span_of(node)
            )
        return rounded(check, node, [number], [], fen, Kind.MONEY, 0)

    return work


def _round(rounding: Rounding) -> Callable[[Check, ast.Call, Register | None], Node]:
    def work(check: Check, node: ast.Call, scope: Register | None) -> Node:
        value, step = check.express(check, node.args[0], scope), check.express(check, node.args[1], scope)
        if not same_measure(check, node, [value, step]):
            return _failed(check, node)
        step = rescaled(step, value.type.scale) if step.type.scale <= value.type.scale else step
        if (
            not isinstance(step, Constant)
            or not isinstance(step.value, int)
            or step.value <= 0
            or step.type.scale > value.type.scale
        ):
            return check.refuse(node.args[1], Reason("Rounding needs a written step, such as yuan(100)."))
        if isinstance(value, Product) and value.step == 1:
            # The product has not been rounded for itself: rounding twice would give another amount.
            fraction = Fraction(value.times, value.into)
            parts = (list(value.over), list(value.under), fraction)
        else:
            parts = ([value], [], Fraction(1))
        return rounded(check, node, *parts, value.type.kind, value.type.scale, rounding=rounding, step=step.value)

    return work


def _extreme(*, largest: bool) -> Callable[[Check, ast.Call, Register | None], Node]:
    def work(check: Check, node: ast.Call, scope: Register | None) -> Node:
        operands = [check.express(check, part, scope) for part in node.args]
        span = check.reading.span_of(node)
        if all(part.type.kind is Kind.DATE for part in operands):
            return Extreme(largest, tuple(operands), type=DATE, span=span)
        if not same_measure(check, node, operands):
            return _failed(check, node)
        scale = max(part.type.scale for part in operands)
        operands = [rescaled(part, scale) for part in operands]
        pick = max if largest else min
        low, high = pick(part.type.low for part in operands), pick(part.type.high for part in operands)
        unit = next((part.type.unit for part in operands if part.type.unit), "")
        type_ = replace(operands[0].type, low=low, high=high, unit=unit)
        return Extreme(largest, tuple(operands), type=type_, span=span)

    return work


def _text(check: Check, node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        return node.value.strip()
    check.refuse(
        node, Reason("A text in quotes is needed here."), Reason("Say in a few words what is meant, in quotes.")
    )
    return None


def _judged(check: Check, node: ast.Call, scope: Register | None) -> Node:
    if scope is None or scope is not check.subject:
        reason = Reason("People judge the subject of a rule, not the records that are counted.")
        return check.refuse(node, reason, Reason("Move it out of where=."))
    matter = _text(check, node.args[0])
    keyword = next((keyword.value for keyword in node.keywords if keyword.arg == "by"), None)
    if keyword is None:
        return check.refuse(node, Reason("It is not said who judges."), Reason('Name a role: judged("…", by="panel").'))
    role = _text(check, keyword)
    roles = [one.id for one in check.schema.roles]
    if role and roles and role not in roles:
        return check.refuse(
            keyword, Reason("There is no role %(name)s that judges.", {"name": role}), suggest(role, roles)
        )
    if matter is None or role is None:
        return _failed(check, node)
    return Judged(matter, role, type=BOOL, span=check.reading.span_of(node))


def _clause(check: Check, node: ast.Call, scope: Register | None) -> Node:
    clause = _text(check, node.args[0])
    operand = check.express(check, node.args[1], scope)
    if clause is None or operand.type.kind is Kind.UNREAD:
        return _failed(check, node)
    if operand.type.kind is not Kind.BOOL:
        return check.refuse(node.args[1], Reason("A condition is needed here."))
    return Cited(clause, operand, type=BOOL, span=check.reading.span_of(node))


MANY = 50
FUNCTIONS: dict[str, _Function] = {
    "age": _Function("age(day)", 1, 1, _age),
    "years_between": _Function("years_between(from, to)", 2, 2, _elapsed(Unit.YEARS, YEARS)),
    "months_between": _Function("months_between(from, to)", 2, 2, _elapsed(Unit.MONTHS, MONTHS)),
    "days_between": _Function("days_between(from, to)", 2, 2, _elapsed(Unit.DAYS, DAYS)),
    "add_years": _Function("add_years(day, 3)", 2, 2, _shifted(Unit.YEARS)),
    "add_months": _Function("add_months(day, 6)", 2, 2, _shifted(Unit.MONTHS)),
    "add_days": _Function("add_days(day, 30)", 2, 2, _shifted(Unit.DAYS)),
    "date": _Function("date(2025, 6, 30) or date(year, 1, 1)", 3, 3, _date),
    "month": _Function("month(2025, 6)", 2, 2, _month),
    "year_of": _Function("year_of(day)", 1, 1, _year_of),
    "yuan": _Function("yuan(500)", 1, 1, _money(1)),
    "wan": _Function("wan(50)", 1, 1, _money(YUAN_OF_WAN)),
    "min": _Function("min(price * 0.5, wan(50)) or min(register.field, where=…)", 2, MANY, _extreme(largest=False)),
    "max": _Function("max(base, yuan(500)) or max(register.field, where=…)", 2, MANY, _extreme(largest=True)),
    "round_down": _Function("round_down(price * 0.15, yuan(100))", 2, 2, _round(Rounding.DOWN)),
    "round_up": _Function("round_up(price * 0.15, yuan(100))", 2, 2, _round(Rounding.UP)),
    "round_half_up": _Function("round_half_up(price * 0.15, yuan(1))", 2, 2, _round(Rounding.HALF_UP)),
    "judged": _Function('judged("…", by="panel")', 1, 1, _judged, ("by",)),
    "clause": _Function('clause("…", condition)', 2, 2, _clause),
}
