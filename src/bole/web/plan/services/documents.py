"""Opening a plan's text, and settling what contradicts itself in it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404

from bole.domain.plan.contradictions import Contradiction as FoundContradiction
from bole.domain.plan.contradictions import find_contradictions
from bole.domain.plan.definitions import Indicator
from bole.domain.plan.documents import PlanDocument
from bole.domain.plan.duties import propose_duties
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.files.sources import read_source
from bole.domain.plan.proposals import FigureRole, propose_indicators
from bole.domain.plan.proposals import Proposal as Proposed
from bole.domain.plan.reading.plans import read_plan
from bole.domain.plan.stored_documents import pack_blocks, pack_figure
from bole.domain.plan.ties import DefinedTie, tie_own_figures
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import Forbidden, demand
from bole.web.base.files import keep_file
from bole.web.base.words import pack_reason
from bole.web.journal.services import record_act
from bole.web.plan.models import Contradiction, Document, Figure, Proposal, Tie
from bole.web.plan.queries.documents import document_for
from bole.web.plan.queries.indicators import indicators_in_force, plan_called, titles_of_plan

# The longest published plan has 66,000 bytes and 240 figures. Every figure is held against every other, inside a request.
LARGEST_TEXT = 2 * 1024 * 1024
MOST_FIGURES = 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a text gives, worked out before any row is touched."""

    document: PlanDocument
    contradictions: tuple[FoundContradiction, ...]
    proposals: tuple[Proposed, ...]
    ties: tuple[DefinedTie, ...]


def open_document(
    *, data: bytes, file_name: str, region: str, actor: Actor, today: date, now: datetime, title: str = ""
) -> Document:
    """Read a plan's text and keep it with its figures, contradictions and proposals; the same text again changes nothing.

    A text with the title of an earlier one becomes its next version. ``title`` replaces the one that was read.

    :raises Forbidden: if the actor does not open documents in the region.
    :raises UnreadableSource: with reason and remedy; nothing is kept then.
    """
    demand(actor, "plan.open_document", region=region)
    read = read_text(data, file_name=file_name)
    named = title.strip() or read.title or file_name
    titles = {named, read.title or file_name, *titles_of_plan(named, region=region, day=today)}
    reading = read_everything(
        read, plan_name=read.title or file_name, titles=titles, indicators=indicators_in_force(region, day=today)
    )
    digest = keep_file(data)
    with transaction.atomic():
        known = Document.objects.filter(region=region, digest=digest, withdrawn_at=None).first()
        if known is not None:
            return known
        plan = plan_called(named, region=region, day=today) or plan_slug(named)
        before = Document.objects.filter(region=region, plan=plan).aggregate(last=Max("version"))["last"] or 0
        document = Document.objects.create(
            region=region,
            plan=plan,
            version=before + 1,
            title=named[:200],
            file_name=file_name[-200:],
            digest=digest,
            size=len(data),
            blocks=pack_blocks(reading.document),
            opened_at=now,
            opened_by=actor.name,
        )
        keep_reading(reading, document=document)
        record_act(
            actor=actor,
            verb="plan.document.opened",
            target=document,
            region=region,
            at=now,
            digest=digest,
            plan=plan,
            version=document.version,
            figures=len(reading.document.figures),
            contradictions=len(reading.contradictions),
        )
    return document


def read_text(data: bytes, *, file_name: str) -> PlanDocument:
    document = read_plan(read_source(data, name=file_name, largest_text=LARGEST_TEXT))
    if not any(block.text or block.rows for block in document.blocks):
        raise UnreadableSource(Reason("The file holds no text. Choose the file of the plan itself."))
    if len(document.figures) > MOST_FIGURES:
        found = {"count": len(document.figures), "limit": MOST_FIGURES}
        text = "The file holds %(count)s numbers; a plan may hold %(limit)s. Check that it is the plan, or split it into parts."
        raise UnreadableSource(Reason(text, found))
    return document


def read_everything(
    document: PlanDocument, *, plan_name: str, titles: Iterable[str], indicators: Iterable[Indicator]
) -> Reading:
    return Reading(
        document=document,
        contradictions=find_contradictions(document),
        proposals=(*propose_indicators(document, plan_name=plan_name), *propose_duties(document)),
        ties=tie_own_figures(document, titles=titles, indicators=tuple(indicators)),
    )


