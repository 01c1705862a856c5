"""The figures of a plan as the checks see them: measured in base units, named, and knowing the words around them.

Gathered once for a document; every check reads from here, so that all of them judge a number the same way.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bole.domain.plan.checks.measures import PERCENT, Measure, measure_of
from bole.domain.plan.checks.names import Name, name_from, region_words
from bole.domain.plan.checks.printed import Printed, printed_number
from bole.domain.plan.documents import Block, BlockKind, Comparator, Figure, FigureKind, PlanDocument

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;：:。！？（(）)]")
_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[-—–－~～至到]+\s*(20\d\d)\s*年")
_FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_PROMISES = {FigureKind.TARGET, FigureKind.QUOTA, FigureKind.ANNUAL_QUOTA}
_REACHED = {FigureKind.BASELINE, FigureKind.ACTUAL}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its measure, its name and the words of its own sentence before and after it."""

    index: int
    figure: Figure
    measure: Measure
    printed: Printed
    name: Name
    before: str
    after: str
    sentence: int
    year: int | None

    @property
    def value(self) -> float:
        return self.printed.value

    @property
    def in_table(self) -> bool:
        return self.figure.place.row is not None

    @property
    def clause(self) -> str:
        """The words of the figure's own clause before it."""
        return _CLAUSE_END.split(self.before)[-1]

    @property
    def is_percent(self) -> bool:
        return self.measure.dimension == PERCENT

    @property
    def is_growth(self) -> bool:
        return self.is_percent and self.name.is_growth

    @property
    def is_level(self) -> bool:
        """A level or an amount, not the rate at which it changes."""
        return not self.name.is_growth

    @property
    def is_promise(self) -> bool:
        return self.figure.kind in _PROMISES

    @property
    def is_reached(self) -> bool:
        return self.figure.kind in _REACHED

    @property
    def is_yearly(self) -> bool:
        """So much each year, as against so much by the end."""
        return self.figure.kind is FigureKind.ANNUAL_QUOTA or self.measure.per == "年"

    @property
    def adds(self) -> bool:
        """An increment: the level afterwards is another number."""
        return self.name.adds and not self.in_table

    @property
    def is_about(self) -> bool:
        return self.figure.comparator is Comparator.ABOUT

    @property
    def literal(self) -> str:
        return re.sub(r"\s+", "", self.figure.literal)


@dataclass(frozen=True)
class Facts:
    """All facts of a document, by sentence, by table row and by name."""

    document: PlanDocument
    all: tuple[Fact, ...]
    regions: tuple[str, ...]
    period: tuple[int, int] | None

    @cached_property
    def by_sentence(self) -> dict[tuple[int, int], list[Fact]]:
        groups: dict[tuple[int, int], list[Fact]] = defaultdict(list)
        for fact in self.all:
            if not fact.in_table:
                groups[fact.figure.place.block, fact.sentence].append(fact)
        for group in groups.values():
            group.sort(key=lambda fact: fact.figure.place.start)
        return dict(groups)

    @cached_property
    def tables(self) -> dict[int, dict[int, dict[int, Fact]]]:
        """Facts of each table by block, row and column."""
        tables: dict[int, dict[int, dict[int, Fact]]] = defaultdict(lambda: defaultdict(dict))
        for fact in self.all:
            place = fact.figure.place
            if place.row is not None and place.column is not None:
                tables[place.block][place.row].setdefault(place.column, fact)
        return {block: {row: dict(cells) for row, cells in sorted(rows.items())} for block, rows in tables.items()}

    @cached_property
    def levels(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.all if fact.is_level)

    @cached_property
    def by_core(self) -> dict[str, list[Fact]]:
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.all:
            groups[fact.name.core].append(fact)
        return dict(groups)

    def block_of(self, fact: Fact) -> Block:
        return self.document.blocks[fact.figure.place.block]

    def between(self, first: Fact, second: Fact) -> str:
        """The words printed between two facts of one sentence."""
        return self.block_of(first).text[first.figure.place.end : second.figure.place.start]

    def paragraphs(self) -> Iterator[tuple[int, Block]]:
        for number, block in enumerate(self.document.blocks):
            if block.kind is not BlockKind.TABLE and block.text:
                yield number, block


def gather_facts(document: PlanDocument) -> Facts:
    """Look at every figure of a document once, in reading order."""
    regions = region_words(tuple(_opening_texts(document)))
    period = plan_period(document)
    facts = tuple(
        _fact(document, index=index, figure=figure, regions=regions, period=period)
        for index, figure in enumerate(document.figures)
    )
    return Facts(document=document, all=facts, regions=regions, period=period)


def plan_period(document: PlanDocument) -> tuple[int, int] | None:
    """The years the plan runs, from its title or the span it names most often; nothing if it names none."""
    titles = " ".join(_opening_texts(document))
    for name, span in _FIVE_YEARS.items():
        if name in titles:
            return span
    spans = _PERIOD.findall(titles)
    if spans:
        return int(spans[0][0]), int(spans[0][1])
    targets = [figure.year for figure in document.figures if figure.kind in _PROMISES and figure.year]
    last = max(set(targets), key=targets.count, default=None)
    return (last - 4, last) if last and last % 5 == 0 else None


def _opening_texts(document: PlanDocument) -> list[str]:
    titles = [block.text for block in document.blocks if block.kind is BlockKind.TITLE]
    return [document.title, *titles[:6]]


def _fact(
    document: PlanDocument, *, index: int, figure: Figure, regions: tuple[str, ...], period: tuple[int, int] | None
) -> Fact:
    block = document.blocks[figure.place.block]
    place = figure.place
    text = block.text if place.row is None else ""
    starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, place.start)] if text else []
    begin = starts[-1] if starts else 0
    end_match = _SENTENCE_END.search(text, place.end) if text else None
    before = text[begin : place.start]
    after = text[place.end : end_match.start() if end_match else len(text)]
    measure = measure_of(figure.unit)
    name = name_from(figure.subject, regions=regions)
    printed = printed_number(
        literal=figure.literal,
        value=figure.value,
        scale=measure.scale,
        counts_whole=measure.counts_whole,
        around=before[-2:],
    )
    year = figure.year
    if year is None and period and figure.kind in _PROMISES and figure.kind is not FigureKind.ANNUAL_QUOTA:
        year = period[1]
    return Fact(
        index=index,
        figure=figure,
        measure=measure,
        printed=printed,
        name=name,
        before=before,
        after=after,
        sentence=len(starts),
        year=year,
    )
