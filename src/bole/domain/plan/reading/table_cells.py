"""What a cell of a table can hold, and the table that rows of cells make.

How rows are found in damaged text is left to ``tables``, ``grids`` and ``spaced_columns``.
"""

import re
from dataclasses import dataclass

from bole.domain.plan.documents import Cell

VALUE = re.compile(
    r"^[≥≤><≈〉〈±+-]?\s*\d[\d,.]*(?:[-—~～至]\d[\d.]*)?\s*(?:%|‰|[\u4e00-\u9fff]{0,3}(?:/[\u4e00-\u9fff]{1,4})?)?(?:以上|以下|左右|以内)?$"
)

EMPTY = re.compile(r"^(?:[-—–/／]{1,4}|无|…+)$")

RANKED = re.compile(r"^第[一二三四五六七八九十\d]+\S{0,3}$")

YEAR_HEAD = re.compile(r"(?:19|20)\d\d\s*年?|[基现]期|基数|目标值?|完成值?|增[长幅速]|现状|合计|总计")

PROSE = re.compile(r"[。；]")


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    length: int
    """How many lines it took."""


def is_value(text: str) -> bool:
    return bool(VALUE.match(text) or EMPTY.match(text) or RANKED.match(text))
