"""Read a plan: from printed lines to blocks in reading order and the figures in them.

This module only puts the steps together; each question is answered by the module named after it.
"""

from collections.abc import Sequence
from typing import Any

from bole.domain.plan.documents import BlockKind, Figure, PlanDocument, SourceLine
from bole.domain.plan.reading.blocks import Builder
from bole.domain.plan.reading.boxes import put_boxes_back
from bole.domain.plan.reading.facts import find_facts
from bole.domain.plan.reading.figures import find_figures
from bole.domain.plan.reading.layout import lay_out
from bole.domain.plan.reading.scenes import Passage
from bole.domain.plan.reading.table_figures import find_table_figures

MOST = 1e15


def read_plan(lines: Sequence[SourceLine]) -> PlanDocument:
    """The document that ``lines`` print. Any text can be read; one without headings or figures has none."""
    layout = lay_out(lines)
    running, bodies = put_boxes_back(layout.lines, layout)
    builder = Builder(layout, bodies)
    builder.build(running)
    builder.close()
    title = builder.choose_title()
    texts = [block.text for block in builder.blocks if block.text]
    facts = find_facts(title, texts)
    figures: list[Figure] = []
    for i, block in enumerate(builder.blocks):
        titles, page = builder.context[i]
        if block.kind is BlockKind.TABLE:
            figures += find_table_figures(block, i, titles, facts, page)
        elif block.text and block.kind is not BlockKind.TITLE:
            figures += find_figures(Passage(block.text, block.lines, i, block.section, titles, page), facts)
    return PlanDocument(title, tuple(builder.blocks), tuple(one for one in figures if is_quantity(one)))


def is_quantity(figure: Figure) -> bool:
    """Whether a number can count something: with more than fifteen digits it is an account or a serial number."""
    return figure.value < MOST and (figure.value_max is None or figure.value_max < MOST)


def figure_rows(document: PlanDocument) -> list[dict[str, Any]]:
    """The figures as plain rows for ``--jsonl``; whole numbers are printed whole."""
    rows = []
    for figure in document.figures:
        row: dict[str, Any] = {
            "line": figure.line,
            "section": figure.section,
            "literal": figure.literal,
            "value": whole(figure.value),
            "value_max": whole(figure.value_max),
            "unit": figure.unit,
            "comparator": figure.comparator.value,
            "subject": figure.subject,
            "kind": figure.kind.value,
            "year": figure.year,
            "period": figure.period,
            "stock_or_flow": figure.stock_or_flow.value,
            "programme": figure.programme,
            "scope": figure.scope,
            "confidence": figure.confidence,
        }
        if figure.page is not None:
            row["page"] = figure.page
        rows.append(row)
    return rows


def whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
