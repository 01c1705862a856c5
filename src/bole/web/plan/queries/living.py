"""The living plan: a document's text with each figure where it stands on a day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bole.domain.plan.definitions import Indicator, SeriesTarget, Target
from bole.domain.plan.documents import Block, BlockKind, Figure
from bole.domain.plan.proposals import FigureRole
from bole.domain.plan.standing.standings import Standing, Status
from bole.domain.plan.standing.status import judge_status
from bole.domain.plan.standing.trajectories import ordered_targets
from bole.web.plan.models import Document, Tie
from bole.web.plan.queries.documents import blocks_of, figures_of
from bole.web.plan.queries.indicators import indicators_in_force, packed_indicators
from bole.web.plan.queries.measurements import values_by_indicator
from bole.web.plan.queries.promises import plans_that_promise

Goals = Mapping[tuple[str, date], "Goal"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of one indicator, with where it stands and the figure of the document that states it first."""

    indicator: Indicator
    target: Target
    standing: Standing
    figure: int | None = None

    @property
    def status(self) -> Status:
        return self.standing.status


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader wants to see marked; empty means everything."""

    status: str = ""
    section: str = ""
    unit: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.status or self.section or self.unit)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in the text. ``status`` is empty where nothing promised stands behind it."""

    number: int
    text: str
    status: str
    role: str
    is_shown: bool

    @property
    def look(self) -> str:
        return self.status or ("known" if self.role else "none")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    number: int
    kind: str
    level: int
    section: str
    pieces: tuple[Piece, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class LivingPlan:
    document: Document
    day: date
    blocks: tuple[ShownBlock, ...]
    goals: tuple[Goal, ...]
    counts: tuple[tuple[str, int], ...]
    figures: int
    shown: int
    units: tuple[str, ...]
    contents: tuple[ShownBlock, ...]

    @property
    def promised(self) -> int:
        return len(self.goals)


def living_plan(document: Document, *, day: date, filters: Filters | None = None) -> LivingPlan:
    """Return the document as a reader sees it on ``day``; the caller has read the document as theirs to see."""
    wanted = filters or Filters()
    figures, blocks = figures_of(document.pk), blocks_of(document.pk)
    ties = ties_of(document.pk)
    goals = goals_of(document, ties=ties, day=day)
    marks = [
        mark_of(number, figure, tie=ties.get(number), goals=goals, wanted=wanted)
        for number, figure in enumerate(figures)
    ]
    shown = tuple(shown_blocks(blocks, figures=figures, marks=marks))
    counts = Counter(goal.status.value for goal in goals.values())
    return LivingPlan(
        document=document,
        day=day,
        blocks=shown,
        goals=tuple(in_order(goals.values())),
        counts=tuple((status.value, counts[status.value]) for status in Status),
        figures=len(figures),
        shown=sum(mark.is_shown for mark in marks),
        units=tuple(unit for unit, _ in Counter(figure.unit for figure in figures if figure.unit).most_common()),
        contents=tuple(block for block in shown if block.kind == BlockKind.HEADING and block.level <= 2),
    )


@dataclass(frozen=True, slots=True)
class FigureTie:
    number: int
    indicator: str
    role: FigureRole
    day: date | None


def ties_of(document_id: UUID) -> dict[int, FigureTie]:
    rows = Tie.objects.filter(document=document_id).order_by("number").values_list("number", "indicator", "role", "day")
    return {number: FigureTie(number, indicator, FigureRole(role), day) for number, indicator, role, day in rows}


def goals_of(document: Document, *, ties: Mapping[int, FigureTie], day: date) -> dict[tuple[str, date], Goal]:
    """Return where each target that the document's figures speak of stands, judged once however often it is said."""
    defined = indicators_in_force(document.region, day=day)
    owners = plans_that_promise(document.region, indicators=defined)
    indicators = {one.id: one for one in defined if owners.get(one.id) == document.plan}
    compared = {
        target.goal.indicator.rpartition("/")[2]
        for indicator in indicators.values()
        for target in indicator.targets
        if isinstance(target.goal, SeriesTarget)
    }
    observed = values_by_indicator(document.region, indicators={*indicators, *compared})
    first: dict[tuple[str, date], int] = {}
    for tie in ties.values():
        if tie.role is FigureRole.TARGET and tie.day is not None:
            first.setdefault((tie.indicator, tie.day), tie.number)
    return {
        (indicator.id, target.day): Goal(
            indicator=indicator,
            target=target,
            standing=judge_status(
                indicator=indicator,
                observations=observed.get(indicator.id, ()),
                day=day,
                target=target,
                others=observed,
            ),
            figure=first.get((indicator.id, target.day)),
        )
        for indicator in indicators.values()
        for target in ordered_targets(indicator)
    }


def mark_of(number: int, figure: Figure, *, tie: FigureTie | None, goals: Goals, wanted: Filters) -> Mark:
    goal = goals.get((tie.indicator, tie.day)) if tie and tie.day and tie.role is FigureRole.TARGET else None
    status = goal.status.value if goal else ""
    is_shown = (
        (not wanted.status or wanted.status == status)
        and (not wanted.section or in_section(figure.section, wanted.section))
        and (not wanted.unit or wanted.unit == figure.unit)
    )
    return Mark(number, figure.literal, status, tie.role.value if tie else "", is_shown)


def in_section(section: str, wanted: str) -> bool:
    return section == wanted or section.startswith(f"{wanted}/")


def shown_blocks(blocks: Sequence[Block], *, figures: Sequence[Figure], marks: Sequence[Mark]) -> Iterator[ShownBlock]:
    places: dict[tuple[int, int | None, int | None], list[tuple[int, int, Mark]]] = {}
    for figure, mark in zip(figures, marks, strict=True):
        place = figure.place
        places.setdefault((place.block, place.row, place.column), []).append((place.start, place.end, mark))
    for number, block in enumerate(blocks):
        yield ShownBlock(
            number=number,
            kind=block.kind.value,
            level=block.level,
            section=block.section,
            pieces=tuple(cut(block.text, places.get((number, None, None), []))),
            rows=tuple(
                tuple(tuple(cut(cell.text, places.get((number, row, column), []))) for column, cell in enumerate(cells))
                for row, cells in enumerate(block.rows)
            ),
        )


def cut(text: str, marked: list[tuple[int, int, Mark]]) -> Iterator[Piece]:
    """Cut a text at its figures; one that begins inside another is left to the first."""
    at = 0
    for start, end, mark in sorted(marked, key=lambda each: each[0]):
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], mark)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def standing_goals(document: Document, *, day: date) -> list[Goal]:
    """Return where each of a document's targets stands, in the order of its text."""
    return in_order(goals_of(document, ties=ties_of(document.pk), day=day).values())


def packed_targets(document: Document, *, day: date) -> int:
    """Return how many targets of a document are followed because a pack defines them, without anybody's confirming."""
    defined = indicators_in_force(document.region, day=day)
    owners = plans_that_promise(document.region, indicators=defined)
    packed = packed_indicators(document.region, day=day)
    return sum(len(one.targets) for one in defined if one.id in packed and owners.get(one.id) == document.plan)


def in_order(goals: Iterable[Goal]) -> list[Goal]:
    return sorted(goals, key=lambda goal: (goal.figure is None, goal.figure or 0))
