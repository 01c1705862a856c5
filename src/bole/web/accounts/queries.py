"""Read side of accounts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.accounts.models import RoleGrant, SignedInSession, User
from bole.web.accounts.permissions import Allowed, Refused, Verdict, scope, verdict


def actor_of(user: User, *, today: date) -> Actor:
    """Return a user as an actor with the roles they hold today; an inactive user holds none."""
    held = grants_on(today).filter(user=user)
    grants = tuple(Grant(Role(row.role), row.region, row.organisation) for row in held) if user.is_active else ()
    return Actor(user_id=user.pk, name=user.name, grants=grants)


def grants_on(day: date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(until=None) | Q(until__gt=day), from_on__lte=day).order_by("role", "region")


def accounts_visible_to(actor: Actor, *, today: date, act: str = "accounts.read") -> QuerySet[User]:
    """Return the accounts of an actor's regions, each with the roles it holds today as ``roles_held``."""
    return (
        User.objects.filter(scope(actor, act))
        .prefetch_related(Prefetch("role_grants", queryset=grants_on(today), to_attr="roles_held"))
        .order_by("username")
    )


def account_visible_to(actor: Actor, account_id: UUID, *, today: date, act: str = "accounts.read") -> User:
    """Return one account.

    :raises Http404: if it is not the actor's to see.
    """
    account = accounts_visible_to(actor, today=today, act=act).filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def accounts_matching(accounts: QuerySet[User], text: str) -> QuerySet[User]:
    return accounts.filter(Q(username__icontains=text.lower()) | Q(name__icontains=text)) if text else accounts


def verdict_on_account(actor: Actor, account: User, *, today: date) -> Verdict:
    """Say whether the actor may change an account: theirs to look after, and with no role that reaches further.

    Whoever may set the password of somebody with a wider role could sign in as them.
    """
    answer = verdict(actor, "accounts.manage", region=account.region)
    if isinstance(answer, Refused):
        return answer
    if actor.user_id == account.pk:
        return Refused(Reason("Nobody manages their own account; ask a colleague."))
    coming = RoleGrant.objects.filter(Q(until=None) | Q(until__gt=today), user=account)
    if coming.exclude(scope(actor, "accounts.manage")).exists():
        return Refused(Reason("This account holds a role beyond your region; only an office there may change it."))
    return Allowed()


def has_second_factor(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def needs_second_factor(actor: Actor) -> bool:
    return bool({role.value for role in actor.roles} & settings.ROLES_WITH_SECOND_FACTOR)


def step_before_entering(user: User, actor: Actor, *, is_verified: bool, now: datetime) -> str | None:
    """Return the page that somebody with a right password still has to pass before they may act, if any."""
    if settings.SECOND_FACTOR and not is_verified and has_second_factor(user):
        return "accounts:second_factor"
    if user.must_change_password or password_is_too_old(user, now=now):
        return "accounts:new_password"
    if settings.SECOND_FACTOR and not is_verified and needs_second_factor(actor):
        return "accounts:enrolment"
    return None


def password_is_too_old(user: User, *, now: datetime) -> bool:
    if not settings.PASSWORD_DAYS or user.password_changed_at is None:
        return False
    return now - user.password_changed_at > timedelta(days=settings.PASSWORD_DAYS)


def open_sessions(user: User, *, now: datetime) -> QuerySet[SignedInSession]:
    """Return the sessions in which somebody is still signed in, latest first."""
    return user.sessions.filter(
        ended_at=None,
        seen_at__gt=now - timedelta(minutes=settings.SESSION_IDLE_MINUTES),
        begun_at__gt=now - timedelta(hours=settings.SESSION_LONGEST_HOURS),
    ).order_by("-seen_at")


@dataclass(frozen=True, slots=True)
class SecondFactor:
    device: TOTPDevice | None
    codes_left: int


def second_factor_of(user: User) -> SecondFactor:
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return SecondFactor(device, StaticToken.objects.filter(device__user=user).count())
