"""Which two tables a register is kept in: its records, and their versions with typed columns, indexes and constraints.

Decides columns and constraints and knows no database: how they are spelled is the business of the store. Ranges and
code tables are left to ``validation``: they may widen, and a constraint that has to change rebuilds a table.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from bole.domain.registers.definitions import BLIND, StoredField, StoredRegister
from bole.domain.rules.schema import FieldType

PREFIX, VERSIONS = "reg_", "_version"


class ColumnKind(StrEnum):
    ID = "id"
    REGION = "region"
    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"  # numbers, decimals, money and months, as frames hold them
    DATE = "date"
    MOMENT = "moment"
    BOOL = "bool"
    SEALED = "sealed"  # encrypted
    DIGEST = "digest"  # keyed digest of a sealed value


class Only(StrEnum):
    """To which versions an index is limited."""

    ALL = "all"
    KNOWN = "known"  # what is held to be true now
    HOLDING = "holding"  # and has no end


@dataclass(frozen=True, slots=True)
class Column:
    """``refers`` names the table whose id the column holds."""

    name: str
    kind: ColumnKind
    nullable: bool = True
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    columns: tuple[str, ...]
    unique: bool = False
    only: Only = Only.ALL

    def name_in(self, table: str) -> str:
        """Return a name that is the same on every day and short enough for every database."""
        digest = hashlib.sha256(f"{table}:{self}".encode()).hexdigest()
        return f"{'u' if self.unique else 'i'}_{digest[:24]}"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """``ordered`` are pairs of columns of which the first lies before the second."""

    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterTables:
    records: TableSpec
    versions: TableSpec


_KINDS = {
    FieldType.TEXT: ColumnKind.TEXT,
    FieldType.CODE: ColumnKind.CODE,
    FieldType.INT: ColumnKind.WHOLE,
    FieldType.DECIMAL: ColumnKind.WHOLE,
    FieldType.MONEY: ColumnKind.WHOLE,
    FieldType.MONTH: ColumnKind.WHOLE,
    FieldType.DATE: ColumnKind.DATE,
    FieldType.BOOL: ColumnKind.BOOL,
    FieldType.REGION: ColumnKind.TEXT,
}


def table_of(register: str) -> str:
    return f"{PREFIX}{register}"


def tables_of(register: StoredRegister) -> RegisterTables:
    """Return the tables of a register; a definition that only gained fields or indexes only adds to them."""
    records = TableSpec(
        table_of(register.id), (Column("id", ColumnKind.ID, nullable=False), Column("batch", ColumnKind.ID, False))
    )
    columns = [
        Column("id", ColumnKind.ID, nullable=False),
        Column("record", ColumnKind.ID, nullable=False, refers=records.name),
        Column("owning_region", ColumnKind.REGION, nullable=False),
        Column("valid_from", ColumnKind.DATE, nullable=False),
        Column("valid_until", ColumnKind.DATE, nullable=False),
        Column("known_from", ColumnKind.MOMENT, nullable=False),
        Column("known_until", ColumnKind.MOMENT, nullable=False),
        # What known_until says already, as a word that SQLite recognises in the condition of an index.
        Column("is_known", ColumnKind.BOOL, nullable=False),
        Column("source", ColumnKind.TEXT, nullable=False),
        Column("batch", ColumnKind.ID, nullable=False),
        *(Column(link.id, ColumnKind.ID, refers=table_of(link.to)) for link in register.links),
    ]
    for field in register.fields:
        columns += columns_of(field, is_blind=field.id in register.is_blind)
    # The first refuses two changes of one record at once. The others serve lists in their order, narrowed by one field or
    # not: what a list is ordered by stands last, so that a page never sorts more rows than it shows.
    indexes = [
        Index(("record", "valid_from"), unique=True, only=Only.KNOWN),
        Index(("record", "known_from")),  # a record's history, which is not only what is known
        Index(("owning_region", "record"), only=Only.KNOWN),
        *(Index((link.id, "valid_from"), only=Only.KNOWN) for link in register.links),
        *(Index((name, "owning_region", "record"), only=Only.KNOWN) for name in searched(register)),
    ]
    if register.key:
        indexes.append(Index(tuple(key_columns(register)), unique=True, only=Only.HOLDING))
    ordered = (("valid_from", "valid_until"),)
    return RegisterTables(
        records, TableSpec(table_of(register.id) + VERSIONS, tuple(columns), tuple(dict.fromkeys(indexes)), ordered)
    )


def columns_of(field: StoredField, *, is_blind: bool) -> list[Column]:
    if not field.sensitive:
        return [Column(field.id, _KINDS[field.type])]
    sealed = [Column(field.id, ColumnKind.SEALED)]
    return [*sealed, Column(field.id + BLIND, ColumnKind.DIGEST)] if is_blind else sealed


def searched(register: StoredRegister) -> list[str]:
    """Return the columns that lists are filtered by: codes, and what is declared searchable."""
    wanted = [one for one in register.fields if one.searchable or (one.type is FieldType.CODE and not one.sensitive)]
    return [one.id + BLIND if one.sensitive else one.id for one in wanted]


def key_columns(register: StoredRegister) -> list[str]:
    return [name + BLIND if name in register.is_blind else name for name in register.key]
