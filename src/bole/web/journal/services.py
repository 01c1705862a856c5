"""Write side of the journal: one row for each act, inside the act's transaction."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from bole.web.journal.models import Entry


class Acting(Protocol):
    """What the journal needs to know of an actor; ``user_id`` is None for a service account."""

    @property
    def user_id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...


class OutsideOfAnAct(Exception):
    """A journal row was to be written without a transaction around the act it tells of."""


def record_act(*, actor: Acting, verb: str, target: models.Model, region: str, at: datetime, **detail: object) -> Entry:
    """Append one act to the journal; ``detail`` holds references, field names and digests, never sensitive values.

    :raises OutsideOfAnAct: if no transaction is open: a journal row of an act that is rolled back would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideOfAnAct(verb)
    return Entry.objects.create(
        at=at,
        actor=actor.user_id,
        actor_name=actor.name,
        verb=verb,
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        region=region,
        detail=detail,
    )
