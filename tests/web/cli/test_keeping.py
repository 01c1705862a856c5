"""Backup, restore and upgrade, for real, on the database the tests run on."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

STORED = Path(__file__).resolve().parents[2] / "data"
FIRST_STATE = {"accounts": "0001", "journal": "0001"}

OLD_ROWS = """
from datetime import UTC, datetime
from django.db import connection
from uuid import UUID
key = lambda n: UUID(int=n).hex if connection.vendor == "sqlite" else UUID(int=n)
at = datetime(2026, 1, 5, tzinfo=UTC)
with connection.cursor() as c:
    c.execute("INSERT INTO accounts_user (id, username, name, password, language, is_active, created_at) "
              "VALUES (%s, 'old', '旧人', '!', 'zh-hans', %s, %s)", [key(1), True, at])
    c.execute("INSERT INTO accounts_rolegrant (id, user_id, role, region, from_on) VALUES (%s, %s, 'office', '990100', %s)",
              [key(2), key(1), at.date()])
    for n in range(3, 8):
        c.execute("INSERT INTO journal_entry (id, at, actor_name, verb, target_kind, target_id, region, detail) "
                  "VALUES (%s, %s, 'old', 'accounts.role.granted', 'accounts.user', '1', '990100', '{}')", [key(n), at])
