"""Read one row of a sheet of statistics: the values it states, what is wrong in it, and why it is passed over.

Whether two rows contradict each other is decided where the whole sheet is seen.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bole.domain.plan.files.workbook_cells import BLANK, Grid, SheetCell, iterate_filled
from bole.domain.plan.statistics.days import explain_future, read_day
from bole.domain.plan.statistics.labels import read_label
from bole.domain.plan.statistics.layout import Layout, Role, ValueColumn, name_heading
from bole.domain.plan.statistics.names import KnownNames, split_unit
from bole.domain.plan.statistics.numbers import Reading, can_be_kept, read_number
from bole.domain.plan.statistics.plausibility import explain_nonsense
from bole.domain.plan.statistics.units import Unit, convert_value, read_unit
from bole.domain.plan.statistics.values import CellError, IndicatorName, Observation, PassedOver, name_column
from bole.domain.shared.reasons import Reason

TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|total|subtotal|sum)\s*[:：]?\s*", re.IGNORECASE)
# 注： and 注1、 open a note; 注册… is a name like any other.
FOOT = re.compile(
    r"\s*[(（]?(?:注|附注|说明|备注|(?:数据|资料)?来源|填报[人单位日期]*|填表[人日期]*|制表[人日期]*|审核人?|审签人?|(?:单位|统计)?负责人|联系[人电话方式]*|notes?|source)"
    r"\s*(?:[:：、.)）\d]|$)",
    re.IGNORECASE,
)
REGION_CODE = re.compile(r"\d{6}(?:\d{3}){0,2}")


@dataclass(frozen=True, slots=True)
class SheetTerms:
    """What holds for every row of one sheet."""

    grid: Grid
    layout: Layout
    columns: Sequence[ValueColumn]
    names: KnownNames
    today: date
    source: str
    region: str
    regions: Mapping[str, str] | None


def read_row(terms: SheetTerms, *, index: int) -> Iterator[Observation | CellError | PassedOver]:
    """What the row at this index (from 0) states, errors included; nothing for a blank row."""
    row = Row(terms=terms, index=index)
    first = next(iterate_filled(terms.grid.rows[index]), None)
    if first is None or row.repeats_headings():
        return
    filled = [column for column in terms.columns if not row.cell(column.index).is_blank]
    if passed := row.explain_passing(first[1], has_values=bool(filled)):
        yield PassedOver(terms.grid.name, index + 1, first[1].text, passed)
        return
    if not filled:
        return
    region = row.find_region()
    for finding in row.read_values(filled, region="" if isinstance(region, CellError) else region):
        # Without its region a value belongs nowhere, but its own errors are still worth saying.
        if not (isinstance(region, CellError) and isinstance(finding, Observation)):
            yield finding
    if isinstance(region, CellError):
        yield region


@dataclass(frozen=True, slots=True)
class Row:
    terms: SheetTerms
    index: int

    def cell(self, column: int | None) -> SheetCell:
        cells = self.terms.grid.rows[self.index]
        return cells[column] if column is not None and column < len(cells) else BLANK

    def role(self, role: Role) -> SheetCell:
        return self.cell(self.terms.layout.roles.get(role))

    def error(self, column: int, reason: Reason) -> CellError:
        return CellError(
            sheet=self.terms.grid.name,
            row=self.index + 1,
            column=name_column(column),
            header=self.terms.layout.heading(column),
            content=self.cell(column).text,
            reason=reason,
        )

    def repeats_headings(self) -> bool:
        """A long sheet prints its headings again on every page."""
        here = [name_heading(cell.text) for cell in self.terms.grid.rows[self.index]]
        return here == [name_heading(text) for text in self.terms.layout.headings]

    def name_column(self) -> int | None:
        roles = self.terms.layout.roles
        for role in (Role.IDENTIFIER, Role.INDICATOR):
            if role in roles and not self.cell(roles[role]).is_blank:
                return roles[role]
        return roles.get(Role.INDICATOR, roles.get(Role.IDENTIFIER))

    def explain_passing(self, first: SheetCell, *, has_values: bool) -> Reason | None:
        """Why a filled row states nothing on purpose: a total, a note, a heading between the rows."""
        text = self.cell(self.name_column()).text or first.text
        if self.terms.names.find_all(text):
            return None
        if TOTAL.fullmatch(text):
            return Reason("A row of totals was not read.")
        if FOOT.match(text):
            return Reason("A note was not read.")
        if not has_values:
            return Reason("The row states no value and was not read.")
        return None

    def find_region(self) -> str | CellError:
        column = self.terms.layout.roles.get(Role.REGION)
        text = self.cell(column).text.strip()
        if column is None or not text:
            return self.terms.region
        known = self.terms.regions
        code = (known or {}).get(text, text)
        if REGION_CODE.fullmatch(code) and (known is None or code in known.values()):
            return code
        return self.error(
            column,
            Reason('The region "%(content)s" is not known here. Give its code or its full name.', {"content": text}),
        )

    def read_values(self, filled: Sequence[ValueColumn], *, region: str) -> Iterator[Observation | CellError]:
        whole_row = self.find_faults(filled)
        yield from self.count_untaken(filled, faults=whole_row)
        for column in filled:
            indicator = column.indicator or self.find_indicator()
            day = column.day or self.find_day()
            value = self.read_value(column, indicator=None if Role.UNIT in whole_row else indicator)
            if value is None:
                continue
            if column.day is not None and (future := explain_future(column.day, today=self.terms.today)):
                yield self.error(column.index, future)
            elif isinstance(value, Reason):
                yield self.error(column.index, value)
            elif not whole_row and indicator is not None and day is not None:
                yield self.observe(value, indicator=indicator, day=day, region=region, column=column)

    def read_value(self, column: ValueColumn, *, indicator: IndicatorName | None) -> Decimal | str | Reason | None:
        if indicator is not None and indicator.has_labels:
            return read_label(self.cell(column.index), indicator=indicator)
        reading = read_number(self.cell(column.index))
        if not isinstance(reading, Reading):
            return reading
        if indicator is None:
            return reading.value
        value = self.convert(reading, indicator=indicator, column=column)
        return value if isinstance(value, Reason) else explain_nonsense(value, indicator=indicator) or value

    def find_faults(self, filled: Sequence[ValueColumn]) -> dict[Role, CellError]:
        """What is wrong with the row itself and spoils every value in it."""
        faults: dict[Role, CellError] = {}
        if any(column.indicator is None for column in filled) and self.find_indicator() is None:
            faults[Role.INDICATOR] = self.error(self.name_column() or 0, self.explain_name())
        if any(column.day is None for column in filled) and (reason := self.explain_day()):
            faults[Role.DAY] = self.error(self.terms.layout.roles.get(Role.DAY, 0), reason)
        if not self.find_source() and Role.SOURCE in self.terms.layout.roles:
            reason = Reason(
                "The source is missing. Say who reported the value, or give one source for the whole sheet."
            )
            faults[Role.SOURCE] = self.error(self.terms.layout.roles[Role.SOURCE], reason)
        if reason := self.explain_unit(filled):
            faults[Role.UNIT] = self.error(self.terms.layout.roles[Role.UNIT], reason)
        return faults

    def explain_unit(self, filled: Sequence[ValueColumn]) -> Reason | None:
        """Why the unit of the row fits none of the values that rely on it."""
        indicator, said = self.find_indicator(), self.role(Role.UNIT).text
        if indicator is None or indicator.has_labels or not said:
            return None
        wanted = read_unit(indicator.unit)
        if convert_value(Decimal(1), given=read_unit(said), wanted=wanted) is not None:
            return None
        readings = (read_number(self.cell(column.index)) for column in filled if column.indicator is None)
        if any(isinstance(one, Reading) and one.unit is None for one in readings):
            return explain_misfit(said, indicator=indicator)
        return None

    def count_untaken(self, filled: Sequence[ValueColumn], *, faults: Mapping[Role, CellError]) -> Iterator[CellError]:
        """The faults of the row; the first of unit and source also says how many good values it costs."""
        costly = next((role for role in faults if role in {Role.SOURCE, Role.UNIT}), None)
        for role, fault in faults.items():
            if role != costly:
                yield fault
                continue
            read = (
                self.read_value(
                    column, indicator=None if Role.UNIT in faults else column.indicator or self.find_indicator()
                )
                for column in filled
                if column.day is None or explain_future(column.day, today=self.terms.today) is None
            )
            count = sum(value is not None and not isinstance(value, Reason) for value in read)
            yield replace(fault, reason=add_untaken(fault.reason, count=count))

    def find_indicator(self) -> IndicatorName | None:
        column = self.name_column()
        return None if column is None else self.terms.names.find(self.cell(column).text)

    def explain_name(self) -> Reason:
        text = self.cell(self.name_column()).text
        if not text:
            return Reason("The row has a value and names no indicator. Write the indicator in.")
        several = self.terms.names.find_all(text)
        if several:
            return Reason(
                '"%(content)s" may be %(first)s or %(second)s. Write the full name or the code.',
                {"content": text, "first": several[0].id, "second": several[1].id},
            )
        nearest = self.terms.names.find_nearest(text)
        if nearest:
            return Reason(
                'No indicator is called "%(content)s". Was "%(nearest)s" meant?', {"content": text, "nearest": nearest}
            )
        return Reason('No indicator is called "%(content)s". Take the names from the template.', {"content": text})

    def find_day(self) -> date | None:
        if Role.DAY not in self.terms.layout.roles:
            return self.terms.layout.day
        return read_day(self.role(Role.DAY))

    def explain_day(self) -> Reason | None:
        cell, day = self.role(Role.DAY), self.find_day()
        if day is not None:
            return explain_future(day, today=self.terms.today)
        if cell.is_blank:
            return Reason("The year is missing. Write the year or day the value is of.")
        return Reason(
            '"%(content)s" is no year or day. Write it like 2020, 2020-06 or 2020-06-30.', {"content": cell.text}
        )

    def find_source(self) -> str:
        return self.role(Role.SOURCE).text or self.terms.layout.source or self.terms.source

    def convert(self, reading: Reading, *, indicator: IndicatorName, column: ValueColumn) -> Decimal | Reason:
        value = self.convert_unit(reading, indicator=indicator, column=column)
        if isinstance(value, Decimal) and not can_be_kept(value):
            return Reason(
                "%(content)s has more digits than can be kept: at most 15 in all, 6 of them behind the point. Correct the value or its unit.",
                {"content": format(value, "f")},
            )
        return value

    def convert_unit(self, reading: Reading, *, indicator: IndicatorName, column: ValueColumn) -> Decimal | Reason:
        wanted = read_unit(indicator.unit)
        said = self.find_unit(reading, column=column, wanted=wanted)
        if said is None:
            # 0.25 for a percentage may be a quarter or a quarter of a percent; a sheet that says no unit leaves it open.
            if wanted.base == "%" and 0 < abs(reading.value) < 1:
                return Reason(
                    "%(content)s may mean %(percent)s%% or %(content)s%%. Write the unit beside it.",
                    {"content": format(reading.value, "f"), "percent": format((reading.value * 100).normalize(), "f")},
                )
            return reading.value
        value = convert_value(reading.value, given=read_unit(said), wanted=wanted)
        if value is None:
            return explain_misfit(said, indicator=indicator)
        return value

    def find_unit(self, reading: Reading, *, column: ValueColumn, wanted: Unit) -> str | None:
        """The unit said nearest to the value: in its cell, its row, its name, its heading, above the sheet."""
        named = split_unit(self.cell(self.name_column()).text)[1] if self.name_column() is not None else None
        around = self.role(Role.UNIT).text or named or column.unit or self.find_common_unit(wanted)
        if reading.unit is None:
            return around
        inside = read_unit(reading.unit)
        if not inside.base and around:
            # 3.5万 under 人 is 3.5万人; under 万人 the 万 is only said twice.
            outside = read_unit(around)
            return around if outside.power == inside.power else reading.unit + outside.base
        return reading.unit

    def find_common_unit(self, wanted: Unit) -> str | None:
        """The unit said once for the whole sheet; it is meant for the indicators it fits."""
        said = self.terms.layout.unit
        return said if said and read_unit(said).base in {wanted.base, ""} else None

    def observe(
        self, value: Decimal | str, *, indicator: IndicatorName, day: date, region: str, column: ValueColumn
    ) -> Observation:
        return Observation(
            indicator=indicator.id,
            region=region,
            day=day,
            value=value,
            unit=indicator.unit,
            source=self.find_source(),
            note=self.role(Role.NOTE).text,
            sheet=self.terms.grid.name,
            row=self.index + 1,
            column=name_column(column.index),
            header=self.terms.layout.heading(column.index),
            content=self.cell(column.index).text,
        )


def explain_misfit(unit: str, *, indicator: IndicatorName) -> Reason:
    return Reason(
        'The unit "%(unit)s" does not fit %(indicator)s, which is counted in %(wanted)s. Correct the unit or the indicator.',
        {"unit": unit, "indicator": indicator.name, "wanted": indicator.unit},
    )


def add_untaken(problem: Reason, *, count: int) -> Reason:
    if not count:
        return problem
    if count == 1:
        return Reason("%(problem)s 1 further value of this row was not taken.", {"problem": problem})
    return Reason(
        "%(problem)s %(count)s further values of this row were not taken.", {"problem": problem, "count": count}
    )
