"""``bole user``: the accounts an installation begins with, before anybody can sign in."""

import getpass

import typer

from bole.cli.start import Stop, ready_for_use, say
from bole.web.accounts.actors import Actor, Role, service_actor

app = typer.Typer(no_args_is_help=True, help="Accounts, for whoever runs the installation.")


def administrator() -> Actor:
    """Return who acts: the person at this machine's keyboard, for the whole installation."""
    return service_actor(f"cli:{getpass.getuser()}"[:64])


@app.command()
def add(
    username: str,
    role: Role = typer.Option(..., help="The first role of the account."),
    region: str = typer.Option("", help="The code of its region; left out: the whole installation."),
    name: str = typer.Option("", help="The name on screen; left out: the user name."),
) -> None:
    """Open an account with a role, and print the password for its first sign-in."""
    ready_for_use()
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from bole.web.accounts.passwords import one_time_password
    from bole.web.accounts.services import open_account_with_role
    from bole.web.base.clock import now, today

    if region and not (region.isascii() and region.isdigit() and len(region) in {6, 9, 12}):
        raise Stop(f"{region!r} is no code of a region: it has six, nine or twelve digits.")
    password = one_time_password()
    try:
        open_account_with_role(
            username=username,
            name=name or username,
            password=password,
            region=region,
            role=role,
            actor=administrator(),
            today=today(),
            now=now(),
        )
    except IntegrityError:
        raise Stop(f"The user name {username} is taken.") from None
    except ValidationError as error:
        raise Stop(" ".join(error.messages)) from None
    say(f"{username.strip().lower()}  {password}  (to be changed at the first sign-in)")


@app.command()
def password(username: str) -> None:
    """Give an account a new first password, and print it."""
    ready_for_use()
    from bole.web.accounts.services import reset_password, unlock_account
    from bole.web.base.clock import now, today

    account, actor = found(username), administrator()
    new = reset_password(user=account, actor=actor, today=today(), now=now())
    unlock_account(user=account, actor=actor, today=today(), now=now())
    say(f"{account.username}  {new}  (to be changed at the first sign-in)")


@app.command(name="second-factor")
def second_factor(username: str) -> None:
    """Forget somebody's lost device; they set up a new one at the next sign-in."""
    ready_for_use()
    from bole.web.accounts.services import reset_second_factor
    from bole.web.base.clock import now, today

    account = found(username)
    reset_second_factor(user=account, actor=administrator(), today=today(), now=now())
    say(f"{account.username}: no second factor is set up any more")


@app.command(name="list")
def list_accounts() -> None:
    """List the accounts with the roles they hold today."""
    ready_for_use()
    from bole.web.accounts.queries import accounts_visible_to
    from bole.web.base.clock import today

    for account in accounts_visible_to(administrator(), today=today()):
        roles = ", ".join(f"{grant.role} {grant.region}".strip() for grant in account.roles_held)
        say(f"{account.username:24}{'open' if account.is_active else 'locked':8}{roles or '-'}")


def found(username: str):  # a row, whose class no door imports
    from bole.web.accounts.queries import accounts_visible_to
    from bole.web.base.clock import today

    row = accounts_visible_to(administrator(), today=today()).filter(username=username.strip().lower()).first()
    if row is None:
        raise Stop(f"There is no account {username}.")
    return row
