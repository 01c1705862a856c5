"""The commands of an installation, gathered from one file a room."""

import os
import sys

import typer

from bole.cli import rules

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Bole (伯乐)")
app.add_typer(rules.app, name="rules")


@app.callback()
def bole() -> None:
    """Run the talent work of a region."""


def ready() -> None:
    """Load Django: commands that only read a file never pay for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.web.settings.default")
    import django  # noqa: PLC0415 — reading a plan takes 0.1 s, loading Django first would double that

    django.setup()


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def manage(context: typer.Context) -> None:
    """Run a management command of Django."""
    ready()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 — after Django is loaded

    execute_from_command_line(["bole manage", *context.args])


def main() -> None:
    """Run the command line."""
    sys.exit(app())
