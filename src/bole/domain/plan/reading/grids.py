"""Rebuild rows from cells printed one a line, by the pattern the header sets.

Where such cells begin and end is found in ``tables``.
"""

import re
from collections.abc import Sequence

from bole.domain.plan.documents import Cell
from bole.domain.plan.reading.table_cells import YEAR_HEAD, is_value


def build_rows(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...] | None:
    """Rows from cells in reading order, by the pattern of the header: labels, value columns, closing words."""
    grid = read_grid(cells)
    if grid:
        return grid
    heads = find_header(cells)
    if heads is None:
        return None
    header = cells[:heads]
    columns = [i for i, cell in enumerate(header) if YEAR_HEAD.search(cell.text)]
    if not columns or columns[-1] - columns[0] + 1 != len(columns):
        return None
    labels, values, closing = columns[0], len(columns), heads - columns[-1] - 1
    rows: list[tuple[Cell, ...]] = [tuple(header)]
    group = Cell("", header[0].line)
    i = heads
    while i < len(cells):
        first = i
        while i < len(cells) and not (is_value(cells[i].text) and cells[i].text):
            i += 1
        names = list(cells[first:i])
        first = i
        while i < len(cells) and is_value(cells[i].text):
            i += 1
        found = cells[first:i]
        if not names or not found:
            break
        many = max(1, len(found) // values)
        tail = tuple(cells[i : i + closing])
        i += closing
        group, entries = part_names(names, many, labels, group)
        for j, entry in enumerate(entries):
            row = tuple(found[column * many + j] for column in range(values) if column * many + j < len(found))
            rows.append((*entry, *row, *tail))
    return tuple(rows) if len(rows) > 1 else None


def read_grid(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...] | None:
    """Whole rows, where cells were lost nowhere: every row has as many cells as the header, values under the years."""
    years = [i for i, cell in enumerate(cells[:10]) if YEAR_HEAD.search(cell.text) and len(cell.text) <= 12]
    if not years or years[0] == 0:
        return None
    best: list[tuple[Cell, ...]] = []
    for width in range(years[-1] + 1, years[-1] + 4):
        rows = [tuple(cells[i : i + width]) for i in range(0, len(cells) - width + 1, width)]
        sound = [rows[0]] if rows else []
        for row in rows[1:]:
            if not all(is_value(row[year].text) for year in years) or any(
                is_value(cell.text) and cell.text for cell in row[1 : years[0]]
            ):
                break
            if any(re.fullmatch(r"\d+\.\d+|\d+%", cell.text) for cell in row[years[-1] + 1 :]) or not any(
                cell.text for cell in row[: years[0]]
            ):
                break
            sound.append(row)
        if len(sound) * width > len(best) * len(best[0] if best else ()):
            best = sound
    whole = len(best) > 2 and len(best) * len(best[0]) >= len(cells) - len(best[0])
    return tuple(best) if whole else None


def find_header(cells: Sequence[Cell]) -> int | None:
    """How many cells the header has: it runs on after the year columns until the words of the closing columns end."""
    years = [i for i, cell in enumerate(cells[:10]) if YEAR_HEAD.search(cell.text) and len(cell.text) <= 12]
    if not years or years[0] == 0:
        return None
    end = years[-1] + 1
    first_value = next((i for i in range(end, len(cells)) if is_value(cells[i].text) and cells[i].text), None)
    if first_value is None:
        return None
    # What closes a row repeats after every run of values: a header's closing column is followed by the labels of row one.
    closing = 0
    labels = years[0]
    while end + closing + 1 < first_value and first_value - (end + closing) > labels:
        closing += 1
    return end + closing


def part_names(names: list[Cell], many: int, labels: int, group: Cell) -> tuple[Cell, list[tuple[Cell, ...]]]:
    """The group of a row and its own name: an empty cell stands for the group above, extra words belong to the group."""
    own = [name for name in names[-many:] if name.text] or names[-1:]
    before = [name for name in names[: len(names) - len(own)] if name.text]
    if labels < 2:
        if before:
            own = [Cell("".join(cell.text for cell in (*before, own[0])), own[0].line), *own[1:]]
        return group, [(name,) for name in own]
    if before:
        group = Cell("".join(cell.text for cell in before), before[0].line)
    pads = [Cell("", own[0].line)] * (labels - 2)
    return group, [(Cell(group.text, group.line), *pads, name) for name in own]
