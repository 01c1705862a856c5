"""The figures of a plan as the checks see them: measured in base units, named, and knowing the words around them.

Every check reads from here, so that all of them judge a number the same way.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bole.domain.plan.checks.measures import PERCENT, Measure
from bole.domain.plan.checks.names import Name
from bole.domain.plan.checks.printed import Printed
from bole.domain.plan.documents import Block, BlockKind, Comparator, Figure, FigureKind, PlanDocument

_FULL_STOP = re.compile(r"[。！？\n]")
_LONGEST_SENTENCE = 1500
_CLAUSE_END = re.compile(r"[，,；;：:。！？（(）)]")
_LEAD_END = re.compile(r"[，,；;：:。！？]")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
PROMISES = {FigureKind.TARGET, FigureKind.QUOTA, FigureKind.ANNUAL_QUOTA}
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


def matches_in_sentences(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches inside single sentences; what runs on for pages is no sentence, and would take forever to search."""
    start = 0
    for end in (*(match.end() for match in _FULL_STOP.finditer(text)), len(text)):
        if end - start <= _LONGEST_SENTENCE:
            yield from pattern.finditer(text, start, end)
        start = end


@lru_cache(maxsize=8192)
def _lead_of(before: str) -> str:
    return _LEAD_END.split(_BRACKET.sub("", before))[-1]


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
        return _lead_of(self.before)

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
        return self.figure.kind in PROMISES

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

    def worded(self, amount: float, *, more_digits: int = 0) -> str:
        """An amount as this figure would print it: in its scale and with its unit."""
        unit = re.search(
            r"[^\d.,，\s余多近约左右以上下内超过不少低于至]*$", _BRACKET.sub("", self.literal).rstrip("左右以上下内")
        )
        return f"{self.printed.show(amount, more_digits=more_digits)}{unit[0] if unit else ''}"


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
