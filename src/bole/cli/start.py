"""What commands begin with and how they end when something is in the way."""

import os
from pathlib import Path

import typer

# The packs lie beside the source; who installed the package alone names the folder.
PACKS = Path(__file__).resolve().parents[3] / "packs"


class Stop(Exception):
    """A command cannot go on; the text says why and what to do, and is all a person sees."""


def pack_in(packs: Path, name: str) -> Path:
    """Return the folder of a pack.

    :raises Stop: if it is not there.
    """
    if not (packs / name / "pack.yaml").exists():
        raise Stop(f"There is no pack {name} in {packs}. Name the folder that holds it with --packs.")
    return packs / name


def ready() -> None:
    """Load Django: commands that only read a file never pay for it.

    :raises Stop: if a BOLE_* variable says something that cannot be.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.web.settings.default")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Stop(str(error)) from None


def ready_for_use() -> None:
    """Load Django for a command that needs an installation of this very release.

    :raises Stop: if there is none, or it has to be upgraded first.
    """
    ready()
    from django.db import OperationalError

    from bole.web.base.installation import applied_migrations, pending_migrations, unknown_migrations

    try:
        applied, pending = applied_migrations(), pending_migrations()
    except OperationalError as error:
        raise Stop(f"The database does not answer: {error}") from None
    if not applied:
        raise Stop("There is no installation here yet. Run `bole setup` first.")
    if unknown := unknown_migrations(applied):
        raise Stop(f"The database was made by a newer release ({unknown[-1]}). Install that release.")
    if pending:
        raise Stop(f"{len(pending)} migrations are pending ({pending[0]} …). Run `bole upgrade` first.")


def say(text: str) -> None:
    typer.echo(text)
