"""What every act on a record does first: look at the values, and at the record as the actor may see it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from bole.domain.registers.validation import FieldFault, check_values
from bole.domain.registers.versions import Version
from bole.domain.rules.schema import Link
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.registers.queries import NoSuchRecord, as_version, visible_to
from bole.web.registers.tables import Store, Tables


class RecordHasFaults(Exception):
    """Nothing was written; ``faults`` lists everything that is wrong."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        # Not even the fields: a column shifted by one makes a value the name of one, and this text ends up in logs.
        super().__init__(f"{len(self.faults)} faults")


def checked_values(values: Mapping[str, object], tables: Tables, store: Store, *, is_whole: bool) -> dict[str, Any]:
    checked = check_values(values, register=tables.register, schema=store.schema, is_whole=is_whole)
    found, faults = dict(checked.values), list(checked.faults)
    for link in tables.register.links:
        if found.get(link.id) is not None and not is_there(store.of(link.to), str(found[link.id])):
            faults.append(leads_nowhere(link))
        elif found.get(link.id) is not None:
            found[link.id] = UUID(str(found[link.id]))
    if faults:
        raise RecordHasFaults(faults)
    return found


def leads_nowhere(link: Link) -> FieldFault:
    what = Reason("This leads to no record of %(register)s.", {"register": link.to})
    return FieldFault(link.id, what, Reason("Choose a record that is there."))


def is_there(tables: Tables, record: str) -> bool:
    try:
        return tables.records._default_manager.filter(pk=UUID(record)).exists()
    except ValueError:
        return False


def locked_versions(
    actor: Actor, act: str, store: Store, register: str, record: UUID, *, day: date
) -> tuple[list[Version], str]:
    """Return the known versions of a record and its region, and keep every other act off it until this one is done."""
    tables = store.of(register)
    tables.records._default_manager.select_for_update().filter(pk=record).first()
    rows = list(visible_to(actor, store, register, day=day).filter(record_id=record).order_by("valid_from"))
    if not rows:
        raise NoSuchRecord(f"{register}/{record}")
    demand(actor, act, region=rows[-1].owning_region)
    return [as_version(row, tables.register) for row in rows], rows[-1].owning_region
