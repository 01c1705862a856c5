"""One sheet of statistics as its wizard shows it: what is wrong, what would change, and the receipt."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bole.domain.plan.statistics.plausibility import find_doubts
from bole.domain.plan.statistics.reading import mark_errors
from bole.domain.plan.statistics.values import CellError
from bole.web.base.files import kept_file
from bole.web.base.words import say, unpack_reason
from bole.web.plan.models import StatisticsImport
from bole.web.plan.queries.indicators import indicators_in_force, region_names
from bole.web.plan.queries.statistics import Change, Comparison, StagedRow, compare_rows, recorded_numbers


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
class ShownDoubt:
    """A good value that looks wrong beside its neighbours; it is taken all the same."""

    shown: ShownRow
    reason: str


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
    doubts: tuple[ShownDoubt, ...] = ()

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
        doubts=() if committed else tuple(doubts_about(rows, words=words)),
    )


def doubts_about(rows: Sequence[StagedRow], *, words: Words) -> Iterator[ShownDoubt]:
    """Yield the values to be looked at before they count, in the order of the sheet."""
    stated: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    units = {(row.region, row.indicator): row.unit for row in rows}
    for row in rows:
        if isinstance(row.value, Decimal):
            stated[row.region, row.indicator][row.day] = row.value
    recorded = recorded_numbers(stated)
    found = {
        (*key, day): reason
        for key, values in stated.items()
        for day, reason in find_doubts(values, beside=recorded.get(key, {}), unit=units[key]).items()
    }
    for row in rows:
        if reason := found.get((row.region, row.indicator, row.day)):
            yield ShownDoubt(shown_row(row, words=words), say(reason))


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
