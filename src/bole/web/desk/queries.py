"""What waits for whom: the start page of each role, gathered from the rooms' own questions."""

from dataclasses import dataclass
from datetime import date, timedelta

from bole.web.accounts.actors import Actor, Role
from bole.web.packs.draft_queries import drafts_to_release
from bole.web.plan.queries.documents import newest_documents
from bole.web.plan.queries.overview import PlanCard, Trouble, plan_cards, troubles_of
from bole.web.plan.queries.statistics import unfinished_imports

OLD_AFTER = timedelta(days=365)
TROUBLES_SHOWN = 8
PLAN_READERS = frozenset({Role.OFFICE, Role.DEPARTMENT, Role.LEADER, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Desk:
    """``troubles`` are the promises that are behind or at risk, the gravest first; ``more`` how many are not shown."""

    cards: tuple[PlanCard, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    more: int = 0
    unfinished: int = 0
    old: tuple[PlanCard, ...] = ()
    to_release: int = 0  # drafts of definitions that wait for the actor as the second person
    reads_plans: bool = False
    roles: tuple[str, ...] = ()

    @property
    def is_talent(self) -> bool:
        return Role.TALENT in self.roles

    @property
    def is_employer(self) -> bool:
        return Role.EMPLOYER in self.roles

    @property
    def waiting(self) -> int:
        return sum(card.work.waiting for card in self.cards)

    @property
    def open_contradictions(self) -> int:
        return sum(card.work.open_contradictions for card in self.cards)

    @property
    def is_quiet(self) -> bool:
        return not (self.waiting or self.open_contradictions or self.unfinished or self.old or self.to_release)


def desk_of(actor: Actor, *, today: date) -> Desk:
    """Return what the actor's roles let them see and what of it needs them."""
    roles = tuple(sorted(role.value for role in actor.roles))
    if not actor.roles & PLAN_READERS:
        return Desk(roles=roles)
    cards = tuple(plan_cards(newest_documents(actor), day=today))
    troubles = [trouble for card in cards for trouble in troubles_of(card)]
    troubles.sort(key=lambda trouble: (trouble.goal.status.value != "at_risk", trouble.goal.standing.done or 0))
    return Desk(
        cards=cards,
        troubles=tuple(troubles[:TROUBLES_SHOWN]),
        more=max(len(troubles) - TROUBLES_SHOWN, 0),
        unfinished=unfinished_imports(actor),
        to_release=len(drafts_to_release(actor)),
        old=tuple(card for card in cards if card.newest_value_on and today - card.newest_value_on > OLD_AFTER),
        reads_plans=True,
        roles=roles,
    )
