"""``bole setup``, ``backup``, ``restore`` and ``upgrade``: what keeps an installation alive."""

import hashlib
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import typer

from bole.cli.start import Stop, ready, ready_for_use, say


def setup() -> None:
    """Make the data folder, the keys and the tables; there already, nothing happens."""
    ready()
    from django.conf import settings
    from django.core.management import call_command

    from bole.web.base.installation import applied_migrations, holds_anything, pending_migrations

    with held():
        refuse_newer(applied_migrations())
        if pending_migrations() and holds_anything():
            raise Stop("This installation is older than the release. Run `bole upgrade`, which makes a backup first.")
        call_command("migrate", verbosity=0, interactive=False)
    for folder in (settings.FILES_DIR, settings.SEALS_DIR):
        folder.mkdir(parents=True, exist_ok=True)
    say(
        f"Ready: data in {settings.DATA_DIR}, key in {settings.KEY_FILE}. Keep a copy of the key apart from the backups."
    )


def backup(file: Path) -> None:
    """Write database and files into one archive, also while the installation is served. The key is not in it."""
    ready_for_use()
    if file.exists():
        raise Stop(f"{file} exists already. Name another file.")
    manifest = make_backup(file)
    say(f"{file}: {manifest.engine}, {len(manifest.members) - 1} files, {file.stat().st_size:,} bytes")


def make_backup(file: Path):
    from django.conf import settings
    from django.db import connection

    from bole.cli.archives import Manifest, write_archive
    from bole.web.base.clock import now
    from bole.web.base.installation import applied_migrations

    file.parent.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        version=version("bole-talent"),
        made_at=now().isoformat(),
        engine=connection.vendor,
        migrations=applied_migrations(),
        key=key_fingerprint(),
    )
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".backup-") as scratch:
        return write_archive(file, manifest, Path(scratch))


def key_fingerprint() -> str:
    from django.conf import settings

    from bole.web.settings.keys import derived_secret

    return hashlib.sha256(derived_secret(settings.KEY_FILE, purpose="fingerprint").encode()).hexdigest()[:16]


def restore(
    file: Path,
    replace: bool = typer.Option(False, "--replace", help="Put what is here aside and the backup in its place."),
) -> None:
    """Put a backup in place, after every digest in it was checked."""
    ready()
    from django.conf import settings
    from django.db import connection

    from bole.cli.archives import DATABASE, read_manifest, unpack
    from bole.web.base.clock import now
    from bole.web.base.installation import holds_anything, pending_migrations

    if not zipfile.is_zipfile(file):
        raise Stop(f"{file} is no backup of Bole: not an archive, or cut short.")
    stamp = now().strftime("%Y%m%d%H%M%S")
    with held(), zipfile.ZipFile(file) as archive, scratch_folder() as scratch:
        manifest = read_manifest(archive)
        refuse_newer(manifest.migrations)
        if manifest.engine != connection.vendor:
            raise Stop(f"The backup is of {manifest.engine}, this installation keeps its rows in {connection.vendor}.")
        unpack(archive, manifest, scratch)
        if not replace and holds_anything():
            raise Stop(
                "This installation is not empty. `--replace` puts what is here aside and the backup in its place."
            )
        put_in_place(scratch, scratch / DATABASE[manifest.engine], aside=f"aside_{stamp}")
    say(f"Restored the state of {manifest.made_at} (release {manifest.version}).")
    say(f"What was here before lies in {settings.DATA_DIR / f'aside_{stamp}'}" + aside_schema(stamp) + ".")
    if manifest.key != key_fingerprint():
        say(
            "The key file is another one than that of the backup: put that one in place, or its sealed values stay unreadable."
        )
    if not pending_migrations():
        retake_snapshots()
    else:
        say("The backup is older than this release: run `bole upgrade` before serving it.")


def retake_snapshots() -> None:
    """Queue what a backup leaves out because it is worked out from the rows."""
    from bole.web.base.clock import now
    from bole.web.registers.snapshots import refresh_lost

    refresh_lost(moment=now())


def aside_schema(stamp: str) -> str:
    from django.db import connection

    return f" and in the schema aside_{stamp}" if connection.vendor == "postgresql" else ""


