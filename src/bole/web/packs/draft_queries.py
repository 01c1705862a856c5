"""Read side of drafts: those the actor may see, what is wrong with one, and what it would change."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from pydantic import BaseModel

from bole.domain.packs.problems import Problem
from bole.domain.packs.versions import Difference, body_of, canonical, find_differences
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import Allowed, Refused, Verdict, scope, verdict
from bole.web.packs.checking import Standing, check_standing, readable_of, text_of, value_of
from bole.web.packs.models import Definition, Draft
from bole.web.packs.previews import PREVIEWS
from bole.web.packs.queries import parsed
from bole.web.packs.timeline import Identity, version_to_change


class NoSuchDraft(Exception):
    """No draft the actor may see is called so."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft changes: the value that holds and the one it proposes, and the fields in which they differ."""

    before: BaseModel | None
    after: BaseModel | None
    differences: tuple[Difference, ...]


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(scope(actor, "packs.read_drafts"))


def draft_for(actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft.

    :raises NoSuchDraft: if there is none, or it is not the actor's to see.
    """
    draft = drafts_visible_to(actor).filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchDraft(str(draft_id))
    return draft


def open_draft_of(actor: Actor, *, region: str, kind: str, name: str) -> Draft | None:
    """Return the open draft of a definition; there is at most one."""
    return drafts_visible_to(actor).filter(region=region, kind=kind, name=name, state__in=Draft.OPEN).first()


def drafts_to_release(actor: Actor) -> list[Draft]:
    """Return the drafts that wait for the actor: offered, in their regions, and changed and offered by others."""
    rows = Draft.objects.filter(scope(actor, "packs.release_draft"), state=Draft.State.OFFERED)
    return [draft for draft in rows.order_by("offered_at") if may_release(actor, draft)]


def drafts_of(actor: Actor) -> list[Draft]:
    """Return the open drafts that the actor started, changed last or offered."""
    rows = drafts_visible_to(actor).filter(state__in=Draft.OPEN).order_by("-edited_at")
    return [row for row in rows if actor.user_id and actor.user_id in {row.started_by, row.edited_by, row.offered_by}]


def other_open_drafts(actor: Actor) -> list[Draft]:
    """Return the open drafts of others that do not wait for the actor."""
    known = {row.pk for row in (*drafts_of(actor), *drafts_to_release(actor))}
    rows = drafts_visible_to(actor).filter(state__in=Draft.OPEN).order_by("-edited_at")
    return [row for row in rows if row.pk not in known]


def may_release(actor: Actor, draft: Draft) -> Verdict:
    """Say whether the actor may be the second person for a draft: another account than changed it last and than offered it."""
    answer = verdict(actor, "packs.release_draft", region=draft.region)
    if isinstance(answer, Refused):
        return answer
    if actor.user_id is None:
        return Refused(Reason("Releasing takes a person; a service account cannot answer for it."))
    if actor.user_id == draft.edited_by:
        return Refused(Reason("You changed this draft last. Another person has to release it."))
    if actor.user_id == draft.offered_by:
        return Refused(Reason("You offered this draft. Another person has to release it."))
    return Allowed()


def identity_of(draft: Draft) -> Identity:
    return Identity(draft.region, draft.kind, draft.name)


def yaml_text_of(draft: Draft) -> str:
    """Return a draft as YAML: as it was typed there, else as a pack would say it."""
    if draft.is_end:
        return ""
    return draft.text or text_of(draft.kind, draft.body or {})


def check_draft(actor: Actor, draft: Draft, *, today: date) -> tuple[Problem, ...]:
    """Return everything wrong with a draft, by the checks that a pack passes, with the draft in its place among what holds.

    A problem in the draft has the field as its form knows it (``targets[1].day``) and the line of its YAML; one that the
    draft would cause in another definition names that one as its file.

    :raises NoSuchDraft: if it is not the actor's to see.
    """
    draft_for(actor, draft.pk)
    text = None if draft.is_end else yaml_text_of(draft)
    day = max(draft.from_on or today, today)
    return check_standing(Standing(identity_of(draft), text), day=day)


def is_in_draft(draft: Draft, problem: Problem) -> bool:
    """Say whether a problem stands in the draft itself, rather than in a definition that it touches."""
    from_here = identity_of(draft)
    return problem.file == "/".join(filter(None, (from_here.region, from_here.kind, from_here.name)))


def base_of(draft: Draft) -> Definition | None:
    """Return the version a draft was begun from."""
    if not draft.based_on:
        return None
    rows = Definition.objects.filter(region=draft.region, kind=draft.kind, name=draft.name, digest=draft.based_on)
    return rows.order_by("-loaded_at").first()


def has_moved(draft: Draft, *, today: date) -> bool:
    """Say whether the definition changed since the draft was begun, so that it has to be compared anew."""
    now_held = version_to_change(identity_of(draft), today=today)
    return (now_held.digest if now_held else "") != draft.based_on


def change_of(draft: Draft, *, today: date) -> Change:
    """Return what a draft would change of what holds; ``after`` is None where it is the end, or not yet readable."""
    held = version_to_change(identity_of(draft), today=today)
    before = parsed(held.kind, held.digest, canonical(held.body)) if held else None
    after = None if draft.is_end else value_of(draft.kind, yaml_text_of(draft))
    new = body_of(after) if after is not None else None
    differences = find_differences(held.body if held else {}, new) if new is not None else []
    return Change(before, after, tuple(differences))


def readable_part_of(draft: Draft) -> BaseModel | None:
    """Return what of a draft can be read by now, for a page that shows it beside what holds."""
    return None if draft.is_end else readable_of(draft.kind, yaml_text_of(draft))


def preview_of(actor: Actor, draft: Draft, *, today: date) -> list[Reason]:
    """Return what the room of the kind says a draft would change on live data; nothing where it cannot be read yet."""
    preview = PREVIEWS.get(draft.kind)
    change = change_of(draft, today=today)
    if preview is None or (change.after is None and not draft.is_end):
        return []
    return list(preview(change.before, change.after, region=draft.region, actor=actor, day=today))
