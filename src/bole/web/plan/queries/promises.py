"""Which plan of a region promises what is defined there: each indicator is followed under one plan only."""

from collections import Counter
from collections.abc import Sequence

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.proposals import FigureRole
from bole.domain.plan.ties import is_titled, source_of
from bole.web.plan.models import Document, Tie


def plans_that_promise(region: str, *, indicators: Sequence[Indicator]) -> dict[str, str]:
    """Return the plan of each indicator by its id; what no opened document speaks of is left out.

    Where several plans state an indicator, it is that of the plan that is its source: by title, then by how much of the
    source it states, then by which was opened first. A later text of another plan takes nothing away from it.
    """
    titles = titles_of_plans(region)
    tied, withdrawn, stated = tied_plans(region)
    strength: dict[str, Counter[str]] = {}
    for indicator in indicators:
        strength.setdefault(source_of(indicator), Counter()).update(stated.get(indicator.id, Counter()))
    order = {plan: number for number, plan in enumerate(titles)}
    owners = {
        source: min(
            counts,
            key=lambda plan: (
                not any(is_titled(title, source=source) for title in titles[plan]),
                -counts[plan],
                order[plan],
            ),
        )
        for source, counts in strength.items()
        if counts
    }
    # A direction or a class has no figure to be tied to; it goes with its source, and that with the first plan opened.
    first = next((plan for plan in titles if any(plan in plans for plans in tied.values())), "")
    found: dict[str, str] = {}
    for indicator in indicators:
        plans = tied.get(indicator.id, set())
        owner = owners.get(source_of(indicator), "")
        if plans:
            found[indicator.id] = owner if owner in plans or len(plans) > 1 else next(iter(plans))
        elif indicator.id not in withdrawn:
            found[indicator.id] = owner or first
    return {indicator: plan for indicator, plan in found.items() if plan}


def titles_of_plans(region: str) -> dict[str, list[str]]:
    """Return the titles of each plan's versions, the plan opened first first."""
    titles: dict[str, list[str]] = {}
    rows = Document.objects.filter(region=region, withdrawn_at=None).order_by("opened_at", "version")
    for plan, title in rows.values_list("plan", "title"):
        titles.setdefault(plan, []).append(title)
    return titles


def tied_plans(region: str) -> tuple[dict[str, set[str]], set[str], dict[str, Counter[str]]]:
    """Return the plans that speak of each indicator, the indicators that a withdrawn text spoke of, and how often each plan states each as a target."""
    tied: dict[str, set[str]] = {}
    withdrawn: set[str] = set()
    stated: dict[str, Counter[str]] = {}
    rows = Tie.objects.filter(document__region=region).values_list(
        "indicator", "role", "document__plan", "document__withdrawn_at"
    )
    for indicator, role, plan, withdrawn_at in rows.distinct():
        if withdrawn_at is not None:
            withdrawn.add(indicator)
            continue
        tied.setdefault(indicator, set()).add(plan)
        stated.setdefault(indicator, Counter())[plan] += role == FigureRole.TARGET.value
    return tied, withdrawn, stated
