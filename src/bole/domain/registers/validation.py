"""Check the values of one record: everything that is wrong at once, each with its field and what to do.

Values come as people write them and leave as rows hold them: codes by id, money in fen, decimals and months as whole
numbers. Whether a link leads to a record that exists is known to the store alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from types import MappingProxyType

from bole.domain.registers.definitions import StoredField, StoredRegister
from bole.domain.rules.records import encode_value
from bole.domain.rules.schema import OPEN_END, CodeTable, FieldType, Schema
from bole.domain.shared.reasons import Reason

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field, and what to do about it; never the value, which may be sensitive."""

    field: str
    what: Reason
    remedy: Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """``values`` hold what is right, whether or not something else is wrong."""

    values: Mapping[str, object]
    faults: tuple[FieldFault, ...]


REMEDIES: Mapping[FieldType, Reason] = MappingProxyType(
    {
        FieldType.TEXT: Reason("Write a text of at most %(most)s characters.", {"most": LONGEST_TEXT}),
        FieldType.INT: Reason("Write a whole number."),
        FieldType.DECIMAL: Reason("Write a number with no more decimals than the field holds."),
        FieldType.MONEY: Reason("Write an amount in yuan with at most two decimals."),
        FieldType.DATE: Reason("Write a day such as 2026-01-31."),
        FieldType.MONTH: Reason("Write a month such as 2026-01."),
        FieldType.BOOL: Reason("Write yes or no."),
        FieldType.REGION: Reason("Write the code of a region, such as 990121: 6, 9 or 12 digits."),
    }
)
REQUIRED = Reason("This field is required.")
FILL_IN = Reason("Fill it in.")


def check_values(
    values: Mapping[str, object], *, register: StoredRegister, schema: Schema, is_whole: bool = True
) -> Checked:
    """Return what can be kept and every fault; with ``is_whole`` a required field that is not there is one too."""
    found: dict[str, object] = {}
    faults: list[FieldFault] = []
    named = {field.id: field for field in register.fields}
    for name, value in values.items():
        if name in named:
            _check_one(value, named[name], schema, found, faults)
        elif register.link(name):
            found[name] = None if value in {None, ""} else str(value)
        else:
            near = get_close_matches(name, [*named, *(link.id for link in register.links)], n=1)
            remedy = Reason("Did you mean %(name)s?", {"name": near[0]}) if near else Reason("Leave it out.")
            faults.append(FieldFault(name, Reason("The register has no such field."), remedy))
    if is_whole:
        missing = (one.id for one in register.fields if not one.nullable and one.id not in values)
        faults += [FieldFault(name, REQUIRED, FILL_IN) for name in missing]
        # A period that names no end is open; only an end that is said to be unknown is null.
        if register.ends and (register.ends not in values or values[register.ends] == ""):
            found[register.ends] = OPEN_END
    faults += _check_period(found, register)
    return Checked(found, tuple(faults))


def _check_one(
    value: object, field: StoredField, schema: Schema, found: dict[str, object], faults: list[FieldFault]
) -> None:
    if value is None or value == "":
        if field.nullable:
            found[field.id] = None
        else:
            faults.append(FieldFault(field.id, REQUIRED, FILL_IN))
        return
    table = schema.table(field.table) if field.table else None
    try:
        held = encode_value(value, field=field, schema=schema)
    except (ValueError, InvalidOperation):
        faults.append(_fault_of(value, field, table))
        return
    if isinstance(held, str) and len(held) > LONGEST_TEXT:
        faults.append(FieldFault(field.id, Reason("This text is too long."), REMEDIES[FieldType.TEXT]))
        return
    # By its id and not by its rank: a table that gains a code in the middle moves every rank behind it.
    found[field.id] = table.codes[held].id if table and isinstance(held, int) else held


def _fault_of(value: object, field: StoredField, table: CodeTable | None) -> FieldFault:
    if table:
        some = ", ".join(code.label.zh for code in table.codes[:8])
        what = Reason("The table %(table)s has no such code.", {"table": table.id})
        return FieldFault(field.id, what, Reason("Write one of: %(known)s.", {"known": some}))
    if _is_outside(value, field):
        bounds = {"low": _bound(field.low), "high": _bound(field.high)}
        remedy = Reason("Write a number from %(low)s to %(high)s.", bounds)
        return FieldFault(field.id, Reason("This number lies outside the declared range."), remedy)
    return FieldFault(field.id, Reason("This is not what the field holds."), REMEDIES[field.type])


def _bound(bound: Decimal | None) -> str:
    return "…" if bound is None else format(bound, "f")


def _is_outside(value: object, field: StoredField) -> bool:
    if field.low is None and field.high is None:
        return False
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return False
    low, high = field.low, field.high
    return number.is_finite() and ((low is not None and number < low) or (high is not None and number > high))


def _check_period(found: Mapping[str, object], register: StoredRegister) -> list[FieldFault]:
    begins, ends = found.get(register.begins or ""), found.get(register.ends or "") or OPEN_END
    if register.happened and found.get(register.happened) == OPEN_END:
        # The day after the last one a calendar knows: what holds from it on would hold on no day at all.
        return [FieldFault(register.happened, Reason("This is not what the field holds."), REMEDIES[FieldType.DATE])]
    if register.ends and begins is not None and not str(begins) < str(ends):
        what = Reason("The period ends before it begins.")
        return [FieldFault(register.ends, what, Reason("Write a day after the first one, or leave it open."))]
    return []
