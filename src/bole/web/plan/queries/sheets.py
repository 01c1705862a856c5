"""One sheet of statistics as its wizard shows it: what is wrong, what would change, and the receipt."""

from dataclasses import dataclass, replace
from datetime import date

from bole.domain.plan.statistics.reading import mark_errors
from bole.domain.plan.statistics.values import CellError
from bole.web.base.files import kept_file
from bole.web.base.words import say, unpack_reason
from bole.web.plan.models import StatisticsImport
from bole.web.plan.queries.indicators import indicators_in_force, region_names
from bole.web.plan.queries.statistics import Change, Comparison, StagedRow, compare_rows


@dataclass(frozen=True, slots=True)
class ShownError:
    sheet: str
    row: int
    column: str
    header: str
    content: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A staged value in words; ``before`` is the value that counts now where it differs."""

    row: StagedRow
    name: str
    region: str
    before: object = None


@dataclass(frozen=True, slots=True)
class Words:
    """The names of indicators and regions, fetched once for all rows."""

    indicators: dict[str, str]
    regions: dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetPage:
    errors: tuple[ShownError, ...]
    passed_over: tuple[ShownError, ...]
    new: tuple[ShownRow, ...]
    changed: tuple[ShownRow, ...]
    unchanged: tuple[ShownRow, ...]

    @property
    def good(self) -> int:
        return len(self.new) + len(self.changed) + len(self.unchanged)

    @property
    def would_change(self) -> int:
        return len(self.new) + len(self.changed)


def sheet_page(batch: StatisticsImport, *, day: date) -> SheetPage:
    """Return the check of a sheet set against the values that count now."""
    rows = [StagedRow.unpacked(row) for row in batch.rows]
    committed = batch.state == StatisticsImport.State.COMMITTED
    comparison = Comparison((), (), tuple(rows)) if committed else compare_rows(rows)
    words = Words({one.id: one.name.zh for one in indicators_in_force(batch.region, day=day)}, region_names())
    return SheetPage(
        errors=tuple(shown_error(error) for error in batch.errors),
        passed_over=tuple(shown_error({"column": "", "header": "", **passed}) for passed in batch.passed_over),
        new=tuple(shown_row(row, words=words) for row in comparison.new),
        changed=tuple(shown_change(change, words=words) for change in comparison.changed),
        unchanged=tuple(shown_row(row, words=words) for row in comparison.unchanged),
    )


def shown_error(packed: dict[str, object]) -> ShownError:
    return ShownError(**{**packed, "reason": say(unpack_reason(packed["reason"]))})


def shown_row(row: StagedRow, *, words: Words) -> ShownRow:
    return ShownRow(row, words.indicators.get(row.indicator, row.indicator), words.regions.get(row.region, row.region))


def shown_change(change: Change, *, words: Words) -> ShownRow:
    return replace(shown_row(change.row, words=words), before=change.before)


def marked_workbook(batch: StatisticsImport) -> bytes:
    """Return the sheet as it was given, its wrong cells marked and explained in the reader's language."""
    errors = [
        CellError(
            error["sheet"],
            error["row"],
            error["column"],
            error["header"],
            error["content"],
            unpack_reason(error["reason"]),
        )
        for error in batch.errors
    ]
    return mark_errors(kept_file(batch.file_digest), batch.file_name, errors, say=say)
