"""Read the figures of a table: what its columns mean, which units its rows inherit, and the figure in each cell.

The rows were rebuilt elsewhere; here a header such as 2020年 | 2025年 | 增长 becomes years and kinds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bole.domain.plan.documents import Block, Cell, Comparator, Figure, FigureKind, Place, StockOrFlow
from bole.domain.plan.reading.comparators import find_own_comparator
from bole.domain.plan.reading.figures import find_figures
from bole.domain.plan.reading.numerals import find_numerals
from bole.domain.plan.reading.periods import Facts, Tense
from bole.domain.plan.reading.phrases import shorten
from bole.domain.plan.reading.scenes import Passage
from bole.domain.plan.reading.tenses import section_tense
from bole.domain.plan.reading.units import SCALES, UNITS, Numeral

UNIT_IN_NAME = re.compile(r"[（(]\s*(?:单位[：:])?([^（）()，。]{1,14})[)）]\s*$")
IS_UNIT = re.compile(
    rf"^(?:(?:万亿|百万|千万|亿|万|千|百)?(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))}|标准)(?:\s*[/·].{{1,8}})?|[%‰]|[万亿])$"
)
NOT_DATA = re.compile(r"序号|编号|^No|属性|类型|^备注|责任|牵头|单位名称|性质|层级|来源|依据")
YEAR = re.compile(r"(20\d\d|19\d\d)")
GROWTH = re.compile(r"增[长幅速加]|年均|提高|变化|±")
RATE = re.compile(r"完成率|达标率|占比|比[重例]")
SUM = re.compile(r"^(?:合计|累计|总计|小计|五年|三年)")
BARE = re.compile(
    r"^[〔\[【（(]?([≥≤><〉〈＞＜≈约近±+-]*)\s*(\d[\d,]*(?:\.\d+)?)\s*(?:[-—~～至]\s*(\d[\d,]*(?:\.\d+)?))?\s*(%|‰)?\s*(以上|以下|左右|以内)?[〕\]】）)]?$"
)
SIGNS = {
    "≥": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    ">": Comparator.MORE,
    "＞": Comparator.MORE,
    "<": Comparator.LESS,
    "＜": Comparator.LESS,
    "〉": Comparator.MORE,
    "〈": Comparator.LESS,
    "≈": Comparator.ABOUT,
    "约": Comparator.ABOUT,
    "近": Comparator.ABOUT,
}
WORDS = {"以上": Comparator.AT_LEAST, "以下": Comparator.AT_MOST, "以内": Comparator.AT_MOST, "左右": Comparator.ABOUT}


@dataclass(frozen=True, slots=True)
class Column:
    role: str
    """name, group, unit, level, growth, other or none."""
    year: int | None = None
    unit: str = ""
    title: str = ""
    is_future: bool = False


def find_table_figures(
    block: Block, index: int, titles: tuple[str, ...], facts: Facts, page: int | None
) -> list[Figure]:
    """The figures of one table block, row by row."""
    if len(block.rows) < 2:
        return []
    columns = read_header(block.rows[0], block.rows[1:], titles, facts)
    if rows_are_years(block):
        return find_yearly_figures(block, index, columns, facts, page)
    figures: list[Figure] = []
    unit, group = "", ""
    for r, row in enumerate(block.rows[1:], 1):
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and filled[0] is not row[-1] and not find_numerals(filled[0].text):
            unit = ""
            group = filled[0].text
            continue
        name, own = name_row(row, columns)
        unit_cell = next(
            (row[c].text for c, column in enumerate(columns) if column.role == "unit" and c < len(row)), ""
        )
        unit = unit_cell or own or unit
        for c, cell in enumerate(row):
            column = columns[c] if c < len(columns) else Column("other")
            if column.role in {"level", "growth"} and cell.text:
                figures += read_cell(
                    cell, column, name or group, unit, Place(index, 0, 0, r, c), block.section, facts, page
                )
            elif column.role == "other" and cell.text:
                figures += read_prose_cell(
                    cell, column, name or group, Place(index, 0, 0, r, c), block.section, titles, facts, page
                )
    return figures


def rows_are_years(block: Block) -> bool:
    """Whether the years stand down the first column and the quantities across the header."""
    names = [row[0].text for row in block.rows[1:] if row]
    dated = sum(bool(re.fullmatch(r"(?:19|20)\d\d年?度?[底末]?", name)) for name in names)
    return dated > 1 and dated + sum(bool(SUM.match(name)) for name in names) == len(names)


def find_yearly_figures(
    block: Block, index: int, columns: Sequence[Column], facts: Facts, page: int | None
) -> list[Figure]:
    figures: list[Figure] = []
    for r, row in enumerate(block.rows[1:], 1):
        found = YEAR.search(row[0].text)
        year = int(found[1]) if found else facts.end
        for c, cell in enumerate(row[1:], 1):
            title = block.rows[0][c].text if c < len(block.rows[0]) else ""
            name, unit = part_unit(title)
            is_rate = bool(GROWTH.search(name))
            column = Column("growth" if is_rate else "level", year, "" if unit or not is_rate else "%", "")
            if cell.text and (c >= len(columns) or columns[c].role not in {"none", "unit"}):
                figures += read_cell(cell, column, name, unit, Place(index, 0, 0, r, c), block.section, facts, page)
    return figures


def read_header(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], titles: tuple[str, ...], facts: Facts
) -> list[Column]:
    years = [int(found[1]) for cell in header if (found := YEAR.search(cell.text))]
    columns: list[Column] = []
    named = False
    caption_future = section_tense(titles[-1:], facts) is Tense.FUTURE
    for c, cell in enumerate(header):
        text = cell.text
        cells = [row[c].text for row in rows if c < len(row) and row[c].text]
        bare = sum(bool(BARE.match(value)) for value in cells)
        found = YEAR.search(text)
        unit = UNIT_IN_NAME.search(text)
        unit_text = unit[1] if unit and IS_UNIT.match(unit[1]) else ""
        if re.fullmatch(r"(?:计量)?单位", text):
            columns.append(Column("unit"))
        elif NOT_DATA.search(text):
            columns.append(Column("none", title=text))
        elif (GROWTH.search(text) or RATE.search(text)) and not found and bare * 2 >= max(1, len(cells)):
            reached = [year for year in years if facts.base is None or year <= facts.base]
            last = max(reached or years, default=None) if RATE.search(text) else max(years, default=None)
            columns.append(Column("growth", last, unit_text or "%", text))
        elif SUM.match(text) and bare and any(column.role == "level" for column in columns):
            columns.append(Column("level", max([*years, facts.end or 0]) or None, unit_text, text))
        elif found or (re.search(r"[基现]期|基数|现状|目标|完成|实绩|规划", text) and bare * 2 >= max(1, len(cells))):
            year = int(found[1]) if found else facts.end if re.search("目标|规划", text) else facts.base
            columns.append(Column("level", year, unit_text, text, is_future=bool(re.search("目标|预期|计划", text))))
        elif bare * 2 >= max(1, len(cells)) and cells and named:
            columns.append(Column("level", None, unit_text, text, is_future=caption_future))
        elif not named or (
            c + 1 < len(header)
            and not any(column.role == "level" for column in columns)
            and not any(find_numerals(value) for value in cells)
        ):
            columns.append(Column("name", title=text))
            named = True
        else:
            columns.append(Column("other", title=text))
    return columns


def name_row(row: Sequence[Cell], columns: Sequence[Column]) -> tuple[str, str]:
    """The row's own name without its unit, and the unit."""
    names = [row[c].text for c, column in enumerate(columns) if column.role == "name" and c < len(row) and row[c].text]
    if not names:
        return "", ""
    text, unit = part_unit(names[-1])
    if len(text) <= 3 and len(names) > 1:
        text = names[-2] + text if names[-2] not in text else text
    return text, unit