"""


def state(installation):
    return installation.must("user", "list"), json.loads(installation.must("journal", "verify", "--json"))


def test_setting_up_twice_changes_nothing(installation):
    installation.must("setup")
    key = installation.key_file.read_bytes()

    installation.must("setup")

    assert installation.key_file.read_bytes() == key
    assert installation.key_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "command", [["serve"], ["backup", "x.zip"], ["user", "list"], ["journal", "verify"], ["upgrade"]]
)
def test_a_command_without_an_installation_says_what_to_do(installation, command):
    status, said = installation.run(*command)

    assert status == 1
    assert "bole setup" in said


def test_a_backup_restored_elsewhere_is_the_same_installation(in_use, new_installation, tmp_path):
    file = tmp_path / "kept" / "one.zip"
    in_use.must("backup", file)
    other = new_installation("other")
    shutil.copy(in_use.key_file, other.key_file)

    other.must("setup")
    said = other.must("restore", file)

    assert state(other) == state(in_use)
    assert (other.folder / "files/ab/abcdef").read_bytes() == b"kept " * 1000
    assert "key" not in said.split("\n", 2)[2]
    assert other.run("upgrade")[0] == 0


def test_a_backup_never_holds_the_key_and_only_its_owner_reads_it(in_use, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")

    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        contents = b"".join(archive.read(name) for name in archive.namelist())
    assert in_use.key_file.read_bytes().strip() not in contents


def test_another_key_is_noticed(in_use, new_installation, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")

    assert "key file is another one" in new_installation("other").must("restore", tmp_path / "one.zip")


def test_an_installation_in_use_is_not_overwritten_by_mistake(in_use, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")
    in_use.must("user", "add", "wu", "--role", "leader")
    before = state(in_use)

    status, said = in_use.run("restore", tmp_path / "one.zip")

    assert status == 1
    assert "--replace" in said
    assert state(in_use) == before


def test_what_is_replaced_lies_aside(in_use, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")
    before = state(in_use)
    in_use.must("user", "add", "wu", "--role", "leader")
    (in_use.folder / "files/ab/later").write_bytes(b"later")

    in_use.must("restore", "--replace", tmp_path / "one.zip")

    assert state(in_use) == before
    assert not (in_use.folder / "files/ab/later").exists()
    (aside,) = in_use.folder.glob("aside_*")
    assert (aside / "files/ab/later").read_bytes() == b"later"
    if in_use.engine == "sqlite":
        assert (aside / "bole.sqlite3").stat().st_size > 0
    else:
        count = f"from django.db import connection as c; k = c.cursor(); k.execute('SELECT count(*) FROM {aside.name}.accounts_user'); print(k.fetchone()[0])"
        assert in_use.python(count).strip() == "2"


@pytest.mark.parametrize("damage", ["cut", "bit", "member", "manifest", "text"])
def test_a_damaged_backup_is_refused_and_changes_nothing(in_use, tmp_path, damage):
    file = tmp_path / "one.zip"
    in_use.must("backup", file)
    before = state(in_use)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "bit":
        content[len(content) // 3] ^= 0x40
        file.write_bytes(content)
    elif damage == "text":
        file.write_text("not an archive")
    else:
        dropped = "manifest.json" if damage == "manifest" else "files/ab/abcdef"
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "two.zip", "w") as new:
            for name in old.namelist():
                if name != dropped:
                    new.writestr(name, old.read(name))
        file = tmp_path / "two.zip"

    status, said = in_use.run("restore", "--replace", file)

    assert status == 1, said
    assert "backup" in said
    assert state(in_use) == before
    assert not list(in_use.folder.glob("aside_*"))


def test_a_backup_that_names_files_outside_its_folders_is_refused(in_use, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "two.zip", "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        manifest["members"]["files/../../escaped"] = "0" * 64
        new.writestr("manifest.json", json.dumps(manifest))

    status, said = in_use.run("restore", "--replace", tmp_path / "two.zip")

    assert status == 1
    assert "outside" in said


def test_a_backup_of_a_newer_release_is_refused(in_use, tmp_path):
    in_use.must("backup", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "two.zip", "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        manifest["migrations"].append("journal.9999_of_the_future")
        new.writestr("manifest.json", json.dumps(manifest))

    status, said = in_use.run("restore", "--replace", tmp_path / "two.zip")

    assert status == 1
    assert "newer release" in said


def test_a_backup_is_never_written_over_another(in_use, tmp_path):
    (tmp_path / "one.zip").write_bytes(b"something dear")

    status, _said = in_use.run("backup", tmp_path / "one.zip")

    assert status == 1
    assert (tmp_path / "one.zip").read_bytes() == b"something dear"


@pytest.fixture
def old(installation):
    """An installation as the first migrations left it, with rows in it."""
    installation.python(
        "from django.apps import apps; from django.core.management import call_command\n"
        f"for app, name in {FIRST_STATE!r}.items(): call_command('migrate', app, name, verbosity=0)\n"
        "for app in ['sessions', 'otp_totp', 'otp_static', 'axes']: call_command('migrate', app, verbosity=0)\n"
    )
    installation.python(OLD_ROWS)
    return installation


def test_rows_of_the_first_migrations_come_through_an_upgrade(old):
    status, said = old.run("serve")
    assert status == 1
    assert "bole upgrade" in said

    old.must("upgrade")

    accounts, journal = state(old)
    assert accounts.split() == ["old", "open", "office", "990100"]
    assert len(journal["unsealed"]) == 5
    assert journal["is_sound"]
    old.must("journal", "seal")
    assert "5 sealed, 0 altered, 0 missing, 0 unsealed" in old.must("journal", "verify")


def test_an_upgrade_makes_a_backup_of_before_first(old):
    old.must("upgrade")

    (kept,) = (old.folder / "backups").glob("before-*.zip")
    old.must("restore", "--replace", kept)
    assert "bole upgrade" in old.run("user", "list")[1]
    old.must("upgrade")
    assert "old" in old.must("user", "list")


def test_setting_up_over_older_data_is_refused(old):
    status, said = old.run("setup")

    assert status == 1
    assert "bole upgrade" in said


def test_an_upgrade_of_an_unsound_journal_stops_before_it_begins(in_use):
    in_use.python(
        "from django.db import connection; from bole.web.journal import triggers\n"
        "triggers.remove(connection)\n"
        "connection.cursor().execute(\"UPDATE journal_entry SET actor_name = 'nobody'\")\n"
        "triggers.install(connection)\n"
        "connection.cursor().execute(\"DELETE FROM django_migrations WHERE app = 'base'\")\n"
        "connection.cursor().execute('DROP TABLE base_dailyjob')"
    )

    status, said = in_use.run("upgrade")

    assert status == 1
    assert "bole journal verify" in said
    assert "pending" in in_use.run("user", "list")[1]


def test_the_stored_backup_of_the_first_version_restores_and_upgrades(installation):
    """``tests/data/first_version.py`` made it; it is never made again."""
    installation.must("restore", STORED / f"first-version-{installation.engine}.zip")

    installation.must("upgrade")

    accounts, journal = state(installation)
    assert "old" in accounts
    assert journal["is_sound"]
    assert journal["seals"] == 7
