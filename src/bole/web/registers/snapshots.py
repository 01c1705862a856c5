"""Snapshots: a region's registers as of a day and as known at a moment, one Parquet file each, with digests.

A frozen one never moves. A working one is taken anew by a job after commits and replaces the one before. What could tell
who somebody is lies in a file of its own beside a frozen table, so that an erased person can be taken out of that file
while the table keeps its digest.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django_tasks import task
from pydantic import BaseModel

from bole.domain.registers.frame_schema import SPAN, hold_frame, make_frame
from bole.domain.shared.regions import subtree
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import within
from bole.web.base.clock import now, today
from bole.web.base.durable import TAKEN_ANEW, sync_folder
from bole.web.base.ids import new_id
from bole.web.registers.models import Snapshot, StaleRegion
from bole.web.registers.queries import attributes_of, holding_on, known_at
from bole.web.registers.tables import Store, Tables, store_on, widen_tables
from bole.web.registers.watchers import WATCHERS

CHUNK = 50_000
COUNTY = 6


class SnapshotDamaged(Exception):
    """A file of a snapshot is not what its digest says."""


def take_snapshot(*, region: str, day: date, moment: datetime, is_frozen: bool) -> Snapshot:
    """Write the files of a snapshot and return its row, which the caller keeps: the files are there before the row."""
    store, key = store_on(day), new_id()
    folder = folder_of(region, day, key)
    scratch = folder.with_name(f".{folder.name}")
    scratch.mkdir(parents=True)
    tables = {}
    for name, one in store.tables.items():
        frame = read_frame(one, store, region=region, day=day, moment=moment)
        personal = [field.id for field in one.register.personal_fields] if is_frozen else []
        tables[name] = write_table(frame, scratch, name=name, personal=personal)
    if not is_frozen:
        (scratch / TAKEN_ANEW).touch()
    sync_folder(scratch)
    scratch.rename(folder)
    sync_folder(folder.parent)
    return Snapshot(
        id=key,
        region=region,
        day=day,
        known_at=moment,
        is_frozen=is_frozen,
        tables=tables,
        definitions=store.digests,
    )


def write_table(frame: pl.DataFrame, folder: Path, *, name: str, personal: Sequence[str]) -> dict[str, object]:
    """Write a frame, its personal columns into a file apart; they stay in the table as columns in which nothing is known."""
    emptied = frame.with_columns(pl.lit(None, dtype=frame.schema[column]).alias(column) for column in personal)
    written: dict[str, object] = {"sha256": write_parquet(emptied, folder / f"{name}.parquet"), "rows": frame.height}
    if personal:
        written["detached"] = write_detached(frame.select("id", *personal), folder, name=name)
    return written


def write_detached(frame: pl.DataFrame, folder: Path, *, name: str) -> dict[str, object]:
    """Write what is kept apart under a name of its digest: beside the one before, which stays until no row names it."""
    scratch = folder / f".{name}.detached.{os.getpid()}.parquet"
    digest = write_parquet(frame, scratch)
    scratch.rename(folder / detached_name(name, digest))
    sync_folder(folder)
    return {"sha256": digest, "rows": frame.height}


def detached_name(table: str, digest: str) -> str:
    return f"{table}.detached.{digest[:16]}.parquet"


def write_parquet(frame: pl.DataFrame, path: Path) -> str:
    frame.write_parquet(path)
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_of(region: str, day: date, key: UUID) -> Path:
    return Path(settings.SNAPSHOTS_DIR) / (region or "all") / f"{day.isoformat()}-{key.hex}"


def frames_on(region: str, day: date, moment: datetime, *, by: date | None = None) -> dict[str, pl.DataFrame]:
    """Return the frames of a region as of a day and as known at a moment, without writing a snapshot.

    ``by`` is the day whose definitions they follow, else the day itself: a day before a register was defined may hold
    records that were written later.
    """
    store = store_on(by or day)
    return {name: read_frame(one, store, region=region, day=day, moment=moment) for name, one in store.tables.items()}


def frames_by_day(
    region: str, days: Sequence[date], moment: datetime, *, by: date
) -> Iterator[tuple[date, dict[str, pl.DataFrame]]]:
    """Yield the frames of several days, each register read once; otherwise like ``frames_on``."""
    store = store_on(by)
    dated = {
        name: read_rows(one, store, Q(valid_from__lte=max(days)), region=region, moment=moment, is_dated=True)
        for name, one in (store.tables.items() if days else ())
    }
    for day in days:
        yield day, {name: hold_frame(frame, register=store.of(name).register, day=day) for name, frame in dated.items()}


def read_frame(tables: Tables, store: Store, *, region: str, day: date, moment: datetime) -> pl.DataFrame:
    """Return one register of a region as of a day."""
    return read_rows(tables, store, holding_on(tables.register, day), region=region, moment=moment)


def read_rows(
    tables: Tables, store: Store, where: Q, *, region: str, moment: datetime, is_dated: bool = False
) -> pl.DataFrame:
    """Return versions of one register; rows become columns in chunks, so that few are held as objects at once."""
    rows = tables.versions._default_manager.filter(
        within(subtree(region), field="owning_region"), where, known_at(moment)
    )
    names = [*attributes_of(tables)[:-1], *(SPAN if is_dated else ())]
    cursor = rows.values_list(*names).iterator(chunk_size=CHUNK)
    chunks = [make_frame([], register=tables.register, schema=store.schema, is_dated=is_dated)]
    while chunk := list(islice(cursor, CHUNK)):
        chunks.append(make_frame(chunk, register=tables.register, schema=store.schema, is_dated=is_dated))
    return pl.concat(chunks).sort("id")


def read_snapshot(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return the frames of a snapshot; of somebody erased since, what was kept apart is unknown.

    :raises SnapshotDamaged: if a file is not what it was.
    """
    folder = folder_of(snapshot.region, snapshot.day, snapshot.pk)
    tables = Snapshot.objects.values_list("tables", flat=True).filter(pk=snapshot.pk).first() or snapshot.tables
    frames = {}
    for name, kept in tables.items():
        frame = read_parquet(folder / f"{name}.parquet", digest=kept["sha256"])
        if apart := kept.get("detached"):
            detached = read_parquet(folder / detached_name(name, apart["sha256"]), digest=apart["sha256"])
            personal = [column for column in detached.columns if column != "id"]
            joined = frame.drop(personal).join(detached, on="id", how="left", maintain_order="left")
            frame = joined.select(frame.columns)
        frames[name] = frame
    return frames


