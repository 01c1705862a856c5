"""The one schema of frames: the columns rules read, and how stored values become them.

Both makers of frames, of one person's live rows and of a region's snapshot, go through here, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from bole.domain.registers.definitions import HAS, StoredRegister
from bole.domain.rules.schema import FieldType, Schema, Validity

TYPES: Mapping[FieldType, pl.DataType] = {
    FieldType.TEXT: pl.String(),
    FieldType.CODE: pl.Int16(),
    FieldType.INT: pl.Int64(),
    FieldType.DECIMAL: pl.Int64(),
    FieldType.MONEY: pl.Int64(),
    FieldType.MONTH: pl.Int64(),
    FieldType.DATE: pl.Date(),
    FieldType.BOOL: pl.Boolean(),
    FieldType.REGION: pl.String(),
}


def frame_columns(register: StoredRegister) -> dict[str, pl.DataType]:
    """Return name and type of every column: the record, its links, its open fields, and whether sealed ones are there."""
    columns: dict[str, pl.DataType] = {"id": pl.String(), **{link.id: pl.String() for link in register.links}}
    columns |= {field.id: TYPES[field.type] for field in register.fields if not field.sensitive}
    return columns | {HAS + field.id: pl.Boolean() for field in register.sensitive_fields}


def read_columns(register: StoredRegister) -> list[str]:
    """Return the stored columns a frame is made of, in the order of ``frame_columns``; sealed ones only to see if they are there."""
    names = [link.id for link in register.links] + [one.id for one in register.fields if not one.sensitive]
    return ["record", *names, *(field.id for field in register.sensitive_fields)]


SPAN: Mapping[str, pl.DataType] = {"valid_from": pl.Date(), "valid_until": pl.Date()}


def make_frame(
    rows: Sequence[Sequence[object]], *, register: StoredRegister, schema: Schema, is_dated: bool = False
) -> pl.DataFrame:
    """Return stored rows, each with the values of ``read_columns``, as a frame in the order of their ids.

    With ``is_dated`` each row ends with the days from and until which it holds, and so does the frame.
    """
    types = frame_columns(register) | (dict(SPAN) if is_dated else {})
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) if rows else [()] * len(types)
    series = []
    for (name, kind), values in zip(types.items(), columns, strict=True):
        field = register.field(name)
        held = values
        if field is None and name.startswith(HAS) and not register.link(name):
            held = [value is not None for value in values]
        elif field is None and name not in SPAN:
            held = [None if value is None else str(value) for value in values]
        elif field is not None and field.type is FieldType.CODE:
            ranks = ranks_of(field.table or "", schema)
            # A code that its table no longer has is unknown, not wrong: the row was right when it was written.
            held = [None if value is None else ranks.get(str(value)) for value in values]
        series.append(pl.Series(name, held, dtype=kind))
    return pl.DataFrame(series).sort("id")


def hold_frame(frame: pl.DataFrame, *, register: StoredRegister, day: date) -> pl.DataFrame:
    """Return what of a dated frame stands on a day: states that hold on it, events and periods that have begun by then."""
    holds = pl.col("valid_from") <= day
    if register.validity is Validity.STATE:
        holds &= pl.col("valid_until") > day
    return frame.filter(holds).drop(*SPAN)


def ranks_of(table: str, schema: Schema) -> dict[str, int]:
    found = schema.table(table)
    return {code.id: rank for rank, code in enumerate(found.codes)} if found else {}
