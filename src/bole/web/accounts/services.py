"""Write side of accounts: opening, changing and closing accounts, giving and ending roles."""

from datetime import date, datetime
from uuid import UUID

from axes.utils import reset as forget_attempts
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from bole.web.accounts.actors import Actor, Role
from bole.web.accounts.models import RoleGrant, SignedInSession, User
from bole.web.accounts.passwords import one_time_password
from bole.web.accounts.permissions import Forbidden, Refused, demand
from bole.web.accounts.queries import verdict_on_account
from bole.web.journal.services import record_act


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    password: str,
    actor: Actor,
    region: str,
    now: datetime,
    must_change_password: bool = False,
) -> User:
    """Open an account that can sign in and may do nothing yet.

    :raises Forbidden: if the actor does not manage accounts in the region.
    :raises ValidationError: if the password is too weak.
    """
    demand(actor, "accounts.manage", region=region)
    user = User(username=username.strip().lower(), name=name, region=region, created_at=now)
    user.must_change_password = must_change_password
    validate_password(password, user)
    user.save(force_insert=True)
    set_password(user, password, now=now)
    record_act(actor=actor, verb="accounts.account.opened", target=user, region=region, at=now, username=user.username)
    return user


@transaction.atomic
def grant_role(
    *, user: User, role: Role, region: str, actor: Actor, today: date, now: datetime, organisation: UUID | None = None
) -> RoleGrant:
    """Give a user a role in a region and below, from today on; held already, nothing happens.

    :raises Forbidden: if the actor does not manage accounts in the region, or may not change this account.
    """
    demand(actor, "accounts.manage", region=region)
    demand_account(actor, user, today=today)
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role.value, region=region, organisation=organisation, until=None, defaults={"from_on": today}
    )
    if is_new:
        record_act(
            actor=actor,
            verb="accounts.role.granted",
            target=user,
            region=user.region,
            at=now,
            role=role.value,
            role_region=region,
            organisation=organisation,
        )
    return grant


@transaction.atomic
def open_account_with_role(
    *, username: str, name: str, password: str, region: str, role: Role, actor: Actor, today: date, now: datetime
) -> User:
    """Open an account with its first role, and a password that has to be changed at the first sign-in.

    :raises Forbidden: if the actor does not manage accounts in the region.
    """
    user = open_account(
        username=username,
        name=name,
        password=password,
        actor=actor,
        region=region,
        now=now,
        must_change_password=True,
    )
    grant_role(user=user, role=role, region=region, actor=actor, today=today, now=now)
    return user


@transaction.atomic
def end_role(*, grant_id: UUID, user: User, actor: Actor, today: date, now: datetime) -> None:
    """End a role at once; ended already, nothing happens.

    :raises Forbidden: if the actor may not change this account.
    """
    demand_account(actor, user, today=today)
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id, user=user).first()
    if grant is None or (grant.until is not None and grant.until <= today):
        return
    role, role_region, from_on = grant.role, grant.region, grant.from_on
    if grant.from_on >= today:
        grant.delete()  # a role given and taken on one day was never held for a day; the journal keeps both acts
    else:
        grant.until = today
        grant.save(update_fields=["until"])
    record_act(
        actor=actor,
        verb="accounts.role.ended",
        target=user,
        region=user.region,
        at=now,
        role=role,
        role_region=role_region,
        from_on=from_on,
    )


@transaction.atomic
def lock_account(*, user: User, actor: Actor, today: date, now: datetime) -> None:
    """Keep somebody out from this moment on; their sessions end. Locked already, nothing happens.

    :raises Forbidden: if the actor may not change this account.
    """
    demand_account(actor, user, today=today)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    close_sessions(user, now=now)
    record_act(actor=actor, verb="accounts.account.locked", target=user, region=user.region, at=now)


@transaction.atomic
def unlock_account(*, user: User, actor: Actor, today: date, now: datetime) -> None:
    """Let somebody in again, also when too many wrong passwords made their account rest.

    :raises Forbidden: if the actor may not change this account.
    """
    demand_account(actor, user, today=today)
    attempts = forget_attempts(username=user.username)
    if user.is_active and not attempts:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_act(actor=actor, verb="accounts.account.unlocked", target=user, region=user.region, at=now)


@transaction.atomic
def reset_password(*, user: User, actor: Actor, today: date, now: datetime) -> str:
    """Give an account a one-time password, which is returned and kept nowhere, and end its sessions.

    :raises Forbidden: if the actor may not change this account.
    """
    demand_account(actor, user, today=today)
    password = one_time_password()
    user.must_change_password = True
    set_password(user, password, now=now)
    close_sessions(user, now=now)
    record_act(actor=actor, verb="accounts.password.reset", target=user, region=user.region, at=now)
    return password


@transaction.atomic
def reset_second_factor(*, user: User, actor: Actor, today: date, now: datetime) -> None:
    """Forget somebody's lost telephone; they set up a new one at the next sign-in. Nothing set up, nothing happens.

    :raises Forbidden: if the actor may not change this account.
    """
    demand_account(actor, user, today=today)
    removed, _rows = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if removed:
        close_sessions(user, now=now)
        record_act(actor=actor, verb="accounts.device.removed", target=user, region=user.region, at=now)


@transaction.atomic
def change_password(*, user: User, password: str, actor: Actor, now: datetime, keep: UUID | None = None) -> None:
    """Give oneself a new password; all sessions end but the one to ``keep``.

    :raises ValidationError: if the password is too weak or was used before.
    """
    validate_password(password, user)
    user.must_change_password = False
    set_password(user, password, now=now)
    close_sessions(user, now=now, keep=keep)
    record_act(actor=actor, verb="accounts.password.changed", target=user, region=user.region, at=now)


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Remember in which language somebody reads."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def demand_account(actor: Actor, user: User, *, today: date) -> None:
    answer = verdict_on_account(actor, user, today=today)
    if isinstance(answer, Refused):
        raise Forbidden(answer.reason)


def set_password(user: User, password: str, *, now: datetime) -> None:
    user.set_password(password)
    user.password_changed_at = now
    # These fields alone: a colleague may have locked the account since it was read.
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    user.used_passwords.create(password=user.password, set_at=now)


def close_sessions(user: User, *, now: datetime, keep: UUID | None = None) -> int:
    return SignedInSession.objects.filter(user=user, ended_at=None).exclude(pk=keep).update(ended_at=now)