def read_parquet(path: Path, *, digest: str) -> pl.DataFrame:
    try:
        with path.open("rb") as file:
            is_whole = hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        is_whole = False
    if not is_whole:
        raise SnapshotDamaged(str(path))
    return pl.read_parquet(path)


def mark_stale(region: str, *, moment: datetime) -> None:
    """Have the working snapshot of a county taken anew once this is committed; a job queued already will see it too."""
    county = region[:COUNTY]
    _row, is_new = StaleRegion.objects.get_or_create(region=county, defaults={"since": moment})
    if is_new:
        refresh_working.enqueue(county)


def follow_registers(values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None:
    """Bring tables and working snapshots up to the definitions of an act."""
    widen_tables(values, region=region, actor=actor, now=now)
    retake_changed(values, region=region, actor=actor, now=now)


def retake_changed(_values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None:
    """Have working snapshots taken anew that were taken by other definitions than those in force."""
    digests = store_on(localdate(now)).digests
    for one in Snapshot.objects.filter(is_frozen=False).order_by("region"):
        if one.definitions != digests:
            mark_stale(one.region, moment=now)


def refresh_lost(*, moment: datetime) -> list[str]:
    """Have working snapshots taken anew whose files are not there: a backup leaves them out."""
    lost = [
        one.region
        for one in Snapshot.objects.filter(is_frozen=False).order_by("region")
        if not folder_of(one.region, one.day, one.pk).is_dir()
    ]
    with transaction.atomic():
        # A job that was queued when the backup was made may have been running; it is queued again.
        StaleRegion.objects.filter(region__in=lost).delete()
        for region in lost:
            mark_stale(region, moment=moment)
    return lost


@task()
def refresh_working(region: str) -> str:
    """Take the working snapshot of a region anew."""
    # Before the rows are read: what is committed from now on queues the next one.
    StaleRegion.objects.filter(region=region).delete()
    snapshot = take_snapshot(region=region, day=today(), moment=now(), is_frozen=False)
    with transaction.atomic():
        before = list(Snapshot.objects.select_for_update().filter(region=region, is_frozen=False))
        Snapshot.objects.filter(pk__in=[one.pk for one in before]).delete()
        snapshot.save(force_insert=True)
    for one in before:
        shutil.rmtree(folder_of(region, one.day, one.pk), ignore_errors=True)
    for watch in WATCHERS:
        watch(region)
    return str(snapshot.pk)
