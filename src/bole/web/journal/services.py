"""Write side of the journal: one row for each act, inside the act's transaction; and the sealer that chains them."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.http.response import HttpResponseBase

from bole.web.base.durable import write_whole
from bole.web.journal.chain import CHAINED, GENESIS, first_id_at, link, moment_of, plain
from bole.web.journal.models import Access, Entry, Seal

# Any constant: the lock is known by it to every sealer on the same database.
SEALER_LOCK = 0x626F6C65
BATCH = 500
# An entry can become visible this much later than its id says: no act lasts longer than two seconds.
LATEST_COMMIT = timedelta(minutes=10)

log = logging.getLogger(__name__)


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
        detail=plain(detail),
    )


def seal_entries(*, now: datetime, everything: bool = False) -> int:
    """Chain the entries that became visible since the last seal, and return how many.

    ``everything`` looks at the whole journal for entries left behind, not only at the latest; the clock does so daily.
    """
    # Asked outside a transaction first: an idle installation takes no write lock every few seconds.
    if not unsealed_entries(last_seal(), everything=everything).exists():
        return 0
    sealed = 0
    while batch := seal_batch(now=now, everything=everything):
        sealed += batch
        if batch < BATCH:
            break
    return sealed


@transaction.atomic
def seal_batch(*, now: datetime, everything: bool = False) -> int:
    """Chain at most ``BATCH`` entries in one short transaction, and return how many."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    # On SQLite the transaction began IMMEDIATE: this is the only writer until it ends.
    last = last_seal()
    sequence, previous = (last.sequence, last.digest) if last else (0, GENESIS)
    seals = []
    for entry in unsealed_entries(last, everything=everything).values(*CHAINED)[:BATCH]:
        sequence += 1
        digest = link(algorithm=settings.JOURNAL_DIGEST, sequence=sequence, previous=previous, entry=entry)
        seals.append(
            Seal(
                sequence=sequence,
                entry_id=entry["id"],
                previous=previous,
                digest=digest,
                algorithm=settings.JOURNAL_DIGEST,
                sealed_at=now,
            )
        )
        previous = digest
    Seal.objects.bulk_create(seals)
    return len(seals)


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-sequence").first()


def unsealed_entries(last: Seal | None, *, everything: bool) -> models.QuerySet[Entry]:
    unsealed = Entry.objects.filter(~Exists(Seal.objects.filter(entry=OuterRef("pk")))).order_by("id")
    if last is None or everything:
        return unsealed
    return unsealed.filter(id__gte=first_id_at(moment_of(last.entry_id) - LATEST_COMMIT))


def export_seal(path: Path, *, now: datetime) -> dict[str, object] | None:
    """Write the last seal to a file that is kept elsewhere; nothing is written while nothing is sealed.

    Whoever holds the file can tell later whether the journal up to that seal is still the one it was.
    """
    last = last_seal()
    if last is None:
        return None
    content: dict[str, object] = {
        "sequence": last.sequence,
        "digest": last.digest,
        "algorithm": last.algorithm,
        "entry": str(last.entry_id),
        "sealed_at": plain(last.sealed_at),
        "exported_at": plain(now.astimezone(UTC)),
    }
    write_whole(path, json.dumps(content, indent=1).encode() + b"\n")
    return content


def export_daily_seal(*, today: date, now: datetime) -> Path | None:
    """Write the day's seal into the folder of seals; there already, it is left as it was."""
    path = Path(settings.SEALS_DIR) / f"{today.isoformat()}.json"
    if not path.exists() and export_seal(path, now=now) is None:
        return None
    return path


@transaction.atomic
def record_access(
    *, actor: Acting, subject_kind: str, subject_id: UUID | str, purpose: str, region: str, at: datetime
) -> Access:
    """Put on record that somebody looked at a personal file, and what for."""
    return Access.objects.create(
        at=at,
        actor=actor.user_id,
        actor_name=actor.name,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        purpose=purpose,
        region=region,
    )


def record_access_after(
    response: HttpResponseBase,
    *,
    actor: Acting,
    subject_kind: str,
    subject_id: UUID | str,
    purpose: str,
    region: str,
    at: datetime,
) -> None:
    """Put the look on record once the reader has their page, so that looking never waits for the log."""

    def write() -> None:
        try:
            record_access(
                actor=actor,
                subject_kind=subject_kind,
                subject_id=subject_id,
                purpose=purpose,
                region=region,
                at=at,
            )
        except Exception:
            # Django swallows what a closer raises; a look that could not be recorded must not vanish silently.
            log.exception("A look at %s %s by %s was not recorded", subject_kind, subject_id, actor.name)
            raise

    run_after(response, write)


def run_after(response: HttpResponseBase, act: Callable[[], None]) -> None:
    # The server closes the response when its last byte is out; Django keeps no public name for this list.
    response._resource_closers.append(act)
