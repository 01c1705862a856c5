"""What a pack says of its registers: fields with type, unit and code table, links, validity, completeness.

Decides what can be declared and refuses what contradicts itself. How rows are kept is left to the store; what a rule
may do with a field is decided by the checker.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from bole.domain.shared.law import Strict

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
OPEN_END = date(9999, 12, 31)  # an open end is a value; null means unknown


class Label(Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class FieldType(StrEnum):
    TEXT = "text"
    CODE = "code"
    INT = "int"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    BOOL = "bool"
    REGION = "region"  # the code of a region; == and in ask whether it lies in another


class Validity(StrEnum):
    EVENT = "event"  # happened on a day
    PERIOD = "period"  # held from a day until another, which is already out
    STATE = "state"  # holds as it stands


class Code(Strict):
    id: str = Field(min_length=1, max_length=64)
    label: Label


class CodeTable(Strict):
    """``ordered`` tables go from the lowest to the highest; only their codes may be compared by rank."""

    id: Name
    label: Label
    ordered: bool = False
    codes: tuple[Code, ...] = Field(min_length=1, max_length=30_000)

    @model_validator(mode="after")
    def _each_code_once(self) -> "CodeTable":
        if len({code.id for code in self.codes}) != len(self.codes):
            raise ValueError(f"code table {self.id} names a code twice")
        return self

    def rank_of(self, text: str) -> int | None:
        """Return the place of a code, given by its id or by either label, or None."""
        for rank, code in enumerate(self.codes):
            if text == code.id:
                return rank
        for rank, code in enumerate(self.codes):
            if text in {code.label.zh, code.label.en}:
                return rank
        return None


class CodeList(Strict):
    """A dated list of codes or texts that a rule names instead of spelling it out, e.g. a list of universities."""

    id: Name
    label: Label
    day: date
    table: Name | None = None
    members: tuple[str, ...] = Field(min_length=1)


class RegisterField(Strict):
    """``low`` and ``high`` are the declared range, in the field's own unit; money in yuan."""

    id: Name
    type: FieldType
    label: Label
    unit: str = ""
    table: Name | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    low: Decimal | None = None
    high: Decimal | None = None
    nullable: bool = True
    sensitive: bool = False

    @model_validator(mode="after")
    def _says_what_its_type_needs(self) -> "RegisterField":
        if (self.type is FieldType.CODE) != (self.table is not None):
            raise ValueError(f"field {self.id}: a code, and nothing else, names a code table")
        if self.decimals and self.type is not FieldType.DECIMAL:
            raise ValueError(f"field {self.id}: only a decimal has decimals")
        numeric = self.type in {FieldType.INT, FieldType.DECIMAL, FieldType.MONEY}
        if not numeric and (self.low is not None or self.high is not None):
            raise ValueError(f"field {self.id}: only numbers and money have a range")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"field {self.id}: the range ends before it begins")
        return self


class Link(Strict):
    """A row points at a row of another register, e.g. an employment at its person and at its organisation."""

    id: Name
    to: Name
    label: Label


class Register(Strict):
    """``on``-days are named by role: ``happened`` for an event, ``begins`` and ``ends`` for a period, ``born`` for people.

    ``most_rows`` and ``most_per_subject`` bound the register, so that sums can be proved to fit 64 bits.
    """

    id: Name
    label: Label
    counter: str = "条"  # the Chinese measure word of its records
    validity: Validity = Validity.STATE
    fields: tuple[RegisterField, ...]
    links: tuple[Link, ...] = ()
    happened: Name | None = None
    begins: Name | None = None
    ends: Name | None = None
    born: Name | None = None
    most_rows: int = Field(default=100_000_000, ge=1, le=10_000_000_000)
    most_per_subject: int = Field(default=10_000, ge=1, le=10_000_000_000)

    @model_validator(mode="after")
    def _names_its_days(self) -> "Register":
        names = [*(field.id for field in self.fields), *(link.id for link in self.links)]
        if len(set(names)) != len(names) or "id" in names:
            raise ValueError(f"register {self.id}: a name is used twice, or is the reserved name id")
        dates = {field.id for field in self.fields if field.type is FieldType.DATE}
        for role in (self.happened, self.begins, self.ends, self.born):
            if role is not None and role not in dates:
                raise ValueError(f"register {self.id}: {role} is not one of its dates")
        needed = {Validity.EVENT: (self.happened,), Validity.PERIOD: (self.begins, self.ends), Validity.STATE: ()}
        if None in needed[self.validity]:
            raise ValueError(f"register {self.id}: a register of {self.validity} rows names the days that bound them")
        return self

    def field(self, name: str) -> RegisterField | None:
        return next((field for field in self.fields if field.id == name), None)

    def link(self, name: str) -> Link | None:
        return next((link for link in self.links if link.id == name), None)


