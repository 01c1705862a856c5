"""Find what is missing in a figure that is put together by choosing, or chosen so that it does not fit: all at once.

What a whole figure means as a rule is still checked by ``checking``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bole.domain.rules.built import (
    DEEPEST_GROUP,
    Built,
    Condition,
    Days,
    Form,
    Group,
    Has,
    Period,
    Quantity,
    Tally,
)
from bole.domain.rules.choices import TAKES, Takes, field_chosen, fits, is_birth, may_be_summed, related_to_choose
from bole.domain.rules.schema import FieldType, RegisterField, Schema, Validity
from bole.domain.rules.typed import as_day, as_number
from bole.domain.shared.reasons import Reason

Place = tuple[str | int, ...]
UNITS = ("years", "months", "days")
AMOUNT = re.compile(r"[1-9]\d{0,3}", re.ASCII)
COUNT = re.compile(r"0|[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not chosen yet, or chosen so that it does not fit; ``place`` names the way to it from the figure."""

    place: Place
    reason: Reason
    remedy: Reason


def find_gaps(built: Built, *, schema: Schema) -> tuple[Gap, ...]:
    """Return everything that keeps a figure from being written, each at its place."""
    return tuple(_figure_gaps(built, schema))


def _figure_gaps(built: Built, schema: Schema) -> Iterator[Gap]:
    yield from _tally_gaps(built.over, ("over",), schema, is_sum=built.form in {Form.SUM, Form.AVERAGE})
    if built.form is Form.SHARE:
        if not _is_anything(built.of):
            yield Gap(
                ("of",),
                Reason("It is not said whose share this is."),
                Reason("Add a condition that the counted share meets."),
            )
        yield from _group_gaps(built.of, ("of",), schema, built.over.register)
    if built.form is Form.QUOTIENT:
        yield from _tally_gaps(built.under, ("under",), schema)
        number = as_number(built.factor) if built.factor else None
        if built.factor and (number is None or number <= 0):
            yield Gap(("factor",), Reason("This is not a number above 0."), Reason("Write digits only, such as 10000."))


def _is_anything(group: Group) -> bool:
    return any(not isinstance(member, Group) or _is_anything(member) for member in group.members)


def _tally_gaps(tally: Tally, place: Place, schema: Schema, *, is_sum: bool = False) -> Iterator[Gap]:
    if schema.register(tally.register) is None:
        yield Gap((*place, "register"), Reason("No register is chosen."), Reason("Choose what is counted."))
        return
    field = field_chosen(schema, tally.register, tally.path)
    if (tally.path or is_sum) and (field is None or not may_be_summed(schema, tally.register, field)):
        yield Gap(
            (*place, "path"), Reason("No number is chosen that can be added up."), Reason("Choose a number or money.")
        )
    yield from _period_gaps(tally.period, (*place, "period"), schema, tally.register)
    yield from _group_gaps(tally.where, (*place, "where"), schema, tally.register)


def _period_gaps(period: Period, place: Place, schema: Schema, register: str) -> Iterator[Gap]:
    found = schema.register(register)
    is_state = found is not None and found.validity is Validity.STATE
    if found is not None and period.days is not Days.ANY and is_state:
        yield Gap((*place, "days"), Reason("These records hold no days."), Reason("Count all of them."))
        return
    if period.days is Days.ON_DAY and found is not None and found.validity is not Validity.PERIOD:
        yield Gap((*place, "days"), Reason("These records hold on one day only."), Reason("Choose a period."))
    if period.days is Days.LAST:
        yield from _amount_gaps(period.amount, period.unit, (*place, "amount"))
    days = {Days.SINCE: ("from_day",), Days.BETWEEN: ("from_day", "through")}.get(period.days, ())
    for name in days:
        if as_day(getattr(period, name)) is None:
            yield Gap((*place, name), Reason("No day is chosen."), Reason("Choose a day, such as 2025-06-30."))
    first, last = as_day(period.from_day), as_day(period.through)
    if period.days is Days.BETWEEN and first and last and last < first:
        yield Gap(
            (*place, "through"),
            Reason("The period ends before it begins."),
            Reason("Check both days; both belong to the period."),
        )


def _amount_gaps(amount: str, unit: str, place: Place) -> Iterator[Gap]:
    if not AMOUNT.fullmatch(amount):
        yield Gap(
            place, Reason("This is not a number of years, months or days."), Reason("Write a whole number, such as 3.")
        )
    elif unit not in UNITS:
        yield Gap(place, Reason("The unit of the time is not chosen."), Reason("Choose years, months or days."))


