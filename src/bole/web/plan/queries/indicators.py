"""The indicators and regions of the plan room, as the packs and the region's officers defined them."""

from datetime import date

from bole.domain.plan.definitions import ClassTarget, Indicator, Plan, VectorTarget
from bole.domain.plan.statistics_sheet import IndicatorName
from bole.web.accounts.actors import Actor, service_actor, subtree
from bole.web.accounts.permissions import verdict
from bole.web.packs.queries import definitions_in_force, regions_visible_to

# The rows these questions are about were fetched as the actor's own; what is defined for a region is then read as the house.
HOUSE = service_actor("plan")


def indicators_in_force(region: str, *, day: date) -> tuple[Indicator, ...]:
    """Return the indicators defined for a region itself, in the order of their names."""
    versions = definitions_in_force(HOUSE, day=day, kind="indicator", region=region)
    return tuple(version.value for version in versions if isinstance(version.value, Indicator))


def plan_called(title: str, *, region: str, day: date) -> str:
    """Return the id of the region's plan that has this title, or nothing."""
    for version in definitions_in_force(HOUSE, day=day, kind="plan", region=region):
        if isinstance(version.value, Plan) and bare(version.value.title) == bare(title):
            return version.value.id
    return ""


def bare(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum())


def indicator_names(region: str, *, day: date) -> list[IndicatorName]:
    """Return how each indicator is recognised in a sheet and what its values are made of; of two with one name the later is told apart by its programme."""
    names: list[IndicatorName] = []
    taken: set[str] = set()
    for indicator in indicators_in_force(region, day=day):
        goal = indicator.targets[0].goal if indicator.targets else None
        name = indicator.name.zh
        if name in taken:
            name = f"{name}（{indicator.programme or indicator.id}）"
        taken.add(name)
        scale = goal.scale if isinstance(goal, ClassTarget) else ()
        parts = len(goal.shares) if isinstance(goal, VectorTarget) else 0
        names.append(IndicatorName(indicator.id, name, indicator.unit, indicator.synonyms, scale, parts))
    return names


def region_name(code: str) -> str:
    return region_names().get(code, code)


def region_names() -> dict[str, str]:
    return {node.code: node.name for node in regions_visible_to(HOUSE)}


def regions_below(region: str) -> dict[str, str]:
    """Return the regions directly below one, by code."""
    return {node.code: node.name for node in regions_visible_to(HOUSE) if node.parent == region}


def region_codes_below(region: str) -> dict[str, str]:
    """Return the codes of a region and all below it, by name."""
    inside = subtree(region)
    return {node.name: node.code for node in regions_visible_to(HOUSE) if node.code.startswith(inside)}


def region_choices(actor: Actor, act: str) -> list[tuple[str, str]]:
    """Return the regions in which the actor may do the act, by code, in the order of the tree."""
    return [(node.code, node.name) for node in regions_visible_to(actor) if verdict(actor, act, region=node.code)]
