"""The content-addressed store of files: a file is named by the digest of its bytes and never changes.

It is on disk before the row that names it, so that no row ever points at nothing; what no row names is swept later.
"""

import hashlib
from pathlib import Path

from django.conf import settings

from bole.web.base.durable import write_whole


class FileLost(Exception):
    """A row names a file that the store does not hold, or holds damaged."""


def keep_file(data: bytes) -> str:
    """Keep the bytes and return their digest; kept already, nothing is written."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        write_whole(path, data)
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
