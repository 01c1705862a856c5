"""Deciding what becomes of proposals: confirmed they are definitions of the region, dismissed they are kept as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from bole.domain.plan.definitions import Indicator, Names
from bole.domain.plan.rescaling import in_unit
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.packs.own_definitions import define
from bole.web.plan.models import Document, Proposal, Tie
from bole.web.plan.queries.documents import document_for


@dataclass(frozen=True, slots=True)
class Wording:
    """What an officer may word otherwise before confirming; an empty word keeps what was read."""

    name: str = ""
    unit: str = ""
    lead_unit: str = ""


@transaction.atomic
def confirm_proposals(
    *,
    document_id: UUID,
    numbers: Sequence[int],
    actor: Actor,
    today: date,
    now: datetime,
    wordings: Mapping[int, Wording] | None = None,
) -> int:
    """Make definitions and duties of the chosen proposals and tie their figures; return how many there were.

    What was decided before is left alone, so that pressing the button twice changes nothing.

    :raises Http404: if the document is not the actor's to see.
    :raises Forbidden: if the actor does not confirm proposals in its region.
    """
    document = decidable_document(document_id, actor=actor)
    rows = list(open_proposals(document, numbers=numbers))
    for row in rows:
        apply_wording(row, (wordings or {}).get(row.number, Wording()))
        if row.indicator is not None:
            confirm_indicator(row, document=document, actor=actor, today=today, now=now)
        row.state, row.decided_at, row.decided_by = Proposal.State.CONFIRMED, now, actor.name
    Proposal.objects.bulk_update(
        rows, ["name", "unit", "lead_unit", "indicator", "defined_as", "state", "decided_at", "decided_by"]
    )
    if rows:
        record_act(
            actor=actor,
            verb="plan.proposals.confirmed",
            target=document,
            region=document.region,
            at=now,
            proposals=[row.number for row in rows],
            indicators=[row.defined_as for row in rows if row.defined_as],
        )
    return len(rows)


def apply_wording(row: Proposal, wording: Wording) -> None:
    row.name = wording.name.strip()[:200] or row.name
    row.unit = wording.unit.strip()[:32] or row.unit
    row.lead_unit = wording.lead_unit.strip()[:200] or row.lead_unit


def confirm_indicator(row: Proposal, *, document: Document, actor: Actor, today: date, now: datetime) -> None:
    proposed = Indicator.model_validate(row.indicator)
    indicator = in_unit(proposed, unit=row.unit or proposed.unit).model_copy(
        update={"name": Names(zh=row.name, en=proposed.name.en), "lead_unit": row.lead_unit}
    )
    from_on = min(today, promised_from(indicator))
    define(
        kind="indicator", value=indicator, region=document.region, from_on=from_on, actor=actor, today=today, now=now
    )
    row.indicator = indicator.model_dump(mode="json")
    row.defined_as = indicator.id
    taken = set(Tie.objects.filter(document=document).values_list("number", flat=True))
    Tie.objects.bulk_create(
        Tie(document=document, number=number, indicator=indicator.id, role=role, day=day)
        for number, role, day in row.ties
        if number not in taken
    )


def promised_from(indicator: Indicator) -> date:
    """Return the first day of the promise: a page that looks back has to find it defined then."""
    opened = [target.from_day for target in indicator.targets if target.from_day is not None]
    base = [indicator.baseline.day] if indicator.baseline else []
    first_due = min(target.day for target in indicator.targets)
    return min([*opened, *base], default=date(first_due.year - 4, 1, 1))


@transaction.atomic
def dismiss_proposals(*, document_id: UUID, numbers: Sequence[int], actor: Actor, now: datetime) -> int:
    """Put the chosen proposals aside; they stay to be seen and may be taken up again."""
    document = decidable_document(document_id, actor=actor)
    moved = move(
        document, numbers, before=Proposal.State.PROPOSED, after=Proposal.State.DISMISSED, actor=actor, now=now
    )
    if moved:
        record_act(
            actor=actor,
            verb="plan.proposals.dismissed",
            target=document,
            region=document.region,
            at=now,
            proposals=moved,
        )
    return len(moved)


@transaction.atomic
def restore_proposals(*, document_id: UUID, numbers: Sequence[int], actor: Actor, now: datetime) -> int:
    """Take dismissed proposals up again."""
    document = decidable_document(document_id, actor=actor)
    moved = move(
        document, numbers, before=Proposal.State.DISMISSED, after=Proposal.State.PROPOSED, actor=actor, now=now
    )
    if moved:
        record_act(
            actor=actor,
            verb="plan.proposals.restored",
            target=document,
            region=document.region,
            at=now,
            proposals=moved,
        )
    return len(moved)


def move(
    document: Document, numbers: Sequence[int], *, before: str, after: str, actor: Actor, now: datetime
) -> list[int]:
    rows = list(open_proposals(document, numbers=numbers, state=before))
    for row in rows:
        row.state, row.decided_at, row.decided_by = after, now, actor.name
    Proposal.objects.bulk_update(rows, ["state", "decided_at", "decided_by"])
    return [row.number for row in rows]


def decidable_document(document_id: UUID, *, actor: Actor) -> Document:
    document = document_for(actor, document_id)
    demand(actor, "plan.confirm_proposals", region=document.region)
    return document


def open_proposals(
    document: Document, *, numbers: Sequence[int], state: str = Proposal.State.PROPOSED
) -> QuerySet[Proposal]:
    # Two officers may press the button at once: the second finds nothing left to decide.
    rows = Proposal.objects.select_for_update().filter(document=document, number__in=numbers, state=state)
    return rows.order_by("number")
