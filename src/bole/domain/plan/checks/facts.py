"""The figures of a plan as the checks see them: measured in base units, named, and knowing the words around them.

Gathered once for a document; every check reads from here, so that all of them judge a number the same way.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bole.domain.plan.checks.measures import PERCENT, Measure, measure_of
from bole.domain.plan.checks.mentions import name_as_mentioned
from bole.domain.plan.checks.names import Name, region_words
from bole.domain.plan.checks.printed import Printed, printed_number, printed_ratio
from bole.domain.plan.documents import Block, BlockKind, Comparator, Figure, FigureKind, PlanDocument

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;：:。！？（(）)]")
_LEAD_END = re.compile(r"[，,；;：:。！？]")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[-—–－~～至到]+\s*(20\d\d)\s*年")
_FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_PROMISES = {FigureKind.TARGET, FigureKind.QUOTA, FigureKind.ANNUAL_QUOTA}
_REACHED = {FigureKind.BASELINE, FigureKind.ACTUAL}
_HEAD_OF_CHANGE = re.compile(r"增长|增幅|增速|增量|增加|变化|提高|年均|±")
_HEAD_OF_SOMETHING_ELSE = re.compile(r"完成率|达标率|完成比例|进度|占比|排名|排位|属性")
_ADDS = re.compile(
    r"新增|净增|新建|新引进|引进|引入|引育|招引|招聘|招录|招收|补充|吸引|吸纳|回引|新培育|新培养|新开发|新认定|新入选|选聘"
)
_ADDS_AT_END = re.compile(r"(?:增加|新增|净增|增长|多)(?:了|约|近)?\s*$")
_REACHES = re.compile(r"(?:达到|达|突破|超过|增加到|增至|增长到|增长至|扩大到|为|保持在|稳定在)\s*$")
_STARTS_FROM = re.compile(r"[从由自][^，。；到至]*$")
_GOES_ON = re.compile(r"^\W{0,2}(?:提高|增加|增长|上升|提升|扩大|增|升|下降|减少|降|调|压缩|缩短)\w{0,2}?[到至为]")


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
    head: str = ""

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
    def lead(self) -> str:
        """The clause with earlier members of its list, brackets left out."""
        return _LEAD_END.split(_BRACKET.sub("", self.before))[-1]

    @property
    def is_percent(self) -> bool:
        return self.measure.dimension == PERCENT

    @property
    def is_growth(self) -> bool:
        return self.is_percent and (self.name.is_growth or _HEAD_OF_CHANGE.search(self.head) is not None)

    @property
    def is_level(self) -> bool:
        """A level or an amount, not the rate at which it changes nor another column about it."""
        if self.in_table:
            return not (_HEAD_OF_CHANGE.search(self.head) or _HEAD_OF_SOMETHING_ELSE.search(self.head))
        return not self.is_growth and not self.starts_change

    @property
    def starts_change(self) -> bool:
        """The first number of 由A提高到B."""
        return _STARTS_FROM.search(self.lead) is not None and _GOES_ON.match(self.after) is not None

    @property
    def is_promise(self) -> bool:
        return self.figure.kind in _PROMISES

    @property
    def is_reached(self) -> bool:
        return self.figure.kind in _REACHED

    @property
    def is_yearly(self) -> bool:
        """So much each year, as against so much by the end."""
        if self.measure.per == "年":
            return True
        # 每年 at the head of a sentence does not reach a level named after it (…，拥有量达1.7件).
        ends = _REACHES.search(self.lead) is not None and not re.search(r"每年|年均|每两年", self.lead)
        return self.figure.kind is FigureKind.ANNUAL_QUOTA and not ends

    @property
    def adds(self) -> bool:
        """An increment: the level afterwards is another number."""
        if self.in_table or self.is_percent:
            return self.name.adds and not self.in_table
        if _REACHES.search(self.lead):
            return False
        return bool(self.name.adds or self.name.is_growth or _ADDS.search(self.lead) or _ADDS_AT_END.search(self.lead))

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
    period_is_named: bool = False

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
    openings = opening_texts(document)
    regions = region_words(openings, everything="".join(block.text for block in document.blocks))
    named = _named_period(openings)
    period = named or _likely_period(document)
    heads = _table_heads(document)
    facts = [
        _fact(document, index=index, figure=figure, regions=regions, heads=heads)
        for index, figure in enumerate(document.figures)
    ]
    dated = [_dated(fact, period=period, heads=heads) for fact in facts]
    return Facts(document=document, all=tuple(dated), regions=regions, period=period, period_is_named=named is not None)


def opening_texts(document: PlanDocument) -> tuple[str, ...]:
    """The title and the lines around it, where a document names its region and its period."""
    titles = [block.text for block in document.blocks if block.kind is BlockKind.TITLE]
    first = [block.text for block in document.blocks[:8] if len(block.text) < 60]
    return (document.title, *titles[:6], *first)


def _named_period(openings: tuple[str, ...]) -> tuple[int, int] | None:
    titles = " ".join(openings)
    spans = _PERIOD.findall(titles)
    if spans:
        return int(spans[0][0]), int(spans[0][1])
    return next((span for name, span in _FIVE_YEARS.items() if name in titles), None)


def _likely_period(document: PlanDocument) -> tuple[int, int] | None:
    """The five years before the year most promises fall due, where that ends a five-year plan."""
    targets = [figure.year for figure in document.figures if figure.kind in _PROMISES and figure.year]
    last = max(set(targets), key=targets.count, default=None)
    return (last - 4, last) if last and last % 5 == 0 else None


def _table_heads(document: PlanDocument) -> dict[tuple[int, int], str]:
    """The words above the first number of each table column."""
    first_rows: dict[int, int] = {}
    for figure in document.figures:
        if figure.place.row is not None:
            block = figure.place.block
            first_rows[block] = min(first_rows.get(block, figure.place.row), figure.place.row)
    heads: dict[tuple[int, int], str] = {}
    for block, first in first_rows.items():
        for row in document.blocks[block].rows[: max(first, 1)]:
            for column, cell in enumerate(row):
                heads[block, column] = f"{heads.get((block, column), '')} {cell.text}".strip()
    return heads


def _fact(
    document: PlanDocument, *, index: int, figure: Figure, regions: tuple[str, ...], heads: dict[tuple[int, int], str]
) -> Fact:
    place = figure.place
    text = document.blocks[place.block].text if place.row is None else ""
    starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, place.start)] if text else []
    end_match = _SENTENCE_END.search(text, place.end) if text else None
    before = text[starts[-1] if starts else 0 : place.start]
    measure = measure_of(figure.unit)
    if measure.counts_whole and not float(figure.value * measure.scale).is_integer():
        measure = replace(measure, per="?")  # 3.40人 is a density whose base the name has lost
    return Fact(
        index=index,
        figure=figure,
        measure=measure,
        printed=printed_ratio(figure.literal)
        or printed_number(
            literal=figure.literal,
            value=figure.value,
            scale=measure.scale,
            counts_whole=measure.counts_whole,
            around=before[-2:],
        ),
        name=name_as_mentioned(figure, text=text, regions=regions),
        before=before,
        after=text[place.end : end_match.start() if end_match else len(text)],
        sentence=len(starts),
        year=figure.year,
        head=heads.get((place.block, place.column or 0), "") if place.row is not None else "",
    )


def _dated(fact: Fact, *, period: tuple[int, int] | None, heads: dict[tuple[int, int], str]) -> Fact:
    """A column's own year beats any other; a promise without a year is due when the plan ends."""
    year = fact.year
    if fact.in_table:
        own = re.findall(r"20\d\d", fact.head)
        others = [
            int(found)
            for key, head in heads.items()
            if key[0] == fact.figure.place.block
            for found in re.findall(r"20\d\d", head)
        ]
        if len(own) == 1:
            year = int(own[0])
        elif re.search(r"合计|总计|小计|累计", fact.head) and others:
            year = max(others)
    elif fact.starts_change and fact.year is not None and period and fact.year >= period[0] - 1:
        year = None
    elif year is None and period and fact.is_promise and not fact.is_yearly:
        year = period[1]
    return fact if year == fact.year else replace(fact, year=year)
