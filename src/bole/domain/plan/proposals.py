"""What a read document could be followed by: indicators, quotas and duties, each with the figures it rests on.

Figures of one quantity become one proposal: its base in a table, its target in the text and wherever it is said again.
Nothing here is true yet; an officer confirms, and only then a definition exists.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bole.domain.plan.checks.facts import Fact, Facts, gather_facts
from bole.domain.plan.checks.names import is_same_thing
from bole.domain.plan.definitions import Baseline, Direction, Indicator, Names, NumberTarget, ReportedMeasure, Target
from bole.domain.plan.documents import Comparator, Figure, FigureKind, PlanDocument, StockOrFlow
from bole.domain.plan.standing.goals import plain
from bole.domain.shared.law import Source
from bole.domain.shared.reasons import Reason


class ProposalKind(StrEnum):
    INDICATOR = "indicator"  # a level to be reached
    QUOTA = "quota"  # a delivery over the plan or each year
    DUTY = "duty"  # something to be done by somebody


class FigureRole(StrEnum):
    """What a figure is to the indicator it is tied to."""

    BASELINE = "baseline"
    TARGET = "target"
    ACTUAL = "actual"  # a value of another year
    GROWTH = "growth"  # the rate from base to target, said again


@dataclass(frozen=True, slots=True)
class Tie:
    """Figure ``figure`` of the document speaks of an indicator; ``day`` is the day of the target it states."""

    figure: int
    role: FigureRole
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedDuty:
    """What has to be done until ``until``; ``lead_unit`` is empty where the document names nobody."""

    what: str
    until: date | None
    lead_unit: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: ProposalKind
    name: str
    section: str
    ties: tuple[Tie, ...]
    confidence: float
    unit: str = ""
    indicator: Indicator | None = None
    duty: ProposedDuty | None = None
    notes: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Group:
    """The facts of one quantity while they are gathered."""

    kind: ProposalKind
    is_yearly: bool
    promises: list[Fact] = field(default_factory=list)
    others: list[Fact] = field(default_factory=list)

    @property
    def first(self) -> Fact:
        return self.promises[0]


# Who will report a quantity stands in no plan; the officer who confirms names the lead unit.
REPORTED = "统计报表"
LEVEL = FigureKind.TARGET
DELIVERIES = frozenset({FigureKind.QUOTA, FigureKind.ANNUAL_QUOTA})
KNOWN = frozenset({FigureKind.BASELINE, FigureKind.ACTUAL})


def propose_indicators(document: PlanDocument, *, plan_name: str) -> tuple[Proposal, ...]:
    """Return one proposal for each promised quantity of the document, in reading order."""
    facts = gather_facts(document)
    groups = gather_groups(facts)
    return unique_slugs([proposal_of(group, facts=facts, plan_name=plan_name) for group in groups])


def gather_groups(facts: Facts) -> list[Group]:
    groups: list[Group] = []
    # Tables first: what a table calls a level stays one where a sentence only says the number again.
    for fact in sorted(facts.all, key=lambda fact: (not fact.in_table, fact.index)):
        if fact.figure.kind is LEVEL or fact.figure.kind in DELIVERIES:
            if fact.is_growth and not is_yearly(fact):
                continue
            group = next((group for group in groups if belongs(fact, group)), None)
            if group is None:
                group = Group(kind=kind_of(fact), is_yearly=is_yearly(fact))
                groups.append(group)
            group.promises.append(fact)
    for fact in facts.all:
        if fact.figure.kind in KNOWN or (fact.is_growth and not is_yearly(fact)):
            group = next((group for group in groups if explains(fact, group)), None)
            if group is not None:
                group.others.append(fact)
    return sorted(groups, key=lambda group: min(fact.index for fact in group.promises))


def kind_of(fact: Fact) -> ProposalKind:
    is_delivery = fact.figure.kind in DELIVERIES or fact.figure.stock_or_flow is StockOrFlow.FLOW
    return ProposalKind.QUOTA if is_delivery else ProposalKind.INDICATOR


def is_yearly(fact: Fact) -> bool:
    return fact.figure.kind is FigureKind.ANNUAL_QUOTA or fact.is_yearly or (fact.is_growth and fact.name.is_yearly)


def belongs(fact: Fact, group: Group) -> bool:
    """Whether a promise is another figure of the quantity: said again, or said for another year."""
    if not is_like(fact, group.first) or fact.name.adds != group.first.name.adds:
        return False
    same_year = [other for other in group.promises if other.year == fact.year]
    if fact.year is not None and any(
        same_value(fact, other) and fact.in_table != other.in_table for other in same_year
    ):
        return True
    if group.kind is not kind_of(fact) or group.is_yearly != is_yearly(fact):
        return False
    if not same_year or any(same_value(fact, other) for other in same_year):
        return True
    # Two numbers for one year: one quantity if a table states one of them, else two deliveries that sound alike.
    return group.kind is ProposalKind.INDICATOR and any(other.in_table != fact.in_table for other in same_year)


def explains(fact: Fact, group: Group) -> bool:
    """Whether a figure is the base, an earlier value or the growth of the quantity."""
    first = group.first
    if fact.is_growth:
        return (
            not first.is_growth
            and fact.name.core == first.name.core
            and fact.figure.section in {other.figure.section for other in (*group.promises, *group.others)}
        )
    return is_like(fact, first) and fact.is_level and first.is_level


def is_like(fact: Fact, other: Fact) -> bool:
    """Whether two figures measure one thing in the same place; a figure without a scope speaks of the whole region."""
    if (fact.measure.dimension, fact.measure.per) != (other.measure.dimension, other.measure.per):
        return False
    a, b = fact.figure, other.figure
    return (not a.scope or not b.scope or a.scope == b.scope) and is_same_thing(fact.name, other.name)


def same_value(fact: Fact, other: Fact) -> bool:
    return abs(amount(fact) - amount(other)) <= abs(amount(other)) / Decimal(10**9)


def amount(fact: Fact) -> Decimal:
    return exact(fact.figure.value) * Decimal(repr(fact.measure.scale))


def exact(value: float) -> Decimal:
    """Return the number that was printed: the shortest decimal of the float, not its binary neighbour."""
    return Decimal(repr(value)).normalize() if not value.is_integer() else Decimal(int(value))


def proposal_of(group: Group, *, facts: Facts, plan_name: str) -> Proposal:
    first = best_named(group)
    indicator = indicator_of(group, named=first, facts=facts, plan_name=plan_name)
    days = {target.day for target in indicator.targets}
    ties = [Tie(fact.index, FigureRole.TARGET, target_day(fact, facts=facts)) for fact in group.promises]
    for fact in group.others:
        is_base = indicator.baseline is not None and fact.year == indicator.baseline.day.year and fact.is_level
        role = FigureRole.GROWTH if fact.is_growth else FigureRole.BASELINE if is_base else FigureRole.ACTUAL
        ties.append(Tie(fact.index, role))
    return Proposal(
        kind=group.kind,
        name=indicator.name.zh,
        section=first.figure.section,
        ties=tuple(sorted(ties, key=lambda tie: tie.figure)),
        confidence=min(fact.figure.confidence for fact in group.promises),
        unit=indicator.unit,
        indicator=indicator,
        notes=tuple(note for day in sorted(days) for note in disagreement(group, day=day, facts=facts)),
    )


def best_named(group: Group) -> Fact:
    """Return the figure to name the quantity by: a table's row is named on purpose, a sentence in passing."""
    return min(group.promises, key=lambda fact: (not fact.in_table, len(fact.figure.subject), fact.index))


