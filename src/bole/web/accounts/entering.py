"""Write side of entering: sessions, the second factor, and what throttles them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bole.web.accounts.actors import Actor
from bole.web.accounts.models import SignedInSession, User
from bole.web.journal.services import record_act

CODES = 10
# Writing at every request would make each page a write; a minute is exact enough for a time-out of thirty.
SEEN_AGAIN = timedelta(minutes=1)


class WrongCode(Exception):
    """The code is not the device's, was used before, or too many wrong ones came before it."""


@transaction.atomic
def open_session(*, user: User, actor: Actor, address: str, browser: str, now: datetime) -> SignedInSession:
    """Begin the session of somebody who just signed in."""
    session = SignedInSession.objects.create(
        user=user, begun_at=now, seen_at=now, address=address[:45], browser=browser[:200]
    )
    record_act(actor=actor, verb="accounts.session.opened", target=user, region=user.region, at=now, session=session.pk)
    return session


def session_in_use(session_id: UUID | str | None, *, user: User, now: datetime) -> SignedInSession | None:
    """Return the session if it is still good and note that it was used; idle, too old or ended, it is none."""
    session = SignedInSession.objects.filter(pk=session_id, user=user, ended_at=None).first() if session_id else None
    if session is None:
        return None
    idle, age = now - session.seen_at, now - session.begun_at
    if idle > timedelta(minutes=settings.SESSION_IDLE_MINUTES) or age > timedelta(hours=settings.SESSION_LONGEST_HOURS):
        return None
    if idle > SEEN_AGAIN:
        SignedInSession.objects.filter(pk=session.pk).update(seen_at=now)
    return session


@transaction.atomic
def end_session(*, session_id: UUID, user: User, actor: Actor, now: datetime) -> None:
    """End one of somebody's own sessions; ended already, nothing happens."""
    if SignedInSession.objects.filter(pk=session_id, user=user, ended_at=None).update(ended_at=now):
        record_act(
            actor=actor, verb="accounts.session.ended", target=user, region=user.region, at=now, session=session_id
        )


def device_to_confirm(user: User) -> TOTPDevice:
    """Return the device somebody is about to set up; until a code confirms it, it opens nothing."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name="totp", confirmed=False)


@transaction.atomic
def confirm_device(*, user: User, code: str, actor: Actor, now: datetime) -> tuple[Device, list[str]]:
    """Take a device into use after its first code, in place of an older one, and return it with recovery codes.

    :raises WrongCode: if the code is not the device's.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        raise WrongCode
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record_act(actor=actor, verb="accounts.device.confirmed", target=user, region=user.region, at=now)
    return device, new_codes(user)


@transaction.atomic
def renew_codes(*, user: User, actor: Actor, now: datetime) -> list[str]:
    """Return new recovery codes; the old ones open nothing any more."""
    record_act(actor=actor, verb="accounts.codes.renewed", target=user, region=user.region, at=now)
    return new_codes(user)


def new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def device_of_code(*, user: User, code: str) -> Device:
    """Return the confirmed device a code belongs to; the code is used up.

    :raises WrongCode: if it is none, or the device rests after too many wrong ones.
    """
    code = code.replace(" ", "").replace("-", "").lower()
    kind = TOTPDevice if code.isdecimal() and len(code) == 6 else StaticDevice
    # What a wrong code counts has to be kept, so the refusal is raised after the transaction.
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        is_right = device is not None and device.verify_token(code)
    if not is_right:
        raise WrongCode
    return device
