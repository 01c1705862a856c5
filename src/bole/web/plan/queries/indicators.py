"""The indicators and regions of the plan room, as the packs and the region's officers defined them."""

from collections import Counter
from datetime import date

from bole.domain.plan.definitions import ClassTarget, Indicator, Plan, VectorTarget
from bole.domain.plan.statistics.values import IndicatorName
from bole.domain.shared.law import Source
from bole.web.accounts.actors import Actor, service_actor, subtree
from bole.web.accounts.permissions import verdict
from bole.web.packs.descriptions import in_language, title_of
from bole.web.packs.own_definitions import OWN
from bole.web.packs.queries import axes_of, definitions_in_force, regions_visible_to

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


def titles_of_plan(title: str, *, region: str, day: date) -> tuple[str, ...]:
    """Return what else the region's plan of this title is referred to by: its number, and the source it is defined from."""
    plans = (version.value for version in definitions_in_force(HOUSE, day=day, kind="plan", region=region))
    own = [plan for plan in plans if isinstance(plan, Plan) and bare(plan.title) == bare(title)]
    return tuple(word for plan in own for word in (plan.title, plan.number, plan.source.document) if word)


def packed_indicators(region: str, *, day: date) -> frozenset[str]:
    """Return the ids of the indicators that came with a pack rather than by a confirmed proposal."""
    versions = definitions_in_force(HOUSE, day=day, kind="indicator", region=region)
    return frozenset(version.name for version in versions if version.pack != OWN)


def other_region_named(title: str, *, region: str) -> str:
    """Return the name of another region that a title names, where it does not name its own."""
    names = region_names()
    if names.get(region, "") and names[region] in title:
        return ""
    found = (name for code, name in names.items() if code != region and len(name) > 2 and name in title)
    return max(found, key=len, default="")


def bare(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum())


def indicator_names(region: str, *, day: date) -> list[IndicatorName]:
    """Return how each indicator is recognised in a sheet and what its values are made of; of two with one name the later is told apart by its programme.

    They come in the order in which the plan states them.
    """
    names: list[IndicatorName] = []
    places: dict[str, tuple[str, int]] = {}
    taken: set[str] = set()
    for indicator in indicators_in_force(region, day=day):
        goal = indicator.targets[0].goal if indicator.targets else None
        name = indicator.name.zh
        if name in taken:
            name = f"{name}（{indicator.programme or indicator.id}）"
        taken.add(name)
        scale = goal.scale if isinstance(goal, ClassTarget) else ()
        parts = len(goal.shares) if isinstance(goal, VectorTarget) else 0
        stated = [one.source for one in (*indicator.targets[:1], indicator.baseline) if one]
        section = stated[0].place if stated else ""
        places[indicator.id] = stated_at(stated[0] if stated else None)
        names.append(IndicatorName(indicator.id, name, indicator.unit, indicator.synonyms, scale, parts, section))
    return sorted(names, key=lambda one: places[one.id])


def stated_at(source: Source | None) -> tuple[str, int]:
    """Return what sorts sources as their documents print them; what names no line comes last."""
    if source is None:
        return "\U0010ffff", 0
    return source.document, source.line if source.line is not None else 10**9


def axis_words(indicator: Indicator, *, region: str, day: date) -> tuple[tuple[str, str], ...]:
    """Return what an indicator is counted across: each axis and the member of it, as the plan of the region calls them."""
    axes = {axis.id: axis for axis in axes_of(HOUSE, region=region, day=day)}
    words = []
    for name, member in indicator.axes.items():
        axis = axes.get(name)
        known = {one.id: in_language(one.name.model_dump()) for one in axis.members} if axis else {}
        words.append((in_language(axis.name.model_dump()) if axis else name, known.get(member, member)))
    return tuple(words)


def indicator_called(reference: str, *, region: str, day: date) -> tuple[str, str, str]:
    """Return the title, region and id of an indicator that another one names, as ``id`` or ``region/id``."""
    code, _slash, name = reference.rpartition("/")
    code = code or region
    found = (one for one in indicators_in_force(code, day=day) if one.id == name)
    return next((title_of(one) for one in found), reference), code, name


def region_name(code: str) -> str:
    return region_names().get(code, code)


def region_names() -> dict[str, str]:
    return {node.code: node.name for node in regions_visible_to(HOUSE)}


def regions_below(region: str) -> dict[str, str]:
    """Return the regions directly below one, by code."""
    return {node.code: node.name for node in regions_visible_to(HOUSE) if node.parent == region}


def region_codes_below(region: str) -> dict[str, str]:
    """Return the codes of a region and all below it, by name; a name that two of them bear is left out: only the code tells."""
    inside = subtree(region)
    nodes = [node for node in regions_visible_to(HOUSE) if node.code.startswith(inside)]
    borne = Counter(node.name for node in nodes)
    return {node.name: node.code for node in nodes if borne[node.name] == 1}


def region_choices(actor: Actor, act: str) -> list[tuple[str, str]]:
    """Return the regions in which the actor may do the act, by code, in the order of the tree."""
    return [(node.code, node.name) for node in regions_visible_to(actor) if verdict(actor, act, region=node.code)]