def _group_gaps(group: Group, place: Place, schema: Schema, register: str, depth: int = 1) -> Iterator[Gap]:
    if depth > DEEPEST_GROUP:
        yield Gap(place, Reason("The groups are nested too deep."), Reason("Take this group out of the others."))
        return
    for number, member in enumerate(group.members):
        here = (*place, number)
        match member:
            case Group():
                yield from _group_gaps(member, here, schema, register, depth + 1)
            case Has():
                yield from _has_gaps(member, here, schema, register, depth)
            case Condition():
                yield from _condition_gaps(member, here, schema, register)


def _has_gaps(has: Has, place: Place, schema: Schema, register: str, depth: int) -> Iterator[Gap]:
    ways = related_to_choose(schema, register, language="en")
    if not any((one.register, one.along) == (has.register, has.along) for one in ways):
        yield Gap((*place, "register"), Reason("No register is chosen."), Reason("Choose where the records are kept."))
        return
    if has.quantity in {Quantity.COUNT, Quantity.MONTHS} and not COUNT.fullmatch(has.at_least):
        yield Gap((*place, "at_least"), Reason("This is not a whole number."), Reason("Write digits only, such as 2."))
    found = schema.register(has.register)
    if has.quantity is Quantity.MONTHS and (found is None or found.validity is not Validity.PERIOD):
        yield Gap(
            (*place, "quantity"), Reason("These records have no months to add up."), Reason("Choose another quantity.")
        )
    yield from _period_gaps(has.period, (*place, "period"), schema, has.register)
    yield from _group_gaps(has.where, (*place, "where"), schema, has.register, depth + 1)


def _condition_gaps(condition: Condition, place: Place, schema: Schema, register: str) -> Iterator[Gap]:
    field = field_chosen(schema, register, condition.path)
    if field is None or (condition.is_age and not is_birth(schema, register, condition.path)):
        yield Gap((*place, "path"), Reason("No field is chosen."), Reason("Choose a field, or remove the condition."))
        return
    operator = condition.operator
    if operator is None or not fits(schema, field, operator, is_age=condition.is_age):
        yield Gap((*place, "operator"), Reason("No comparison is chosen."), Reason("Choose how the field is compared."))
        return
    takes = TAKES.get(operator, Takes.VALUE)
    many = {Takes.NOTHING: 0, Takes.TWO_VALUES: 2}.get(takes, 1)
    here = (*place, "values")
    if takes is not Takes.NOTHING and len([value for value in condition.values if value]) < many:
        yield Gap(here, Reason("No value is given."), Reason("Choose or write what the field is compared with."))
    elif takes is Takes.AMOUNT:
        yield from _amount_gaps(condition.values[0], condition.unit, here)
    elif takes is Takes.LIST:
        if schema.code_list(condition.values[0]) is None:
            yield Gap(here, Reason("No list is chosen."), Reason("Choose a named list."))
    elif takes is not Takes.NOTHING:
        for value in condition.values:
            yield from _value_gaps(value, condition, field, schema, here)


def _value_gaps(value: str, condition: Condition, field: RegisterField, schema: Schema, place: Place) -> Iterator[Gap]:
    kind = FieldType.INT if condition.is_age else field.type
    params = {"value": value}
    match kind:
        case FieldType.CODE:
            table = schema.table(field.table or "")
            if table is None or all(code.id != value for code in table.codes):
                yield Gap(
                    place, Reason("%(value)s is none of the codes.", params), Reason("Choose a code of the table.")
                )
        case FieldType.TEXT:
            if "\\" in value or "\n" in value or ("'" in value and '"' in value) or value != value.strip():
                yield Gap(
                    place,
                    Reason("This text cannot stand in a rule."),
                    Reason("Leave out backslashes and mixed quotation marks."),
                )
        case FieldType.DATE:
            if as_day(value) is None:
                yield Gap(place, Reason("%(value)s is not a day.", params), Reason("Choose a day, such as 2025-06-30."))
        case FieldType.MONTH:
            if as_day(f"{value}-01") is None:
                yield Gap(place, Reason("%(value)s is not a month.", params), Reason("Write it as 2025-06."))
        case _:
            number = as_number(value)
            if number is None:
                yield Gap(
                    place, Reason("%(value)s is not a number.", params), Reason("Write digits only, such as 36 or 0.5.")
                )
            elif kind is FieldType.MONEY and condition.unit not in {"yuan", "wan"}:
                yield Gap(
                    place, Reason("The unit of the amount is not chosen."), Reason("Choose yuan or ten thousand yuan.")
                )
            elif kind is FieldType.MONEY and (number * (1_000_000 if condition.unit == "wan" else 100)) % 1:
                yield Gap(
                    place,
                    Reason("This amount is no whole number of fen."),
                    Reason("Write at most two decimals of a yuan."),
                )
