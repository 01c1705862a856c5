"""Plans at a glance: how many of their targets stand where, and what waits."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bole.domain.plan.standing.standings import Status
from bole.web.plan.models import Document
from bole.web.plan.queries.documents import Work, work_on
from bole.web.plan.queries.indicators import region_names
from bole.web.plan.queries.living import Goal, standing_goals
from bole.web.plan.queries.measurements import newest_count
from bole.web.plan.queries.statistics import newest_day


@dataclass(frozen=True, slots=True)
class PlanCard:
    document: Document
    region: str
    work: Work
    counts: tuple[tuple[str, int], ...]
    goals: tuple[Goal, ...]
    newest_value_on: date | None

    @property
    def promised(self) -> int:
        return sum(count for _status, count in self.counts)

    @property
    def troubled(self) -> int:
        return sum(count for status, count in self.counts if Status(status).needs_attention)


def plan_cards(documents: list[Document], *, day: date) -> list[PlanCard]:
    """Return a card for each plan; the caller has read the documents as theirs to see."""
    names = region_names()
    return [plan_card(document, region=names.get(document.region, document.region), day=day) for document in documents]


def plan_card(document: Document, *, region: str, day: date) -> PlanCard:
    goals = tuple(standing_goals(document, day=day))
    counts = Counter(goal.status.value for goal in goals)
    return PlanCard(
        document=document,
        region=region,
        work=work_on(document),
        counts=tuple((status.value, counts[status.value]) for status in Status),
        goals=goals,
        newest_value_on=max(
            filter(None, (newest_day(document.region, day=day), newest_count(document.region, day=day))), default=None
        ),
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """A promise that is behind or at risk, and the plan that makes it."""

    card: PlanCard
    goal: Goal


def troubles_of(card: PlanCard) -> list[Trouble]:
    return [Trouble(card, goal) for goal in card.goals if goal.status.needs_attention]