def indicator_of(group: Group, *, named: Fact, facts: Facts, plan_name: str) -> Indicator:
    figure = named.figure
    is_rate = named.is_percent or bool(named.measure.per)
    kind = StockOrFlow.FLOW if group.kind is ProposalKind.QUOTA else StockOrFlow.RATE if is_rate else StockOrFlow.STOCK
    by_day: dict[date, Fact] = {}
    for fact in sorted(group.promises, key=lambda fact: not fact.in_table):
        by_day.setdefault(target_day(fact, facts=facts), fact)
    limits = {Comparator.AT_MOST, Comparator.LESS}
    return Indicator(
        id=slug_of(named, group=group),
        name=Names(zh=clean_name(figure.subject)),
        unit=figure.unit or "个",
        stock_or_flow=kind,
        direction=Direction.DOWN if figure.comparator in limits else Direction.UP,
        measure=ReportedMeasure(source=REPORTED),
        baseline=None if kind is StockOrFlow.FLOW else baseline_of(group, facts=facts, plan_name=plan_name),
        targets=tuple(
            target_of(by_day[day], day=day, is_yearly=group.is_yearly, facts=facts, plan_name=plan_name)
            for day in sorted(by_day)
        ),
        programme=figure.programme or "",
    )


def target_day(fact: Fact, *, facts: Facts) -> date:
    """Return the last day of the promised year, or of the plan where the figure names none."""
    end = facts.period[1] if facts.period else None
    if is_yearly(fact) and end:
        return date(end, 12, 31)
    year = fact.year or end
    return date(year, 12, 31) if year else date(9999, 12, 31)


