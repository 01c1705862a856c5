"""Definitions that a region makes itself in the browser, beside those that came with a pack."""

from datetime import date, datetime

from django.db import transaction
from pydantic import BaseModel

from bole.domain.packs.versions import body_of, digest_of
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.packs.models import Definition
from bole.web.packs.services import TakenByAnotherPack
from bole.web.packs.timeline import OWN, Identity, put_in_force, rows_of

__all__ = ["OWN", "define"]


@transaction.atomic
def define(
    *, kind: str, value: BaseModel, region: str, from_on: date, actor: Actor, today: date, now: datetime
) -> Definition:
    """Release one definition of the region's own from a day; the same words again change nothing.

    The first words may hold from a day long past, so that pages that look back find them. Other words for what is defined
    already hold from today at the earliest: what held before them goes on to hold for the days before.

    :raises Forbidden: if the actor may not define in the region.
    :raises TakenByAnotherPack: if the name came with a pack: what a pack says is changed by a draft or by its next version.
    """
    demand(actor, "packs.define", region=region)
    body = body_of(value)
    identity = Identity(region, kind, str(body["id"]))
    rows = list(rows_of(identity, lock=True))
    open_row = next((row for row in rows if row.until is None), None)
    if open_row is not None:
        if open_row.pack != OWN:
            raise TakenByAnotherPack(f"{kind}/{identity.name}: {open_row.pack}")
        if open_row.digest == digest_of(body):
            return open_row
    begins = max(from_on, today) if rows else from_on
    row = put_in_force(identity, body, from_on=begins, today=today, now=now)
    record_act(
        actor=actor,
        verb="packs.definition.released",
        target=row,
        region=region,
        at=now,
        kind=kind,
        name=identity.name,
        digest=row.digest,
    )
    return row
