"""A region's frames as of any day, read from the rows without a snapshot, and from which day on they are no longer the same."""

from datetime import date, datetime

import polars as pl
from django.db import models
from django.db.models import Min, QuerySet

from bole.domain.registers.versions import Version, first_difference
from bole.domain.shared.regions import subtree
from bole.web.accounts.permissions import within
from bole.web.registers.queries import as_version
from bole.web.registers.snapshots import read_frame
from bole.web.registers.tables import Tables, store_on


def frames_on(region: str, *, day: date, moment: datetime, by: date) -> dict[str, pl.DataFrame]:
    """Return the frames of a region as of ``day``, as known at a moment, by the definitions that hold on ``by``.

    They are what a snapshot of that day would hold; a day before the registers were defined is read by today's.
    """
    store = store_on(by)
    return {
        name: read_frame(tables, store, region=region, day=day, moment=moment) for name, tables in store.tables.items()
    }


def changed_since(region: str, *, moment: datetime, by: date) -> date | None:
    """Return the first day of which something else is known now than at a moment; None if nothing is."""
    found = [first_change(tables, region=region, moment=moment) for tables in store_on(by).tables.values()]
    return min((day for day in found if day is not None), default=None)


def first_change(tables: Tables, *, region: str, moment: datetime) -> date | None:
    rows = tables.versions._default_manager.filter(within(subtree(region), field="owning_region"))
    # What was known then and is no more; a change says again, unchanged, what held before it.
    ended = rows.filter(known_from__lte=moment, known_until__gt=moment, is_known=False)
    said = rows.filter(known_from__gt=moment, is_known=True)
    changed = set(ended.values_list("record_id", flat=True))
    days = [said.exclude(record_id__in=ended.values("record_id")).aggregate(first=Min("valid_from"))["first"]]
    before = by_record(ended, tables, changed)
    after = by_record(said, tables, changed)
    days += [first_difference(before[record], after[record]) for record in changed]
    return min((day for day in days if day is not None), default=None)


def by_record(rows: QuerySet[models.Model], tables: Tables, records: set[object]) -> dict[object, list[Version]]:
    found: dict[object, list[Version]] = {record: [] for record in records}
    for row in rows.iterator(chunk_size=2000) if records else ():
        if row.record_id in found:
            found[row.record_id].append(as_version(row, tables.register))
    return found
