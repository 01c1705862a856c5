"""Who may do what: one line for each act, named as the journal names it."""

from dataclasses import dataclass

from django.db.models import Q

from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor, Role

OFFICE, DEPARTMENT, EMPLOYER, TALENT = Role.OFFICE, Role.DEPARTMENT, Role.EMPLOYER, Role.TALENT
EXPERT, WINDOW, LEADER, AUDITOR = Role.EXPERT, Role.WINDOW, Role.LEADER, Role.AUDITOR

LONGEST_CODE = 12  # of a village

ROLES_OF_ACT: dict[str, frozenset[Role]] = {
    "journal.read": frozenset({OFFICE, AUDITOR}),
    "accounts.manage": frozenset({OFFICE}),
    "accounts.read": frozenset({OFFICE, AUDITOR}),
    "packs.read": frozenset({OFFICE, DEPARTMENT, LEADER, AUDITOR}),
    "packs.load_pack": frozenset({OFFICE}),
    "packs.define": frozenset({OFFICE}),
    "packs.read_drafts": frozenset({OFFICE, AUDITOR}),
    "packs.start_draft": frozenset({OFFICE}),
    "packs.save_draft": frozenset({OFFICE}),
    "packs.compare_draft": frozenset({OFFICE}),
    "packs.settle_conflict": frozenset({OFFICE}),
    "packs.offer_draft": frozenset({OFFICE}),
    "packs.return_draft": frozenset({OFFICE}),
    "packs.discard_draft": frozenset({OFFICE}),
    "packs.release_draft": frozenset({OFFICE}),  # by another account than changed it last and than offered it
    "packs.repeal_definition": frozenset({OFFICE}),
    "registers.read": frozenset({OFFICE, DEPARTMENT, LEADER, AUDITOR, EMPLOYER, TALENT}),
    # Names and numbers with most of their signs covered: for those who deal with the people, not for those who look on.
    "registers.read_masked": frozenset({OFFICE, DEPARTMENT, EMPLOYER, TALENT}),
    "registers.unmask": frozenset({OFFICE}),
    "registers.write_record": frozenset({OFFICE, DEPARTMENT}),
    "registers.write_records": frozenset({OFFICE, DEPARTMENT}),
    "registers.correct_record": frozenset({OFFICE, DEPARTMENT}),
    "registers.close_record": frozenset({OFFICE, DEPARTMENT}),
    "registers.link_account": frozenset({OFFICE}),
    "registers.erase_person": frozenset({OFFICE}),
    "registers.freeze_snapshot": frozenset({OFFICE}),
    "plan.read": frozenset({OFFICE, DEPARTMENT, LEADER, AUDITOR}),
    "plan.open_document": frozenset({OFFICE}),
    "plan.confirm_proposals": frozenset({OFFICE}),
    "plan.settle_contradiction": frozenset({OFFICE}),
    "plan.import_statistics": frozenset({OFFICE, DEPARTMENT}),
    "plan.withdraw_observation": frozenset({OFFICE}),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Reason

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Refused


class Forbidden(Exception):
    """The actor may see the row but not do this with it; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def verdict(actor: Actor, act: str, *, region: str) -> Verdict:
    """Say whether the actor may do the act in a region, and if not, why."""
    regions = actor.regions_as(ROLES_OF_ACT[act])
    if not regions:
        return Refused(Reason("Your role does not include this act."))
    if not any(region.startswith(code) for code in regions):
        return Refused(Reason("This belongs to a region that is not yours."))
    return Allowed()


def acts_of(actor: Actor) -> frozenset[str]:
    """Return the acts that some role of the actor includes, so that a page offers none that would be refused."""
    return frozenset(act for act, roles in ROLES_OF_ACT.items() if actor.roles & roles)


def demand(actor: Actor, act: str, *, region: str) -> None:
    """Pass when the actor may; the caller has already made sure that they may see it.

    :raises Forbidden: with the reason.
    """
    answer = verdict(actor, act, region=region)
    if isinstance(answer, Refused):
        raise Forbidden(answer.reason)


def scope(actor: Actor, act: str, *, field: str = "region") -> Q:
    """Return the filter that leaves the rows with which the actor may do the act: the same answer as ``verdict``, for many."""
    rows = Q(pk__in=[])
    for code in actor.regions_as(ROLES_OF_ACT[act]):
        rows |= within(code, field=field)
    return rows


def within(code: str, *, field: str) -> Q:
    """Return the filter for codes that begin with ``code``, as a range: an index serves it on every database (D-0003)."""
    return Q(**{f"{field}__gte": code, f"{field}__lte": code.ljust(LONGEST_CODE, "9")}) if code else ~Q(pk__in=[])
