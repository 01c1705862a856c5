"""The commands of an installation, gathered from one file a room."""

import sys

import typer

from bole.cli import pack, plan
from bole.cli.ready import ready

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Bole (伯乐)")


app.add_typer(pack.app, name="pack")
app.add_typer(plan.app, name="plan")


@app.callback()
def bole() -> None:
    """Run the talent work of a region."""


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def manage(context: typer.Context) -> None:
    """Run a management command of Django."""
    ready()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 — after Django is loaded

    execute_from_command_line(["bole manage", *context.args])


def main() -> None:
    """Run the command line."""
    sys.exit(app())
