"""Where two changed the same definition: a pack meets the region's own version, or a draft one that was released meanwhile.

Both give a draft merged field by field with the conflicts to choose; nothing in force is overwritten.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bole.domain.packs.manifest import Manifest
from bole.domain.packs.three_way import MISSING, Merged, merge, packed
from bole.domain.packs.versions import digest_of
from bole.web.accounts.actors import Actor
from bole.web.packs.models import Definition, Draft
from bole.web.packs.timeline import OWN, Identity

BY_PACK, BY_RELEASE = "pack", "release"


@dataclass(frozen=True, slots=True)
class OwnWay:
    """What the region made of a definition that a pack brings: its own words, or MISSING where it ended the definition.

    ``base`` is what pack and region both come from: the last words of the pack that held or were decided on.
    """

    identity: Identity
    ours: Any
    base: Any
    based_on: str

    def agrees_with(self, theirs: dict[str, Any]) -> bool:
        """Say whether the pack brings nothing new: it says the same, or what it said when the region went its own way."""
        return any(side is not MISSING and digest_of(side) == digest_of(theirs) for side in (self.ours, self.base))


def own_way(identity: Identity, open_row: Definition | None, *, pack: str) -> OwnWay | None:
    """Return how the region changed a definition itself; None where the pack's own words stand, or there never were any."""
    rows = list(
        Definition.objects.filter(region=identity.region, kind=identity.kind, name=identity.name).order_by("loaded_at")
    )
    decided = Draft.objects.filter(
        region=identity.region, kind=identity.kind, name=identity.name, decided_at__isnull=False
    )
    closed = list(decided.order_by("decided_at"))
    if open_row is not None and open_row.pack == OWN:
        ours, based_on = open_row.body, open_row.digest
    elif open_row is None and rows and has_ended_it(rows, closed):
        ours, based_on = MISSING, ""
    else:
        return None
    # What was proposed and decided counts as seen, released or not; of one moment the decision is the later.
    known = [(one.decided_at, one.merging["theirs"]) for one in reversed(closed) if is_of_pack(one, pack)]
    known += [(row.loaded_at, row.body) for row in rows if row.pack == pack]
    base = max(known, key=lambda pair: pair[0])[1] if known else MISSING
    return OwnWay(identity, ours, base, based_on)


def has_ended_it(rows: list[Definition], closed: list[Draft]) -> bool:
    ended = [one.decided_at for one in closed if one.is_end and one.state == Draft.State.RELEASED and one.decided_at]
    return bool(ended) and ended[-1] >= rows[-1].loaded_at


def is_of_pack(draft: Draft, pack: str) -> bool:
    return bool(draft.merging) and draft.merging["by"] == BY_PACK and draft.merging["pack"] == pack


def propose_merge(
    way: OwnWay, theirs: dict[str, Any], *, manifest: Manifest, actor: Actor, now: datetime
) -> tuple[Draft | None, bool]:
    """Return a draft of what pack and region say together, and whether it is new; None where somebody's stands in the way.

    The same words again give the same draft; later ones are merged anew as long as nobody has touched it.
    """
    identity = way.identity
    draft = (
        Draft.objects.select_for_update()
        .filter(region=identity.region, kind=identity.kind, name=identity.name, state__in=Draft.OPEN)
        .first()
    )
    if draft is not None and not is_of_pack(draft, manifest.pack):
        return None, False
    if draft is not None and draft.merging["theirs_digest"] == digest_of(theirs):
        return draft, False
    if draft is not None and draft.revision != draft.merging["revision"]:
        return None, False
    row = draft or Draft(region=identity.region, kind=identity.kind, name=identity.name)
    done = merge({} if way.base is MISSING else way.base, way.ours, theirs)
    row.body = theirs if done.body is MISSING else done.body
    row.based_on = way.based_on
    row.revision = row.revision + 1 if draft is not None else 1
    row.merging = {
        **merging_data(by=BY_PACK, base=way.base, theirs=theirs, done=done),
        "pack": manifest.pack,
        "version": manifest.version,
        "was_ended": way.ours is MISSING,
        "revision": row.revision,
    }
    # Nobody typed this: whoever offers it and whoever releases it are the two persons.
    row.started_by, row.started_by_name, row.started_at = actor.user_id, actor.name, now
    row.edited_by, row.edited_by_name, row.edited_at = actor.user_id, actor.name, now
    row.save()
    return row, True


def merging_data(*, by: str, base: Any, theirs: Any, done: Merged) -> dict[str, Any]:
    """Return what was merged as JSON data: what both come from, what came in, and each conflict with its choice still open."""
    conflicts = [
        {**packed(conflict), "field": conflict.field, "settled": ""} for conflict in done.conflicts if conflict.steps
    ]
    return {
        "by": by,
        "base": None if base is MISSING else base,
        "theirs": None if theirs is MISSING else theirs,
        "theirs_digest": "" if theirs is MISSING else digest_of(theirs),
        "conflicts": conflicts,
    }
