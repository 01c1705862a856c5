"""Write side of drafts: begun, saved as typed, offered, returned or discarded, and released by a second person."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.domain.packs.problems import Problem
from bole.domain.packs.versions import body_of, digest_of, find_differences
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import Refused, demand
from bole.web.journal.services import record_act
from bole.web.packs.checking import DRAFTABLE, body_in, value_of
from bole.web.packs.draft_queries import (
    check_draft,
    draft_for,
    has_moved,
    identity_of,
    may_release,
    yaml_text_of,
)
from bole.web.packs.followers import FOLLOWERS, CannotFollow
from bole.web.packs.models import Definition, Draft
from bole.web.packs.timeline import Identity, TooEarly, put_in_force, take_out_of_force, version_to_change

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
LONGEST_NOTE = 2000
NO_DAY = Reason("Write the day from which it shall hold: year, month and day.")


class DraftRefused(Exception):
    """What was asked cannot be done with the draft; ``reason`` says why and what to do. Nothing has changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class DraftMovedOn(DraftRefused):
    """Somebody saved a newer revision meanwhile; ``draft`` is the one that stands. What was typed is the caller's to keep."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        who = {"who": draft.edited_by_name}
        super().__init__(
            Reason("%(who)s saved this draft meanwhile. What you typed is still here; compare it and save again.", who)
        )


class DraftIsOpen(DraftRefused):
    """The definition has an open draft already; ``draft`` is that one."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(Reason("There is an open draft of this definition already. Go on with that one."))


class DraftHasProblems(DraftRefused):
    """The check found something; ``problems`` is all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(Reason("The check found %(count)s errors. Correct them first.", {"count": len(problems)}))


class NeedsSecondPerson(DraftRefused):
    """Who changed or offered a draft does not release it."""


class DefinitionMovedOn(DraftRefused):
    """The definition changed since the draft was begun from it: it has to be compared anew."""


@transaction.atomic
def start_draft(
    *,
    region: str,
    kind: str,
    name: str,
    actor: Actor,
    today: date,
    now: datetime,
    body: dict[str, Any] | None = None,
) -> Draft:
    """Begin a draft from the version of a definition in force, or of a new one; ``body`` is what it shall say to begin with.

    :raises Forbidden: if the actor may not draft in the region.
    :raises DraftIsOpen: if there is one already.
    :raises DraftRefused: if nothing can be called so.
    """
    demand(actor, "packs.start_draft", region=region)
    row = begun(Identity(region, kind, name), body=body, actor=actor, today=today, now=now)
    keep_new(row)
    record(row, "packs.draft.started", actor=actor, now=now, based_on=row.based_on)
    return row


@transaction.atomic
def repeal_definition(
    *, region: str, kind: str, name: str, on: date, because: str, actor: Actor, today: date, now: datetime
) -> Draft:
    """Propose that a definition ends on a day, which it no longer holds; a second person releases the end like a change.

    :raises Forbidden: if the actor may not propose it in the region.
    :raises DraftIsOpen: if the definition has an open draft.
    :raises DraftRefused: if it does not hold, or no reason is given.
    """
    demand(actor, "packs.repeal_definition", region=region)
    if not because.strip():
        raise DraftRefused(Reason("Say why the definition shall end."))
    row = begun(Identity(region, kind, name), body=None, actor=actor, today=today, now=now)
    if not row.based_on:
        raise DraftRefused(Reason("The definition does not hold, so it cannot end."))
    row.is_end, row.body, row.from_on, row.note = True, None, on, because.strip()[:LONGEST_NOTE]
    keep_new(row)
    record(row, "packs.repeal.proposed", actor=actor, now=now, on=on, because=row.note)
    return row


def keep_new(row: Draft) -> None:
    """Insert a draft; of two who begin one of a new definition at once, there is no row to wait at but the constraint."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        there = Draft.objects.filter(region=row.region, kind=row.kind, name=row.name, state__in=Draft.OPEN).first()
        if there is None:
            raise
        raise DraftIsOpen(there) from taken


def begun(identity: Identity, *, body: dict[str, Any] | None, actor: Actor, today: date, now: datetime) -> Draft:
    if identity.kind not in DRAFTABLE:
        raise DraftRefused(Reason("What a pack says of itself changes with the next version of the pack."))
    if not NAME.fullmatch(identity.name):
        raise DraftRefused(Reason("An id has small letters a to z, digits and _, and begins with a letter."))
    there = Draft.objects.filter(
        region=identity.region, kind=identity.kind, name=identity.name, state__in=Draft.OPEN
    ).first()
    if there is not None:
        raise DraftIsOpen(there)
    held = version_to_change(identity, today=today, lock=True)
    return Draft(
        region=identity.region,
        kind=identity.kind,
        name=identity.name,
        body=body if body is not None else held.body if held else {"id": identity.name},
        based_on=held.digest if held else "",
        started_by=actor.user_id,
        started_by_name=actor.name,
        started_at=now,
        edited_by=actor.user_id,
        edited_by_name=actor.name,
        edited_at=now,
    )


