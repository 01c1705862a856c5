"""Loading Django, for the commands that need it."""

import os


def ready() -> None:
    """Load Django: commands that only read a file never pay for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.web.settings.default")
    import django  # noqa: PLC0415 — reading a plan takes 0.1 s, loading Django first would double that

    django.setup()
