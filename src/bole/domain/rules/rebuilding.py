"""Read the text of a rule back into what could have been put together by choosing, or say where it says more than that.

Only a text without errors is taken apart, so that every name and code in it is known.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bole.domain.rules.built import (
    DEEPEST_GROUP,
    Built,
    Condition,
    Days,
    Form,
    Group,
    Has,
    Join,
    Member,
    Operator,
    Period,
    Quantity,
    Tally,
    tidied,
)
from bole.domain.rules.checking import FIGURE, check_rule
from bole.domain.rules.choices import NUMERIC, field_chosen, fits, is_birth, related_to_choose
from bole.domain.rules.problems import NOWHERE, Span
from bole.domain.rules.reading import Reading, read
from bole.domain.rules.schema import FieldType, RegisterField, Schema
from bole.domain.shared.reasons import Reason

QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: Operator.IS, ast.NotEq: Operator.IS_NOT, ast.GtE: Operator.AT_LEAST, ast.Gt: Operator.ABOVE,
    ast.LtE: Operator.AT_MOST, ast.Lt: Operator.BELOW,
}  # fmt: skip
MIRRORED = {
    Operator.AT_LEAST: Operator.AT_MOST, Operator.AT_MOST: Operator.AT_LEAST, Operator.ABOVE: Operator.BELOW,
    Operator.BELOW: Operator.ABOVE,
}  # fmt: skip
AGO = {"add_years": "years", "add_months": "months", "add_days": "days"}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """``built`` is None where the text has errors or says more than can be chosen; ``reason`` then says what, at ``span``."""

    built: Built | None
    reason: Reason | None = None
    span: Span = NOWHERE
    has_errors: bool = False


class _Beyond(Exception):
    def __init__(self, node: ast.AST, reason: Reason) -> None:
        super().__init__(reason)
        self.node, self.reason = node, reason


def built_from(text: str, *, schema: Schema) -> Rebuilt:
    """Return the figure that a text of a region's rule could have been chosen as; a text is never changed by asking."""
    reading = read(text)
    if reading.tree is None or check_rule(text, schema=schema, expects=FIGURE).rule is None:
        return Rebuilt(None, Reason("The text has errors; correct them first."), has_errors=True)
    for number, line in enumerate(reading.text.split("\n"), 1):
        at = QUOTED.sub(lambda found: " " * len(found.group()), line).find("#")
        if at >= 0:
            # A remark has no place among choices: taking the text apart would lose it.
            return Rebuilt(None, Reason("The text holds a remark."), Span(number, at + 1, number, len(line) + 1))
    try:
        return Rebuilt(tidied(_Reader(reading, schema).figure(reading.tree)))
    except _Beyond as beyond:
        return Rebuilt(None, beyond.reason, reading.span_of(beyond.node))


