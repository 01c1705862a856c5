"""Freezing a region: a snapshot that never moves, made by an act."""

from datetime import date, datetime

from django.db import transaction

from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.registers.models import Snapshot
from bole.web.registers.snapshots import take_snapshot


def freeze_snapshot(*, region: str, day: date, actor: Actor, now: datetime) -> Snapshot:
    """Keep a region as of a day, as it is known now, for ever.

    :raises Forbidden: if the actor may not in the region.
    """
    demand(actor, "registers.freeze_snapshot", region=region)
    # The files are written outside the transaction: it would be open for as long as a region takes.
    return keep_frozen(take_snapshot(region=region, day=day, moment=now, is_frozen=True), actor=actor, now=now)


@transaction.atomic
def keep_frozen(snapshot: Snapshot, *, actor: Actor, now: datetime) -> Snapshot:
    """Put the row of a frozen snapshot beside its files."""
    snapshot.save(force_insert=True)
    record_act(
        actor=actor,
        verb="registers.snapshot.frozen",
        target=snapshot,
        region=snapshot.region,
        at=now,
        day=snapshot.day,
        tables=snapshot.tables,
    )
    return snapshot
