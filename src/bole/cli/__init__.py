"""The ``bole`` command: a thin door over the same services and queries as the pages."""

from bole.cli.main import main

__all__ = ["main"]
