"""Backups and registers: frozen snapshots come back, and who was erased stays unreadable."""

import json
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = {
    1: {"name": "贾思缕", "id_number": "990101199001010015", "phone": "19900001234", "birth_date": "1990-01-01"},
    2: {"name": "甄有常", "id_number": "990101198002020025", "phone": "19900005678", "birth_date": "1980-02-02"},
}
BEGIN = f"""
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from bole.web.accounts.actors import service_actor
from bole.web.registers import services, snapshots
from bole.web.registers.models import Snapshot
actor, now, day = service_actor("tests"), datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 1)
PEOPLE = {PEOPLE!r}
"""
WRITE = f"""
from bole.web.packs import folders, services as packs
packs.load_pack(pack=folders.checked(Path({str(ROOT / "packs" / "base")!r})), actor=actor, now=now)
services.write_records(register="person", actor=actor, source="tests", now=now, records=[
    services.NewRecord(UUID(int=number), "990101", ((date(2026, 1, 1), words),)) for number, words in PEOPLE.items()])
frozen = services.freeze_snapshot(region="990101", day=day, actor=actor, now=now)
snapshots.refresh_working.call("990101")
"""
ERASE = """
services.erase_person(person=UUID(int=1), day=day, actor=actor, now=now)
services.forget_erased(actor=actor, now=now)
"""
READ = """
from bole.web.registers.sealing import Unreadable
def shown(number, field):
    try:
        return services.unmask_field(register="person", record=UUID(int=number), field=field, purpose="tests",
                                     day=day, actor=actor, now=now)
    except Unreadable:
        return "unreadable"
print(json.dumps([[shown(number, field) for field in ("name", "id_number", "phone")] for number in PEOPLE]))
"""
SNAPSHOTS = """
from bole.web.registers.models import StaleRegion
frozen = Snapshot.objects.get(is_frozen=True)
frames = snapshots.read_snapshot(frozen)
print(json.dumps({"tables": frozen.tables, "born": [str(day) for day in frames["person"]["birth_date"]],
                  "stale": list(StaleRegion.objects.values_list("region", flat=True)),
                  "working": [snapshots.folder_of(one.region, one.day, one.pk).is_dir()
                              for one in Snapshot.objects.filter(is_frozen=False)]}))
"""


SECRETS = [words[field] for words in PEOPLE.values() for field in ("name", "id_number", "phone")]
LOUD = """
import logging, sys
from django.db import IntegrityError, connection, transaction
connection.force_debug_cursor = True
loud = logging.StreamHandler(sys.stdout)
logging.getLogger().addHandler(loud)
for name in ("", "django.db.backends"):
    logging.getLogger(name).setLevel(logging.DEBUG)
"""
STUMBLE = """
tables = services.records.store_on(day).of("person")
def refused(what, **given):
    try:
        with transaction.atomic():
            what(actor=actor, now=now, source="tests", **given)
    except (services.RecordHasFaults, services.RecordsHaveFaults, IntegrityError):
        logging.exception("refused")
    else:
        raise AssertionError("was not refused")
row = tables.versions._default_manager.filter(is_known=True).first()
again = tables.versions(**{field.attname: getattr(row, field.attname) for field in row._meta.fields})
def one_more(**_given):
    again.id = UUID(int=9)
    services.records.keep(services.records.Rewriting((), (services.records.Version(
        services.records.Span(row.valid_from), {"phone": row.phone, "birth_date": row.birth_date}),)), tables,
        record=row.record_id, region="990101", batch=services.bulk.Batch(source="x"), now=now)
refused(one_more)
words = PEOPLE[1]
say = dict(register="person", region="990101", from_on=day)
refused(services.write_record, values={**words, "birth_date": words["id_number"], "degree": words["name"]}, **say)
refused(services.write_record, values={words["phone"]: words["phone"][::-1]}, **say)
refused(services.write_records, register="person", records=[
    services.NewRecord(UUID(int=1), "990101", ((day, PEOPLE[2]),)),
    services.NewRecord(UUID(int=3), "990101", ((day, {"level": words["phone"]}),))])
services.correct_record(register="person", record=UUID(int=2), values={"phone": words["phone"]}, day=day, actor=actor,
                        source="tests", now=now)
services.unmask_field(register="person", record=UUID(int=1), field="phone", purpose="tests", day=day, actor=actor, now=now)
"""
ROWS = """
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            print(table, dict(zip(names, row)))
"""


def told(installation, program):
    return json.loads(installation.python(BEGIN + program).splitlines()[-1])


@pytest.fixture
def apart(new_installation, tmp_path):
    """Make installations whose keys lie in folders of their own."""

    def apart(name):
        made = new_installation(name)
        made.key_file = tmp_path / f"{name}-keys" / "master.key"
        made.environment["BOLE_KEY_FILE"] = str(made.key_file)
        made.must("setup")
        return made

    return apart


def move_keys(source, target):
    """As the operations page says: the folder of keys as it is today, put in place before the restore."""
    shutil.copytree(source.key_file.parent, target.key_file.parent, dirs_exist_ok=True)


def test_a_backup_from_before_an_erasure_cannot_bring_the_person_back(apart, tmp_path):
    office = apart("office")
    office.python(BEGIN + WRITE)
    office.must("backup", tmp_path / "before.zip")
    readable = [[words[field] for field in ("name", "id_number", "phone")] for words in PEOPLE.values()]
    assert told(office, READ) == readable
    office.python(BEGIN + ERASE)

    other = apart("other")
    move_keys(office, other)
    other.must("restore", tmp_path / "before.zip")

    assert told(office, READ)[0] == told(other, READ)[0] == ["unreadable"] * 3
    assert told(office, READ)[1] == told(other, READ)[1] == readable[1]


