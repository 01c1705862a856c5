"""From when to when each version of a definition holds: what a release does to the versions before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bole.domain.packs.versions import digest_of
from bole.web.packs.models import Definition, State

OWN = "own"  # stands where a pack's name would: the region made the version itself


class TooEarly(Exception):
    """A version that has held begins after the wanted day; ``day`` is the first on which another may follow it."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


@dataclass(frozen=True, slots=True)
class Identity:
    """Which definition: ``region/kind/name``."""

    region: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.region}/{self.kind}/{self.name}"


def version_to_change(identity: Identity, *, today: date, lock: bool = False) -> Definition | None:
    """Return the last version of a definition that holds or will hold; None if it has ended or never was."""
    rows = [row for row in rows_of(identity, lock=lock) if ever_holds(row)]
    last = max(rows, key=lambda row: row.from_on, default=None)
    return last if last and (last.until is None or last.until > today) else None


def put_in_force(identity: Identity, body: dict[str, Any], *, from_on: date, today: date, now: datetime) -> Definition:
    """Let a version of the region's own hold from a day: what held ends there, what was still to come never holds.

    :raises TooEarly: if a version that has held begins after that day, so that the past would be another one.
    """
    make_room(identity, from_on=from_on, today=today, state=State.SUPERSEDED)
    # The same words may come back after others: a version that held from the same day is opened again.
    row, is_new = Definition.objects.get_or_create(
        region=identity.region,
        kind=identity.kind,
        name=identity.name,
        digest=digest_of(body),
        from_on=from_on,
        defaults={"body": body, "pack": OWN, "pack_version": "", "loaded_at": now},
    )
    if not is_new:
        row.until, row.state = None, State.RELEASED
        row.save(update_fields=["until", "state"])
    return row


def take_out_of_force(identity: Identity, *, on: date, today: date) -> Definition:
    """Let a definition end on a day, which it no longer holds; return the version that ended.

    :raises TooEarly: if the version began after that day.
    """
    ended = make_room(identity, from_on=on, today=today, state=State.REPEALED)
    return ended[-1]


def make_room(identity: Identity, *, from_on: date, today: date, state: State) -> list[Definition]:
    rows = [row for row in rows_of(identity, lock=True) if ever_holds(row)]
    touched = [row for row in rows if row.until is None or row.until > from_on or row.from_on >= from_on]
    for row in touched:
        if from_on < row.from_on <= today:
            raise TooEarly(row.from_on)
    for row in touched:
        end(row, on=from_on, state=state)
    return touched


def end(row: Definition, *, on: date, state: State) -> None:
    row.until = max(on, row.from_on)
    row.state = state
    row.save(update_fields=["until", "state"])


def rows_of(identity: Identity, *, lock: bool = False) -> Iterable[Definition]:
    rows = Definition.objects.select_for_update() if lock else Definition.objects
    found = rows.filter(region=identity.region, kind=identity.kind, name=identity.name)
    return found.order_by("from_on", "loaded_at")


def ever_holds(row: Definition) -> bool:
    return row.until is None or row.until > row.from_on
