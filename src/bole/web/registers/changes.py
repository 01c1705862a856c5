"""What became known since a moment, and from which day on it makes a difference to the frames of a region."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Max, Min, QuerySet
from django.utils.timezone import localtime

from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.frame_schema import read_columns
from bole.domain.registers.versions import Span, Version, first_difference
from bole.domain.shared.regions import subtree
from bole.web.accounts.permissions import within
from bole.web.registers.models import Batch
from bole.web.registers.queries import attributes_of
from bole.web.registers.tables import Tables, store_on


def changed_since(region: str, moment: datetime) -> date | None:
    """Return the earliest day whose frames are others than they were at a moment, or None where all are the same.

    What is sealed counts only by whether it is there: a corrected telephone number changes no frame.
    """
    last = Batch.objects.filter(at__gt=moment).aggregate(last=Max("at"))["last"]
    if last is None:
        return None
    # Whatever was written since stands in the registers that were in force when the last of it came.
    store = store_on(localtime(last).date())
    days = [first_change(tables, region=region, moment=moment) for tables in store.tables.values()]
    return min((day for day in days if day is not None), default=None)


def first_change(tables: Tables, *, region: str, moment: datetime) -> date | None:
    rows = tables.versions._default_manager.filter(within(subtree(region), field="owning_region"))
    said = rows.filter(is_known=True, known_from__gt=moment)
    ended = rows.filter(is_known=False, known_from__lte=moment, known_until__gt=moment)
    rewritten = ended.values("record_id")
    new = said.exclude(record_id__in=rewritten).aggregate(first=Min("valid_from"))["first"]
    before = versions_by_record(ended, tables)
    after = versions_by_record(said.filter(record_id__in=rewritten), tables)
    days = [first_difference(held, after.get(record, [])) for record, held in before.items()]
    return min((day for day in [new, *days] if day is not None), default=None)


def versions_by_record(rows: QuerySet, tables: Tables) -> dict[UUID, list[Version]]:
    names = attributes_of(tables)[:-1]
    read = rows.order_by("record_id", "valid_from").values_list("valid_from", "valid_until", *names)
    return {
        record: [Version(Span(row[0], row[1]), framed(row[2:], tables.register)) for row in group]
        for record, group in groupby(read.iterator(), key=lambda row: row[2])
    }


def framed(row: Sequence[object], register: StoredRegister) -> dict[str, object]:
    """Return the values of a row as far as a frame shows them."""
    sealed = {field.id for field in register.sensitive_fields}
    named = zip(read_columns(register), row, strict=True)
    return {name: value is not None if name in sealed else value for name, value in named}