class Complete(Strict):
    """A register holds every record of a period in a region, and who says so: only then does absence mean no."""

    of: Name
    source: str = Field(min_length=1)
    region: str = ""  # empty: every region
    from_day: date | None = None  # empty: from the beginning
    through: date | None = None  # empty: kept up to the day


class LeapBirthday(StrEnum):
    """On which day a person born on 29 February completes a year, in common years."""

    BEFORE = "02-28"
    AFTER = "03-01"


class Named(Strict):
    id: Name
    label: Label


FILED_ON = Named(id="filed_on", label=Label(zh="申报日", en="the filing day"))


class SchemaPart(Strict):
    """One file of a schema; what it names may be declared in another. ``days`` are told to an evaluation beside its own."""

    registers: tuple[Register, ...] = ()
    tables: tuple[CodeTable, ...] = ()
    lists: tuple[CodeList, ...] = ()
    complete: tuple[Complete, ...] = ()
    days: tuple[Named, ...] = (FILED_ON,)
    roles: tuple[Named, ...] = ()  # who may be asked to judge
    leap_birthday: LeapBirthday = LeapBirthday.AFTER


class Schema(SchemaPart):
    """All that rules of a region may speak of; everything it names is declared in it."""

    @model_validator(mode="after")
    def _everything_named_exists(self) -> "Schema":
        _refuse_doubles("register", (one.id for one in self.registers))
        _refuse_doubles("code table", (one.id for one in self.tables))
        _refuse_doubles("list", (one.id for one in self.lists))
        registers, tables = {one.id for one in self.registers}, {one.id for one in self.tables}
        for register in self.registers:
            for link in register.links:
                if link.to not in registers:
                    raise ValueError(f"register {register.id}: link {link.id} leads to no register {link.to}")
            for field in register.fields:
                if field.table is not None and field.table not in tables:
                    raise ValueError(f"register {register.id}: field {field.id} names no code table {field.table}")
        for one in self.lists:
            table = self.table(one.table) if one.table else None
            if one.table and (table is None or any(table.rank_of(member) is None for member in one.members)):
                raise ValueError(f"list {one.id}: a member is not in code table {one.table}")
        for declared in self.complete:
            if declared.of not in registers:
                raise ValueError(f"complete: no register {declared.of}")
        return self

    def register(self, name: str) -> Register | None:
        return next((one for one in self.registers if one.id == name), None)

    def table(self, name: str) -> CodeTable | None:
        return next((one for one in self.tables if one.id == name), None)

    def code_list(self, name: str) -> CodeList | None:
        return next((one for one in self.lists if one.id == name), None)


def _refuse_doubles(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{kind} {name} is declared twice")
        seen.add(name)


def merge_schemas(parts: Iterable[SchemaPart]) -> Schema:
    """Return one schema of several files; a name declared twice is refused, the last stated rule for birthdays holds."""
    parts = tuple(parts)
    stated = [part.leap_birthday for part in parts if "leap_birthday" in part.model_fields_set]
    days = {day.id: day for part in parts for day in part.days}
    return Schema(
        registers=tuple(one for part in parts for one in part.registers),
        tables=tuple(one for part in parts for one in part.tables),
        lists=tuple(one for part in parts for one in part.lists),
        complete=tuple(one for part in parts for one in part.complete),
        days=tuple(days.values()),
        roles=tuple({role.id: role for part in parts for role in part.roles}.values()),
        leap_birthday=stated[-1] if stated else LeapBirthday.AFTER,
    )
