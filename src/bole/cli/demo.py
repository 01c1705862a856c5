"""``bole demo``: an installation to try, with one login a role; for one's own machine, never for use."""

import os

import typer

from bole.cli.start import ready, say

PASSWORD = "bole-demo-2026"  # noqa: S105 — printed on screen, and everybody in it is made up
REGION = "990121"
LOGINS = (
    ("office", "office", "陈安"),
    ("department", "department", "林远"),
    ("employer", "employer", "赵宁"),
    ("talent", "talent", "孙青"),
    ("expert", "expert", "周明"),
    ("window", "window", "吴静"),
    ("leader", "leader", "郑和平"),
    ("auditor", "auditor", "冯正"),
)


def demo(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, help="The port to listen on."),
    no_serve: bool = typer.Option(False, "--no-serve", help="Set everything up and stop."),
) -> None:
    """Set up a county that does not exist, print one login a role, and serve it."""
    # A demonstration is looked at by whoever is in the room; nobody has paired a telephone with it.
    os.environ["BOLE_SECOND_FACTOR"] = "off"
    ready()
    from bole.cli import keeping, serving
    from bole.cli.demo_county import fill_county

    keeping.setup()
    fill_county()
    open_logins()
    say(f"\nOne login a role, password {PASSWORD}:")
    for username, _role, name in LOGINS:
        say(f"  {username:12}{name}")
    if not no_serve:
        serving.serve(host=host, port=port, threads=8)


def open_logins() -> None:
    """Open one account a role; there already, nothing happens."""
    from bole.web.accounts.actors import Role, service_actor
    from bole.web.accounts.queries import accounts_visible_to
    from bole.web.accounts.services import grant_role, open_account
    from bole.web.base.clock import now, today

    actor = service_actor("demo")
    there = {account.username for account in accounts_visible_to(actor, today=today())}
    for username, role, name in LOGINS:
        if username not in there:
            user = open_account(username=username, name=name, password=PASSWORD, actor=actor, region=REGION, now=now())
            grant_role(user=user, role=Role(role), region=REGION, actor=actor, today=today(), now=now())
