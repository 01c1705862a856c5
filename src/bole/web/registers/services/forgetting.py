"""Taking people who were erased out of what frozen snapshots keep apart. The frozen tables themselves never move."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django_tasks import task

from bole.domain.registers.definitions import PERSON
from bole.web.accounts.actors import Actor, service_actor
from bole.web.base import clock
from bole.web.journal.services import record_act
from bole.web.registers.models import Erasure, Snapshot
from bole.web.registers.snapshots import detached_name, folder_of, read_parquet, write_detached
from bole.web.registers.tables import store_on


def forget_erased(*, actor: Actor, now: datetime) -> int:
    """Take everybody who was erased out of the detached tables of frozen snapshots, and return of how many snapshots.

    Taken out already, nothing happens; a file that an interruption left behind goes too.
    """
    erased = {str(person) for person in Erasure.objects.values_list("person", flat=True)}
    frozen = Snapshot.objects.filter(is_frozen=True).order_by("pk") if erased else []
    return sum(forget_in(one.pk, erased, actor=actor, now=now) for one in frozen if is_due(one, erased))


@task()
def forget_erased_people() -> int:
    """Do so behind an erasure, which is over before a large snapshot is written anew."""
    return forget_erased(actor=service_actor("registers"), now=clock.now())


def is_due(snapshot: Snapshot, erased: set[str]) -> bool:
    """Look without a lock: on most nights there is nothing to do."""
    return bool(leftovers(snapshot)) or any(
        remaining(snapshot, name, erased).height != apart["rows"] for name, apart in detached(snapshot).items()
    )


@transaction.atomic
def forget_in(snapshot: UUID, erased: set[str], *, actor: Actor, now: datetime) -> bool:
    """Write the detached tables of one snapshot without people who were erased, and say whether any was in them."""
    # Whoever writes files here holds this row: what it does not name is left over from an interruption.
    row = Snapshot.objects.select_for_update().get(pk=snapshot)
    remove_files(leftovers(row))
    folder, replaced, before = folder_of(row.region, row.day, row.pk), {}, detached(row)
    for name, apart in before.items():
        left = remaining(row, name, erased)
        if left.height != apart["rows"]:
            row.tables[name]["detached"] = write_detached(left, folder, name=name)
            replaced[name] = {"old": apart["sha256"], "new": row.tables[name]["detached"]["sha256"]}
    if not replaced:
        return False
    row.save(update_fields=["tables"])
    record_act(
        actor=actor,
        verb="registers.snapshot.forgot",
        target=row,
        region=row.region,
        at=now,
        digests=replaced,
        count=sum(before[name]["rows"] - row.tables[name]["detached"]["rows"] for name in replaced),
    )
    # Only once the row names the new file; where the machine stops in between, the next time finds the old one left over.
    transaction.on_commit(lambda: remove_files(leftovers(row)))
    return True


def remove_files(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def detached(snapshot: Snapshot) -> Mapping[str, Any]:
    return {name: kept["detached"] for name, kept in snapshot.tables.items() if "detached" in kept}


def leftovers(snapshot: Snapshot) -> list[Path]:
    """Return detached tables in the folder of a snapshot that its row does not name."""
    named = {detached_name(name, apart["sha256"]) for name, apart in detached(snapshot).items()}
    folder = folder_of(snapshot.region, snapshot.day, snapshot.pk)
    return [path for path in folder.glob("*.detached.*.parquet") if path.name not in named]


def remaining(snapshot: Snapshot, name: str, erased: set[str]) -> pl.DataFrame:
    """Return a detached table without the records about people who were erased."""
    folder = folder_of(snapshot.region, snapshot.day, snapshot.pk)
    kept = snapshot.tables[name]
    digest = kept["detached"]["sha256"]
    frame = read_parquet(folder / detached_name(name, digest), digest=digest)
    if name == PERSON:
        return frame.filter(~pl.col("id").is_in(list(erased)))
    subject = store_on(snapshot.day).of(name).register.subject
    if subject is None:
        return frame
    table = read_parquet(folder / f"{name}.parquet", digest=kept["sha256"])
    about = table.filter(pl.col(subject).is_in(list(erased)))["id"]
    return frame.filter(~pl.col("id").is_in(about.implode()))
