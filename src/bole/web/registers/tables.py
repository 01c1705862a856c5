"""The tables of registers: made and widened from definitions, never narrowed, each change on record.

Models of a registry of their own stand for them, so that migrations do not know them and every database gets its dialect.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import F, Q
from pydantic import BaseModel

from bole.domain.packs.versions import digest_of
from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.pack_format import schema_of
from bole.domain.registers.table_specs import Column, ColumnKind, Index, Only, RegisterTables, TableSpec, tables_of
from bole.domain.rules.schema import OPEN_END, Schema
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor, service_actor
from bole.web.journal.services import record_act
from bole.web.packs.followers import CannotFollow
from bole.web.packs.models import Definition
from bole.web.packs.queries import DefinitionVersion, definitions_in_force

CODES = "code_table"  # its digests stand beside those of registers: a rank means nothing without its table
KINDS = ("register", CODES, "code_list", "judge", "completeness")
FIELDS: dict[ColumnKind, tuple[type[models.Field], dict[str, Any]]] = {
    ColumnKind.ID: (models.UUIDField, {}),
    ColumnKind.REGION: (models.CharField, {"max_length": 12}),
    ColumnKind.TEXT: (models.TextField, {}),
    ColumnKind.CODE: (models.CharField, {"max_length": 64}),
    ColumnKind.WHOLE: (models.BigIntegerField, {}),
    ColumnKind.DATE: (models.DateField, {}),
    ColumnKind.MOMENT: (models.DateTimeField, {}),
    ColumnKind.BOOL: (models.BooleanField, {}),
    ColumnKind.SEALED: (models.TextField, {}),
    ColumnKind.DIGEST: (models.CharField, {"max_length": 64}),
}
ONLY = {Only.ALL: None, Only.KNOWN: Q(is_known=True), Only.HOLDING: Q(is_known=True, valid_until=OPEN_END)}


class NoSuchRegister(Exception):
    """No register in force is called so."""


class FieldKeepsItsType(CannotFollow):
    """A definition gives a column another type than the one its table has; another type is another field."""

    def __init__(self, column: str) -> None:
        what = Reason(
            "The column %(column)s keeps its type. Give the field of another type another id.", {"column": column}
        )
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of one register: its records and their versions, as models."""

    register: StoredRegister
    records: type[models.Model]
    versions: type[models.Model]


@dataclass(frozen=True)
class Store:
    """The registers in force, what rules know of them, and their tables; ``version`` tells one such state from another."""

    schema: Schema
    tables: dict[str, Tables]
    digests: dict[str, str]
    version: str = ""

    def of(self, register: str) -> Tables:
        if register not in self.tables:
            raise NoSuchRegister(register)
        return self.tables[register]


def store_on(day: date) -> Store:
    """Return the store by the definitions that hold on a day."""
    system = service_actor("registers")
    found = [one for kind in KINDS for one in definitions_in_force(system, day=day, kind=kind)]
    return read_store(tuple((one.kind, one.name, one.digest) for one in found), Held(found))


class Held:
    """Definitions carried past the cache, which is keyed by their digests alone."""

    def __init__(self, found: list[DefinitionVersion]) -> None:
        self.found = found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def read_store(key: tuple[tuple[str, str, str], ...], held: Held) -> Store:
    registers = [one.value for one in held.found if isinstance(one.value, StoredRegister)]
    digests = {one.name: one.digest for one in held.found if one.kind == "register"}
    digests |= {f"{CODES}/{one.name}": one.digest for one in held.found if one.kind == CODES}
    version = digest_of([list(one) for one in key])
    return Store(schema_of(one.value for one in held.found), model_tables(registers), digests, version)


def model_tables(registers: Iterable[StoredRegister]) -> dict[str, Tables]:
    """Return the models of registers that may link to each other."""
    registers, apps = list(registers), Apps()
    specs: dict[str, RegisterTables] = {one.id: tables_of(one) for one in registers}
    records = {spec.records.name: model_of(spec.records, apps, {}) for spec in specs.values()}
    return {
        one.id: Tables(one, records[specs[one.id].records.name], model_of(specs[one.id].versions, apps, records))
        for one in registers
    }


