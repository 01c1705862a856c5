"""What the editor of an indicator asks: what is wrong with it as it stands, where on the page, and what it counts now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from bole.domain.packs.problems import Problem
from bole.domain.plan.definitions import Indicator, RuleMeasure
from bole.domain.plan.measure_checks import check_measure
from bole.domain.rules.schema import Label, Schema
from bole.domain.shared.regions import lies_in
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import verdict
from bole.web.base.words import say
from bole.web.packs.checking import Standing, check_standing, file_of, text_of
from bole.web.packs.draft_queries import NoSuchDraft, draft_for, drafts_visible_to
from bole.web.packs.models import Draft
from bole.web.packs.queries import DefinitionVersion, definitions_in_force, regions_visible_to
from bole.web.packs.timeline import Identity
from bole.web.plan.indicator_forms import IndicatorEntered, body_of_entered, place_on_page
from bole.web.plan.queries.indicators import HOUSE
from bole.web.plan.queries.measurements import values_by_indicator
from bole.web.plan.queries.trials import LiveData, Trial, live_data, try_indicator
from bole.web.plan.rule_panels import RulePanel, panel_of
from bole.web.registers.tables import store_on

NO_UNIT = "-"
MOST_REGIONS = 200
LONGEST_TRIAL = 5.0  # seconds for all rules of a page: somebody waits for each choice they make
Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ListedIndicator:
    """One line of the list: the version in force, its newest value, and the draft of it that is open."""

    version: DefinitionVersion
    value: object
    day: date | None
    draft: Draft | None

    @property
    def indicator(self) -> Indicator:
        value = self.version.value
        if not isinstance(value, Indicator):
            raise TypeError(self.version.identity)
        return value


def schema_on(day: date) -> Schema:
    """Return what rules may speak of on a day."""
    return store_on(day).schema


def regions_to_draft(actor: Actor) -> list[tuple[str, str]]:
    return [
        (node.code, node.name)
        for node in regions_visible_to(actor)
        if verdict(actor, "packs.start_draft", region=node.code)
    ]


def indicator_draft(actor: Actor, draft_id: Any) -> Draft:
    """Return the draft of an indicator.

    :raises NoSuchDraft: if it is none, or not the actor's to see.
    """
    draft = draft_for(actor, draft_id)
    if draft.kind != "indicator":
        raise NoSuchDraft(str(draft_id))
    return draft


def indicators_of(actor: Actor, *, region: str, day: date) -> list[ListedIndicator]:
    """Return the indicators that hold in a region with their newest values, in the order of their names."""
    versions = definitions_in_force(actor, day=day, kind="indicator", region=region)
    series, drafts = values_by_indicator(region), {row.name: row for row in open_drafts(actor, region=region)}
    found = []
    for version in versions:
        known = [one for one in series.get(version.name, ()) if one.day <= day]
        on, value = (known[-1].day, known[-1].value) if known else (None, None)
        found.append(ListedIndicator(version, value, on, drafts.get(version.name)))
    return sorted(found, key=lambda one: one.indicator.name.zh)


def drafts_of_new(actor: Actor, listed: Sequence[ListedIndicator], *, region: str) -> list[tuple[Draft, str]]:
    """Return the open drafts of indicators that do not hold yet, each with what it calls the indicator."""
    held = {one.version.name for one in listed}
    rows = open_drafts(actor, region=region)
    return [(row, title_of_body(row.body or {}) or row.name) for row in rows if row.name not in held]


def open_drafts(actor: Actor, *, region: str) -> list[Draft]:
    rows = drafts_visible_to(actor).filter(region=region, kind="indicator", state__in=Draft.OPEN)
    return list(rows.order_by("-edited_at"))


def title_of_body(body: Mapping[str, Any]) -> str:
    name = body.get("name")
    return str(name.get("zh", "")) if isinstance(name, dict) else ""


def errors_of(problems: Sequence[Problem]) -> tuple[Errors, list[tuple[str, str]]]:
    """Return what is wrong by the field of the page where it stands, and all of it in reading order for the top."""
    by_field: Errors = defaultdict(list)
    listed = []
    for problem in problems:
        name, said = place_on_page(problem.field), f"{say(problem.what)} {say(problem.remedy)}"
        by_field[name].append(said)
        listed.append((name, said))
    return dict(by_field), listed


def problems_of_entered(
    entered: IndicatorEntered, base: Mapping[str, Any], *, region: str, name: str, day: date
) -> tuple[Problem, ...]:
    """Return everything wrong with what stands on the page, by the checks that a pack passes, without keeping it."""
    body = body_of_entered(entered, dict(base)) | {"id": name}
    identity = Identity(region, "indicator", name)
    found = check_standing(Standing(identity, text_of("indicator", body)), day=day)
    return tuple(one for one in found if one.file == file_of(identity))


def panels_of(
    entered: IndicatorEntered, *, region: str, today: date, now: datetime, parts: Sequence[str] = ()
) -> list[RulePanel]:
    """Return the rules of the page with what each counts now."""
    schema, regions = schema_on(today), regions_to_choose(region)
    panels = [
        panel_of(one, schema=schema, regions=regions, part=parts[place] if place < len(parts) else "")
        for place, one in enumerate(entered.rules)
    ]
    if entered.measure == "reported" or not any(panel.rule for panel in panels):
        return panels
    data = live_data(region, today=today, now=now)
    began, found = monotonic(), []
    for panel in panels:
        if panel.rule and monotonic() - began < LONGEST_TRIAL:
            found.append(tried(panel, entered, data))
        else:
            late = (
                (_("The rules before this one took too long, so this one is not counted here."),) if panel.rule else ()
            )
            found.append(replace(panel, doubts=late))
    return found


def regions_to_choose(region: str) -> dict[str, Label]:
    """Return the regions that conditions may name, by code: the whole tree, or of a large one what lies below the region."""
    nodes = regions_visible_to(HOUSE)
    if len(nodes) > MOST_REGIONS:
        nodes = [node for node in nodes if lies_in(node.code, region)]
    return {node.code: Label(zh=node.name, en=node.name_en or node.name) for node in nodes}


def tried(panel: RulePanel, entered: IndicatorEntered, data: LiveData) -> RulePanel:
    """Return a rule with what it counts, and what does not go together between it and the unit or the kind of quantity."""
    faults = list(check_measure(indicator_tried(panel, entered), schema=data.schema)) if entered.get("unit") else []
    said = tuple(f"{say(fault.what)} {say(fault.remedy)}" for fault in faults)
    return replace(panel, doubts=said, trial=trial_of(panel, entered, data, is_well=not faults))


def trial_of(panel: RulePanel, entered: IndicatorEntered, data: LiveData, *, is_well: bool) -> Trial | None:
    """Return what one rule counts, in the unit as far as it is written."""
    # A count in 万元 is no amount: the bare number is shown until rule and unit go together.
    indicator = indicator_tried(panel, entered, unit=None if is_well else NO_UNIT)
    found = try_indicator(indicator, data=data)
    return replace(found, unit="" if indicator.unit == NO_UNIT else indicator.unit) if found else None


def indicator_tried(panel: RulePanel, entered: IndicatorEntered, *, unit: str | None = None) -> Indicator:
    """Return the rule as an indicator of its own, in the kind, direction and unit as far as they are written."""
    written = entered.get("unit") if entered.measure == "rule" else ""
    return Indicator(
        id="trial",
        name={"zh": "-"},
        unit=(written if unit is None else unit) or NO_UNIT,
        stock_or_flow=entered.get("stock_or_flow")
        if entered.get("stock_or_flow") in {"stock", "flow", "rate"}
        else "stock",
        direction=entered.get("direction") if entered.get("direction") in {"up", "down", "fit"} else "up",
        measure=RuleMeasure(form="rule", rule=panel.text),
    )
