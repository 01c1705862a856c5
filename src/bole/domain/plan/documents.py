"""The values a plan document is read into: source lines, blocks in reading order, and the figures in them.

Nothing is computed here; the modules beside this one read, check and compare these values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the input as printed: ``number`` counts from 1 in the input text, ``page`` from 1 in a PDF."""

    number: int
    text: str
    page: int | None = None


class BlockKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BOX = "box"  # 专栏: a titled inset; its text paragraphs follow as BOX blocks with the same section
    NOTE = "note"  # captions, bylines, page furniture worth keeping


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the document in reading order, with wraps joined and displaced pieces put back.

    ``section`` is the path of printed numbers, e.g. ``二/（三）/1``, ``专栏3`` or ``表1``; ``level`` is the depth of a
    heading (1 is 一、). ``lines`` holds, for each character of ``text``, the number of the source line it stood on.
    A table has ``rows`` and an empty ``text``.
    """

    kind: BlockKind
    section: str
    text: str
    lines: Sequence[int]
    level: int = 0
    rows: tuple[tuple[Cell, ...], ...] = ()


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    ABOUT = "~"
    RANGE = "range"


class FigureKind(StrEnum):
    BASELINE = "baseline"  # a state at the start of the plan that a target grows from
    ACTUAL = "actual"  # something reached or done
    TARGET = "target"  # a level to be reached by a day
    QUOTA = "quota"  # a delivery over the plan
    ANNUAL_QUOTA = "annual_quota"  # a delivery each year
    LIMIT = "limit"  # a cap on an amount, a share, an age or a time
    BUDGET = "budget"  # money given, granted or set aside
    CONSTRAINT = "constraint"  # a condition somebody or something has to meet
    SHARE_OF = "share_of"  # a part of an existing total


class StockOrFlow(StrEnum):
    STOCK = "stock"
    FLOW = "flow"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: characters ``start`` to ``end`` of a block's text, or of the cell at ``row``, ``column``."""

    block: int
    start: int
    end: int
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the document with what it says.

    ``value`` has 万 and 亿 multiplied out for counts; for money the unit keeps them (``万元``, ``亿元``); ``20%`` is 20 with
    unit ``%``. ``value_max`` is the upper end of a range. ``year`` is the year the figure speaks of, ``period`` its span
    (``2021-2025``). ``confidence`` runs from 0 to 1.
    """

    line: int
    literal: str
    value: float
    unit: str
    comparator: Comparator
    subject: str
    kind: FigureKind
    place: Place
    section: str = ""
    value_max: float | None = None
    year: int | None = None
    period: str | None = None
    stock_or_flow: StockOrFlow = StockOrFlow.STOCK
    programme: str | None = None
    scope: str | None = None
    confidence: float = 1.0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PlanDocument:
    title: str
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
