"""Rebuild rows whose columns run together with spaces, under a header that names years.

Tables with tabs or one cell a line are read in ``tables``.
"""

import re
from collections.abc import Sequence

from bole.domain.plan.documents import Cell
from bole.domain.plan.reading.characters import tighten
from bole.domain.plan.reading.lines import HEADING_START, Line
from bole.domain.plan.reading.table_cells import PROSE, YEAR_HEAD, Table, is_value


def read_columns(lines: Sequence[Line], start: int) -> Table | None:
    """Rows of one line each, columns parted by spaces only, under a header that names years."""
    header = split_header(lines[start])
    if header is None:
        return None
    first, values, closing = header_shape(header)
    rows: list[tuple[Cell, ...]] = [header]
    waiting: list[Line] = []
    i = start + 1
    last = i
    while i < len(lines) and len(waiting) < 4:
        line = lines[i]
        if (
            PROSE.search(line.text)
            or line.mark
            or "\t" in line.raw
            or (HEADING_START.match(line.text) and not line.raw[-1:].isdigit())
        ):
            break
        tokens = line.raw.split()
        size = values + closing
        found = tokens[len(tokens) - size : len(tokens) - closing] if len(tokens) >= size else []
        if len(found) == values and all(map(is_value, found)):
            names = [*(part.text for part in waiting), *tokens[: len(tokens) - size]]
            if not names:
                break
            place = waiting[0].number if waiting and len(tokens) == size else line.number
            cells = names if len(names) == first else [*[""] * (first - 1), tighten("".join(names))]
            rows.append(
                (
                    *(Cell(name, place) for name in cells),
                    *(Cell(token, line.number) for token in tokens[len(tokens) - size :]),
                )
            )
            waiting = []
            last = i + 1
        else:
            waiting.append(line)
        i += 1
    return Table(tuple(rows), last - start) if len(rows) > 2 else None


def header_shape(header: Sequence[Cell]) -> tuple[int, int, int]:
    """How many columns name a row, how many hold values, how many close it with words."""
    years = [i for i, cell in enumerate(header) if YEAR_HEAD.search(cell.text)]
    return years[0], years[-1] - years[0] + 1, len(header) - years[-1] - 1


def split_header(line: Line) -> tuple[Cell, ...] | None:
    """指标 2020 基数 2025 目标 as three cells: a bare year and the word after it are one."""
    heads: list[str] = []
    for word in line.raw.split():
        if (heads and len(word) == 1 and len(heads[-1]) == 1 and word >= "一" and heads[-1] >= "一") or (
            heads
            and re.fullmatch(r"(?:19|20)\d\d", heads[-1])
            and not re.match(r"(?:19|20)\d\d", word)
            and len(word) <= 6
        ):
            heads[-1] += word
        else:
            heads.append(word)
    if (
        not 2 <= len(heads) <= 9
        or not YEAR_HEAD.search("".join(heads[1:]))
        or YEAR_HEAD.search(heads[0])
        or is_value(heads[0])
    ):
        return None
    cells = tuple(Cell(head, line.number) for head in heads)
    first, values, _ = header_shape(cells)
    if (
        max(map(len, heads)) > 16
        or (values < 2 and first + values < len(cells))
        or (len(heads) == 2 and "年" not in heads[1])
    ):
        return None
    return cells