def target_of(fact: Fact, *, day: date, is_yearly: bool, facts: Facts, plan_name: str) -> Target:
    opens = facts.period[0] if facts.period else None
    is_delivery = kind_of(fact) is ProposalKind.QUOTA or is_yearly
    comparator = fact.figure.comparator
    if comparator in {Comparator.RANGE, Comparator.EQUAL}:
        # A plan that says 5至10名 or 达到10人 is kept by its lower end; more is not a failing.
        comparator = Comparator.AT_LEAST
    return Target(
        day=day,
        from_day=date(opens, 1, 1) if opens and is_delivery and opens <= day.year else None,
        yearly=is_yearly,
        goal=NumberTarget(comparator=comparator, value=exact(fact.figure.value)),
        source=source_of(fact.figure, plan_name=plan_name),
    )


def baseline_of(group: Group, *, facts: Facts, plan_name: str) -> Baseline | None:
    """Return the newest known level before the first target; a figure of another unit is no base."""
    until = min(target_day(fact, facts=facts) for fact in group.promises).year
    known = [
        fact
        for fact in group.others
        if fact.is_level and fact.year is not None and fact.year < until and fact.figure.unit == group.first.figure.unit
    ]
    if not known:
        return None
    newest = max(known, key=lambda fact: (fact.year or 0, fact.in_table, -fact.index))
    return Baseline(
        day=date(newest.year or until, 12, 31),
        value=exact(newest.figure.value),
        source=source_of(newest.figure, plan_name=plan_name),
    )


def source_of(figure: Figure, *, plan_name: str) -> Source:
    return Source(document=plan_name, place=figure.section, line=figure.line)


def disagreement(group: Group, *, day: date, facts: Facts) -> Iterable[Reason]:
    """Return a note where the document promises two numbers for one day."""
    stated: dict[Decimal, Fact] = {}
    for fact in group.promises:
        if target_day(fact, facts=facts) == day and not any(same_value(fact, other) for other in stated.values()):
            stated[amount(fact)] = fact
    if len(stated) < 2:
        return ()
    both = tuple(
        Reason("%(literal)s (%(section)s)", {"literal": fact.literal, "section": fact.figure.section})
        for fact in stated.values()
    )
    return (Reason("The document states two numbers for %(year)s: %(both)s.", {"year": day.year, "both": both}),)


def clean_name(subject: str) -> str:
    return subject.strip(' ，、：:“”"') or "—"


def slug_of(fact: Fact, *, group: Group) -> str:
    """Return an id that a second reading, or a second version of the document, gives the same quantity again."""
    name = fact.name
    parts = (name.core, name.whole, str(name.is_share), str(name.adds), fact.measure.dimension, fact.measure.per)
    promise = "" if group.kind is ProposalKind.INDICATOR else plain(amount(fact))
    key = "|".join(
        (*parts, fact.figure.scope or "", fact.figure.programme or "", group.kind, str(group.is_yearly), promise)
    )
    return "q_" + hashlib.sha256(key.encode()).hexdigest()[:12]


def unique_slugs(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals with ids that differ, the later of two equal ones numbered."""
    seen: dict[str, int] = {}
    result = []
    for proposal in proposals:
        indicator = proposal.indicator
        if indicator is None:
            result.append(proposal)
            continue
        seen[indicator.id] = count = seen.get(indicator.id, 0) + 1
        slug = indicator.id if count == 1 else f"{indicator.id}_{count}"
        result.append(replace(proposal, indicator=indicator.model_copy(update={"id": slug})))
    return tuple(result)
