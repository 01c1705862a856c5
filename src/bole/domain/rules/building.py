"""Turn a figure that was put together by choosing into the text of a rule.

What is missing is found in ``gaps``, what the text means is decided by the checker, the way back is in ``rebuilding``.
"""

from datetime import date

from bole.domain.rules.built import (
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
from bole.domain.rules.choices import TAKES, Takes, field_chosen, related_to_choose
from bole.domain.rules.gaps import find_gaps
from bole.domain.rules.schema import FieldType, RegisterField, Schema

SIGNS = {
    Operator.IS: "==", Operator.IS_NOT: "!=", Operator.AT_LEAST: ">=", Operator.ABOVE: ">", Operator.AT_MOST: "<=",
    Operator.BELOW: "<", Operator.ONE_OF: "in", Operator.NONE_OF: "not in", Operator.ON_LIST: "in",
    Operator.OFF_LIST: "not in",
}  # fmt: skip
NEW_YEAR = "date(year, 1, 1)"


def text_of(built: Built, *, schema: Schema) -> str:
    """Return the text of a figure in which nothing is missing.

    :raises ValueError: where ``find_gaps`` finds something.
    """
    gaps = find_gaps(built, schema=schema)
    if gaps:
        raise ValueError(str(gaps[0].reason))
    return _figure(tidied(built), schema)


def _figure(built: Built, schema: Schema) -> str:
    match built.form:
        case Form.SHARE:
            of = f"of={_group(built.of, schema, built.over.register)}"
            return f"share({', '.join([built.over.register, of, *_limits(built.over.period, built.over.where, schema, built.over.register)])})"
        case Form.AVERAGE:
            return f"{_tally(built.over, schema)} / {_tally(Tally(built.over.register, (), built.over.period, built.over.where), schema)}"
        case Form.QUOTIENT:
            factor = f" * {built.factor}" if built.factor else ""
            return f"{_tally(built.over, schema)}{factor} / {_tally(built.under, schema)}"
        case _:
            return _tally(built.over, schema)


def _tally(tally: Tally, schema: Schema) -> str:
    limits = _limits(tally.period, tally.where, schema, tally.register)
    if tally.path:
        return f"sum({', '.join(['.'.join((tally.register, *tally.path)), *limits])})"
    return f"count({', '.join([tally.register, *limits])})"


def _limits(period: Period, where: Group, schema: Schema, register: str) -> list[str]:
    conditions = [f"where={_group(where, schema, register)}"] if where.members else []
    return [*conditions, *_period(period)]


def _period(period: Period) -> list[str]:
    match period.days:
        case Days.ON_DAY:
            return ["on=day"]
        case Days.THIS_YEAR:
            return [f"since={NEW_YEAR}"]
        case Days.LAST:
            return [f"since={_ago(period.amount, period.unit)}"]
        case Days.SINCE:
            return [f"since={_day(period.from_day)}"]
        case Days.BETWEEN:
            return [f"since={_day(period.from_day)}", f"through={_day(period.through)}"]
        case _:
            return []


def _ago(amount: str, unit: str) -> str:
    return f"add_{unit}(day, -{amount})"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"date({day.year}, {day.month}, {day.day})"


def _group(group: Group, schema: Schema, register: str) -> str:
    parts = []
    for member in group.members:
        said = _member(member, schema, register)
        parts.append(f"({said})" if isinstance(member, Group) and len(member.members) > 1 else said)
    return (" and " if group.join is Join.ALL else " or ").join(parts)


def _member(member: Member, schema: Schema, register: str) -> str:
    match member:
        case Group():
            return _group(member, schema, register)
        case Has():
            return _has(member, schema, register)
        case Condition():
            return _condition(member, schema, register)


def _has(has: Has, schema: Schema, register: str) -> str:
    ways = [one for one in related_to_choose(schema, register, language="en") if one.register == has.register]
    along = [f"along={has.along}"] if len(ways) > 1 else []
    inner = ", ".join([has.register, *_limits(has.period, has.where, schema, has.register), *along])
    match has.quantity:
        case Quantity.SOME:
            return f"exists({inner})"
        case Quantity.NONE:
            return f"not exists({inner})"
        case _:
            return f"{has.quantity}({inner}) >= {has.at_least}"


def _condition(condition: Condition, schema: Schema, register: str) -> str:
    field = field_chosen(schema, register, condition.path)
    if field is None or condition.operator is None:
        raise ValueError("a condition without field or operator")
    name = ".".join(condition.path)
    if condition.is_age:
        name = "age(day)" if len(condition.path) == 1 else f"years_between({name}, day)"
    values = [_value(value, condition, field, schema) for value in condition.values] if takes_values(condition) else []
    match condition.operator:
        case Operator.HOLDS:
            return name
        case Operator.HOLDS_NOT:
            return f"not {name}"
        case Operator.HERE | Operator.NOT_HERE:
            return f"{name} {'==' if condition.operator is Operator.HERE else '!='} here"
        case Operator.BETWEEN:
            return f"{values[0]} <= {name} <= {values[1]}"
        case Operator.THIS_YEAR:
            return f"{NEW_YEAR} <= {name} <= day"
        case Operator.WITHIN:
            return f"{_ago(condition.values[0], condition.unit)} <= {name} <= day"
        case Operator.LONGER_AGO:
            return f"{name} < {_ago(condition.values[0], condition.unit)}"
        case Operator.BY_DAY | Operator.AFTER_DAY:
            return f"{name} {'<=' if condition.operator is Operator.BY_DAY else '>'} day"
        case Operator.ONE_OF | Operator.NONE_OF:
            return f"{name} {SIGNS[condition.operator]} [{', '.join(values)}]"
        case Operator.ON_LIST | Operator.OFF_LIST:
            return f"{name} {SIGNS[condition.operator]} {condition.values[0]}"
        case _:
            return f"{name} {SIGNS[condition.operator]} {values[0]}"


def takes_values(condition: Condition) -> bool:
    """Tell whether what stands after the operator is written as values of the field."""
    takes = TAKES.get(condition.operator, Takes.VALUE) if condition.operator else Takes.NOTHING
    return takes in {Takes.VALUE, Takes.TWO_VALUES, Takes.VALUES}


def _value(value: str, condition: Condition, field: RegisterField, schema: Schema) -> str:
    if condition.is_age:
        return value
    match field.type:
        case FieldType.CODE:
            return f'"{_code_said(value, field, schema)}"'
        case FieldType.TEXT:
            return f"'{value}'" if '"' in value else f'"{value}"'
        case FieldType.MONEY:
            return f"{condition.unit or 'yuan'}({value})"
        case FieldType.DATE:
            return _day(value)
        case FieldType.MONTH:
            year, month = value.split("-")
            return f"month({int(year)}, {int(month)})"
        case _:
            return value


def _code_said(code: str, field: RegisterField, schema: Schema) -> str:
    """Return how a code is written: in Chinese, as officials read it, where that names this code and no other."""
    table = schema.table(field.table or "")
    found = next((one for one in table.codes if one.id == code), None) if table else None
    if table is None or found is None:
        return code
    said = found.label.zh
    return said if '"' not in said and table.rank_of(said) == table.rank_of(code) else code