def read_cell(
    cell: Cell, column: Column, name: str, unit: str, place: Place, section: str, facts: Facts, page: int | None
) -> list[Figure]:
    found = BARE.match(cell.text)
    if found is None:
        numerals = find_numerals(cell.text)
        if not numerals:
            return []
        numeral = numerals[0]
        comparator = find_own_comparator(cell.text, numeral) or (
            Comparator.RANGE if numeral.value_max is not None else Comparator.EQUAL
        )
        start, end = numeral.start, numeral.end
    else:
        # 〔30〕 in a column of growth rates is a sum in the unit of the row.
        in_brackets = cell.text[:1] in "〔[【（(" and column.role == "growth"
        own = found[4] or (unit if in_brackets else column.unit or ("%" if column.role == "growth" else unit))
        numeral = scale(found, own)
        comparator = (
            SIGNS.get(found[1][:1]) or WORDS.get(found[5] or "") or (Comparator.RANGE if found[3] else Comparator.EQUAL)
        )
        start, end = found.start(2), found.end() - (cell.text[-1:] in "〕]】）)")
    is_growth = column.role == "growth" and not cell.text.startswith(("〔", "[", "【"))
    base = facts.base
    future = column.is_future or (column.year is not None and (base is None or column.year > base))
    if is_growth:
        kind = FigureKind.TARGET if future else FigureKind.ACTUAL
    elif future:
        kind = FigureKind.TARGET
    else:
        kind = FigureKind.BASELINE if column.year == base else FigureKind.ACTUAL
    year = column.year
    return [
        Figure(
            line=cell.line,
            literal=cell.text[start:end],
            value=numeral.value,
            value_max=numeral.value_max,
            unit=numeral.unit,
            comparator=comparator,
            subject=shorten(name + (growth_word(column.title) if is_growth else "")) or column.title,
            kind=kind,
            place=replace(place, start=start, end=end),
            section=section,
            year=year,
            stock_or_flow=StockOrFlow.RATE
            if is_growth or numeral.is_rate
            else StockOrFlow.FLOW
            if numeral.is_money
            else StockOrFlow.STOCK,
            confidence=0.95 if year else 0.8,
            page=page,
        )
    ]


