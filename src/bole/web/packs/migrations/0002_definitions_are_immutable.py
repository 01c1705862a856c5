"""Triggers that keep a released definition as it is: nothing deletes it, and only its end and state can be set.

On SQLite a later migration that rebuilds the table drops its triggers: such a migration has to call ``guard`` again.
"""

from django.db import migrations

KEPT = ("id", "region", "kind", "name", "body", "digest", "from_on", "pack", "pack_version", "loaded_at")

SQLITE = [
    """
    CREATE TRIGGER packs_definition_update BEFORE UPDATE ON packs_definition
    WHEN {changed}
    BEGIN SELECT RAISE(ABORT, 'a released definition cannot be changed'); END
    """.format(changed=" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)),
    """
    CREATE TRIGGER packs_definition_delete BEFORE DELETE ON packs_definition
    BEGIN SELECT RAISE(ABORT, 'a released definition cannot be deleted'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION packs_definition_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a released definition cannot be deleted' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF (to_jsonb(NEW) - 'until' - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'until' - 'state') THEN
        RAISE EXCEPTION 'a released definition cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER packs_definition_guard BEFORE UPDATE OR DELETE ON packs_definition
    FOR EACH ROW EXECUTE FUNCTION packs_definition_guard()
    """,
]

UNGUARD = {
    "sqlite": ["DROP TRIGGER packs_definition_update", "DROP TRIGGER packs_definition_delete"],
    "postgresql": ["DROP TRIGGER packs_definition_guard ON packs_definition", "DROP FUNCTION packs_definition_guard()"],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
