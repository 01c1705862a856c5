"""Makes the rows a test stands on, through the same services as the product."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from bole.domain.packs.contents import Pack
from bole.web.accounts import services
from bole.web.accounts.actors import Role, service_actor
from bole.web.accounts.models import User
from bole.web.accounts.queries import actor_of
from bole.web.packs import folders

LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PASSWORD = "a-red-seal-on-paper"
OWN, FOREIGN = "990100", "990200"  # no such places: two cities of a province that does not exist


@cache
def base_pack() -> Pack:
    """Return the base pack, read and checked once for all tests that stand on its registers."""
    return folders.checked(Path(__file__).resolve().parents[2] / "packs" / "base")


def make_user(username: str, *, role: Role | str | None = None, region: str = OWN, password: str = PASSWORD) -> User:
    """Return a user who holds one role in a region, or none, and may sign in at once."""
    system = service_actor("tests")
    user = services.open_account(
        username=username, name=f"Test {username}", password=password, actor=system, region=region, now=LONG_AGO
    )
    if role is not None:
        services.grant_role(
            user=user, role=Role(role), region=region, actor=system, today=date(2026, 1, 5), now=LONG_AGO
        )
    return user


def actor_for(user: User, *, today: date = date(2026, 3, 2)):
    return actor_of(user, today=today)
