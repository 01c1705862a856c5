"""Read a sheet of reported statistics into observations, and find everything that is wrong with it at once.

A blank cell makes no statement and is never zero. Whether an observation is believed, and how it stands against its
target, is decided elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.files.workbook_cells import Grid, iterate_filled, read_grids
from bole.domain.plan.statistics.days import explain_future
from bole.domain.plan.statistics.layout import Layout, Role, ValueColumn, find_layout
from bole.domain.plan.statistics.names import know_names
from bole.domain.plan.statistics.rows import SheetTerms, read_row
from bole.domain.plan.statistics.values import (
    CellError,
    IndicatorName,
    Observation,
    PassedOver,
    StatisticsSheet,
    name_column,
)
from bole.domain.plan.statistics.workbooks import make_statistics_template, mark_errors
from bole.domain.shared.reasons import Reason

__all__ = [
    "CellError",
    "IndicatorName",
    "Observation",
    "PassedOver",
    "StatisticsSheet",
    "UnreadableSource",
    "make_statistics_template",
    "mark_errors",
    "read_statistics",
]


def read_statistics(
    data: bytes,
    *,
    name: str,
    indicators: Sequence[IndicatorName],
    today: date,
    source: str = "",
    region: str = "",
    regions: Mapping[str, str] | None = None,
) -> StatisticsSheet:
    """The observations of a CSV, xlsx, xls or ods file, every error in it, and what was passed over.

    ``source`` and ``region`` (a code) hold where the sheet itself says nothing. ``regions`` gives the code of each
    region by name; a sheet may then name regions, and no others.

    :raises UnreadableSource: where the file cannot be opened as a sheet at all.
    """
    names = know_names(indicators)
    findings = Findings()
    grids = read_grids(data, name=name)
    for grid in grids:
        layout = find_layout(grid, names=names)
        if layout is None:
            findings.note_sheet_without_headings(grid)
            continue
        findings.has_layout = True
        columns = [column for column in layout.values if findings.check_column(grid, layout, column, today=today)]
        findings.check_headings(grid, layout)
        if columns and not findings.check_source(grid, layout, source=source):
            continue
        terms = SheetTerms(grid, layout, columns, names, today, source, region, regions)
        for index in range(layout.heading_row + 1, len(grid.rows)):
            for finding in read_row(terms, index=index):
                findings.add(finding, names_of={each.id: each.name for each in indicators})
    return findings.settle(grids)


@dataclass(slots=True)
class Findings:
    """What one workbook states, gathered over its sheets."""

    observations: dict[tuple[str, str, date], Observation] = field(default_factory=dict)
    disputed: set[tuple[str, str, date]] = field(default_factory=set)
    errors: list[CellError] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    has_layout: bool = False

    def add(self, finding: Observation | CellError | PassedOver, *, names_of: Mapping[str, str]) -> None:
        match finding:
            case CellError():
                self.errors.append(finding)
            case PassedOver():
                self.passed_over.append(finding)
            case Observation():
                self.add_observation(finding, indicator=names_of[finding.indicator])

    def add_observation(self, found: Observation, *, indicator: str) -> None:
        key = (found.indicator, found.region, found.day)
        earlier = self.observations.setdefault(key, found)
        if earlier is found:
            return
        place = f"{earlier.sheet}!{earlier.row}" if earlier.sheet != found.sheet else str(earlier.row)
        shown = print_value(found.value)
        if earlier.value == found.value:
            reason = Reason("The same value stands in row %(row)s and was taken from there.", {"row": place})
            self.passed_over.append(PassedOver(found.sheet, found.row, shown, reason))
            return
        self.disputed.add(key)
        reason = Reason(
            "Rows %(row)s and %(other)s give different values for %(indicator)s on %(day)s: %(first)s and %(second)s. "
            "Neither was taken. Keep the right one.",
            {
                "row": place,
                "other": found.row,
                "indicator": indicator,
                "day": found.day.isoformat(),
                "first": print_value(earlier.value),
                "second": shown,
            },
        )
        self.errors.append(CellError(found.sheet, found.row, found.column, found.header, found.content, reason))

    def note_sheet_without_headings(self, grid: Grid) -> None:
        for number, row in enumerate(grid.rows, start=1):
            for _, cell in iterate_filled(row):
                reason = Reason("The sheet has no heading row that says what it holds, and was not read.")
                self.passed_over.append(PassedOver(grid.name, number, cell.text, reason))
                return

    def check_headings(self, grid: Grid, layout: Layout) -> None:
        number = layout.heading_row + 1
        for column, first in layout.repeated:
            reason = Reason(
                "This heading repeats that of column %(first)s. Rename or delete one of them.",
                {"first": name_column(first)},
            )
            self.errors.append(_error_in_heading(grid, layout, column, reason))
        passed = {
            column: Reason("Column %(column)s is not one that is read.", {"column": name_column(column)})
            for column in layout.unread
        } | {
            column: Reason(
                "Column %(column)s speaks of what is planned; only reported values are read.",
                {"column": name_column(column)},
            )
            for column in layout.promised
        }
        for column, reason in passed.items():
            self.passed_over.append(PassedOver(grid.name, number, layout.heading(column), reason))

    def check_column(self, grid: Grid, layout: Layout, column: ValueColumn, *, today: date) -> bool:
        """Whether the column can be read; where it cannot and holds something, say so once, at its heading."""
        below = (row[column.index] for row in grid.rows[layout.heading_row + 1 :] if column.index < len(row))
        if all(cell.is_blank for cell in below):
            return False
        reason = None
        if column.day is not None:
            # A year not yet over is said at each value: there its month has to be given.
            reason = explain_future(column.day, today=today) if column.day.year > today.year else None
        elif Role.DAY not in layout.roles and layout.day is None:
            reason = Reason("No column says which year the values are of. Add a column 年度 (year).")
        if reason is not None:
            self.errors.append(_error_in_heading(grid, layout, column.index, reason))
        return reason is None

    def check_source(self, grid: Grid, layout: Layout, *, source: str) -> bool:
        """Whether the values have a source; a column of sources is judged row by row."""
        if Role.SOURCE in layout.roles or layout.source or source:
            return True
        reason = Reason(
            "Nothing says who reported these values, so none was taken. "
            "Add a column 来源 (source), or give one source for the whole sheet."
        )
        self.errors.append(_error_in_heading(grid, layout, 0, reason))
        return False

    def settle(self, grids: Sequence[Grid]) -> StatisticsSheet:
        """Everything in the order of the file; observations that contradict each other are left out."""
        if not self.has_layout and self.passed_over:
            first = self.passed_over[0]
            reason = Reason(
                "No heading row was found. The sheet needs a column 指标 (indicator) and either columns 年度 and 数值 "
                "(year, value) or a column for each year. The template shows the form."
            )
            self.errors.append(CellError(first.sheet, first.row, "A", "", first.content, reason))
        order = {grid.name: position for position, grid in enumerate(grids)}
        return StatisticsSheet(
            observations=tuple(kept for key, kept in self.observations.items() if key not in self.disputed),
            errors=tuple(sorted(self.errors, key=lambda error: (order[error.sheet], error.row))),
            passed_over=tuple(sorted(self.passed_over, key=lambda passed: (order[passed.sheet], passed.row))),
        )


def print_value(value: Decimal | str) -> str:
    return value if isinstance(value, str) else format(value, "f")


def _error_in_heading(grid: Grid, layout: Layout, column: int, reason: Reason) -> CellError:
    heading = layout.heading(column)
    return CellError(grid.name, layout.heading_row + 1, name_column(column), heading, heading, reason)
