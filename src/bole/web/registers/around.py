"""A record with all that rules may ask of it: the rows that lead to it, and those it leads to.

Of a person that is their whole file; of another record, such as an organisation, what links to it directly.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from bole.domain.registers.definitions import PERSON
from bole.domain.registers.frame_schema import make_frame, read_columns
from bole.domain.rules.records import Record, Records, gather_records
from bole.web.accounts.actors import Actor
from bole.web.registers.queries import NoSuchRecord, linked_to, live_rows, read_rows, visible_to
from bole.web.registers.tables import Store, store_on

Rows = dict[str, list[Sequence[object]]]


def records_around(
    actor: Actor, *, register: str, record: UUID, subject: UUID | None, region: str, day: date, today: date
) -> Records:
    """Return a record and what surrounds it as rules walk them; ``subject`` is the person it is about, if any.

    What another region than ``region`` keeps of them is left out: no figure of this one is counted from it.

    :raises NoSuchRecord: if it is not the actor's to see.
    """
    store = store_on(today)
    if not visible_to(actor, store, register, day=today).filter(record_id=record).exists():
        raise NoSuchRecord(f"{register}/{record}")
    person = record if register == PERSON else subject
    rows = (
        live_rows(actor, person=person, store=store, day=day, region=region)
        if person is not None
        else rows_around(store, register=register, record=record, day=day, region=region)
    )
    return gather_records({name: as_records(store, name, found) for name, found in rows.items()})


def rows_around(store: Store, *, register: str, record: UUID, day: date, region: str) -> Rows:
    found: Rows = {register: read_rows(store.of(register), Q(record_id=record), day=day, region=region)}
    for name, tables in store.tables.items():
        ways = [link.id for link in tables.register.links if link.to == register]
        if ways and name != register:
            leads_here = Q(pk__in=[])
            for way in ways:
                leads_here |= Q(**{f"{way}_id": record})
            found[name] = read_rows(tables, leads_here, day=day, region=region)
    about = [store.of(name) for name in found]
    for name, tables in store.tables.items():
        if name not in found:
            found[name] = read_rows(tables, Q(record_id__in=linked_to(name, about, found)), day=day, region=region)
    return found


def as_records(store: Store, name: str, rows: list[Sequence[object]]) -> list[Record]:
    register = store.of(name).register
    frame = make_frame([row[: len(read_columns(register))] for row in rows], register=register, schema=store.schema)
    return [Record(row["id"], {key: row[key] for key in row if key != "id"}) for row in frame.to_dicts()]
