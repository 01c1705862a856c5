"""Read side of accounts."""

from datetime import date

from django.db.models import Q

from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.accounts.models import RoleGrant, User


def actor_of(user: User, *, today: date) -> Actor:
    """Return a user as an actor with the roles they hold today; an inactive user holds none."""
    held = RoleGrant.objects.filter(Q(until=None) | Q(until__gt=today), user=user, from_on__lte=today)
    grants = tuple(Grant(Role(row.role), row.region, row.organisation) for row in held) if user.is_active else ()
    return Actor(user_id=user.pk, name=user.name, grants=grants)
