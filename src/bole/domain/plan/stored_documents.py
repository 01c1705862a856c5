"""A read document as plain data and back, so that a plan is read once and shown many times.

The line numbers of a block's characters are kept as runs: a paragraph stands on a few lines, not on a thousand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from bole.domain.plan.documents import (
    Block,
    BlockKind,
    Cell,
    Comparator,
    Figure,
    FigureKind,
    Place,
    PlanDocument,
    StockOrFlow,
)


def pack_blocks(document: PlanDocument) -> list[dict[str, Any]]:
    return [
        {
            "kind": block.kind.value,
            "section": block.section,
            "text": block.text,
            "level": block.level,
            "runs": [[line, len(list(run))] for line, run in groupby(block.lines)],
            "rows": [[[cell.text, cell.line] for cell in row] for row in block.rows],
        }
        for block in document.blocks
    ]


def unpack_blocks(packed: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            kind=BlockKind(block["kind"]),
            section=block["section"],
            text=block["text"],
            lines=tuple(line for line, length in block["runs"] for _ in range(length)),
            level=block["level"],
            rows=tuple(tuple(Cell(text, line) for text, line in row) for row in block["rows"]),
        )
        for block in packed
    )


def pack_figure(figure: Figure) -> dict[str, Any]:
    return asdict(figure)


def unpack_figure(packed: Mapping[str, Any]) -> Figure:
    return Figure(
        **{
            **packed,
            "comparator": Comparator(packed["comparator"]),
            "kind": FigureKind(packed["kind"]),
            "stock_or_flow": StockOrFlow(packed["stock_or_flow"]),
            "place": Place(**packed["place"]),
        }
    )
