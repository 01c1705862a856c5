"""The commands of an installation, gathered from one file a room."""

import sys

import typer

from bole.cli import demo, journal, keeping, pack, plan, rules, serving, snapshot, users
from bole.cli.start import Stop, ready

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Bole (伯乐)")
app.add_typer(pack.app, name="pack")
app.add_typer(rules.app, name="rules")
app.add_typer(plan.app, name="plan")
app.add_typer(journal.app, name="journal")
app.add_typer(users.app, name="user")
for command in (
    keeping.setup,
    serving.serve,
    serving.tick,
    keeping.backup,
    keeping.restore,
    keeping.upgrade,
    demo.demo,
    snapshot.snapshot,
):
    app.command()(command)


@app.callback()
def bole() -> None:
    """Run the talent work of a region."""


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
def manage(context: typer.Context) -> None:
    """Run a management command of Django."""
    ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bole manage", *context.args])


def main() -> None:
    """Run the command line."""
    try:
        app()
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        sys.exit(1)
