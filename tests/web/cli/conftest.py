"""An installation of its own for each test, driven through the real command in other processes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src"


class Installation:
    """A data folder, a database and a key file, and the ``bole`` command on them."""

    def __init__(self, folder: Path, database_url: str | None):
        self.folder = folder
        self.key_file = folder.with_name(f"{folder.name}.key")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("BOLE_", "DJANGO_"))
        }
        self.environment |= {"BOLE_DATA": str(folder), "BOLE_KEY_FILE": str(self.key_file), "PYTHONPATH": str(SOURCE)}
        if database_url:
            self.environment["BOLE_DATABASE_URL"] = database_url

    @property
    def engine(self) -> str:
        return "postgresql" if "BOLE_DATABASE_URL" in self.environment else "sqlite"

    def start(self, *arguments: str, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "bole.cli", *map(str, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run the command and return its exit status and all it said."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return process.returncode, out + err

    def must(self, *arguments: str) -> str:
        status, said = self.run(*arguments)
        assert status == 0, said
        return said

    def python(self, program: str) -> str:
        """Run a program inside the installation, for what no command does."""
        prepare = (
            "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'bole.web.settings.default'; django.setup()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", prepare + program], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


class Databases:
    """The databases installations live in: files beside them, or databases on the server of BOLE_DATABASE_URL."""

    def __init__(self):
        self.server, self.made = os.environ.get("BOLE_DATABASE_URL"), []

    def create(self, *, like: str | None = None) -> str | None:
        if not self.server:
            return None
        name = f"bole_{uuid4().hex}"
        template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
        self.execute(f'CREATE DATABASE "{name}"{template}')
        self.made.append(name)
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def drop_all(self) -> None:
        for name in self.made:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def databases():
    databases = Databases()
    yield databases
    databases.drop_all()


@pytest.fixture
def new_installation(tmp_path, databases):
    """Make empty installations, each with a database of its own."""
    return lambda name: Installation(tmp_path / name, databases.create())


@pytest.fixture
def installation(new_installation):
    return new_installation("installation")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, databases):
    """What ``in_use`` is copied from."""
    prepared = Installation(tmp_path_factory.mktemp("prepared") / "installation", databases.create())
    prepared.must("setup")
    prepared.must("user", "add", "lin", "--role", "office", "--region", "990100", "--name", "林远")
    prepared.must("journal", "seal")
    kept = prepared.folder / "files" / "ab" / "abcdef"
    kept.parent.mkdir()
    kept.write_bytes(b"kept " * 1000)
    return prepared


@pytest.fixture
def in_use(prepared, databases, tmp_path):
    """An installation with accounts, a sealed journal and kept files."""
    copy = Installation(tmp_path / "installation", databases.create(like=prepared.environment.get("BOLE_DATABASE_URL")))
    shutil.copytree(prepared.folder, copy.folder)
    shutil.copy(prepared.key_file, copy.key_file)
    return copy
