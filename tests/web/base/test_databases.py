"""Writers wait for each other instead of failing, and no transaction keeps them waiting long."""

import threading
import time

import pytest
from django.db import connection, transaction

from bole.web.settings.databases import database_settings, postgresql

WRITERS = 20


@pytest.fixture
def counter(transactional_db):
    """Twenty flats, and nobody who keeps two from taking the same one but the database."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE flats (id integer PRIMARY KEY, free integer NOT NULL CHECK (free >= 0))")
        cursor.execute("INSERT INTO flats VALUES (1, 20)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE flats")


def take_one():
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT free FROM flats WHERE id = 1{lock}")
        (free,) = cursor.fetchone()
        time.sleep(0.005)  # what an act computes between reading and writing
        cursor.execute("UPDATE flats SET free = %s WHERE id = 1", [free - 1])


def test_twenty_writers_at_once_all_succeed_and_none_is_lost(counter):
    errors, gate = [], threading.Barrier(WRITERS)

    def write():
        try:
            gate.wait()
            take_one()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert errors == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT free FROM flats")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="pragmas of SQLite")
def test_sqlite_runs_as_the_house_says():
    with connection.cursor() as cursor:
        told = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert told == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_address_of_a_database_is_read_with_its_escapes(monkeypatch, tmp_path):
    told = postgresql("postgresql://b%40le:p%2Fw@db.local:5433/talent?sslmode=require")

    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"], told["NAME"]) == (
        "b@le",
        "p/w",
        "db.local",
        "5433",
        "talent",
    )
    assert told["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.delenv("BOLE_DATABASE_URL", raising=False)
    assert database_settings(tmp_path)["NAME"] == str(tmp_path / "bole.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_the_measure_of_transactions_sees_an_outermost_one_and_its_length(transactions_measured):
    lasted = transactions_measured
    before = len(lasted)
    with transaction.atomic():
        with transaction.atomic():
            time.sleep(0.05)
        time.sleep(0.05)

    assert len(lasted) == before + 1
    open_for, worked = lasted[-1]
    assert worked < 0.1 <= open_for


@pytest.mark.django_db
def test_the_measure_looks_through_the_transaction_that_wraps_a_test(transactions_measured):
    lasted = transactions_measured
    before = len(lasted)

    @transaction.atomic
    def act():
        time.sleep(0.02)

    act()
    act()

    assert len(lasted) == before + 2
