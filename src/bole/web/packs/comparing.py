"""Write side of merged drafts: comparing one anew with what holds by now, and choosing at its conflicts."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.domain.packs.three_way import MISSING, merge, settle, unpacked
from bole.domain.packs.versions import body_of
from bole.domain.packs.yaml_source import read_yaml
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.journal.services import record_act
from bole.web.packs.checking import value_of
from bole.web.packs.draft_queries import NoSuchDraft, base_of, has_moved, identity_of, yaml_text_of
from bole.web.packs.drafts import DraftRefused, kept, locked
from bole.web.packs.merging import BY_RELEASE, merging_data
from bole.web.packs.models import Draft
from bole.web.packs.timeline import version_to_change


@transaction.atomic
def compare_draft(*, draft_id: UUID, revision: int, actor: Actor, today: date, now: datetime) -> Draft:
    """Merge into a draft what the definition says by now, so that it is a change of the version in force again.

    Where both changed the same, the draft's words stand and the conflict is there to choose.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not draft in the region.
    :raises DraftMovedOn: if ``revision`` is not the one that stands.
    :raises DraftRefused: if nothing changed meanwhile, the draft is closed, or it cannot be read.
    """
    draft = locked(draft_id, actor=actor, act="packs.compare_draft", revision=revision)
    if not has_moved(draft, today=today):
        raise DraftRefused(Reason("The definition did not change since this draft was begun."))
    demand_readable(draft)
    held, base = version_to_change(identity_of(draft), today=today), base_of(draft)
    if held is not None and not draft.is_end:
        value = value_of(draft.kind, yaml_text_of(draft))
        ours = body_of(value) if value is not None else draft.body or {}
        done = merge(base.body if base else {}, ours, held.body)
        draft.body, draft.text = done.body, ""
        draft.merging = merging_data(by=BY_RELEASE, base=base.body if base else MISSING, theirs=held.body, done=done)
    draft.based_on = held.digest if held else ""
    draft.state = Draft.State.EDITING
    kept(draft, actor=actor, now=now)
    record_act(
        actor=actor,
        verb="packs.draft.compared",
        target=draft,
        region=draft.region,
        at=now,
        kind=draft.kind,
        name=draft.name,
        based_on=draft.based_on,
    )
    return draft


@transaction.atomic
def settle_conflict(
    *, draft_id: UUID, revision: int, number: int, takes_theirs: bool, actor: Actor, now: datetime
) -> Draft:
    """Choose at one conflict of a merged draft: what came in takes the place of the draft's words, or these stay.

    :raises NoSuchDraft: if it is not the actor's to see, or has no such conflict.
    :raises Forbidden: if the actor may not draft in the region.
    :raises DraftMovedOn: if ``revision`` is not the one that stands.
    :raises DraftRefused: if the draft is offered or closed, or theirs is wanted and it cannot be read.
    """
    draft = locked(draft_id, actor=actor, act="packs.settle_conflict", revision=revision)
    if draft.state == Draft.State.OFFERED:
        raise DraftRefused(Reason("The draft waits for its release. Return it first, to change it."))
    conflicts = (draft.merging or {}).get("conflicts", [])
    if not 0 <= number < len(conflicts):
        raise NoSuchDraft(f"{draft_id}: {number}")
    if takes_theirs:
        demand_readable(draft)
        draft.body, draft.text = settle(draft.body, unpacked(conflicts[number])), ""
    conflicts[number]["settled"] = "theirs" if takes_theirs else "ours"
    draft.state = Draft.State.EDITING
    kept(draft, actor=actor, now=now)
    record_act(
        actor=actor,
        verb="packs.conflict.settled",
        target=draft,
        region=draft.region,
        at=now,
        kind=draft.kind,
        name=draft.name,
        fields=[conflicts[number]["field"]],
    )
    return draft


def demand_readable(draft: Draft) -> None:
    """Pass when the text of a draft could be read as a whole: what could not would be lost in the merged one."""
    if draft.text and read_yaml("draft", draft.text.encode()).notes:
        raise DraftRefused(
            Reason("The draft cannot be read as it is typed. Correct that first; then it can be merged.")
        )
