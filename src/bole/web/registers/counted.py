"""Records that a figure counts: of all of them, how many and which the actor may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import models

from bole.domain.shared.regions import lies_in
from bole.web.accounts.actors import Actor
from bole.web.registers.queries import BY_REGION, holding_on, visible_to
from bole.web.registers.tables import Store, Tables

CHUNK = 500  # records asked for by name at once: what every database takes in one question


@dataclass(frozen=True, slots=True)
class DaysAsked:
    """``day`` is the one the figure was counted for, ``today`` the one by which it is decided who may see."""

    day: date
    today: date


def count_visible(
    actor: Actor, store: Store, tables: Tables, records: Sequence[str], *, region: str, days: DaysAsked
) -> int:
    """Return how many of a region's counted records the actor may see; who may see the region sees them all."""
    if any(lies_in(region, code) for code in actor.regions_as(BY_REGION)):
        return len(records)
    return sum(len(chunk) for chunk in visible_chunks(actor, store, tables, records, days=days))


def rows_visible(
    actor: Actor, store: Store, tables: Tables, records: Sequence[str], *, after: str, many: int, days: DaysAsked
) -> list[models.Model]:
    """Return the next counted records that the actor may see, in the order of their ids, each as it held on the day."""
    rest = [record for record in records if record > after]
    found = (row for chunk in visible_chunks(actor, store, tables, rest, days=days) for row in chunk)
    return list(islice(found, many))


def visible_chunks(
    actor: Actor, store: Store, tables: Tables, records: Sequence[str], *, days: DaysAsked
) -> Iterator[list[models.Model]]:
    rows = visible_to(actor, store, tables.register.id, day=days.today).filter(holding_on(tables.register, days.day))
    for start in range(0, len(records), CHUNK):
        yield list(rows.filter(record_id__in=records[start : start + CHUNK]).order_by("record_id"))
