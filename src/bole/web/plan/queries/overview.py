"""Plans at a glance: how many of their targets stand where, and what waits."""

from dataclasses import dataclass
from datetime import date

from bole.domain.plan.standings import Status
from bole.web.plan.models import Document
from bole.web.plan.queries.documents import Work, work_on
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.living import standing_counts
from bole.web.plan.queries.statistics import newest_day


@dataclass(frozen=True, slots=True)
class PlanCard:
    document: Document
    region: str
    work: Work
    counts: tuple[tuple[str, int], ...]
    newest_value_on: date | None

    @property
    def promised(self) -> int:
        return sum(count for _status, count in self.counts)

    @property
    def troubled(self) -> int:
        return sum(count for status, count in self.counts if Status(status).needs_attention)


def plan_cards(documents: list[Document], *, day: date) -> list[PlanCard]:
    """Return a card for each plan; the caller has read the documents as theirs to see."""
    return [plan_card(document, day=day) for document in documents]


def plan_card(document: Document, *, day: date) -> PlanCard:
    counts = standing_counts(document, day=day)
    return PlanCard(
        document=document,
        region=region_name(document.region),
        work=work_on(document),
        counts=tuple((status.value, counts[status.value]) for status in Status),
        newest_value_on=newest_day(document.region, day=day),
    )
