"""The journal is append-only, and whatever happens behind its back is named."""

import hashlib
import json
import threading
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.factories import make_user

from bole.web.accounts.models import User
from bole.web.journal import queries, services, triggers
from bole.web.journal.chain import canonical, link, plain, sm3
from bole.web.journal.models import Access, Entry, Seal

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def write_acts(system, count, **detail):
    user = make_user("subject") if not Entry.objects.exists() else _subject()
    with transaction.atomic():
        return [
            services.record_act(
                actor=system, verb="accounts.role.granted", target=user, region="990100", at=AT, **detail
            )
            for _ in range(count)
        ]


def _subject():
    return User.objects.get(username="subject")


def tamper(statement, *params):
    """Change rows as somebody with the database's own password could."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
    triggers.install(connection)


def key(entry_id):
    return entry_id.hex if connection.vendor == "sqlite" else entry_id


FORBIDDEN = [
    pytest.param("UPDATE journal_{} SET {} = {}", id="an update"),
    pytest.param("DELETE FROM journal_{}", id="a delete"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize(("table", "column"), [("entry", "region"), ("seal", "digest"), ("access", "purpose")])
def test_the_database_itself_refuses(statement, table, column, system):
    write_acts(system, 1)
    services.seal_entries(now=AT)
    services.record_access(
        actor=system, subject_kind="accounts.user", subject_id=UUID(int=1), purpose="test", region="", at=AT
    )

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(), connection.cursor() as c:
        c.execute(statement.format(table, column, column))


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has TRUNCATE")
@pytest.mark.parametrize("table", ["entry", "seal", "access"])
def test_truncate_is_refused(table):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(), connection.cursor() as c:
        c.execute(f"TRUNCATE journal_{table} CASCADE")


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite replaces rows on insert")
def test_replacing_a_row_by_inserting_is_refused(system):
    entry = write_acts(system, 1)[0]

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(), connection.cursor() as c:
        c.execute(
            "INSERT OR REPLACE INTO journal_entry SELECT id, at, actor, 'somebody else', verb, target_kind, target_id,"
            " region, detail FROM journal_entry WHERE id = %s",
            [key(entry.pk)],
        )


@pytest.mark.django_db
def test_an_act_outside_a_transaction_cannot_be_recorded(system, transactional_db):
    with pytest.raises(services.OutsideOfAnAct):
        services.record_act(actor=system, verb="accounts.role.granted", target=_Row(), region="", at=AT)


class _Row:
    pk = 1


@pytest.mark.django_db
def test_entries_are_chained_in_batches_until_none_is_left(system, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 3)
    write_acts(system, 8)

    assert services.seal_entries(now=AT) == Entry.objects.count()
    assert services.seal_entries(now=AT) == 0
    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, Entry.objects.count() + 1)
    )
    assert queries.verify_journal().is_sound
    assert not queries.verify_journal().unsealed


@pytest.mark.django_db
def test_an_entry_not_sealed_yet_is_named_and_is_no_fault(system):
    write_acts(system, 1)
    services.seal_entries(now=AT)
    late = write_acts(system, 1)[0]

    found = queries.verify_journal()

    assert found.is_sound
    assert [finding.entry for finding in found.unsealed] == [str(late.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "nobody"),
        ("verb", "accounts.role.ended"),
        ("detail", '{"role": "auditor"}'),
        ("region", "990200"),
    ],
)
def test_an_altered_row_is_named_and_only_that_row(system, column, value):
    entries = write_acts(system, 5, role="office")
    services.seal_entries(now=AT)

    tamper(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, key(entries[2].pk))
    found = queries.verify_journal()

    assert [finding.entry for finding in found.altered] == [str(entries[2].pk)]
    assert not found.missing


@pytest.mark.django_db(transaction=True)
def test_a_removed_entry_is_named(system):
    entries = write_acts(system, 3)
    services.seal_entries(now=AT)

    without_references = {
        "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        "postgresql": ("ALTER TABLE journal_entry DISABLE TRIGGER ALL", "ALTER TABLE journal_entry ENABLE TRIGGER ALL"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(without_references[0])
        tamper("DELETE FROM journal_entry WHERE id = %s", key(entries[1].pk))
        cursor.execute(without_references[1])
    found = queries.verify_journal()

    assert [finding.entry for finding in found.missing] == [str(entries[1].pk)]
    assert not found.altered
    tamper("DELETE FROM journal_seal")


@pytest.mark.django_db
def test_a_gap_in_the_chain_is_named(system):
    write_acts(system, 5)
    services.seal_entries(now=AT)

    tamper("DELETE FROM journal_seal WHERE sequence IN (2, 3)")
    found = queries.verify_journal()

    assert [finding.what for finding in found.missing] == ["seals 2 to 3"]
    assert len(found.unsealed) == 2


@pytest.mark.django_db
def test_a_chain_cut_short_shows_against_the_exported_seal(system, tmp_path):
    write_acts(system, 5)
    services.seal_entries(now=AT)
    last = services.export_seal(tmp_path / "day.json", now=AT)["sequence"]

    tamper("DELETE FROM journal_seal WHERE sequence = %s", last)

    assert queries.verify_journal().is_sound
    assert [finding.sequence for finding in queries.verify_journal(exported=tmp_path).missing] == [last]


@pytest.mark.django_db
def test_a_chain_computed_anew_shows_against_the_exported_seal(system, tmp_path):
    entries = write_acts(system, 3, role="office")
    services.seal_entries(now=AT)
    services.export_seal(tmp_path / "day.json", now=AT)

    tamper("DELETE FROM journal_seal")
    tamper("UPDATE journal_entry SET actor_name = 'nobody' WHERE id = %s", key(entries[0].pk))
    services.seal_entries(now=AT)

    assert queries.verify_journal().is_sound
    assert not queries.verify_journal(exported=tmp_path).is_sound


@pytest.mark.django_db
def test_a_missing_trigger_is_a_fault(system):
    write_acts(system, 1)
    triggers.remove(connection)

    found = queries.verify_journal()
    triggers.install(connection)

    assert len(found.missing) == len(triggers.APPEND_ONLY) * (3 if connection.vendor == "sqlite" else 2)


@pytest.mark.django_db
def test_the_chain_stays_whole_when_the_algorithm_changes(system, settings):
    settings.JOURNAL_DIGEST = "sha256"
    write_acts(system, 2)
    services.seal_entries(now=AT)
    settings.JOURNAL_DIGEST = "sm3"
    entries = write_acts(system, 2)
    services.seal_entries(now=AT)

    assert queries.verify_journal().is_sound
    assert set(Seal.objects.values_list("algorithm", flat=True)) == {"sha256", "sm3"}
    tamper("UPDATE journal_entry SET region = '990200' WHERE id = %s", key(entries[0].pk))
    assert len(queries.verify_journal().altered) == 1


def test_a_link_can_be_recomputed_by_hand_from_the_documented_form():
    entry = {
        "id": UUID("0192f0c1-1111-7222-8333-444455556666"),
        "at": datetime(2026, 1, 31, 16, 0, tzinfo=UTC),
        "actor": None,
        "actor_name": "张三",
        "verb": "accounts.role.granted",
        "target_kind": "accounts.user",
        "target_id": "7",
        "region": "990100",
        "detail": {"z": 1, "a": ["甲", None, True]},
    }
    text = (
        '{"actor":null,"actor_name":"张三","at":"2026-01-31T16:00:00.000000Z","detail":{"a":["甲",null,true],"z":1},'
        '"id":"0192f0c1-1111-7222-8333-444455556666","region":"990100","target_id":"7","target_kind":"accounts.user",'
        '"verb":"accounts.role.granted"}'
    )

    assert canonical(entry) == text
    assert (
        link(algorithm="sha256", sequence=1, previous="0" * 64, entry=entry)
        == hashlib.sha256(("sha256\n1\n" + "0" * 64 + "\n" + text).encode()).hexdigest()
    )


def test_sm3_is_the_national_algorithm():
    # The example of GB/T 32905 for the text "abc".
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.django_db
def test_details_come_back_from_the_database_as_they_were_sealed(system):
    write_acts(system, 1, share=0.1, huge=1e22, amount=Decimal("12.50"), on=AT, codes={"b", "a"}, text="“引号”\n")
    services.seal_entries(now=AT)

    assert queries.verify_journal().is_sound
    assert plain({"share": 0.1}) == {"share": "0.1"}


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_never_fork_the_chain(system, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    write_acts(system, 20)
    errors = []

    def seal():
        try:
            services.seal_entries(now=AT)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    sealers = [threading.Thread(target=seal) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()

    assert errors == []
    assert queries.verify_journal().is_sound
    assert Seal.objects.count() == Entry.objects.count()


@pytest.mark.django_db
def test_the_day_s_seal_is_written_once(system, settings, tmp_path, today):
    settings.SEALS_DIR = tmp_path
    assert services.export_daily_seal(today=today, now=AT) is None
    write_acts(system, 1)
    services.seal_entries(now=AT)

    path = services.export_daily_seal(today=today, now=AT)
    first = json.loads(path.read_text())
    write_acts(system, 1)
    services.seal_entries(now=AT)
    services.export_daily_seal(today=today, now=AT)

    assert json.loads(path.read_text()) == first
    assert first["digest"] == Seal.objects.get(sequence=first["sequence"]).digest


@pytest.mark.django_db
def test_a_person_can_ask_who_looked_at_their_file(system):
    for purpose, subject in [("first", UUID(int=7)), ("second", UUID(int=7)), ("another", UUID(int=8))]:
        services.record_access(
            actor=system, subject_kind="accounts.user", subject_id=subject, purpose=purpose, region="", at=AT
        )

    assert {access.purpose for access in queries.accesses_to("accounts.user", UUID(int=7))} == {"first", "second"}
    assert Access.objects.count() == 3
