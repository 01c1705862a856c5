"""Definitions that a region makes itself in the browser, beside those that came with a pack."""

from datetime import date, datetime

from django.db import transaction
from pydantic import BaseModel

from bole.domain.packs.versions import body_of, digest_of
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.packs.models import Definition, State
from bole.web.packs.services import TakenByAnotherPack
from bole.web.packs.timeline import OWN, end

__all__ = ["OWN", "define"]


@transaction.atomic
def define(*, kind: str, value: BaseModel, region: str, from_on: date, actor: Actor, now: datetime) -> Definition:
    """Release one definition of the region's own from a day; the same words again change nothing.

    :raises Forbidden: if the actor may not define in the region.
    :raises TakenByAnotherPack: if the name came with a pack: what a pack says is changed by its next version.
    """
    demand(actor, "packs.define", region=region)
    body = body_of(value)
    name, digest = str(body["id"]), digest_of(body)
    open_row = Definition.objects.select_for_update().filter(region=region, kind=kind, name=name, until=None).first()
    if open_row is not None:
        if open_row.pack != OWN:
            raise TakenByAnotherPack(f"{kind}/{name}: {open_row.pack}")
        if open_row.digest == digest:
            return open_row
        from_on = max(from_on, open_row.from_on)
        end(open_row, on=from_on, state=State.SUPERSEDED)
    # The same words may come back after others: a version that held from the same day is opened again.
    row, is_new = Definition.objects.get_or_create(
        region=region,
        kind=kind,
        name=name,
        digest=digest,
        from_on=from_on,
        defaults={"body": body, "pack": OWN, "pack_version": "", "loaded_at": now},
    )
    if not is_new:
        row.until, row.state = None, State.RELEASED
        row.save(update_fields=["until", "state"])
    record_act(
        actor=actor,
        verb="packs.definition.released",
        target=row,
        region=region,
        at=now,
        kind=kind,
        name=name,
        digest=digest,
    )
    return row
