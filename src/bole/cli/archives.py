"""What a backup is: a zip of the database, the files and a manifest that knows the digest of each.

The master key is never in it: a stolen backup must stay unreadable where it is sealed.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bole.cli.start import Stop
from bole.web.base.durable import TAKEN_ANEW

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
BLOCK = 1 << 20
KEPT_FOLDERS = {"files": "FILES_DIR", "seals": "SEALS_DIR", "snapshots": "SNAPSHOTS_DIR"}


@dataclass(frozen=True, slots=True)
class Manifest:
    version: str
    made_at: str
    engine: str
    migrations: list[str]
    key: str  # a fingerprint that tells whether a key file is the one of this installation, and nothing else
    format: int = FORMAT
    members: dict[str, str] = field(default_factory=dict)  # name to SHA-256


def write_archive(path: Path, manifest: Manifest, scratch: Path) -> Manifest:
    """Write the archive whole or not at all.

    Files are added before the database and after it: what an act replaces meanwhile is there under both its names.
    """
    member = DATABASE[manifest.engine]
    dump = scratch / member
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Only its owner may read it, from the first byte on.
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                members: dict[str, str] = {}
                add_kept_files(archive, members)
                {"sqlite": dump_sqlite, "postgresql": dump_postgresql}[manifest.engine](dump)
                members[member] = add(archive, dump, member)
                add_kept_files(archive, members)
                manifest = Manifest(**{**asdict(manifest), "members": members})
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)
    return manifest


def kept_files() -> Iterator[tuple[str, Path]]:
    """Yield every kept file with its name in the archive; names beginning with a dot are files and folders being written."""
    for prefix, setting in KEPT_FOLDERS.items():
        folder = Path(getattr(settings, setting))
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts) or (path.parent / TAKEN_ANEW).exists():
                continue
            if path.is_file() and path != Path(settings.KEY_FILE):
                yield f"{prefix}/{inside.as_posix()}", path


def add_kept_files(archive: zipfile.ZipFile, members: dict[str, str]) -> None:
    for name, source in kept_files():
        if name not in members:
            # Gone since it was listed: an act has put another in its place, which is found the second time.
            with suppress(FileNotFoundError):
                members[name] = add(archive, source, name)


def add(archive: zipfile.ZipFile, source: Path, name: str) -> str:
    with source.open("rb") as file, archive.open(name, "w", force_zip64=True) as member:
        return copied(file, member)


def copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy a stream and return the digest of what went through."""
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        if target is not None:
            target.write(block)
    return digest.hexdigest()


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        content = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**content)
    except (KeyError, ValueError, TypeError):
        raise Stop("This is no backup of Bole: it has no manifest that can be read.") from None
    if manifest.format != FORMAT:
        raise Stop(f"The backup has format {manifest.format}; this release reads format {FORMAT}.")
    for name in manifest.members:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or (len(parts) > 1 and parts[0] not in KEPT_FOLDERS):
            raise Stop(f"The backup names a file outside its folders: {name}")
    return manifest


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Unpack what the manifest names and nothing else.

    :raises Stop: if a member is missing or damaged, with all that are.
    """
    wrong = []
    for name, digest in manifest.members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(name) as member, target.open("wb") as file:
                if copied(member, file) != digest:
                    wrong.append(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            wrong.append(name)
    if wrong:
        raise Stop("The backup is damaged; nothing was changed. Damaged or missing: " + ", ".join(wrong))


def dump_sqlite(target: Path) -> None:
    """Copy the database while others read and write it, as of one moment."""
    source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        check_sqlite(copy)
    finally:
        copy.close()
        source.close()


def check_sqlite(database: sqlite3.Connection) -> None:
    (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise Stop(f"The database is damaged: {answer}")


def dump_postgresql(target: Path) -> None:
    run_postgresql(
        ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={target}"]
    )


def restore_postgresql(source: Path, *, aside: str) -> None:
    """Put the old schema aside under another name and the backup in its place; on failure the old one comes back."""
    old, new = sql.Identifier(aside), sql.Identifier("public")
    rename = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
    execute(rename.format(new, old))
    try:
        # Newer dumps of this schema make it themselves, older ones expect it.
        listing = run_postgresql(["pg_restore", "--list", str(source)], connects=False)
        if " SCHEMA - public" not in listing:
            execute(sql.SQL("CREATE SCHEMA public"))
        run_postgresql(["pg_restore", "--no-owner", "--no-privileges", "--single-transaction", str(source)])
    except BaseException:
        execute(sql.SQL("DROP SCHEMA IF EXISTS public CASCADE"))
        execute(rename.format(old, new))
        raise


def execute(statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection))


def run_postgresql(command: list[str], *, connects: bool = True) -> str:
    """Run one of the server's own programs on the database of this installation, the password not on its command line."""
    params = {**connection.get_connection_params()}
    secret = params.pop("password", None)
    names = {"dbname", "host", "port", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "service"}
    tool, *arguments = command
    if connects:
        connections.close_all()
        info = make_conninfo(**{name: value for name, value in params.items() if name in names})
        arguments = [f"--dbname={info}", *arguments]
    environment = {**os.environ, **({"PGPASSWORD": secret} if secret else {})}
    line = [tool_path(tool), *arguments]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 — no shell
    if done.returncode:
        raise Stop(f"{tool} failed: {done.stderr.strip() or done.returncode}")
    return done.stdout


def tool_path(tool: str) -> str:
    def release(path: Path) -> int:
        return int(path.parts[-3]) if path.parts[-3].isdigit() else 0

    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=release)
    found = str(newest[-1]) if newest else shutil.which(tool)
    if found is None:
        raise Stop(f"{tool} is not on this machine (Debian: apt-get install postgresql-client). Nothing was changed.")
    return found
