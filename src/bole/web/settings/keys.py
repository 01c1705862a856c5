"""The master key of an installation and the secrets derived from it."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def master_key(path: Path) -> bytes:
    """Return the key in ``path``; the first start of an installation makes one that only its owner may read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, not a rename: of two processes that start at once only one may win, or each keeps another key.
            os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return base64.b64decode(path.read_bytes())


def derived_secret(path: Path, *, purpose: str) -> str:
    """Return a secret for one purpose; knowing it tells nothing of the master key or of the other purposes."""
    derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=f"bole:{purpose}".encode()).derive(master_key(path))
    return base64.urlsafe_b64encode(derived).decode()