def keep_reading(reading: Reading, *, document: Document) -> None:
    figures = reading.document.figures
    Figure.objects.bulk_create(
        Figure(document=document, number=number, packed=pack_figure(figure)) for number, figure in enumerate(figures)
    )
    Contradiction.objects.bulk_create(
        Contradiction(
            document=document,
            number=number,
            check_name=found.check,
            severity=found.severity.value,
            what=pack_reason(found.what),
            expected=pack_reason(found.expected),
            found=pack_reason(found.found),
            lines=list(found.lines),
            figures=list(found.figures),
        )
        for number, found in enumerate(reading.contradictions, start=1)
    )
    ties = {tie.figure: tie for tie in reading.ties}
    open_proposals = [one for one in reading.proposals if not extend_ties(one, ties=ties)]
    Tie.objects.bulk_create(
        Tie(document=document, number=tie.figure, indicator=tie.indicator, role=tie.role.value, day=tie.day)
        for tie in ties.values()
    )
    Proposal.objects.bulk_create(
        proposal_row(proposal, document=document, number=number)
        for number, proposal in enumerate(open_proposals, start=1)
    )


def extend_ties(proposal: Proposed, *, ties: dict[int, DefinedTie]) -> bool:
    """Tie the other figures of a quantity that is already defined, and say whether it is.

    A duty that names nobody and promises nothing but what is followed already says nothing more, and counts as defined.
    """
    if proposal.duty is not None:
        followed = {tie.figure for tie in ties.values() if tie.role is FigureRole.TARGET}
        return not proposal.duty.lead_unit and {one.figure for one in proposal.ties} <= followed
    defined = next(
        (ties[one.figure].indicator for one in proposal.ties if one.role is FigureRole.TARGET and one.figure in ties),
        None,
    )
    if defined is None:
        return False
    for one in proposal.ties:
        ties.setdefault(one.figure, DefinedTie(one.figure, defined, one.role, one.day))
    return True


def proposal_row(proposal: Proposed, *, document: Document, number: int) -> Proposal:
    duty = proposal.duty
    return Proposal(
        document=document,
        number=number,
        kind=proposal.kind.value,
        section=proposal.section[:100],
        name=proposal.name[:200],
        unit=proposal.unit[:32],
        lead_unit=(duty.lead_unit if duty else "")[:200],
        until=duty.until if duty else None,
        indicator=proposal.indicator.model_dump(mode="json") if proposal.indicator else None,
        ties=[[one.figure, one.role.value, one.day.isoformat() if one.day else None] for one in proposal.ties],
        notes=[pack_reason(note) for note in proposal.notes],
        confidence=proposal.confidence,
    )


def plan_slug(title: str) -> str:
    """Return an id that the next version of a text with this title gives again; 征求意见稿 and the like do not count."""
    core = re.sub(r"[（(][^）)]*(?:稿|版)[）)]|[\s《》“”\"'‘’]", "", title)
    return "p_" + hashlib.sha256(core.encode()).hexdigest()[:12]


@transaction.atomic
def withdraw_document(*, document_id: UUID, because: str, actor: Actor, now: datetime) -> Document:
    """Take a wrongly opened text out of lists and counts; its row, its file and the reason stay on record.

    Its waiting proposals are put aside. What was confirmed from it stays defined in the region.

    :raises Http404: if the document is not the actor's to see, or is withdrawn already.
    :raises Forbidden: if the actor does not open documents in its region, or gives no reason.
    """
    document = document_for(actor, document_id)
    demand(actor, "plan.open_document", region=document.region)
    reason = because.strip()[:300]
    if not reason:
        raise Forbidden(Reason("Say why the plan is withdrawn."))
    document = get_object_or_404(
        Document.objects.select_for_update().defer("blocks"), pk=document.pk, withdrawn_at=None
    )
    document.withdrawn_at, document.withdrawn_by, document.withdrawn_because = now, actor.name, reason
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    Proposal.objects.filter(document=document, state=Proposal.State.PROPOSED).update(
        state=Proposal.State.DISMISSED, decided_at=now, decided_by=actor.name
    )
    record_act(
        actor=actor,
        verb="plan.document.withdrawn",
        target=document,
        region=document.region,
        at=now,
        plan=document.plan,
        version=document.version,
        because=reason,
    )
    return document


@transaction.atomic
def settle_contradiction(
    *, document_id: UUID, number: int, state: str, note: str, actor: Actor, now: datetime
) -> Contradiction:
    """Say of a contradiction that it is explained, to be corrected, or open again.

    :raises Http404: if the document is not the actor's to see.
    :raises Forbidden: if it is not the actor's to settle.
    """
    document = document_for(actor, document_id)
    demand(actor, "plan.settle_contradiction", region=document.region)
    contradiction = get_object_or_404(Contradiction.objects.select_for_update(), document=document, number=number)
    contradiction.state = Contradiction.State(state)
    contradiction.note = note.strip()[:500]
    contradiction.settled_at, contradiction.settled_by = now, actor.name
    contradiction.save(update_fields=["state", "note", "settled_at", "settled_by"])
    record_act(
        actor=actor,
        verb="plan.contradiction.settled",
        target=contradiction,
        region=document.region,
        at=now,
        state=state,
        document=str(document.pk),
    )
    return contradiction