@transaction.atomic
def save_draft(
    *,
    draft_id: UUID,
    revision: int,
    actor: Actor,
    now: datetime,
    from_on: date | None,
    note: str,
    body: dict[str, Any] | None = None,
    text: str | None = None,
) -> Draft:
    """Keep what was typed, right or wrong: a form gives the ``body``, the YAML editor its ``text``; neither keeps what stands.

    The same again changes nothing. A returned draft is edited again.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not draft in the region.
    :raises DraftMovedOn: if ``revision`` is not the one that stands: somebody else saved meanwhile.
    :raises DraftRefused: if the draft is offered or closed.
    """
    draft = locked(draft_id, actor=actor, act="packs.save_draft", revision=revision)
    if draft.state == Draft.State.OFFERED:
        raise DraftRefused(Reason("The draft waits for its release. Return it first, to change it."))
    if text is not None:
        # Fields of a form know no line ends of Windows; a text area sends nothing else.
        text = text.replace("\r\n", "\n")
        body = as_mapping(body_in(text))
    before = (draft.body, draft.text, draft.from_on, draft.note)
    if body is not None and not draft.is_end:
        draft.body, draft.text = body, text or ""
    draft.from_on, draft.note = from_on, note.strip()[:LONGEST_NOTE]
    if before == (draft.body, draft.text, draft.from_on, draft.note):
        return draft
    changed = [change.field for change in find_differences(before[0] or {}, draft.body or {})]
    draft.state = Draft.State.EDITING
    kept(draft, actor=actor, now=now)
    record(draft, "packs.draft.saved", actor=actor, now=now, fields=changed)
    return draft


def as_mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


@transaction.atomic
def offer_draft(*, draft_id: UUID, revision: int, actor: Actor, today: date, now: datetime) -> Draft:
    """Ask for the release of a draft that passes the check.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not offer in the region.
    :raises DraftMovedOn: if ``revision`` is not the one that stands.
    :raises DraftHasProblems: with all that the check finds.
    :raises DefinitionMovedOn: if the definition changed since the draft was begun.
    :raises DraftRefused: if it is not being edited, changes nothing, or a service account asks.
    """
    draft = locked(draft_id, actor=actor, act="packs.offer_draft", revision=revision)
    if actor.is_service:
        raise DraftRefused(Reason("Offering takes a person; a service account cannot answer for it."))
    if draft.state == Draft.State.OFFERED:
        raise DraftRefused(Reason("The draft is offered already and waits for its release."))
    demand_releasable(draft, actor=actor, today=today)
    draft.state, draft.because = Draft.State.OFFERED, ""
    draft.offered_by, draft.offered_by_name, draft.offered_at = actor.user_id, actor.name, now
    draft.revision += 1
    draft.save()
    record(draft, "packs.draft.offered", actor=actor, now=now, digest=digest_of(draft.body or {}))
    return draft


def demand_releasable(draft: Draft, *, actor: Actor, today: date) -> None:
    """Pass when a draft could be released as it stands, whoever does it."""
    if has_moved(draft, today=today):
        raise DefinitionMovedOn(
            Reason("The definition changed since this draft was begun. Compare the draft anew with what holds now.")
        )
    if any(not conflict.get("settled") for conflict in (draft.merging or {}).get("conflicts", ())):
        raise DraftRefused(Reason("Choose at each conflict first which of the two words shall hold."))
    problems = check_draft(actor, draft, today=today)
    if problems:
        raise DraftHasProblems(problems)
    value = value_of(draft.kind, yaml_text_of(draft)) if not draft.is_end else None
    if value is not None and digest_of(body_of(value)) == draft.based_on:
        raise DraftRefused(Reason("The draft says what holds already. There is nothing to release."))


@transaction.atomic
def return_draft(*, draft_id: UUID, because: str, actor: Actor, now: datetime) -> Draft:
    """Give an offered draft back to be edited, with the reason.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not return drafts in the region.
    :raises DraftRefused: if it is not offered, or no reason is given.
    """
    draft = locked(draft_id, actor=actor, act="packs.return_draft")
    if draft.state != Draft.State.OFFERED:
        raise DraftRefused(Reason("Only an offered draft can be returned."))
    if not because.strip():
        raise DraftRefused(Reason("Say why the draft is returned."))
    draft.state, draft.because = Draft.State.RETURNED, because.strip()[:LONGEST_NOTE]
    draft.revision += 1
    draft.save()
    record(draft, "packs.draft.returned", actor=actor, now=now, because=draft.because)
    return draft


