"""The proposals of a document as an officer looks through them."""

from dataclasses import dataclass

from bole.domain.plan.definitions import Baseline, Indicator, Target
from bole.domain.plan.standing.goals import describe_goal, plain
from bole.web.base.words import say, unpack_reason
from bole.web.plan.models import Document, Proposal
from bole.web.plan.queries.documents import Quote, quote_figure


@dataclass(frozen=True, slots=True)
class StatedTarget:
    year: int
    text: str
    yearly: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    row: Proposal
    baseline: Baseline | None
    base: str
    targets: tuple[StatedTarget, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[str, ...]
    is_doubtful: bool


def proposals_of(document: Document, *, state: str = "", kind: str = "", section: str = "") -> list[ProposalView]:
    """Return the proposals in reading order, narrowed to a state, a kind and a section."""
    rows = Proposal.objects.filter(document=document).order_by("number")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if section:
        rows = rows.filter(section=section)
    return [proposal_view(row, document=document) for row in rows]


def proposal_view(row: Proposal, *, document: Document) -> ProposalView:
    indicator = Indicator.model_validate(row.indicator) if row.indicator else None
    base = indicator.baseline if indicator else None
    first = [number for number, role, _day in row.ties if role == "target"][:1]
    return ProposalView(
        row=row,
        baseline=base,
        base=plain(base.value) if base else "",
        targets=tuple(stated(target) for target in indicator.targets) if indicator else (),
        quotes=tuple(quote_figure(document, number, width=16) for number in first),
        notes=tuple(say(unpack_reason(note)) for note in row.notes),
        is_doubtful=is_doubtful(row),
    )


def is_doubtful(row: Proposal) -> bool:
    """Whether a proposal needs a look of its own: unsure, in contradiction, hardly named, or a duty of nobody."""
    is_nobodys = row.kind == "duty" and not row.lead_unit
    return row.confidence < 0.85 or bool(row.notes) or len(row.name) < 3 or is_nobodys


def stated(target: Target) -> StatedTarget:
    return StatedTarget(target.day.year, say(describe_goal(target.goal)), target.yearly)


def sections_of(document: Document) -> list[str]:
    return list(
        dict.fromkeys(Proposal.objects.filter(document=document).order_by("number").values_list("section", flat=True))
    )
