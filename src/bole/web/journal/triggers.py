"""The triggers that make a table append-only, in the words of each database.

Installed after every migration and not in one alone: SQLite changes a table by copying and dropping it,
and a dropped table takes its triggers along.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

# Table and the unique columns by which an INSERT OR REPLACE could push a row out without any delete trigger firing.
APPEND_ONLY = {
    "journal_entry": ("id",),
    "journal_seal": ("sequence", "entry_id", "previous"),
    "journal_access": ("id",),
}
REFUSAL = "rows of the journal are never changed or removed"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of the journal that exist append-only; already so, nothing happens."""
    execute(connection, statements(connection, present(connection)))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Let go of the tables, for a test database that has to be emptied."""
    tables = present(connection)
    drop = "DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else " ON {table}")
    execute(connection, (drop.format(name=name, table=table) for table in tables for name in names(connection, table)))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the triggers that should be there and are not, or are switched off."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return [name for table in APPEND_ONLY for name in names(connection, table) if name not in there]


def present(connection: BaseDatabaseWrapper) -> list[str]:
    there = connection.introspection.table_names()
    return [table for table in APPEND_ONLY if table in there]


def names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    verbs = ("update", "delete", "replace") if connection.vendor == "sqlite" else ("update", "truncate")
    return [f"{table}_no_{verb}" for verb in verbs]


def statements(connection: BaseDatabaseWrapper, tables: list[str]) -> Iterator[str]:
    if connection.vendor == "sqlite":
        for table in tables:
            taken = " OR ".join(f"{column} = NEW.{column}" for column in APPEND_ONLY[table])
            there = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 — names from APPEND_ONLY alone
            raises = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            trigger = f"CREATE TRIGGER IF NOT EXISTS {table}"
            yield f"{trigger}_no_update BEFORE UPDATE ON {table} {raises}"
            yield f"{trigger}_no_delete BEFORE DELETE ON {table} {raises}"
            yield f"{trigger}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({there}) {raises}"
        return
    yield (
        "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in tables:
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
        )


def execute(connection: BaseDatabaseWrapper, texts: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)