def test_a_backup_holds_no_sensitive_value_and_no_key(apart, tmp_path):
    office = apart("office")
    office.python(BEGIN + WRITE)
    office.must("backup", tmp_path / "one.zip")

    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        archive.extractall(tmp_path / "out")
    contents = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    keys = office.key_file.with_name("person-keys.sqlite3").read_bytes()
    assert len(keys) > 1000
    for words in PEOPLE.values():
        for field in ("name", "id_number", "phone"):
            assert not [content for content in contents if words[field].encode() in content]
    assert keys not in contents


def test_frozen_snapshots_come_back_and_working_ones_are_taken_anew(apart, tmp_path):
    office = apart("office")
    office.python(BEGIN + WRITE)
    before = told(office, SNAPSHOTS)
    office.must("backup", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        kept = {name.split("/")[2] for name in archive.namelist() if name.startswith("snapshots/")}

    other = apart("other")
    move_keys(office, other)
    other.must("restore", tmp_path / "one.zip")
    after = told(other, SNAPSHOTS)
    other.python(BEGIN + "snapshots.refresh_working.call('990101')")

    assert len(kept) == 1
    assert before["working"] == [True]
    assert (after["tables"], after["born"]) == (before["tables"], ["1990-01-01", "1980-02-02"])
    assert (after["working"], after["stale"]) == ([False], ["990101"])
    assert told(other, SNAPSHOTS)["working"] == [True]


def test_a_restore_puts_the_snapshots_of_before_aside(apart, tmp_path):
    office = apart("office")
    office.python(BEGIN + WRITE)
    office.must("backup", tmp_path / "one.zip")
    office.python(BEGIN + ERASE)
    assert told(office, SNAPSHOTS)["born"] == ["None", "1980-02-02"]

    office.must("restore", "--replace", tmp_path / "one.zip")

    assert told(office, SNAPSHOTS)["born"] == ["1990-01-01", "1980-02-02"]
    (aside,) = office.folder.glob("aside_*")
    assert len(list(aside.glob("snapshots/990101/*/person.detached.*.parquet"))) == 1


def test_no_sensitive_value_is_in_files_rows_or_anything_said(apart):
    office = apart("office")
    logged = office.python(BEGIN + LOUD + WRITE + STUMBLE)
    rows = office.python(BEGIN + LOUD + ROWS)
    office.python(BEGIN + "services.freeze_snapshot(region='', day=day, actor=actor, now=now)")

    # What is looked through is what it should be.
    assert "INSERT INTO" in logged
    assert logged.count("\nrefused") == 4
    for table in ("journal_entry", "journal_access", "registers_batch", "registers_personnumber", "reg_person_version"):
        assert f"\n{table} " in rows
    files = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()}
    assert [path for path in files if path.suffix == ".parquet"]
    # A link in a log says nothing either: ids and addresses hold none of it.
    for secret in SECRETS:
        assert [line[:80] for line in (logged + rows).splitlines() if secret in line] == []
        assert [path for path, content in files.items() if secret.encode() in content or secret in str(path)] == []


def test_numbers_of_people_count_on_after_an_upgrade_from_before_there_were_kinds(installation):
    installation.must("setup")
    installation.python(
        "from django.core.management import call_command; from django.db import connection\n"
        "call_command('migrate', 'registers', '0001', verbosity=0)\n"
        "connection.cursor().execute("
        "\"INSERT INTO registers_numberseries (region, year, last) VALUES ('990101', 2026, 41)\")"
    )

    installation.must("upgrade")

    issue = "with transaction.atomic(): print(services.issue_number(kind=NumberKind.{}, region='990101', year=2026))\n"
    said = installation.python(
        BEGIN
        + "from django.db import transaction; from bole.domain.registers.numbers import NumberKind\n"
        + issue.format("PERSON")
        + issue.format("CASE")
    )
    assert said.split() == ["990101-2026-000042", "BJ990101-2026-000001"]


LOAD = f"""
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "bole.web.settings.default"
django.setup()
{BEGIN}
for chunk in range(10):
    records = [services.NewRecord(UUID(int=chunk * 100 + n), "990101", ((day, {{"phone": f"199{{chunk:04d}}{{n:04d}}"}}),))
               for n in range(100)]
    done = services.write_records(register="person", records=records, actor=actor, source="load", now=now)
    print(done.count, flush=True)
"""
LOADED = """
from bole.web.journal.models import Entry
from bole.web.registers.models import PersonNumber
people = services.records.store_on(day).of("person").versions._default_manager
print(json.dumps({"people": people.filter(is_known=True).count(),
                  "numbers": sorted(int(one.rpartition("-")[2]) for one in PersonNumber.objects.values_list("pk", flat=True)),
                  "told": [one.detail["count"] for one in Entry.objects.filter(verb="registers.records.written")]}))
"""


def test_a_load_that_is_killed_and_run_again_ends_as_if_it_had_never_been_interrupted(apart):
    office = apart("office")
    office.python(BEGIN + WRITE.partition("services.write_records")[0])
    first = subprocess.Popen([sys.executable, "-c", LOAD], env=office.environment, stdout=subprocess.PIPE, text=True)
    said = [first.stdout.readline() for _chunk in range(3)]
    first.kill()
    first.communicate()
    assert said == ["100\n"] * 3
    assert first.returncode == -signal.SIGKILL

    again = subprocess.run(
        [sys.executable, "-c", LOAD], env=office.environment, stdout=subprocess.PIPE, check=True, text=True
    )

    assert again.stdout.split()[:3] == ["0"] * 3
    assert told(office, LOADED) == {"people": 1000, "numbers": list(range(1, 1001)), "told": [100] * 10}