def part_unit(text: str) -> tuple[str, str]:
    """A name without its number and its unit in brackets, and that unit."""
    unit = ""
    found = UNIT_IN_NAME.search(text)
    if found and IS_UNIT.match(found[1].strip()):
        text, unit = text[: found.start()], found[1].replace(" ", "").strip()
    elif found and found[1] == "累计":
        text = text[: found.start()] + "累计"
    return re.sub(r"^(?:其中[：:]?|[#*]|\d{1,2}[.、．]|[（(]\d{1,2}[)）]|[①-⑳])+", "", text), unit


def growth_word(title: str) -> str:
    found = RATE.search(title)
    return found[0] if found else "增幅"


def scale(found: re.Match[str], unit: str) -> Numeral:
    """The number of a bare cell under its inherited unit: 8.51 under 万人 is 85100 人; money keeps 万元."""
    low = float(found[2].replace(",", ""))
    high = float(found[3].replace(",", "")) if found[3] else None
    first = unit.split("/", 1)[0]
    if "元" not in first:
        for word in sorted(SCALES, key=len, reverse=True):
            if word and first.startswith(word) and word not in {"十", "百"} and unit != word:
                low, high, unit = (
                    low * SCALES[word],
                    high * SCALES[word] if high is not None else None,
                    unit[len(word) :],
                )
                break
    return Numeral(found.start(2), found.end(), round(low, 6), None if high is None else round(high, 6), unit)


def read_prose_cell(
    cell: Cell,
    column: Column,
    name: str,
    place: Place,
    section: str,
    titles: tuple[str, ...],
    facts: Facts,
    page: int | None,
) -> list[Figure]:
    passage = Passage(cell.text, [cell.line] * len(cell.text), place.block, section, titles, page)
    figures = []
    for figure in find_figures(passage, facts):
        subject = figure.subject if len(figure.subject) > 3 else shorten(name + column.title + figure.subject)
        figures.append(
            replace(figure, subject=shorten(subject), place=replace(figure.place, row=place.row, column=place.column))
        )
    return figures
