"""One figure of a document, with everything that stands behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404

from bole.domain.plan.definitions import Indicator, SeriesTarget, Target
from bole.domain.plan.documents import Figure, StockOrFlow
from bole.domain.plan.proposals import FigureRole
from bole.domain.plan.standing.goals import describe_goal
from bole.domain.plan.standing.parts import PartsComparison, compare_with_parts, gathered_parts
from bole.domain.plan.standing.standings import Standing
from bole.domain.plan.standing.status import judge_status
from bole.domain.plan.standing.trajectories import (
    Observation as Observed,
)
from bole.domain.plan.standing.trajectories import (
    Point,
    accumulate,
    current_target,
    expected_on,
    expected_path,
    opening_day,
    stretch_to,
)
from bole.web.base.words import say
from bole.web.plan.models import Document, Observation, Proposal
from bole.web.plan.queries.documents import ContradictionView, Quote, contradictions_of, figures_of, quote_figure
from bole.web.plan.queries.indicators import axis_words, indicator_called, indicators_in_force, regions_below
from bole.web.plan.queries.living import FigureTie, ties_of
from bole.web.plan.queries.measurements import MeasuredOn, RuleInWords, measured_on, rules_in_words, values_by_indicator
from bole.web.plan.queries.statistics import history_of, series_of


@dataclass(frozen=True, slots=True)
class PathRow:
    """One line of the table beneath the chart."""

    day: date
    actual: Decimal | str | None
    expected: Decimal | None
    is_target: bool


@dataclass(frozen=True, slots=True)
class Place:
    number: int
    role: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class FigurePage:
    document: Document
    number: int
    day: date
    figure: Figure
    quote: Quote
    role: str
    indicator: Indicator | None
    target: Target | None
    standing: Standing | None
    path: tuple[PathRow, ...]
    has_chart: bool
    contradictions: tuple[ContradictionView, ...]
    duties: tuple[Proposal, ...]
    waiting: Proposal | None
    places: tuple[Place, ...]
    history: tuple[Observation, ...]
    rules: tuple[RuleInWords, ...]
    measured: MeasuredOn | None
    parts: PartsComparison | None
    members: PartsComparison | None
    compared_with: str
    adds_up_to: tuple[str, str, str] | None
    axes: tuple[tuple[str, str], ...]
    before: int | None
    after: int | None

    @property
    def goal(self) -> str:
        return say(describe_goal(self.target.goal)) if self.target else ""

    @property
    def reasons(self) -> list[str]:
        return [say(reason) for reason in self.standing.reasons] if self.standing else []

    @property
    def status(self) -> str:
        return self.standing.status.value if self.standing else ""


def figure_page(document: Document, *, number: int, day: date) -> FigurePage:
    """Return a figure and what stands behind it on ``day``.

    :raises Http404: if the document has no such figure.
    """
    figures = figures_of(document.pk)
    if not 0 <= number < len(figures):
        raise Http404
    ties = ties_of(document.pk)
    tie = ties.get(number)
    indicator = indicator_of(tie, document=document, day=day)
    target = target_of(tie, indicator=indicator, day=day)
    observed = values_by_indicator(document.region) if indicator else {}
    own = observed.get(indicator.id, []) if indicator else []
    standing = None
    if indicator is not None and target is not None:
        standing = judge_status(indicator=indicator, observations=own, day=day, target=target, others=observed)
    path = path_rows(indicator, observations=[one for one in own if one.day <= day]) if indicator else ()
    return FigurePage(
        document=document,
        number=number,
        day=day,
        figure=figures[number],
        quote=quote_figure(document, number),
        role=tie.role.value if tie else "",
        indicator=indicator,
        target=target,
        standing=standing,
        path=path,
        has_chart=sum(row.expected is not None or isinstance(row.actual, Decimal) for row in path) > 1,
        contradictions=tuple(contradictions_of(document, figure=number)),
        duties=duties_of(document, number=number),
        waiting=waiting_proposal(document, number=number) if tie is None else None,
        places=tuple(
            Place(other.number, other.role.value, quote_figure(document, other.number))
            for other in ties.values()
            if tie is not None and other.indicator == tie.indicator and other.number != number
        ),
        history=tuple(history_of(document.region, indicator.id)) if indicator else (),
        rules=tuple(rules_in_words(indicator, day=day)) if indicator else (),
        measured=measured_on(document.region, indicator.id, day=day) if indicator else None,
        parts=parts_comparison(document, indicator=indicator, target=target, observed=own, day=day),
        members=members_comparison(document, indicator=indicator, target=target, observed=observed, day=day),
        compared_with=series_name(document, target=target, day=day),
        adds_up_to=(
            indicator_called(indicator.parent, region=document.region, day=day)
            if indicator is not None and indicator.parent
            else None
        ),
        axes=axis_words(indicator, region=document.region, day=day) if indicator is not None else (),
        before=number - 1 if number else None,
        after=number + 1 if number + 1 < len(figures) else None,
    )


def indicator_of(tie: FigureTie | None, *, document: Document, day: date) -> Indicator | None:
    if tie is None:
        return None
    return next((one for one in indicators_in_force(document.region, day=day) if one.id == tie.indicator), None)


def target_of(tie: FigureTie | None, *, indicator: Indicator | None, day: date) -> Target | None:
    """Return the target the figure states; a base or an earlier value speaks of the target to come."""
    if tie is None or indicator is None:
        return None
    stated = next((target for target in indicator.targets if target.day == tie.day), None)
    return stated if tie.role is FigureRole.TARGET and stated else current_target(indicator, day=day)


def path_rows(indicator: Indicator, *, observations: list[Observed]) -> tuple[PathRow, ...]:
    """Return the days of the base, the values and the targets with what was expected and what was there."""
    corners = {point.day: point.value for point in expected_path(indicator, observations=observations)}
    final_days = {target.day for target in indicator.targets}
    shown = actual_points(indicator, observations=observations)
    days = sorted({*corners, *shown})
    return tuple(
        PathRow(
            day=day,
            actual=shown.get(day),
            expected=corners.get(day, expectation(indicator, day=day, observations=observations)),
            is_target=day in final_days,
        )
        for day in days
    )


def expectation(indicator: Indicator, *, day: date, observations: list[Observed]) -> Decimal | None:
    target = current_target(indicator, day=day)
    if target is None or day > target.day:
        return None
    stretch = stretch_to(target, indicator=indicator, observations=observations)
    if stretch.from_day is not None and day < stretch.from_day and not target.yearly:
        return None
    return expected_on(stretch, indicator=indicator, day=day)


def actual_points(indicator: Indicator, *, observations: list[Observed]) -> dict[date, Decimal | str]:
    """Return the values a chart shows: of a delivery over years what has gathered, else what was reported."""
    target = next((target for target in indicator.targets if not target.yearly), None)
    if indicator.stock_or_flow is StockOrFlow.FLOW and target is not None:
        stretch = stretch_to(target, indicator=indicator, observations=observations)
        if stretch.from_day is not None:
            gathered, _missing = accumulate(observations, from_day=stretch.from_day, through=target.day)
            return {point.day: point.value for point in gathered}
    return {one.day: one.value for one in observations}


def points(rows: tuple[PathRow, ...]) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[Point, ...]]:
    """Return the path, the values and the targets of a chart."""
    path = tuple(Point(row.day, row.expected) for row in rows if row.expected is not None)
    actual = tuple(Point(row.day, row.actual) for row in rows if isinstance(row.actual, Decimal))
    targets = tuple(Point(row.day, row.expected) for row in rows if row.is_target and row.expected is not None)
    return path, actual, targets


def duties_of(document: Document, *, number: int) -> tuple[Proposal, ...]:
    rows = Proposal.objects.filter(document=document, kind="duty", state=Proposal.State.CONFIRMED).order_by("number")
    return tuple(row for row in rows if any(tied[0] == number for tied in row.ties))


def waiting_proposal(document: Document, *, number: int) -> Proposal | None:
    rows = Proposal.objects.filter(document=document, state=Proposal.State.PROPOSED).exclude(kind="duty")
    return next((row for row in rows.order_by("number") if any(tied[0] == number for tied in row.ties)), None)


def parts_comparison(
    document: Document, *, indicator: Indicator | None, target: Target | None, observed: list[Observed], day: date
) -> PartsComparison | None:
    """Set the region's newest value against those of the regions below it; shares and averages do not add up."""
    if indicator is None or indicator.stock_or_flow is StockOrFlow.RATE:
        return None
    names = regions_below(document.region)
    values = series_of(list(names), indicator=indicator.id)
    if not values:
        return None
    parts = {names[code]: values.get(code, []) for code in names}
    return comparison_of_parts(indicator, target=target, total=observed, parts=parts, day=day)


