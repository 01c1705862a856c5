"""A demonstration keeps to itself: its password stands in the manual."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def bole(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOLE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "bole.cli", *arguments],
        env=kept | {"BOLE_DATA": str(data), "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_demonstration_refuses_an_installation_in_use(tmp_path):
    assert bole("setup", data=tmp_path).returncode == 0
    assert (
        bole("user", "add", "wang", "--name", "王", "--role", "office", "--region", "510422", data=tmp_path).returncode
        == 0
    )

    refused = bole("demo", "--no-serve", data=tmp_path)

    assert refused.returncode == 1
    assert "is in use" in refused.stderr


def test_a_demonstration_fills_an_empty_folder_twice_and_is_not_served_as_an_installation(tmp_path):
    first = bole("demo", "--no-serve", "--people", "300", data=tmp_path)
    again = bole("demo", "--no-serve", "--people", "300", data=tmp_path)
    served = bole("serve", "--port", "0", data=tmp_path)

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert served.returncode == 1
    assert "holds a demonstration" in served.stderr
    assert "Writing made-up records" in first.stdout
    assert "Writing made-up records" not in again.stdout


def test_a_demonstration_says_at_once_that_its_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        refused = bole("demo", "--port", str(other.getsockname()[1]), data=tmp_path / "none")

    assert refused.returncode == 1
    assert "Cannot listen" in refused.stderr
    assert not (tmp_path / "none" / "demonstration").exists()
