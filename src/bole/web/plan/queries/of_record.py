"""In which figures a record counts: which indicators, as which of its records, and which count it more than once."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from bole.domain.plan.counted_in import CountedIn, counted_in_several_parts, find_figures
from bole.domain.plan.definitions import Indicator
from bole.domain.registers.definitions import PERSON
from bole.domain.shared.regions import lies_in
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import verdict
from bole.web.packs.descriptions import title_of
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.measurements import counted_versions, regions_that_count, rules_in_words
from bole.web.registers.around import records_around
from bole.web.registers.queries import BY_REGION
from bole.web.registers.record_pages import own_file
from bole.web.registers.tables import Store, store_on


@dataclass(frozen=True, slots=True)
class FigureOfRecord:
    """One figure that counts the record: as how many rows of which register, surely or only possibly.

    ``others`` are the parts of the same total that count it too; ``is_open`` where the reader may open the figure.
    """

    region: str
    place: str
    indicator: str
    title: str
    words: str
    register: str
    sure: int
    possible: int
    is_whole: bool
    others: tuple[str, ...]
    is_open: bool


def figures_of_record(
    actor: Actor, *, register: str, record: UUID, subject: UUID | None, region: str, day: date, today: date
) -> tuple[FigureOfRecord, ...]:
    """Return the figures of the record's region, and of those above it, that count the record on ``day``.

    That a figure counts a record tells what the figure asks for. An employer, who sees a part of a person's file, is told
    nothing; who sees the region, or the file as their own, is.

    :raises NoSuchRecord: if the record is not the actor's to see.
    """
    wanted = [(code, counted_versions(code, day=today)) for code in regions_that_count(day=today, touched=region)]
    if not wanted or not sees_whole_file(actor, register=register, record=record, subject=subject, region=region):
        return ()
    store = store_on(today)
    registers = own_registers(store, register)
    found: list[FigureOfRecord] = []
    for code, versions in wanted:
        indicators = [one.value for one in versions if isinstance(one.value, Indicator)]
        records = records_around(
            actor, register=register, record=record, subject=subject, region=code, day=day, today=today
        )
        counted = find_figures(
            indicators, schema=store.schema, records=records, registers=registers, day=day, here=code
        )
        kept = counted if register == PERSON else [own for one in counted if (own := alone(one, str(record)))]
        parts = {part.id: others for others in counted_in_several_parts(kept).values() for part in others}
        is_open = bool(verdict(actor, "plan.read", region=code))
        found += [shown(one, code=code, store=store, parts=parts, is_open=is_open, day=today) for one in kept]
    return tuple(found)


def sees_whole_file(actor: Actor, *, register: str, record: UUID, subject: UUID | None, region: str) -> bool:
    if any(lies_in(region, code) for code in actor.regions_as(BY_REGION)):
        return True
    person = record if register == PERSON else subject
    return person is not None and own_file(actor) == person


def alone(one: CountedIn, record: str) -> CountedIn | None:
    """Return what a figure counts of one record among those around it, if it does."""
    own = replace(one, sure=tuple({record} & {*one.sure}), possible=tuple({record} & {*one.possible}))
    return own if own.sure or own.possible else None


def own_registers(store: Store, register: str) -> frozenset[str]:
    """Return the registers whose rows are the record's own: of a person's page all that are about people."""
    if register != PERSON:
        return frozenset({register})
    return frozenset(name for name, tables in store.tables.items() if name == PERSON or tables.register.subject)


def shown(
    one: CountedIn, *, code: str, store: Store, parts: dict[str, tuple[Indicator, ...]], is_open: bool, day: date
) -> FigureOfRecord:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return FigureOfRecord(
        region=code,
        place=region_name(code),
        indicator=one.indicator.id,
        title=title_of(one.indicator),
        words="; ".join(rule.words for rule in rules_in_words(one.indicator, day=day)),
        register=store.of(one.register).register.label.of(language),
        sure=len(one.sure),
        possible=len(one.possible),
        is_whole=one.is_whole,
        others=tuple(title_of(part) for part in parts.get(one.indicator.id, ()) if part.id != one.indicator.id),
        is_open=is_open,
    )
