"""Gathers the facts of a document: measures, names and dates every figure, once, in reading order.

Knows where a document says its region and its period; judges nothing.
"""

import re
from dataclasses import replace

from bole.domain.plan.checks.fact import PROMISES, Fact, Facts
from bole.domain.plan.checks.measures import measure_of
from bole.domain.plan.checks.mentions import name_as_mentioned
from bole.domain.plan.checks.names import region_words
from bole.domain.plan.checks.printed import printed_number, printed_ratio
from bole.domain.plan.documents import BlockKind, Figure, PlanDocument

__all__ = ["Fact", "Facts", "gather_facts", "opening_texts"]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[-—–－~～至到]+\s*(20\d\d)\s*年")
_FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}


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
    targets = [figure.year for figure in document.figures if figure.kind in PROMISES and figure.year]
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