def model_of(spec: TableSpec, apps: Apps, known: dict[str, type[models.Model]]) -> type[models.Model]:
    meta = {
        "app_label": "registers",
        "apps": apps,
        "db_table": spec.name,
        "indexes": [index_of(one, spec.name) for one in spec.indexes if not one.unique],
        "constraints": [
            *(unique_of(one, spec.name) for one in spec.indexes if one.unique),
            *(
                models.CheckConstraint(
                    name=f"{spec.name[:48]}_{first}_ordered"[:63], condition=Q(**{f"{first}__lt": F(second)})
                )
                for first, second in spec.ordered
            ),
        ],
    }
    fields = {column.name: field_of(column, known) for column in spec.columns}
    name = spec.name.removeprefix("reg_").title().replace("_", "")
    return type(name, (models.Model,), {"__module__": __name__, "Meta": type("Meta", (), meta), **fields})


def field_of(column: Column, known: dict[str, type[models.Model]]) -> models.Field:
    if column.refers:
        return models.ForeignKey(
            known[column.refers],
            on_delete=models.PROTECT,
            null=column.nullable,
            db_column=column.name,
            db_index=False,
            related_name="+",
        )
    kind, options = FIELDS[column.kind]
    # Null is unknown; an empty text is none.
    return kind(primary_key=column.name == "id", null=column.nullable, **options)


def index_of(index: Index, table: str) -> models.Index:
    return models.Index(fields=index.columns, name=index.name_in(table), condition=ONLY[index.only])


def unique_of(index: Index, table: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=index.columns, name=index.name_in(table), condition=ONLY[index.only])


def widen_tables(values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None:
    """Make the tables of registers, or add what theirs lack; nothing lacking, nothing happens.

    :raises FieldKeepsItsType: if a column would need another type.
    """
    wanted = {one.id: one for one in values if isinstance(one, StoredRegister)}
    if not wanted:
        return
    # Links lead to registers of other packs too, whose tables are there already.
    beside = {
        one.name: one.value for one in definitions_in_force(service_actor("registers"), day=now.date(), kind="register")
    }
    models_of = model_tables({**beside, **wanted}.values())
    # Records before versions: PostgreSQL refuses a link to a table that is still to come.
    found = {name: widen(models_of[name].records) for name in wanted}
    for name in wanted:
        added = [*found[name], *widen(models_of[name].versions)]
        if added:
            rows = Definition.objects.filter(region=region, kind="register", name=name)
            row = rows.order_by("-loaded_at").first() or Definition(region=region, kind="register", name=name)
            record_act(
                actor=actor,
                verb="registers.tables.widened",
                target=row,
                region=region,
                at=now,
                register=name,
                added=added,
            )


def widen(model: type[models.Model]) -> list[str]:
    """Bring one table up to its model and return what was added."""
    table, editor, added = model._meta.db_table, connection.schema_editor(), []
    # Not entered: on SQLite that needs a transaction without foreign keys, which only rebuilding a table does.
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        is_there = table in connection.introspection.table_names(cursor)
        columns = connection.introspection.get_table_description(cursor, table) if is_there else []
        named = connection.introspection.get_constraints(cursor, table) if is_there else {}
    if not is_there:
        editor.create_model(model)
        added.append(table)
    else:
        there = {one.name: one for one in columns}
        for field in model._meta.local_fields:
            if field.column not in there:
                editor.add_field(model, field)
                added.append(f"{table}.{field.column}")
            elif not is_same_type(there[field.column], field):
                raise FieldKeepsItsType(f"{table}.{field.column}")
        for index in model._meta.indexes:
            if index.name not in named:
                editor.add_index(model, index)
                added.append(index.name)
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.name not in named:
                editor.add_constraint(model, constraint)
                added.append(constraint.name)
    for statement in editor.deferred_sql:
        editor.execute(statement)
    return added


def is_same_type(found: Any, field: models.Field) -> bool:
    if connection.vendor == "sqlite":
        return str(found.type_code).lower() == str(field.db_type(connection)).lower()
    wanted = field.target_field if isinstance(field, models.ForeignKey) else field
    return connection.introspection.get_field_type(found.type_code, found) == wanted.get_internal_type()
