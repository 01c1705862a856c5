"""Write side of packs: loading a checked pack."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from bole.domain.packs.contents import Pack
from bole.domain.packs.manifest import Manifest
from bole.domain.packs.problems import Problem
from bole.domain.packs.region_table import RegionRow
from bole.domain.packs.versions import Difference, body_of, digest_of, find_differences
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_act
from bole.web.packs.followers import FOLLOWERS
from bole.web.packs.merging import OwnWay, own_way, propose_merge
from bole.web.packs.models import Definition, Region, State
from bole.web.packs.timeline import Identity, end


class PackHasProblems(Exception):
    """A pack with errors is never loaded; ``problems`` lists all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


class RegionIsMissing(Exception):
    """The region of the pack, or a parent of its regions, is not in the tree: its base has to be loaded first."""


class TakenByAnotherPack(Exception):
    """A definition of the pack's region came with a pack of another name; one region has one owner of a definition."""


@dataclass(slots=True)
class Loaded:
    """What loading a pack changed; identities are ``kind/name``, regions ``region/code``.

    ``proposed`` are drafts: the region changed these definitions itself, and what the pack says now was merged into them;
    with each the fields in conflict. ``waiting`` are those for which an open draft has to be decided first.
    """

    pack: str
    version: str
    added: list[str] = field(default_factory=list)
    changed: dict[str, list[Difference]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    proposed: dict[str, list[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed_anything(self) -> bool:
        return bool(self.added or self.changed or self.ended or self.proposed)


@transaction.atomic
def load_pack(*, pack: Pack, actor: Actor, now: datetime) -> Loaded:
    """Bring the definitions and regions of a pack into force; loading the same again changes nothing and records nothing.

    A definition that is no longer in the pack ends on the day the pack begins to hold. One that the region changed itself
    since is not overwritten: a draft proposes what both say together.

    :raises PackHasProblems: if the check found any.
    :raises Forbidden: if the actor may not load packs in the pack's region.
    :raises RegionIsMissing: if the tree lacks what the pack stands on.
    :raises TakenByAnotherPack: if a definition belongs to a pack of another name.
    """
    if pack.problems or pack.manifest is None:
        raise PackHasProblems(pack.problems)
    manifest = pack.manifest
    demand(actor, "packs.load_pack", region=manifest.region)
    done = Loaded(manifest.pack, manifest.version)
    load_regions(pack.regions, manifest=manifest, actor=actor, done=done)
    rows = Definition.objects.select_for_update().filter(region=manifest.region, until=None)
    open_rows = {(row.kind, row.name): row for row in rows}
    wanted: dict[tuple[str, str], dict[str, Any]] = {("pack", manifest.pack): body_of(manifest)}
    wanted |= {(entry.kind, entry.name): body_of(entry.value) for entry in pack.entries}
    own: set[tuple[str, str]] = set()
    for (kind, name), body in wanted.items():
        open_row = open_rows.get((kind, name))
        way = own_way(Identity(manifest.region, kind, name), open_row, pack=manifest.pack)
        if way is None:
            release(manifest, kind, name, body, open_row=open_row, now=now, done=done)
            continue
        own.add((kind, name))
        if way.agrees_with(body):
            done.unchanged += 1
        else:
            propose(way, body, manifest=manifest, actor=actor, now=now, done=done)
    for key, row in open_rows.items():
        if row.pack == manifest.pack and key not in wanted:
            end(row, on=manifest.from_day, state=State.REPEALED)
            done.ended.append("/".join(key))
    for kind, follow in FOLLOWERS.items():
        values = [entry.value for entry in pack.entries if entry.kind == kind and (kind, entry.name) not in own]
        follow(values, region=manifest.region, actor=actor, now=now)
    if done.changed_anything:
        record_act(
            actor=actor,
            verb="packs.pack.loaded",
            target=Definition.objects.get(region=manifest.region, kind="pack", name=manifest.pack, until=None),
            region=manifest.region,
            at=now,
            pack=manifest.pack,
            version=manifest.version,
            added=done.added,
            changed={name: [change.field for change in changes] for name, changes in done.changed.items()},
            ended=done.ended,
            proposed=sorted(done.proposed),
        )
    return done


def propose(
    way: OwnWay, theirs: dict[str, Any], *, manifest: Manifest, actor: Actor, now: datetime, done: Loaded
) -> None:
    """Put a draft where the region went its own way; the same one there already counts as unchanged."""
    name = f"{way.identity.kind}/{way.identity.name}"
    draft, is_new = propose_merge(way, theirs, manifest=manifest, actor=actor, now=now)
    if draft is None:
        done.waiting.append(name)
    elif is_new:
        done.proposed[name] = [conflict["field"] for conflict in draft.merging["conflicts"]]
    else:
        done.unchanged += 1


def release(
    manifest: Manifest,
    kind: str,
    name: str,
    body: dict[str, Any],
    *,
    open_row: Definition | None,
    now: datetime,
    done: Loaded,
) -> None:
    digest = digest_of(body)
    if open_row and open_row.pack != manifest.pack:
        raise TakenByAnotherPack(f"{kind}/{name}: {open_row.pack}")
    if open_row and open_row.digest == digest and open_row.from_on <= manifest.from_day:
        done.unchanged += 1
        return
    if open_row:
        changes = find_differences(open_row.body, body)
        if manifest.from_day < open_row.from_on:
            changes.insert(0, Difference("from_day", open_row.from_on.isoformat(), manifest.from_day.isoformat()))
        done.changed[f"{kind}/{name}"] = changes
        end(open_row, on=manifest.from_day, state=State.SUPERSEDED)
    else:
        done.added.append(f"{kind}/{name}")
    # The same words may come back after others: a version that held from the same day is opened again.
    again = Definition.objects.filter(
        region=manifest.region, kind=kind, name=name, digest=digest, from_on=manifest.from_day
    )
    if again.update(until=None, state=State.RELEASED):
        return
    Definition.objects.create(
        region=manifest.region,
        kind=kind,
        name=name,
        body=body,
        digest=digest,
        from_on=manifest.from_day,
        pack=manifest.pack,
        pack_version=manifest.version,
        loaded_at=now,
    )


def load_regions(regions: Iterable[RegionRow], *, manifest: Manifest, actor: Actor, done: Loaded) -> None:
    rows = list(regions)
    known = {row.code: row for row in Region.objects.all()}
    codes = {row.code for row in rows} | known.keys()
    missing = {code for code in (manifest.region, *(row.parent for row in rows)) if code} - codes
    if missing:
        raise RegionIsMissing(", ".join(sorted(missing)))
    for wanted in rows:
        until = wanted.through + timedelta(days=1) if wanted.through else None
        fields = {
            "name": wanted.name,
            "name_en": wanted.name_en,
            "level": wanted.level.value,
            "parent": wanted.parent,
            "from_on": wanted.from_day,
            "until": until,
        }
        row = known.get(wanted.code)
        if row is None:
            demand(actor, "packs.load_pack", region=wanted.code)
            Region.objects.create(code=wanted.code, pack=manifest.pack, **fields)
            done.added.append(f"region/{wanted.code}")
            continue
        changes = [
            Difference(field, plain(getattr(row, field)), plain(value))
            for field, value in fields.items()
            if getattr(row, field) != value
        ]
        if changes:
            demand(actor, "packs.load_pack", region=wanted.code)
            Region.objects.filter(pk=row.pk).update(pack=manifest.pack, **fields)
            done.changed[f"region/{wanted.code}"] = changes
        else:
            # Rows older than the column learn which pack they are of; what they say stays the same.
            Region.objects.filter(pk=row.pk, pack="").update(pack=manifest.pack)
            done.unchanged += 1


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
