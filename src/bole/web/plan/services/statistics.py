"""Taking in reported statistics: a sheet is checked and kept aside, seen, and only then committed; a wrong value is withdrawn."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bole.domain.plan.statistics.reading import read_statistics
from bole.domain.plan.statistics.values import CellError
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import Forbidden, demand
from bole.web.base.files import keep_file
from bole.web.base.words import pack_reason
from bole.web.journal.services import record_act
from bole.web.plan.models import Observation, StatisticsImport
from bole.web.plan.queries.indicators import indicator_names, region_codes_below
from bole.web.plan.queries.statistics import StagedRow, compare_rows, import_for, observation_for_actor


def check_statistics(
    *, data: bytes, file_name: str, source: str, region: str, actor: Actor, today: date, now: datetime
) -> StatisticsImport:
    """Read a sheet, keep its good rows aside and all its errors; the same sheet again gives the same check.

    :raises Forbidden: if the actor does not import statistics in the region.
    :raises UnreadableSource: if it is no sheet at all; nothing is kept then.
    """
    demand(actor, "plan.import_statistics", region=region)
    # What is read depends on the indicators and the stated source too, so they are part of what makes a sheet the same.
    names = indicator_names(region, day=today)
    places = region_codes_below(region)
    key = hashlib.sha256(repr((data, source, today, sorted(map(repr, names)), sorted(places.items()))).encode())
    known = StatisticsImport.objects.filter(region=region, digest=key.hexdigest()).exclude(state="discarded").last()
    # A sheet that counted once and was overtaken since is a new statement: its values shall count again.
    if known is not None and (known.state == StatisticsImport.State.CHECKED or still_counts(known)):
        return known
    sheet = read_statistics(
        data,
        name=file_name,
        indicators=names,
        today=today,
        source=source,
        region=region,
        regions=places,
    )
    keep_file(data)
    rows = [
        StagedRow(
            indicator=one.indicator,
            region=one.region,
            day=one.day,
            value=one.value,
            unit=one.unit,
            source=one.source,
            note=one.note,
            sheet=one.sheet,
            row=one.row,
        )
        for one in sheet.observations
    ]
    with transaction.atomic():
        batch = StatisticsImport.objects.create(
            region=region,
            file_name=file_name[-200:],
            digest=key.hexdigest(),
            file_digest=hashlib.sha256(data).hexdigest(),
            rows=[row.packed() for row in rows],
            errors=[pack_error(error) for error in sheet.errors],
            passed_over=[
                {"sheet": one.sheet, "row": one.row, "content": one.content[:100], "reason": pack_reason(one.reason)}
                for one in sheet.passed_over
            ],
            checked_at=now,
            checked_by=actor.name,
        )
        record_act(
            actor=actor,
            verb="plan.statistics.checked",
            target=batch,
            region=region,
            at=now,
            digest=batch.file_digest,
            rows=len(rows),
            errors=len(sheet.errors),
        )
    return batch


def still_counts(batch: StatisticsImport) -> bool:
    """Whether every value of a committed sheet is the one that counts now."""
    comparison = compare_rows([StagedRow.unpacked(row) for row in batch.rows])
    return not comparison.new and not comparison.changed


def pack_error(error: CellError) -> dict[str, object]:
    return {
        "sheet": error.sheet,
        "row": error.row,
        "column": error.column,
        "header": error.header,
        "content": error.content[:200],
        "reason": pack_reason(error.reason),
    }


@transaction.atomic
def commit_statistics(*, import_id: UUID, actor: Actor, today: date, now: datetime) -> StatisticsImport:
    """Let the good rows of a checked sheet count; a value that differs supersedes the one before, which stays in the history.

    :raises Http404: if the sheet is not the actor's to see.
    :raises Forbidden: if it is not theirs to commit, or was discarded.
    """
    let_in_alone(import_for(actor, import_id).region)
    batch = import_for(actor, import_id, lock=True)
    demand(actor, "plan.import_statistics", region=batch.region)
    if batch.state == StatisticsImport.State.COMMITTED:
        return batch
    if batch.state == StatisticsImport.State.DISCARDED:
        raise Forbidden(Reason("This sheet was discarded. Upload it again."))
    comparison = compare_rows([StagedRow.unpacked(row) for row in batch.rows])
    supersede([change.current for change in comparison.changed], now=now)
    Observation.objects.bulk_create(
        observation_row(row, batch=batch, actor=actor, now=now)
        for row in (*comparison.new, *(change.row for change in comparison.changed))
    )
    batch.state, batch.committed_at, batch.committed_by = StatisticsImport.State.COMMITTED, now, actor.name
    batch.new_count, batch.changed_count = len(comparison.new), len(comparison.changed)
    batch.unchanged_count = len(comparison.unchanged)
    batch.receipt = receipt_number(batch, today=today)
    batch.save()
    record_act(
        actor=actor,
        verb="plan.statistics.committed",
        target=batch,
        region=batch.region,
        at=now,
        receipt=batch.receipt,
        new=batch.new_count,
        changed=batch.changed_count,
        unchanged=batch.unchanged_count,
    )
    return batch


def let_in_alone(region: str) -> None:
    """Wait until no other sheet of the region is being committed, so that two with the same day follow one another."""
    # Evaluated for its locks alone, in one order, so that two waiting officers cannot wait for each other.
    list(StatisticsImport.objects.select_for_update().filter(region=region).order_by("pk").values_list("pk"))


def supersede(ids: Sequence[UUID], *, now: datetime) -> None:
    Observation.objects.filter(pk__in=ids).update(superseded_at=now)


def observation_row(row: StagedRow, *, batch: StatisticsImport, actor: Actor, now: datetime) -> Observation:
    is_number = isinstance(row.value, Decimal)
    return Observation(
        region=row.region,
        indicator=row.indicator,
        day=row.day,
        value=row.value if is_number else None,
        label="" if is_number else str(row.value),
        unit=row.unit[:32],
        source=row.source[:300],
        note=row.note[:300],
        batch=batch,
        sheet_row=row.row,
        recorded_at=now,
        recorded_by=actor.name,
    )


def receipt_number(batch: StatisticsImport, *, today: date) -> str:
    """Return the number of a receipt: region, year, and the running number of the year there."""
    prefix = f"{batch.region}-{today.year}-"
    return f"{prefix}{StatisticsImport.objects.filter(receipt__startswith=prefix).count() + 1:04d}"


@transaction.atomic
def discard_statistics(*, import_id: UUID, actor: Actor, now: datetime) -> StatisticsImport:
    """Put a checked sheet away without taking anything from it; a committed one stays."""
    batch = import_for(actor, import_id, lock=True)
    demand(actor, "plan.import_statistics", region=batch.region)
    if batch.state == StatisticsImport.State.CHECKED:
        batch.state = StatisticsImport.State.DISCARDED
        batch.save(update_fields=["state"])
        record_act(actor=actor, verb="plan.statistics.discarded", target=batch, region=batch.region, at=now)
    return batch


@transaction.atomic
def withdraw_observation(*, observation_id: UUID, because: str, actor: Actor, now: datetime) -> Observation:
    """Let a value count no more, and say why; it stays in the history.

    :raises Http404: if it is not the actor's to see.
    :raises Forbidden: if it is not theirs to withdraw, or no reason is given.
    """
    observation = observation_for_actor(actor, observation_id, lock=True)
    demand(actor, "plan.withdraw_observation", region=observation.region)
    if not because.strip():
        raise Forbidden(Reason("Say why the value is withdrawn."))
    if observation.withdrawn_at is None and observation.superseded_at is None:
        observation.withdrawn_at, observation.withdrawn_by = now, actor.name
        observation.withdrawn_because = because.strip()[:300]
        observation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        record_act(
            actor=actor,
            verb="plan.observation.withdrawn",
            target=observation,
            region=observation.region,
            at=now,
            indicator=observation.indicator,
            day=observation.day.isoformat(),
        )
    return observation