def members_comparison(
    document: Document,
    *,
    indicator: Indicator | None,
    target: Target | None,
    observed: dict[str, list[Observed]],
    day: date,
) -> PartsComparison | None:
    """Set the newest value of a total against those of the indicators that are defined as its parts."""
    if indicator is None:
        return None
    members = [one for one in indicators_in_force(document.region, day=day) if one.part_of == indicator.id]
    if not members:
        return None
    # A person who counts in two parts is one person: what overlaps is named by the definition's axes, not guessed here.
    parts = {member.name.zh: observed.get(member.id, []) for member in members}
    return comparison_of_parts(indicator, target=target, total=observed.get(indicator.id, []), parts=parts, day=day)


def comparison_of_parts(
    indicator: Indicator,
    *,
    target: Target | None,
    total: list[Observed],
    parts: dict[str, list[Observed]],
    day: date,
) -> PartsComparison | None:
    """Compare like with like: of a delivery over years what has gathered, as the page shows it, else the newest day."""
    known = [one for one in total if one.day <= day]
    if not known:
        return None
    if indicator.stock_or_flow is StockOrFlow.FLOW and target is not None and not target.yearly:
        opens = opening_day(target, indicator=indicator)
        gathered = gathered_parts(known, parts, from_day=opens, through=target.day) if opens else None
        return compare_with_parts(total=gathered[0], parts=gathered[1], unit=indicator.unit) if gathered else None
    same_day = {name: next((one for one in own if one.day == known[-1].day), None) for name, own in parts.items()}
    return compare_with_parts(total=known[-1], parts=same_day, unit=indicator.unit)


def series_name(document: Document, *, target: Target | None, day: date) -> str:
    """Return what the series is called that a target compares with."""
    if target is None or not isinstance(target.goal, SeriesTarget):
        return ""
    name = target.goal.indicator.rpartition("/")[2]
    found = (one.name.zh for one in indicators_in_force(document.region, day=day) if one.id == name)
    return next(found, target.goal.indicator)
