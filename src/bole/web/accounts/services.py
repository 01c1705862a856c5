"""Write side of accounts: opening accounts and giving roles."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from bole.web.accounts.actors import Actor, Role
from bole.web.accounts.models import RoleGrant, User
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act


@transaction.atomic
def open_account(*, username: str, name: str, password: str, actor: Actor, region: str, now: datetime) -> User:
    """Open an account that can sign in and may do nothing yet.

    :raises Forbidden: if the actor does not manage accounts in the region.
    :raises ValidationError: if the password is too weak.
    """
    demand(actor, "accounts.manage", region=region)
    user = User(username=username.strip().lower(), name=name, created_at=now, password_changed_at=now)
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    record_act(actor=actor, verb="accounts.account.opened", target=user, region=region, at=now, username=user.username)
    return user


@transaction.atomic
def grant_role(
    *, user: User, role: Role, region: str, actor: Actor, today: date, now: datetime, organisation: UUID | None = None
) -> RoleGrant:
    """Give a user a role in a region and below, from today on; held already, nothing happens.

    :raises Forbidden: if the actor does not manage accounts in the region.
    """
    demand(actor, "accounts.manage", region=region)
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role.value, region=region, organisation=organisation, until=None, defaults={"from_on": today}
    )
    if is_new:
        record_act(actor=actor, verb="accounts.role.granted", target=user, region=region, at=now, role=role.value)
    return grant
