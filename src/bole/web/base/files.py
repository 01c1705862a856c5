"""The content-addressed store of files: a file is named by the digest of its bytes and never changes.

It is on disk before the row that names it, so that no row ever points at nothing; what no row names is swept later.
"""

import hashlib
import os
from pathlib import Path

from django.conf import settings


class FileLost(Exception):
    """A row names a file that the store does not hold, or holds damaged."""


def keep_file(data: bytes) -> str:
    """Keep the bytes and return their digest; kept already, nothing is written."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{digest}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    sync_folder(path.parent)
    return digest


def kept_file(digest: str) -> bytes:
    """Return the bytes of a kept file.

    :raises FileLost: if they are not there, or not what they were.
    """
    try:
        data = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise FileLost(digest) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise FileLost(digest)
    return data


def path_of(digest: str) -> Path:
    return Path(settings.FILES_DIR) / digest[:2] / digest


def sync_folder(folder: Path) -> None:
    """Make the new name itself durable: a rename may be lost in a power cut while the bytes are not."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
