"""What a plan obliges somebody to do: programmes with promised numbers, and passages that name who leads.

The figures of a duty are those its programme or passage promises. Scoring duties is another room's.
"""

import re
from collections import defaultdict
from datetime import date

from bole.domain.plan.checks.facts import Fact, Facts, gather_facts
from bole.domain.plan.documents import BlockKind, PlanDocument
from bole.domain.plan.proposals import FigureRole, Proposal, ProposalKind, ProposedDuty, Tie, target_day

UNITS = re.compile(r"(?:牵头|责任|负责|承办|主办)(?:单位|部门)\s*[：:]\s*(?P<units>[^；;。）)\n]{2,60})")
LED_BY = re.compile(r"由(?P<units>[^，。；、由]{2,16}(?:局|部|委|办|办公室|中心|院|会))(?:牵头|负责)")


def propose_duties(document: PlanDocument) -> tuple[Proposal, ...]:
    """Return a duty for each programme that promises numbers and for each passage that names its lead unit."""
    facts = gather_facts(document)
    promised = [fact for fact in facts.all if fact.is_promise]
    leads = lead_units(document)
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in promised:
        if fact.figure.programme:
            groups[fact.figure.programme].append(fact)
        elif fact.figure.section in leads:
            groups[heading_of(document, section=fact.figure.section)].append(fact)
    return tuple(duty_of(what, held, leads=leads, facts=facts) for what, held in groups.items() if what)


def duty_of(what: str, held: list[Fact], *, leads: dict[str, str], facts: Facts) -> Proposal:
    lead = next((leads[fact.figure.section] for fact in held if fact.figure.section in leads), "")
    until: date | None = max(target_day(fact, facts=facts) for fact in held)
    if until is not None and until.year == date.max.year:
        until = None
    return Proposal(
        kind=ProposalKind.DUTY,
        name=what,
        section=held[0].figure.section,
        ties=tuple(Tie(fact.index, FigureRole.TARGET, until) for fact in held),
        confidence=min(fact.figure.confidence for fact in held),
        duty=ProposedDuty(what=what, until=until, lead_unit=lead),
    )


def lead_units(document: PlanDocument) -> dict[str, str]:
    """Return, by section, the unit that the passage names as leading."""
    leads: dict[str, str] = {}
    for block in document.blocks:
        match = UNITS.search(block.text) or LED_BY.search(block.text)
        if match and block.kind is not BlockKind.TABLE:
            leads.setdefault(block.section, match["units"].strip())
    return leads


def heading_of(document: PlanDocument, *, section: str) -> str:
    """Return the words of a section's heading without its number."""
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and block.section == section:
            return re.sub(r"^[\s#]*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?)\s*", "", block.text).rstrip(
                "。：: "
            )[:60]
    return ""
