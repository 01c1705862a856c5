"""The state of an installation: which migrations it has, whether it holds anything, whether it is being served."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class InUse(Exception):
    """Another command holds the data folder."""


def pending_migrations() -> list[str]:
    """Return the migrations this release brings and the database has not seen, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unknown_migrations(names: list[str]) -> list[str]:
    """Return the migrations that only a newer release can know."""
    known = MigrationLoader(None).disk_migrations
    replaced = {key for migration in known.values() for key in migration.replaces}
    return sorted(name for name in names if tuple(name.split(".", 1)) not in {*known, *replaced})


def holds_anything() -> bool:
    """Say whether somebody has an account here or any act is on record."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in ("accounts_user", "journal_entry"):
            if table in there:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 — one of the two names above
                if cursor.fetchone():
                    return True
    return False


@contextmanager
def data_folder_held() -> Iterator[None]:
    """Keep every other command that changes the whole installation out while this one runs.

    :raises InUse: if one is at work.
    """
    path = Path(settings.DATA_DIR) / "in-use.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield
