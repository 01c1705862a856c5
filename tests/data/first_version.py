"""Made ``first-version-*.zip``: small synthetic data of the first version, kept for every later one to restore.

    python tests/data/first_version.py FILE

It runs the ``bole`` command beside this interpreter on a throw-away data folder; BOLE_DATABASE_URL chooses the database.
The stored archives are never made anew: what they stand for is what was written then.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ACCOUNTS = [("old", "office", "990100"), ("reader", "auditor", "990100"), ("county", "department", "990101")]


def main(file: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BOLE_DATA": folder, "BOLE_KEY_FILE": f"{folder}/keys/master.key"}

        def bole(*arguments: str) -> None:
            subprocess.run([sys.executable, "-m", "bole.cli", *arguments], env=environment, check=True)

        bole("setup")
        for username, role, region in ACCOUNTS:
            bole("user", "add", username, "--role", role, "--region", region)
        bole("user", "password", "old")
        kept = Path(folder, "files", "ab", "abcdef")
        kept.parent.mkdir(parents=True)
        kept.write_text("a kept file\n")
        bole("journal", "seal")
        bole("backup", file)


if __name__ == "__main__":
    main(sys.argv[1])
