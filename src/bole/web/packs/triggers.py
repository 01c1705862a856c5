"""The triggers that keep a released definition as it is: nothing deletes it, and only its end and state can be set.

Installed after every migration and not in one alone: SQLite changes a table by copying and dropping it, and a dropped
table takes its triggers along.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "packs_definition"
KEPT = ("id", "region", "kind", "name", "body", "digest", "from_on", "pack", "pack_version", "loaded_at")
NO_CHANGE = "a released definition cannot be changed"
NO_DELETION = "a released definition cannot be deleted"

CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)
# By the id or a unique column INSERT OR REPLACE could push a row out without any delete trigger firing.
SAME = f"""
SELECT 1 FROM {TABLE} WHERE id = NEW.id OR (
  region = NEW.region AND kind = NEW.kind AND name = NEW.name
  AND (until IS NULL AND NEW.until IS NULL OR digest = NEW.digest AND from_on = NEW.from_on)
)
"""  # noqa: S608 — no word of it comes from outside

SQLITE = {
    "no_change": f"BEFORE UPDATE ON {TABLE} WHEN {CHANGED} BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END",
    "no_deletion": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{NO_DELETION}'); END",
    "no_replacement": f"BEFORE INSERT ON {TABLE} WHEN EXISTS ({SAME}) BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END",
}
GUARD = f"""
CREATE OR REPLACE FUNCTION {TABLE}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '{NO_DELETION}' USING ERRCODE = 'integrity_constraint_violation';
  ELSIF (to_jsonb(NEW) - 'until' - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'until' - 'state') THEN
    RAISE EXCEPTION '{NO_CHANGE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL = {
    "no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_guard()",
    "no_truncation": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_guard()",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Keep the definitions as they are; already so, or no table yet, nothing happens."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, what in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {TABLE}_{name} {what}")
            return
        cursor.execute(GUARD)
        for name, what in POSTGRESQL.items():
            cursor.execute(f"CREATE OR REPLACE TRIGGER {TABLE}_{name} {what}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Let go of the definitions, for a test database that has to be emptied."""
    if TABLE not in connection.introspection.table_names():
        return
    names, place = (SQLITE, "") if connection.vendor == "sqlite" else (POSTGRESQL, f" ON {TABLE}")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{place}")
