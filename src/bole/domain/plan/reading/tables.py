"""Rebuild tables: rows parted by tabs, cells printed one a line, and columns run together with spaces.

A table comes out as rows of cells under its header. What its numbers mean is read elsewhere.
"""

from collections.abc import Sequence

from bole.domain.plan.documents import Cell
from bole.domain.plan.reading.characters import tighten
from bole.domain.plan.reading.grids import build_rows
from bole.domain.plan.reading.lines import HEADING_START, Line
from bole.domain.plan.reading.spaced_columns import read_columns
from bole.domain.plan.reading.table_cells import PROSE, YEAR_HEAD, Table, is_value


def find_table(lines: Sequence[Line], start: int) -> Table | None:
    """The table that begins at ``start``, or None."""
    line = lines[start]
    if line.raw.strip(" ").count("\t") and line.raw.strip(" ").strip("\t") and "\t" in line.raw.strip():
        return read_tabbed(lines, start)
    if line.raw.startswith("\t"):
        if start and lines[start - 1].raw.startswith("\t"):
            return None  # the run was tried from its first cell
        return read_one_cell_a_line(lines, start)
    if not PROSE.search(line.text) and len(line.text) <= 60 and not HEADING_START.match(line.text):
        return read_columns(lines, start) or (read_bare_cells(lines, start) if opens_cells(lines, start) else None)
    return None


def opens_cells(lines: Sequence[Line], start: int) -> bool:
    """Whether a run of bare cells may begin here: near the start of the short lines, with a year in its header."""
    before = lines[max(0, start - 3) : start]
    at_edge = len(before) < 3 or any(PROSE.search(line.text) or len(line.text) > 40 for line in before)
    at_edge = at_edge or any(HEADING_START.match(line.text) for line in before)
    return at_edge and any(YEAR_HEAD.search(line.text) for line in lines[start : start + 8])


def read_tabbed(lines: Sequence[Line], start: int) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    i = start
    while i < len(lines):
        line = lines[i]
        if "\t" in line.raw.strip(" "):
            rows.append(tuple(Cell(tighten(cell), line.number) for cell in line.raw.strip(" ").split("\t")))
        else:
            break
        i += 1
    if len(rows) < 2:
        return None
    return Table(drop_empty_columns(rows), i - start)


def drop_empty_columns(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    width = max(len(row) for row in rows)
    filled = [row + tuple(Cell("", row[-1].line) for _ in range(width - len(row))) for row in rows]
    keep = [column for column in range(width) if any(row[column].text for row in filled)]
    return tuple(tuple(row[column] for column in keep) for row in filled)


def read_one_cell_a_line(lines: Sequence[Line], start: int) -> Table | None:
    """Every line is one cell behind a tab; lines without a tab in between go on with the cell before."""
    end = start
    last_tab = start
    while end < len(lines) and end - last_tab < 4:
        raw = lines[end].raw
        if raw.startswith("\t") and "\t" not in raw.strip():
            last_tab = end
        elif len(lines[end].text) > 20 or HEADING_START.match(lines[end].text) or "\t" in raw.strip():
            break
        end += 1
    end = max(last_tab + 1, trailing_cells(lines, last_tab + 1))
    rows = build_rows([Cell(line.text, line.number) for line in lines[start:end]])
    return Table(rows, end - start) if rows else None


def trailing_cells(lines: Sequence[Line], i: int) -> int:
    while i < len(lines) and is_value(lines[i].text) and not HEADING_START.match(lines[i].text):
        i += 1
    return i


def read_bare_cells(lines: Sequence[Line], start: int) -> Table | None:
    """A run of short lines, many of them bare values, under a header with years."""
    end = start
    while end < len(lines):
        text = lines[end].text
        if (
            PROSE.search(text)
            or len(text) > 40
            or "\t" in lines[end].raw
            or (HEADING_START.match(text) and not is_value(text))
        ):
            break
        if lines[end].mark:
            break
        end += 1
    run = lines[start:end]
    values = sum(is_value(line.text) for line in run)
    if len(run) < 9 or values * 10 < len(run) * 3 or not any(YEAR_HEAD.search(line.text) for line in run[:8]):
        return None
    cells = [Cell(line.text, line.number) for line in run]
    rows = build_rows(cells)
    return Table(rows, len(run)) if rows else None
