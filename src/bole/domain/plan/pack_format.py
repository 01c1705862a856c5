"""What a pack may say of plans: the kinds of definition, the files beside them, and the checks across files."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from bole.domain.packs.contents import Entry, Pack
from bole.domain.packs.kinds import Format, Kind
from bole.domain.packs.problems import Fault, Problem
from bole.domain.plan.definition_checks import check_days, check_goals, check_plan
from bole.domain.plan.definitions import Indicator, Plan, SeriesTarget
from bole.domain.plan.measure_checks import check_measure
from bole.domain.plan.measures import texts_of
from bole.domain.plan.statistics.pack_sheet import STATISTICS, check_statistics
from bole.domain.registers.pack_format import schema_of
from bole.domain.rules.schema import Schema
from bole.domain.shared.reasons import Reason

PLAN = Kind("plan", Plan, ("plan/plan.yaml",), many=False)
INDICATOR = Kind("indicator", Indicator, ("plan/indicators/*.yaml",), many=True)
DOCUMENTS = ("plan/document.txt", "plan/document.md")


def check_plans(pack: Pack, beside: Sequence[Pack]) -> Iterator[Problem]:
    """Find what is wrong with the plan and its indicators beyond their schema."""
    plan: Plan | None = None
    for entry in pack.of_kind("plan"):
        assert isinstance(entry.value, Plan)  # noqa: S101 — the kind names the schema
        plan = entry.value
        yield from (entry.problem(fault) for fault in check_plan(plan))
        if plan.document and f"plan/{plan.document}" not in pack.files:
            what = Reason("The document %(name)s is not in the folder plan.", {"name": plan.document})
            yield entry.problem(Fault(("document",), what, Reason("Add the file, or leave the field out.")))
        if plan.parent:
            yield from reference_problem(entry, ("parent",), plan.parent, "plan", beside)
    indicators = {entry.name: entry.value for entry in pack.of_kind("indicator") if isinstance(entry.value, Indicator)}
    for entry in pack.of_kind("indicator"):
        indicator = indicators[entry.name]
        faults = [*check_goals(indicator), *check_days(indicator, plan=plan)]
        faults += [*check_axes(indicator, plan), *check_relations(indicator, indicators, pack)]
        yield from (entry.problem(fault) for fault in faults)
        if indicator.parent:
            yield from reference_problem(entry, ("parent",), indicator.parent, "indicator", beside)
    yield from check_statistics(pack, beside, indicators)
    yield from check_measures(pack, beside, indicators)


def check_measures(pack: Pack, beside: Sequence[Pack], indicators: Mapping[str, Indicator]) -> Iterator[Problem]:
    """Check the rules of counted indicators against the registers of the pack and of its base."""
    if not any(texts_of(one) for one in indicators.values()):
        return
    schema = declared_schema(pack, beside)
    if schema is None:
        return  # what is wrong with the registers is told by their own check
    for entry in pack.of_kind("indicator"):
        yield from (entry.problem(fault) for fault in check_measure(indicators[entry.name], schema=schema))


def declared_schema(pack: Pack, beside: Sequence[Pack]) -> Schema | None:
    """Return what the pack and its base declare together, or None where that contradicts itself."""
    base = pack.manifest.base.pack if pack.manifest and pack.manifest.base else ""
    stands_on = [other for other in beside if other.manifest and other.manifest.pack == base]
    try:
        return schema_of(entry.value for one in (*stands_on, pack) for entry in one.entries)
    except ValueError:
        return None


def check_axes(indicator: Indicator, plan: Plan | None) -> Iterator[Fault]:
    if plan is None:
        return
    axes = {axis.id: {one.id: one for one in axis.members} for axis in plan.axes}
    for axis, member in indicator.axes.items():
        if axis not in axes:
            what = Reason("The plan has no axis %(axis)s.", {"axis": axis})
            yield Fault(("axes", axis), what, known_words(axes))
        elif member not in axes[axis]:
            what = Reason("The axis %(axis)s has no member %(member)s.", {"axis": axis, "member": member})
            yield Fault(("axes", axis), what, known_words(axes[axis]))


def known_words(known: Mapping[str, object]) -> Reason:
    if not known:
        return Reason("Add it to the plan, or leave the field out.")
    return Reason("Write one of: %(known)s.", {"known": tuple(sorted(known))})


def check_relations(indicator: Indicator, known: Mapping[str, Indicator], pack: Pack) -> Iterator[Fault]:
    """Find references to indicators that are not there, circles of parts, and units that cannot be added or compared."""
    if indicator.part_of:
        yield from related(indicator, ("part_of",), indicator.part_of, known, pack)
        if runs_in_a_circle(indicator, known):
            what = Reason("The indicator ends up being a part of itself.")
            yield Fault(("part_of",), what, Reason("Remove part_of from one of the indicators in the circle."))
    for index, target in enumerate(indicator.targets):
        if isinstance(target.goal, SeriesTarget) and "/" not in target.goal.indicator:
            yield from related(indicator, ("targets", index, "goal", "indicator"), target.goal.indicator, known, pack)


def related(
    indicator: Indicator, path: tuple[str | int, ...], name: str, known: Mapping[str, Indicator], pack: Pack
) -> Iterator[Fault]:
    if not pack.has("indicator", name):
        yield Fault(path, Reason("No indicator is called %(name)s.", {"name": name}), nearest(name, known))
    elif name in known and known[name].unit != indicator.unit:
        what = Reason(
            "The unit is %(unit)s, that of %(name)s is %(other)s.",
            {"unit": indicator.unit, "name": name, "other": known[name].unit},
        )
        yield Fault(path, what, Reason("Give both the same unit."))


def runs_in_a_circle(indicator: Indicator, known: Mapping[str, Indicator]) -> bool:
    met, here = {indicator.id}, indicator
    while here.part_of and here.part_of in known:
        if here.part_of in met:
            return here.part_of == indicator.id
        met.add(here.part_of)
        here = known[here.part_of]
    return False


def reference_problem(
    entry: Entry, path: tuple[str, ...], reference: str, kind: str, beside: Sequence[Pack]
) -> Iterator[Problem]:
    """Find a reference into another region's pack that leads nowhere; a pack that is not there cannot be asked."""
    region, _, name = reference.partition("/")
    if not name:
        what = Reason("%(reference)s names no region.", {"reference": reference})
        yield entry.problem(Fault(path, what, Reason("Write region code/id, such as 510400/talent_total.")))
        return
    for other in beside:
        if other.manifest and other.manifest.region == region and not other.has(kind, name):
            what = Reason(
                "The pack %(pack)s of region %(region)s has no %(name)s.",
                {"pack": other.manifest.pack, "region": region, "name": name},
            )
            yield entry.problem(Fault(path, what, nearest(name, {key[1]: 0 for key in other.names if key[0] == kind})))


def nearest(name: str, known: Mapping[str, object]) -> Reason:
    near = get_close_matches(name, known, n=1)
    return Reason("Did you mean %(near)s?", {"near": near[0]}) if near else Reason("Check the id.")


FORMAT = Format(kinds=(PLAN, INDICATOR), attachments=("README.md", STATISTICS, *DOCUMENTS), checks=(check_plans,))
