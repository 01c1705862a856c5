"""The records a rule is walked over, and the day and place it is asked for.

Values are held as frames hold them: codes by rank, money in fen, decimals as whole numbers, months as
``year * 12 + month - 1``; None is unknown. How the rows are fetched is the business of the store.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bole.domain.rules.kinds import CENTS, WIDEST_MONEY, WIDEST_NUMBER
from bole.domain.rules.schema import FieldType, Register, RegisterField, Schema
from bole.domain.shared.regions import is_region_code

JUDGED = "judged:"  # findings of people stand beside the fields, under the matter they settle


@dataclass(frozen=True, slots=True)
class AsOf:
    """What an evaluation is told: its day, its region, and the other days that the rules name."""

    day: date
    here: str = ""
    days: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))

    def given(self, name: str) -> date | str | int | None:
        """Return a day, the region or the year by its name in rules, or None where it was not told."""
        if name == "day":
            return self.day
        if name == "year":
            return self.day.year
        return self.here or None if name == "here" else self.days.get(name)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a register; ``source`` says where it came from, ``label`` what a person calls it."""

    id: str
    values: Mapping[str, object] = field(compare=False)  # a row is known by its id
    source: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """Rows by register, found by their id and by where their links lead."""

    by_id: Mapping[str, Mapping[str, Record]]
    _by_link: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict, compare=False, repr=False)

    def linked(self, register: str, link: str, subject: str) -> list[Record]:
        """Return the rows whose link leads to a subject, in the order they were given."""
        found = self._by_link.get((register, link))
        if found is None:
            found = {}
            for record in self.by_id.get(register, {}).values():
                to = record.values.get(link)
                if to is not None:  # a row that does not say whose it is belongs to nobody
                    found.setdefault(str(to), []).append(record)
            self._by_link[register, link] = found
        return found.get(subject, [])


def gather_records(rows: Mapping[str, Iterable[Record]]) -> Records:
    return Records({register: {record.id: record for record in records} for register, records in rows.items()})


def encode_record(values: Mapping[str, object], *, register: Register, schema: Schema) -> dict[str, object]:
    """Return a row as frames hold it, from values as people write them.

    :raises ValueError: naming the field, where a value is none of its type or lies outside its declared range.
    """
    held: dict[str, object] = {}
    for name, value in values.items():
        found = register.field(name)
        if found is not None:
            held[name] = None if value is None else encode_value(value, field=found, schema=schema)
        elif register.link(name) or name == "id":
            held[name] = None if value is None else str(value)
        elif name.startswith(JUDGED) and (value is None or isinstance(value, bool)):
            held[name] = value
        else:
            raise ValueError(f"{register.id} has no field {name}")
    return held


def encode_value(value: object, *, field: RegisterField, schema: Schema) -> object:
    """Return one value as frames hold it; refused like a record."""
    match field.type, value:
        case FieldType.CODE, str():
            table = schema.table(field.table or "")
            rank = table.rank_of(value) if table else None
            if rank is not None:
                return rank
        case FieldType.BOOL, bool():
            return value
        case FieldType.TEXT, str():
            return value
        case FieldType.REGION, str() if is_region_code(value):
            return value
        case FieldType.DATE, date():
            return date(value.year, value.month, value.day)
        case FieldType.DATE, str():
            return date.fromisoformat(value)
        case FieldType.MONTH, str():
            first = date.fromisoformat(f"{value}-01")
            return first.year * 12 + first.month - 1
        case FieldType.INT | FieldType.DECIMAL | FieldType.MONEY, int() | str() | Decimal() if not isinstance(
            value, bool
        ):
            return _encode_number(Decimal(value), field)
    raise ValueError(f"{value!r} is no {field.type.value} of {field.id}")


def _encode_number(number: Decimal, field: RegisterField) -> int:
    is_money = field.type is FieldType.MONEY
    step = CENTS if is_money else 10**field.decimals
    widest = Decimal(WIDEST_MONEY if is_money else WIDEST_NUMBER) / step
    low, high = -widest if field.low is None else field.low, widest if field.high is None else field.high
    if not low <= number <= high:
        # Rules were proved to fit 64 bits from the range, declared or not: a value outside it would break the proof.
        raise ValueError(f"{number} is outside the declared range of {field.id}")
    scaled = number * step
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} has more decimals than {field.id} holds")
    return int(scaled)
