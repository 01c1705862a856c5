"""Read side of packs: definitions and regions as values, only those the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from pydantic import BaseModel

from bole.domain.packs.versions import canonical
from bole.domain.plan.definitions import Axis, Plan
from bole.domain.shared.regions import Level
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import ROLES_OF_ACT, scope
from bole.web.packs.kinds import KINDS
from bole.web.packs.models import Definition, Region


class NoSuchRegion(Exception):
    """Nothing the actor may see is called so."""


class NoSuchDefinition(Exception):
    """Nothing the actor may see is called so."""


@dataclass(frozen=True, slots=True)
class RegionNode:
    code: str
    name: str
    name_en: str
    level: Level
    parent: str
    from_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """One version of a definition: what it says (``value``), which it is, and when and whence it came."""

    id: UUID
    region: str
    kind: str
    name: str
    digest: str
    from_on: date
    until: date | None
    state: str
    pack: str
    pack_version: str
    loaded_at: datetime
    value: BaseModel

    @property
    def identity(self) -> str:
        return f"{self.region}/{self.kind}/{self.name}"


def definitions_in_force(
    actor: Actor, *, day: date, kind: str | None = None, region: str | None = None, pack: str | None = None
) -> list[DefinitionVersion]:
    """Return the definitions that hold on a day, in the order of region, kind and name."""
    rows = visible_to(actor).filter(Q(until=None) | Q(until__gt=day), from_on__lte=day)
    wanted = {"kind": kind, "region": region, "pack": pack}
    rows = rows.filter(**{field: value for field, value in wanted.items() if value is not None})
    return [as_value(row) for row in rows.order_by("region", "kind", "name", "from_on")]


def definition_in_force(actor: Actor, *, region: str, kind: str, name: str, day: date) -> DefinitionVersion:
    """Return the version that holds on a day.

    :raises NoSuchDefinition: if none does, or it is not the actor's to see.
    """
    rows = visible_to(actor).filter(Q(until=None) | Q(until__gt=day), from_on__lte=day)
    row = rows.filter(region=region, kind=kind, name=name).order_by("-from_on").first()
    if row is None:
        raise NoSuchDefinition(f"{region}/{kind}/{name}")
    return as_value(row)


def versions_of(actor: Actor, *, region: str, kind: str, name: str) -> list[DefinitionVersion]:
    """Return all versions of a definition, the newest first."""
    rows = visible_to(actor).filter(region=region, kind=kind, name=name)
    return [as_value(row) for row in rows.order_by("-loaded_at", "-from_on")]


def axes_of(actor: Actor, *, region: str, day: date) -> tuple[Axis, ...]:
    """Return the ways in which the plans of a region cut their subject."""
    plans = definitions_in_force(actor, day=day, kind="plan", region=region)
    return tuple(axis for plan in plans if isinstance(plan.value, Plan) for axis in plan.value.axes)


def regions_visible_to(actor: Actor) -> list[RegionNode]:
    """Return the regions the actor reads definitions of, with those above them, in the order of the tree."""
    rows = Region.objects.filter(scope(actor, "packs.read", field="code"))
    below = {row.code: row for row in rows}
    above = ancestors_of(below.values())
    return [as_node(row) for row in sorted({**above, **below}.values(), key=lambda row: row.code.ljust(12, "0"))]


def region_named(actor: Actor, word: str, *, day: date) -> RegionNode:
    """Return the region of a code, of a pack's name, or of a name in either language.

    :raises NoSuchRegion: if none is called so, or it is not the actor's to see.
    """
    packs = visible_to(actor).filter(kind="pack", name=word, from_on__lte=day).order_by("-from_on")
    code = packs.values_list("region", flat=True).first() or word
    named = Q(code=code) | Q(name=word) | Q(name_en__iexact=word)
    row = Region.objects.filter(scope(actor, "packs.read", field="code"), named).order_by("code").first()
    if row is None:
        raise NoSuchRegion(word)
    return as_node(row)


def region_names_in_words() -> dict[str, str]:
    """Return what every region is called in the reader's language, by code."""
    is_english = (get_language() or "").startswith("en")
    rows = Region.objects.values_list("code", "name", "name_en")
    return {code: (english if is_english else name) or name for code, name, english in rows}


def visible_to(actor: Actor) -> QuerySet[Definition]:
    """Return the rows the actor may read; what belongs to the whole installation is everybody's who reads any."""
    mine = scope(actor, "packs.read")
    return Definition.objects.filter(mine | Q(region="") if actor.regions_as(ROLES_OF_ACT["packs.read"]) else mine)


def ancestors_of(rows: Iterable[Region]) -> dict[str, Region]:
    wanted = {row.parent for row in rows if row.parent}
    found: dict[str, Region] = {}
    while wanted:
        step = {row.code: row for row in Region.objects.filter(code__in=wanted)}
        found |= step
        wanted = {row.parent for row in step.values() if row.parent} - found.keys()
    return found


def as_node(row: Region) -> RegionNode:
    return RegionNode(row.code, row.name, row.name_en, Level(row.level), row.parent, row.from_on, row.until)


def as_value(row: Definition) -> DefinitionVersion:
    return DefinitionVersion(
        id=row.pk,
        region=row.region,
        kind=row.kind,
        name=row.name,
        digest=row.digest,
        from_on=row.from_on,
        until=row.until,
        state=row.state,
        pack=row.pack,
        pack_version=row.pack_version,
        loaded_at=row.loaded_at,
        value=parsed(row.kind, row.digest, canonical(row.body)),
    )


@lru_cache(maxsize=4096)
def parsed(kind: str, digest: str, body: bytes) -> BaseModel:
    """Return the value of a body; a version never changes, so that it is read once."""
    return KINDS[kind].schema.model_validate_json(body)