def put_in_place(scratch: Path, database: Path, *, aside: str) -> None:
    """Swap folders and database; whatever fails on the way is swapped back."""
    from django.conf import settings
    from django.db import connection, connections

    from bole.cli.archives import KEPT_FOLDERS, check_sqlite, restore_postgresql

    old = settings.DATA_DIR / aside
    old.mkdir()
    moves: list[tuple[Path, Path]] = []
    for prefix, setting in KEPT_FOLDERS.items():
        folder = Path(getattr(settings, setting))
        (scratch / prefix).mkdir(exist_ok=True)
        moves += [(folder, old / prefix), (scratch / prefix, folder)]
    if connection.vendor == "sqlite":
        with sqlite3.connect(database) as copy:
            check_sqlite(copy)
        copy.close()
        # The last writer folds its log into the file, so that the file alone is the database.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        name = Path(settings.DATABASES["default"]["NAME"])
        moves += [(name.with_name(name.name + end), old / (name.name + end)) for end in ("", "-wal", "-shm")]
        moves += [(database, name)]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                source.rename(target)
                done.append((source, target))
        if connection.vendor == "postgresql":
            restore_postgresql(database, aside=aside)
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        raise


def upgrade() -> None:
    """Bring an installation to this release: look it over, make a backup, migrate, look it over again."""
    ready()
    from django.conf import settings
    from django.core.management import call_command

    from bole.web.base.clock import now
    from bole.web.base.installation import applied_migrations, pending_migrations

    with held():
        applied = applied_migrations()
        if not applied:
            raise Stop("There is no installation here yet. Run `bole setup` first.")
        refuse_newer(applied)
        pending = pending_migrations()
        if not pending:
            say("Nothing to do: the installation is of this release.")
            return
        check_room()
        entries = look_over("before")
        kept = settings.DATA_DIR / "backups" / f"before-{version('bole-talent')}-{now():%Y%m%d%H%M%S}.zip"
        make_backup(kept)
        say(f"Backup: {kept}")
        try:
            call_command("migrate", verbosity=0, interactive=False)
            if look_over("after") < entries:
                raise Stop("The journal has fewer rows than before.")
        except Exception as error:
            raise Stop(
                f"The upgrade failed: {error}\nGo back with the release of before: bole restore --replace {kept}"
            ) from error
        retake_snapshots()
    say(f"Upgraded: {len(pending)} migrations, {pending[0]} to {pending[-1]}.")


def check_room() -> None:
    """Stop before a migration that would fill the disk: it copies tables, and the backup needs room beside them."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        size = Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            (size,) = cursor.fetchone()
    for folder in (settings.FILES_DIR, settings.SNAPSHOTS_DIR):
        size += sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < 3 * size:
        raise Stop(
            f"{free:,} bytes are free in {settings.DATA_DIR}; an upgrade of {size:,} bytes of data needs {3 * size:,}."
        )


def look_over(when: str) -> int:
    """Verify journal and references, and return how many entries there are.

    :raises Stop: if something is wrong: an upgrade must neither hide it nor be blamed for it.
    """
    from django.conf import settings
    from django.db import connection

    from bole.web.base.installation import pending_migrations
    from bole.web.journal.queries import count_entries, verify_journal

    connection.check_constraints()
    if any(name.startswith("journal.") for name in pending_migrations()):
        return count_entries()
    found = verify_journal(exported=settings.SEALS_DIR if settings.SEALS_DIR.is_dir() else None)
    if not found.is_sound:
        raise Stop(f"The journal is not sound {when} the upgrade; `bole journal verify` names the rows.")
    return count_entries()


def refuse_newer(migrations: list[str]) -> None:
    from bole.web.base.installation import unknown_migrations

    if unknown := unknown_migrations(migrations):
        raise Stop(f"These data were made by a newer release ({unknown[-1]}). Install that release.")


@contextmanager
def held() -> Iterator[None]:
    from bole.web.base.installation import InUse, data_folder_held

    try:
        with data_folder_held():
            yield
    except InUse:
        raise Stop("The installation is being served or changed by another command. Stop that first.") from None


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder on the same disk as the data, so that what is unpacked can be renamed into place."""
    from django.conf import settings

    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        yield Path(name)
