"""Find the heading row of a sheet of statistics and what each column holds.

Three layouts are known: one value a row (long), one indicator a row with the years as columns (wide), and one year a row
with the indicators as columns.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bole.domain.plan.files.workbook_cells import Grid, SheetCell, iterate_filled
from bole.domain.plan.statistics.days import is_promise, read_day, read_day_text
from bole.domain.plan.statistics.names import KnownNames, split_unit
from bole.domain.plan.statistics.values import IndicatorName

DEEPEST_HEADING_ROW = 40


class Role(StrEnum):
    INDICATOR = "indicator"
    IDENTIFIER = "identifier"
    DAY = "day"
    VALUE = "value"
    UNIT = "unit"
    SOURCE = "source"
    REGION = "region"
    NOTE = "note"
    ORDINAL = "ordinal"
    SECTION = "section"


HEADINGS: dict[Role, str] = {
    Role.INDICATOR: "指标 指标名称 指标名 统计指标 主要指标 项目 名称 内容 indicator indicatorname name item",
    Role.IDENTIFIER: "指标代码 指标编号 指标编码 代码 编码 id code indicatorid indicatorcode",
    Role.DAY: "年度 年份 年 统计年度 日期 时间 统计时间 数据时间 统计日期 时期 报告期 截止日期 截至日期 year date day period asof",
    Role.VALUE: "数值 值 数据 统计值 统计数 统计数据 指标值 实际值 完成值 完成数 完成情况 实际完成 数量 现状值 value figure amount actual number",
    Role.UNIT: "单位 计量单位 unit units",
    Role.SOURCE: "来源 数据来源 资料来源 填报单位 提供单位 来源单位 数据来源单位 报送单位 责任单位 source datasource",
    Role.REGION: "地区 区域 行政区 行政区划 行政区划代码 区划代码 地区代码 地区名称 区县 县区 县(市、区) 乡镇 region regioncode area",
    Role.NOTE: "备注 说明 注 附注 note notes remark remarks comment comments",
    Role.ORDINAL: "序号 序 编号 no no. # number.",
    Role.SECTION: "章节 所在章节 板块 section chapter",
}
ROLES = {word: role for role, words in HEADINGS.items() for word in words.split()}
SAID_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s，,；;)）]+)")
SAID_SOURCE = re.compile(r"(?:数据|资料)?来源\s*[:：]\s*(.+)|source\s*:\s*(.+)", re.IGNORECASE)
# 2023年 and 2023年1-6月 in a title say the day; the end of a span (2021—2025年) and a year of targets do not.
SAID_DAY = re.compile(
    r"(?<!\d)(?<![\d年][—–~至-])((?:19|20)\d{2}\s*年(?:[上下]半年|第?[一二三四1-4]季度|(?:1\s*[-—至]\s*)?\d{1,2}\s*月(?:\d{1,2}\s*日)?)?)"
    r"(?!\s*[度末底]?(?:目标|规划|计划|预期|任务))"
)


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values; ``day`` or ``indicator`` is given where the heading names it, ``unit`` likewise."""

    index: int
    unit: str | None = None
    day: date | None = None
    indicator: IndicatorName | None = None


@dataclass(slots=True)
class Layout:
    heading_row: int  # counted from 0
    headings: tuple[str, ...]
    roles: dict[Role, int] = field(default_factory=dict)
    values: list[ValueColumn] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)  # column, the column it repeats
    unread: list[int] = field(default_factory=list)
    promised: list[int] = field(default_factory=list)
    unit: str | None = None
    source: str | None = None
    day: date | None = None

    def heading(self, index: int) -> str:
        return self.headings[index] if index < len(self.headings) else ""


def find_layout(grid: Grid, *, names: KnownNames) -> Layout | None:
    """The layout of a sheet; None where no row of it is a heading row."""
    for index, row in enumerate(grid.rows[:DEEPEST_HEADING_ROW]):
        layout = _read_heading_row(index, row, names=names)
        if layout is not None:
            _read_statements(grid, layout)
            return layout
    return None


def name_heading(text: str) -> str:
    return re.sub(r"[\s:_*]", "", unicodedata.normalize("NFKC", text)).lower()


def _read_heading_row(index: int, row: Sequence[SheetCell], *, names: KnownNames) -> Layout | None:
    layout = Layout(heading_row=index, headings=tuple(cell.text for cell in row))
    seen: dict[object, int] = {}
    indicators: list[ValueColumn] = []
    for column, cell in iterate_filled(tuple(row)):
        bare, unit = split_unit(cell.text)
        role = ROLES.get(name_heading(cell.text)) or ROLES.get(name_heading(bare))
        indicator = None if role else names.find(cell.text)
        is_planned = not role and not indicator and is_promise(cell.text)
        day = None if role or indicator or is_planned else read_day(cell) or read_day_text(bare)
        meaning = role or day or (indicator and indicator.id)
        if meaning is None:
            (layout.promised if is_planned else layout.unread).append(column)
        elif meaning in seen:
            layout.repeated.append((column, seen[meaning]))
        elif role == Role.VALUE:
            layout.values.append(ValueColumn(index=column, unit=unit))
        elif role:
            layout.roles[role] = column
        elif day:
            layout.values.append(ValueColumn(index=column, day=day, unit=unit))
        else:
            indicators.append(ValueColumn(index=column, indicator=indicator, unit=unit))
        seen.setdefault(meaning, column)
    return _settle(layout, indicators)


def _settle(layout: Layout, indicators: list[ValueColumn]) -> Layout | None:
    has_name = Role.INDICATOR in layout.roles or Role.IDENTIFIER in layout.roles
    years = [column for column in layout.values if column.day]
    if Role.DAY in layout.roles and indicators and not has_name:
        layout.values = indicators
    elif years and not has_name and len(years) > 1:
        # The corner above the names is often blank or says something free, such as 类别.
        named = [column for column in range(years[0].index) if column not in layout.roles.values()]
        if not named:
            return None
        layout.roles[Role.INDICATOR] = named[0]
        layout.unread = [column for column in layout.unread if column != named[0]]
        layout.values = years
    elif has_name and years and Role.DAY not in layout.roles:
        layout.values = years
    elif not (has_name and layout.values):
        return None
    # Which of two columns with one heading is right, nobody here can tell: neither is read.
    doubtful = {first for _, first in layout.repeated}
    layout.values = [column for column in layout.values if column.index not in doubtful]
    return layout


def _read_statements(grid: Grid, layout: Layout) -> None:
    """What titles and notes say for the whole sheet: 单位：万人, 数据来源：…, the year in the title."""
    above = grid.rows[: layout.heading_row]
    texts = [cell.text for row in above for cell in row if cell.text]
    below = [cell.text for row in grid.rows[layout.heading_row + 1 :] for cell in row[:2] if cell.text]
    layout.unit = next((found[1] for text in texts if (found := SAID_UNIT.search(text))), None)
    sources = (found for text in texts + below if (found := SAID_SOURCE.search(text)))
    layout.source = next(((found[1] or found[2]).strip() for found in sources), None)
    days = {read_day_text(found.replace("—", "-")) for text in [*texts, grid.name] for found in SAID_DAY.findall(text)}
    layout.day = days.pop() if len(days) == 1 else None
