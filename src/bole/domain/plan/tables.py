"""Rebuild tables: rows parted by tabs, cells printed one a line, and columns run together with spaces.

A table comes out as rows of cells under its header. What its numbers mean is read elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bole.domain.plan.documents import Cell
from bole.domain.plan.layout import HEADING_START, Line, tighten

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


def is_value(text: str) -> bool:
    return bool(VALUE.match(text) or EMPTY.match(text) or RANKED.match(text))


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
    for token in line.raw.split():
        if (heads and len(token) == 1 and len(heads[-1]) == 1 and token >= "一" and heads[-1] >= "一") or (
            heads
            and re.fullmatch(r"(?:19|20)\d\d", heads[-1])
            and not re.match(r"(?:19|20)\d\d", token)
            and len(token) <= 6
        ):
            heads[-1] += token
        else:
            heads.append(token)
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