@transaction.atomic
def discard_draft(*, draft_id: UUID, actor: Actor, now: datetime, because: str = "") -> Draft:
    """Put a draft aside for good; it stays to be read.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not discard drafts in the region.
    :raises DraftRefused: if it is closed.
    """
    draft = locked(draft_id, actor=actor, act="packs.discard_draft")
    draft.state, draft.because = Draft.State.DISCARDED, because.strip()[:LONGEST_NOTE]
    decided(draft, actor=actor, now=now)
    record(draft, "packs.draft.discarded", actor=actor, now=now, because=draft.because)
    return draft


@transaction.atomic
def release_draft(
    *, draft_id: UUID, revision: int, from_on: date, actor: Actor, today: date, now: datetime
) -> Definition:
    """Let what an offered draft says hold from a day, or the definition end on it; return the version that begins or ended.

    What held before ends there. The day may lie in the past, but not before the version in force began: that one held.
    A version that was still to come may be overtaken; it then never holds.

    :raises NoSuchDraft: if it is not the actor's to see.
    :raises Forbidden: if the actor may not release in the region.
    :raises NeedsSecondPerson: if the actor changed it last or offered it, or is no person.
    :raises DraftMovedOn: if ``revision`` is not the one that the actor read.
    :raises DefinitionMovedOn: if the definition changed since the draft was begun.
    :raises DraftHasProblems: if the check finds something by now.
    :raises DraftRefused: if it is not offered, the day is too early, or a room cannot follow.
    """
    draft = locked(draft_id, actor=actor, act="packs.release_draft", revision=revision)
    if draft.state != Draft.State.OFFERED:
        raise DraftRefused(Reason("Only an offered draft can be released."))
    answer = may_release(actor, draft)
    if isinstance(answer, Refused):
        raise NeedsSecondPerson(answer.reason)
    draft.from_on = from_on
    demand_releasable(draft, actor=actor, today=today)
    try:
        row = put_through(draft, from_on=from_on, actor=actor, today=today, now=now)
    except TooEarly as early:
        raise DraftRefused(
            Reason("The version in force has held since %(day)s; the new one cannot begin before.", {"day": early.day})
        ) from early
    except CannotFollow as refusal:
        raise DraftRefused(refusal.reason) from refusal
    draft.state = Draft.State.RELEASED
    decided(draft, actor=actor, now=now)
    record_act(
        actor=actor,
        verb="packs.draft.released",
        target=row,
        region=draft.region,
        at=now,
        kind=draft.kind,
        name=draft.name,
        from_on=from_on,
        digest="" if draft.is_end else row.digest,
        draft=str(draft.pk),
        fields=[change.field for change in changes_of(draft, row)],
    )
    return row


def put_through(draft: Draft, *, from_on: date, actor: Actor, today: date, now: datetime) -> Definition:
    if draft.is_end:
        return take_out_of_force(identity_of(draft), on=from_on, today=today)
    value = value_of(draft.kind, yaml_text_of(draft))
    if value is None:  # the check has read it by the same way
        raise DraftRefused(Reason("The draft cannot be read."))
    row = put_in_force(identity_of(draft), body_of(value), from_on=from_on, today=today, now=now)
    follow = FOLLOWERS.get(draft.kind)
    if follow is not None:
        follow([value], region=draft.region, actor=actor, now=now)
    return row


def changes_of(draft: Draft, row: Definition) -> list[Any]:
    old = Definition.objects.filter(
        region=draft.region, kind=draft.kind, name=draft.name, digest=draft.based_on
    ).first()
    return find_differences(old.body if old else {}, {} if draft.is_end else row.body)


def locked(draft_id: UUID, *, actor: Actor, act: str, revision: int | None = None) -> Draft:
    """Return an open draft for an act on it, its row locked: two may press a button at once."""
    demand(actor, act, region=draft_for(actor, draft_id).region)
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.state not in Draft.OPEN:
        words = {
            Draft.State.RELEASED: Reason("The draft was released already."),
            Draft.State.DISCARDED: Reason("The draft was discarded."),
        }
        raise DraftRefused(words[Draft.State(draft.state)])
    if revision is not None and revision != draft.revision:
        raise DraftMovedOn(draft)
    return draft


def kept(draft: Draft, *, actor: Actor, now: datetime) -> None:
    draft.edited_by, draft.edited_by_name, draft.edited_at = actor.user_id, actor.name, now
    draft.revision += 1
    draft.save()


def decided(draft: Draft, *, actor: Actor, now: datetime) -> None:
    draft.decided_by, draft.decided_by_name, draft.decided_at = actor.user_id, actor.name, now
    draft.revision += 1
    draft.save()


def record(draft: Draft, verb: str, *, actor: Actor, now: datetime, **detail: object) -> None:
    record_act(
        actor=actor,
        verb=verb,
        target=draft,
        region=draft.region,
        at=now,
        kind=draft.kind,
        name=draft.name,
        **detail,
    )