@dataclass(frozen=True, slots=True)
class _Reader:
    reading: Reading
    schema: Schema

    def figure(self, node: ast.expr) -> Built:
        match node:
            case ast.BinOp(
                op=ast.Div(), left=ast.BinOp(op=ast.Mult(), left=over, right=ast.Constant() as factor), right=under
            ):
                number = self.reading.source_of(factor)
                return Built(Form.QUOTIENT, self.tally(over), under=self.tally(under), factor=number)
            case ast.BinOp(op=ast.Div(), left=over, right=under):
                return Built(Form.QUOTIENT, self.tally(over), under=self.tally(under))
            case ast.Call(func=ast.Name(id="share")):
                of = next(one.value for one in node.keywords if one.arg == "of")
                whole = self.tally(node, but=("of",))
                return Built(Form.SHARE, whole, of=self.group(of, whole.register))
            case _:
                counted = self.tally(node)
                return Built(Form.SUM if counted.path else Form.COUNT, counted)

    def tally(self, node: ast.expr, but: Iterable[str | None] = ()) -> Tally:
        match node:
            case ast.Call(func=ast.Name(id="count" | "share"), args=[ast.Name(id=register)]):
                path: tuple[str, ...] = ()
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute() as counted]):
                register, *steps = self.names(counted)
                path = tuple(steps)
                field = field_chosen(self.schema, register, path)
                if field is None or field.type not in NUMERIC:
                    raise _Beyond(counted, Reason("Only a number or money of the record is added up by choosing."))
            case _:
                raise _Beyond(
                    node, Reason("A figure is chosen as a count, a sum, a share, an average or a quotient of two.")
                )
        period, where = self.limits(node, register, but=but)
        return Tally(register, path, period, where)

    def limits(self, call: ast.Call, register: str, but: Iterable[str | None] = ()) -> tuple[Period, Group]:
        given = {one.arg: one.value for one in call.keywords if one.arg not in but}
        where = given.pop("where", None)
        group = self.group(where, register) if where is not None else Group()
        return self.period(given), group

    def period(self, given: dict[str | None, ast.expr]) -> Period:
        match given:
            case {"on": ast.Name(id="day")}:
                return Period(Days.ON_DAY)
            case {"since": since, "through": through}:
                return Period(Days.BETWEEN, from_day=self.day(since), through=self.day(through))
            case {"since": ast.Call(func=ast.Name(id="date"), args=[ast.Name(id="year"), first, second])}:
                if (self.reading.source_of(first), self.reading.source_of(second)) != ("1", "1"):
                    raise _Beyond(first, Reason("A period that begins within the year is not chosen."))
                return Period(Days.THIS_YEAR)
            case {"since": since}:
                ago = self.ago(since)
                return (
                    Period(Days.LAST, amount=ago[0], unit=ago[1])
                    if ago
                    else Period(Days.SINCE, from_day=self.day(since))
                )
            case _ if not given:
                return Period()
            case _:
                raise _Beyond(next(iter(given.values())), Reason("Such days are not chosen."))

    def day(self, node: ast.expr) -> str:
        match node:
            case ast.Call(
                func=ast.Name(id="date"),
                args=[ast.Constant(value=int(year)), ast.Constant(value=int(month)), ast.Constant(value=int(day))],
            ):
                return date(year, month, day).isoformat()
        raise _Beyond(node, Reason("Such a day is not chosen."))

    def ago(self, node: ast.expr) -> tuple[str, str] | None:
        match node:
            case ast.Call(
                func=ast.Name(id=name),
                args=[ast.Name(id="day"), ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(amount)))],
            ) if name in AGO and amount:
                return str(amount), AGO[name]
        return None

    def group(self, node: ast.expr, register: str, depth: int = 1) -> Group:
        if not isinstance(node, ast.BoolOp):
            return Group(Join.ALL, (self.member(node, register, depth),))
        if depth > DEEPEST_GROUP:
            raise _Beyond(node, Reason("The conditions are nested deeper than can be chosen."))
        join = Join.ALL if isinstance(node.op, ast.And) else Join.ANY
        return Group(join, tuple(self.member(part, register, depth) for part in node.values))

    def member(self, node: ast.expr, register: str, depth: int) -> Member:
        match node:
            case ast.BoolOp():
                return self.group(node, register, depth + 1)
            case ast.Call(func=ast.Name(id="exists" | "has")):
                return self.has(node, register, Quantity.SOME, "", depth)
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="exists" | "has")) as call):
                return self.has(call, register, Quantity.NONE, "", depth)
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="count" | "months" as name)) as call,
                ops=[ast.GtE()],
                comparators=[ast.Constant(value=int()) as number],
            ):
                return self.has(call, register, Quantity(name), self.reading.source_of(number), depth)
            case ast.Compare():
                return self.comparison(node, register)
            case ast.Name() | ast.Attribute():
                return Condition(self.path(node, register), Operator.HOLDS)
            case ast.UnaryOp(op=ast.Not(), operand=ast.Name() | ast.Attribute() as operand):
                return Condition(self.path(operand, register), Operator.HOLDS_NOT)
        raise _Beyond(node, Reason("Such a condition is not chosen."))

    def has(self, call: ast.Call, register: str, quantity: Quantity, at_least: str, depth: int) -> Has:
        [counted] = call.args
        if not isinstance(counted, ast.Name) or depth + 1 > DEEPEST_GROUP:
            raise _Beyond(call, Reason("Such a condition is not chosen."))
        ways = [one for one in related_to_choose(self.schema, register, language="en") if one.register == counted.id]
        named = next((one.value for one in call.keywords if one.arg == "along"), None)
        along = named.id if isinstance(named, ast.Name) else ways[0].along
        given = {one.arg: one.value for one in call.keywords if one.arg not in {"where", "along"}}
        where = next((one.value for one in call.keywords if one.arg == "where"), None)
        inner = self.group(where, counted.id, depth + 1) if where is not None else Group()
        return Has(counted.id, along, quantity, at_least, self.period(given), inner)

    def names(self, node: ast.expr) -> tuple[str, ...]:
        if isinstance(node, ast.Attribute):
            return (*self.names(node.value), node.attr)
        return (node.id,) if isinstance(node, ast.Name) else ()

    def path(self, node: ast.expr, register: str) -> tuple[str, ...]:
        """Return the links and the field of a name; the register's own name may stand in front of its fields."""
        names = self.names(node)
        found = self.schema.register(register)
        if len(names) > 1 and names[0] == register and found is not None and found.link(register) is None:
            names = names[1:]
        if field_chosen(self.schema, register, names) is None:
            raise _Beyond(node, Reason("Only fields of records are compared by choosing."))
        return names

    def comparison(self, node: ast.Compare, register: str) -> Condition:
        if len(node.ops) == 2:
            return self.between(node, register)
        if len(node.ops) > 2:
            raise _Beyond(node, Reason("Such a condition is not chosen."))
        [op], [right], left = node.ops, node.comparators, node.left
        if isinstance(op, ast.In | ast.NotIn):
            return self.membership(left, right, register, negated=isinstance(op, ast.NotIn))
        operator = OPERATORS[type(op)]
        if isinstance(left, ast.Constant) or (isinstance(left, ast.Call) and not isinstance(right, ast.Constant)):
            left, right, operator = right, left, MIRRORED.get(operator, operator)
        path, is_age, field = self.operand(left, register)
        match right, operator:
            case ast.Name(id="here"), Operator.IS | Operator.IS_NOT if fits(self.schema, field, Operator.HERE):
                return Condition(path, Operator.HERE if operator is Operator.IS else Operator.NOT_HERE)
            case ast.Name(id="day"), Operator.AT_MOST | Operator.ABOVE if not is_age:
                return Condition(path, Operator.BY_DAY if operator is Operator.AT_MOST else Operator.AFTER_DAY)
        ago = self.ago(right)
        if ago and operator is Operator.BELOW:
            return Condition(path, Operator.LONGER_AGO, (ago[0],), ago[1])
        value, unit = self.value(right, field, is_age=is_age)
        return self.fitting(Condition(path, operator, (value,), unit, is_age), field, node)

    def between(self, node: ast.Compare, register: str) -> Condition:
        if not all(isinstance(op, ast.LtE) for op in node.ops):
            raise _Beyond(node, Reason("A range is chosen with both ends included."))
        low, high = node.left, node.comparators[1]
        path, is_age, field = self.operand(node.comparators[0], register)
        if isinstance(high, ast.Name) and high.id == "day" and field.type is FieldType.DATE and not is_age:
            if (ago := self.ago(low)) is not None:
                return Condition(path, Operator.WITHIN, (ago[0],), ago[1])
            if self.period({"since": low}).days is Days.THIS_YEAR:
                return Condition(path, Operator.THIS_YEAR)
        values = [self.value(end, field, is_age=is_age) for end in (low, high)]
        if values[0][1] != values[1][1]:
            raise _Beyond(node, Reason("Both ends of a range are chosen in one unit."))
        found = Condition(path, Operator.BETWEEN, (values[0][0], values[1][0]), values[0][1], is_age)
        return self.fitting(found, field, node)

    def membership(self, left: ast.expr, right: ast.expr, register: str, *, negated: bool) -> Condition:
        path, is_age, field = self.operand(left, register)
        if isinstance(right, ast.Name):
            return Condition(path, Operator.OFF_LIST if negated else Operator.ON_LIST, (right.id,))
        if not isinstance(right, ast.List | ast.Tuple) or field.type not in {FieldType.CODE, FieldType.TEXT} or is_age:
            raise _Beyond(right, Reason("Only codes and texts are chosen from a list."))
        values = tuple(self.value(one, field)[0] for one in right.elts)
        return Condition(path, Operator.NONE_OF if negated else Operator.ONE_OF, values)

    def fitting(self, condition: Condition, field: RegisterField, node: ast.AST) -> Condition:
        if condition.operator is None or not fits(self.schema, field, condition.operator, is_age=condition.is_age):
            raise _Beyond(node, Reason("Such a condition is not chosen."))
        return condition

    def operand(self, node: ast.expr, register: str) -> tuple[tuple[str, ...], bool, RegisterField]:
        is_age, found = False, self.schema.register(register)
        match node:
            case ast.Name() | ast.Attribute():
                path = self.path(node, register)
            case ast.Call(func=ast.Name(id="age"), args=[ast.Name(id="day")]):
                path, is_age = ((found.born or "") if found else "",), True
            case ast.Call(
                func=ast.Name(id="years_between"), args=[ast.Name() | ast.Attribute() as born, ast.Name(id="day")]
            ):
                path, is_age = self.path(born, register), True
                if not is_birth(self.schema, register, path):
                    raise _Beyond(node, Reason("Only an age is counted in years by choosing."))
            case _:
                raise _Beyond(node, Reason("Only fields of records are compared by choosing."))
        field = field_chosen(self.schema, register, path)
        if field is None:
            raise _Beyond(node, Reason("Only fields of records are compared by choosing."))
        return path, is_age, field

    def value(self, node: ast.expr, field: RegisterField, *, is_age: bool = False) -> tuple[str, str]:
        """Return a written value as it is chosen, and its unit."""
        kind = FieldType.INT if is_age else field.type
        match node:
            case ast.Constant(value=str(text)) if kind is FieldType.CODE:
                table = self.schema.table(field.table or "")
                rank = table.rank_of(text) if table else None
                if table is not None and rank is not None:
                    return table.codes[rank].id, ""
            case ast.Constant(value=str(text)) if kind is FieldType.TEXT and text == text.strip() and text:
                return text, ""
            case ast.Call(func=ast.Name(id="yuan" | "wan" as unit), args=[ast.Constant() as amount]):
                return self.reading.source_of(amount), unit
            case ast.Call(func=ast.Name(id="date")):
                return self.day(node), ""
            case ast.Call(
                func=ast.Name(id="month"), args=[ast.Constant(value=int(year)), ast.Constant(value=int(month))]
            ):
                return f"{year:04}-{month:02}", ""
            case ast.Constant(value=int() | float()) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
                return self.reading.source_of(node).replace(" ", ""), ""
        raise _Beyond(node, Reason("A field is compared with a written value by choosing."))
