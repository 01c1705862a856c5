"""Fixtures of every test. The database is SQLite, or the PostgreSQL server that BOLE_DATABASE_URL names."""

import threading
import time

import pytest
from django.core.management.commands import flush
from django.db import connection, transaction

LONGEST_TRANSACTION = 2.0  # seconds, a promise of the house
# A machine that does other things too stretches a second on the wall: what is too long has worked so long itself, or waited far longer.
LONGEST_WAIT = 10.0


@pytest.fixture(autouse=True, scope="session")
def _database_can_be_emptied_between_tests():
    """Let the test runner empty a database whose journal and definitions refuse to be emptied."""
    from bole.web.journal import triggers as of_journal  # noqa: PLC0415 — Django is loaded by now
    from bole.web.packs import triggers as of_packs  # noqa: PLC0415 — Django is loaded by now

    empty = flush.Command.handle

    def handle(self, **options):
        for triggers in (of_journal, of_packs):
            triggers.remove(connection)
        empty_registers()
        try:
            return empty(self, **options)
        finally:
            for triggers in (of_journal, of_packs):
                triggers.install(connection)

    flush.Command.handle = handle
    yield
    flush.Command.handle = empty


def empty_registers():
    """Empty the tables that were made from definitions, which the test runner does not know; versions refer to records."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("reg_")]
    with connection.cursor() as cursor:
        for name in sorted(tables, key=lambda name: not name.endswith("_version")):
            cursor.execute(f"DELETE FROM {name}")


@pytest.fixture(autouse=True)
def transactions_measured(monkeypatch):
    """Fail a test in which an outermost transaction of the product was open too long."""
    open_blocks, lasted = threading.local(), []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def begin(self):
        enter(self)
        # A decorator is one object for all its calls and threads, so the moments stand beside it, not on it.
        open_blocks.moments = [
            *getattr(open_blocks, "moments", []),
            None if self._from_testcase else (time.monotonic(), time.thread_time()),
        ]

    def end(self, *details):
        try:
            return leave(self, *details)
        finally:
            *around, began = open_blocks.moments
            open_blocks.moments = around
            if began is not None and not any(around):
                lasted.append((time.monotonic() - began[0], time.thread_time() - began[1]))

    monkeypatch.setattr(transaction.Atomic, "__enter__", begin)
    monkeypatch.setattr(transaction.Atomic, "__exit__", end)
    yield lasted
    too_long = [open_for for open_for, worked in lasted if worked > LONGEST_TRANSACTION or open_for > LONGEST_WAIT]
    assert not too_long, "a transaction was open for more than two seconds"
