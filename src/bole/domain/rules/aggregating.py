"""Counting over registers: which rows are meant, how they lead back to the subject, which days they must lie in.

``on``, ``since`` and ``through`` become part of the condition on the row, so that both readers know only one.
"""

import ast
from dataclasses import replace
from typing import Any

from bole.domain.rules.kinds import BOOL, DATE, RATIO, Kind, Type
from bole.domain.rules.naming import Check, suggest
from bole.domain.rules.problems import Span
from bole.domain.rules.schema import Register, Validity
from bole.domain.rules.tree import (
    Aggregate,
    Both,
    Compare,
    Count,
    Fact,
    Given,
    Node,
    Shifted,
    Unit,
    Written,
    walk_tree,
)  # fmt: skip
from bole.domain.shared.reasons import Reason

AGGREGATES: dict[str, tuple[Count, str]] = {
    "count": (Count.COUNT, "count(register, where=…)"),
    "exists": (Count.EXISTS, "exists(register, where=…)"),
    "has": (Count.EXISTS, "has(register, where=…)"),
    "sum": (Count.SUM, "sum(register.field, where=…)"),
    "min": (Count.MIN, "min(register.field, where=…)"),
    "max": (Count.MAX, "max(register.field, where=…)"),
    "share": (Count.SHARE, "share(register, of=…, where=…)"),
    "months": (Count.MONTHS, "months(register, where=…)"),
}
NAMED = ("where", "of", "on", "since", "through", "along")
LONGEST_MONTHS = 120_000


def is_aggregate(check: Check, node: ast.Call) -> bool:
    """Tell a count over a register from a function of values; min and max can be either."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in AGGREGATES:
        return False
    if name not in {"min", "max"} or node.keywords:
        return True
    return len(node.args) == 1


def aggregate_of(check: Check, node: ast.Call, scope: Register | None) -> Node:
    """Return an aggregate of the rows that lead back to the subject, or of all rows where there is no subject."""
    count, usage = AGGREGATES[node.func.id if isinstance(node.func, ast.Name) else ""]
    called = Reason("It is called as %(usage)s.", {"usage": usage})
    arguments = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg in NAMED}
    for keyword in node.keywords:
        if keyword.arg not in NAMED:
            remedy = suggest(keyword.arg or "", NAMED) or called
            check.refuse(
                keyword, Reason("There is no argument named %(name)s here.", {"name": keyword.arg or "**"}), remedy
            )
    if len(node.args) != 1:
        return check.refuse(node, Reason("One register is needed here."), called)
    register, value = _counted(check, node.args[0], count, called)
    if register is None:
        return check.refuse(node, Reason("This count cannot be worked out."))
    if "of" in arguments:
        value = arguments["of"]
    link = _link_back(check, node, arguments.get("along"), register, scope)
    where = _condition(check, arguments.get("where"), register)
    days = {name: _row_day(check, arguments.get(name), register, scope, link) for name in ("on", "since", "through")}
    valued = _valued(check, node, count, value, register, called, scope)
    if link is None or Kind.UNREAD in {part.type.kind for part in (where, valued, *days.values()) if part is not None}:
        return check.refuse(node, Reason("This count cannot be worked out."))
    bound = register.most_per_subject if link else register.most_rows
    found = _assembled(check, node, count, register, link, where, valued, days)
    return replace(found, type=_type_of(check, node, count, valued, bound)) if isinstance(found, Aggregate) else found


def _counted(check: Check, node: ast.expr, count: Count, called: Reason) -> tuple[Register | None, ast.expr | None]:
    base: ast.expr = node
    while isinstance(base, ast.Attribute):
        base = base.value
    register = check.schema.register(base.id) if isinstance(base, ast.Name) else None
    if register is None:
        name = base.id if isinstance(base, ast.Name) else check.reading.source_of(node)
        remedy = suggest(name, (one.id for one in check.schema.registers)) or called
        check.refuse(node, Reason("%(name)s is not a register.", {"name": name}), remedy)
        return None, None
    return register, node if isinstance(node, ast.Attribute) else None


def _link_back(
    check: Check, node: ast.Call, along: ast.expr | None, register: Register, scope: Register | None
) -> str | None:
    if scope is None:
        return ""
    ways = [link.id for link in register.links if link.to == scope.id]
    if along is not None:
        name = along.id if isinstance(along, ast.Name) else ""
        if name in ways:
            return name
        check.refuse(along, Reason("%(name)s is no link back.", {"name": name}), suggest(name, ways))
        return None
    if len(ways) == 1:
        return ways[0]
    params = {"register": register.id, "subject": scope.id}
    if ways:
        reason = Reason("Several links lead from %(register)s to %(subject)s.", params)
        check.refuse(node, reason, Reason("Say which: along=%(name)s.", {"name": ways[0]}))
    else:
        near = [one.id for one in check.schema.registers if any(link.to == scope.id for link in one.links)]
        reason = Reason("No link leads from %(register)s to %(subject)s.", params)
        check.refuse(node, reason, suggest(register.id, near))
    return None


def _condition(check: Check, node: ast.expr | None, register: Register) -> Node | None:
    if node is None:
        return None
    found = check.express(check, node, register)
    if found.type.kind not in {Kind.BOOL, Kind.UNREAD}:
        return check.refuse(node, Reason("A condition is needed here."))
    return found


def _valued(
    check: Check,
    node: ast.Call,
    count: Count,
    value: ast.expr | None,
    register: Register,
    called: Reason,
    scope: Register | None,
) -> Node | None:
    if count in {Count.COUNT, Count.EXISTS, Count.MONTHS}:
        if value is not None:
            return check.refuse(value, Reason("Records are counted here, not values."), called)
        if count is Count.MONTHS and register.validity is not Validity.PERIOD:
            return check.refuse(node, Reason("%(register)s has no periods.", {"register": register.id}))
        if count is Count.MONTHS and scope is None:
            return check.refuse(node, Reason("Months are counted of one subject, not of a whole region."))
        return None
    if value is None:
        return check.refuse(node, Reason("It is not said which value is meant."), called)
    found = check.express(check, value, register)
    wanted = {Kind.BOOL} if count is Count.SHARE else {Kind.NUMBER, Kind.MONEY}
    if count in {Count.MIN, Count.MAX}:
        wanted |= {Kind.DATE, Kind.MONTH}
    if found.type.kind not in wanted | {Kind.UNREAD}:
        return check.refuse(value, Reason("Such a value cannot be counted with here."), called)
    return found


def _row_day(
    check: Check, node: ast.expr | None, register: Register, scope: Register | None, link: str | None
) -> Node | None:
    """Return a day of the subject as the counted row sees it: one link further away."""
    if node is None:
        return None
    found = check.express(check, node, scope)
    if found.type.kind is not Kind.DATE:
        return (
            found
            if found.type.kind is Kind.UNREAD
            else check.refuse(node, Reason("A day is needed here, such as day, filed_on or date(2025, 6, 30)."))
        )
    if any(isinstance(part, Aggregate) for part in walk_tree(found)):
        return check.refuse(node, Reason("A day that is itself counted cannot bound a count."))
    return _seen_from(found, register, link or "")


def _seen_from(node: Node, register: Register, link: str) -> Node:
    if isinstance(node, Fact):
        return replace(node, register=register.id, path=(link, *node.path))
    changes: dict[str, Any] = {}
    for name in node.__dataclass_fields__:
        held = getattr(node, name)
        if isinstance(held, Node):
            changes[name] = _seen_from(held, register, link)
        elif isinstance(held, tuple) and held and all(isinstance(one, Node) for one in held):
            changes[name] = tuple(_seen_from(one, register, link) for one in held)
        elif (
            isinstance(held, tuple)
            and held
            and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], Node) for one in held)
        ):
            changes[name] = tuple((sign, _seen_from(one, register, link)) for sign, one in held)
    return replace(node, **changes)


def _assembled(
    check: Check,
    node: ast.Call,
    count: Count,
    register: Register,
    link: str,
    where: Node | None,
    value: Node | None,
    days: dict[str, Node | None],
) -> Node:
    span = check.reading.span_of(node)
    written = Written(where, days["on"], days["since"], days["through"])
    if days["on"] is not None and (days["since"] or days["through"]):
        return check.refuse(node, Reason("on= stands alone."), Reason("Use since= and through= for a period."))
    if register.validity is Validity.STATE and (days["on"] or days["since"] or days["through"]):
        reason = Reason("%(register)s holds no days to ask for.", {"register": register.id})
        return check.refuse(node, reason, Reason("Remove on=, since= and through=."))
    today: Node = Given("day", type=DATE, span=span)
    until = days["on"] or days["through"] or today
    conditions = [*_day_conditions(register, days["on"], days["since"], until, span), *([where] if where else [])]
    whole = Both(tuple(conditions), span=span) if len(conditions) > 1 else (conditions[0] if conditions else None)
    if count is Count.MONTHS and days["through"] is not None:
        until = Shifted(Unit.DAYS, days["through"], 1, type=DATE, span=span)  # through names a day that still counts
    return Aggregate(count, register.id, link, whole, value, days["since"] or days["on"], until, written, span=span)


def _day_conditions(register: Register, on: Node | None, since: Node | None, until: Node, span: Span) -> list[Node]:
    def day(name: str | None) -> Fact:
        return Fact(register.id, (), name or "", register.id, type=DATE, span=span)

    if register.validity is Validity.EVENT:
        happened = day(register.happened)
        if on is not None:
            return [Compare("==", happened, on, span=span)]
        low: list[Node] = [Compare(">=", happened, since, span=span)] if since else []
        return [*low, Compare("<=", happened, until, span=span)]
    if register.validity is Validity.PERIOD:
        begins = Compare("<=", day(register.begins), until, span=span)
        if on is None and since is None:
            return [begins]
        return [begins, Compare(">", day(register.ends), on or since or until, span=span)]
    return []


def _type_of(check: Check, node: ast.Call, count: Count, value: Node | None, bound: int) -> Type:
    if count is Count.EXISTS:
        return BOOL
    if count is Count.SHARE:
        return replace(RATIO, low=0, high=bound)
    if count is Count.MONTHS:
        return Type(Kind.NUMBER, 0, 0, LONGEST_MONTHS, "month")
    if count is Count.COUNT or value is None:
        return Type(Kind.NUMBER, 0, 0, bound)
    if count is Count.SUM:
        low, high = min(0, value.type.low * bound), max(0, value.type.high * bound)
        if max(-low, high) > 2**63 - 1:
            reason = Reason("A sum over up to %(rows)s records may not fit 64 bits.", {"rows": bound})
            check.refuse(node, reason, Reason("Declare a narrower range for the field, or fewer records."))
        return replace(value.type, low=low, high=high)
    return value.type
