"""Pages of drafts: what waits for whom, one draft beside what holds, and the acts on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bole.web.accounts.doors import may
from bole.web.accounts.permissions import Refused, verdict
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.packs import comparing, draft_queries, drafts, queries
from bole.web.packs.checking import DRAFTABLE
from bole.web.packs.descriptions import DRAFT_STATES, KINDS, NOBODY, title_of
from bole.web.packs.draft_queries import NoSuchDraft
from bole.web.packs.editors import EDITORS
from bole.web.packs.forms import DraftForm, EndForm, NewDraftForm, ReasonForm, ReleaseForm
from bole.web.packs.queries import region_names_in_words
from bole.web.packs.side_by_side import changed, side_by_side, unchanged
from bole.web.packs.views.definitions import WHOLE, names_in

SHOWN = 100


@may("packs.read_drafts")
def list_of_drafts(request: HttpRequest) -> HttpResponse:
    return show_list(request, new_form(request))


def show_list(request: HttpRequest, form: NewDraftForm | None, *, status: int = 200) -> HttpResponse:
    names = region_names_in_words()
    groups = [
        (_("Waiting for me to release"), draft_queries.drafts_to_release(request.actor)),
        (_("Mine"), draft_queries.drafts_of(request.actor)),
        (_("Others"), draft_queries.other_open_drafts(request.actor)),
    ]
    context = {
        "groups": [(title, [row_of(one, names) for one in found[:SHOWN]], len(found)) for title, found in groups],
        "form": form,
    }
    return render(request, "packs/drafts.html", context, status=status)


def row_of(draft: Any, names: dict[str, str]) -> dict[str, object]:
    return {
        "draft": draft,
        "title": title_in(draft),
        "kind": KINDS.get(draft.kind, draft.kind),
        "region": names.get(draft.region, draft.region),
        "state": DRAFT_STATES[draft.state],
    }


def title_in(draft: Any) -> str:
    """Return what a draft calls the definition, as far as it can be read; of an end, what holds is called so."""
    change = draft_queries.change_of(draft, today=today())
    value = change.after or draft_queries.readable_part_of(draft) or change.before
    return title_of(value) if value is not None else draft.name


def new_form(request: HttpRequest, data: Any = None) -> NewDraftForm | None:
    nodes = queries.regions_visible_to(request.actor)
    names = region_names_in_words()
    regions = [
        (node.code, names.get(node.code, node.code))
        for node in nodes
        if verdict(request.actor, "packs.start_draft", region=node.code)
    ]
    if verdict(request.actor, "packs.start_draft", region=""):
        regions.insert(0, ("", _("whole installation")))
    kinds = [kind for kind in KINDS if kind in DRAFTABLE]
    return NewDraftForm(data, regions=regions, kinds=kinds) if regions else None


def acting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer an act on a draft: its page again, with the refusal in words where there is one."""

    @wraps(view)
    def answer(request: HttpRequest, draft_id: UUID, **kwargs: object) -> HttpResponse:
        try:
            said = view(request, draft_id, **kwargs)
        except NoSuchDraft as missing:
            raise Http404 from missing
        except drafts.DraftRefused as refusal:
            messages.error(request, say(refusal.reason))
            return redirect("packs:draft", draft_id)
        if isinstance(said, str):
            messages.success(request, said)
            return redirect("packs:draft", draft_id)
        return said

    return answer


@may("packs.start_draft")
@require_POST
def start_draft(request: HttpRequest) -> HttpResponse:
    form = new_form(request, request.POST)
    if form is None or not form.is_valid():
        return show_list(request, form, status=422)
    try:
        draft = drafts.start_draft(
            region=form.cleaned_data["region"],
            kind=form.cleaned_data["kind"],
            name=form.cleaned_data["name"],
            actor=request.actor,
            today=today(),
            now=now(),
        )
    except drafts.DraftIsOpen as there:
        messages.info(request, say(there.reason))
        draft = there.draft
    except drafts.DraftRefused as refusal:
        form.add_error("name", say(refusal.reason))
        return show_list(request, form, status=422)
    return redirect("packs:draft", draft.pk)


@may("packs.repeal_definition")
@require_POST
def propose_end(request: HttpRequest, region: str, kind: str, name: str) -> HttpResponse:
    code = "" if region == WHOLE else region
    if not queries.versions_of(request.actor, region=code, kind=kind, name=name):
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("packs:definition", region, kind, name)
    try:
        draft = drafts.repeal_definition(
            region=code, kind=kind, name=name, actor=request.actor, today=today(), now=now(), **form.cleaned_data
        )
    except drafts.DraftIsOpen as there:
        messages.info(request, say(there.reason))
        draft = there.draft
    except drafts.DraftRefused as refusal:
        messages.error(request, say(refusal.reason))
        return redirect("packs:definition", region, kind, name)
    return redirect("packs:draft", draft.pk)


@never_cache
@may("packs.read_drafts")
@acting
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    return show(request, draft_queries.draft_for(request.actor, draft_id))


def show(request: HttpRequest, row: Any, *, form: DraftForm | None = None, status: int = 200) -> HttpResponse:
    day = today()
    is_open = row.state in row.OPEN
    change = draft_queries.change_of(row, today=day)
    problems = draft_queries.check_draft(request.actor, row, today=day) if is_open else ()
    inside = [one for one in problems if draft_queries.is_in_draft(row, one)]
    readable = draft_queries.readable_part_of(row)
    shown = readable if readable is not None else change.before
    sides = side_by_side(
        change.before,
        readable,
        problems=inside,
        names=names_in(request, shown, region=row.region, kind=row.kind) if shown is not None else NOBODY,
    )
    may_release = draft_queries.may_release(request.actor, row)
    is_editable = row.state in {"editing", "returned"} and "packs.save_draft" in request.acts
    context = {
        "draft": row,
        "title": title_in(row),
        "kind_word": KINDS.get(row.kind, row.kind),
        "region_name": region_names_in_words().get(row.region, row.region),
        "address": (row.region or WHOLE, row.kind, row.name),
        "state": DRAFT_STATES[row.state],
        "is_open": is_open,
        "is_editable": is_editable,
        "has_moved": is_open and draft_queries.has_moved(row, today=day),
        "shown": readable,
        "changed": changed(sides),
        "unchanged": unchanged(sides),
        "problems": [told(row, one) for one in problems],
        "inside": [told(row, one) for one in inside],
        "conflicts": list(enumerate((row.merging or {}).get("conflicts", ()))),
        "preview": [say(line) for line in draft_queries.preview_of(request.actor, row, today=day)] if is_open else [],
        "editor": reverse(EDITORS[row.kind], args=[row.pk]) if is_editable and row.kind in EDITORS else "",
        "form": form or save_form(row),
        "release": ReleaseForm(initial={"revision": row.revision, "from_on": row.from_on or day}),
        "why_not": say(may_release.reason) if isinstance(may_release, Refused) else "",
        "reason": ReasonForm(),
    }
    return render(request, "packs/draft.html", context, status=status)


def save_form(row: Any) -> DraftForm:
    return DraftForm(
        initial={
            "revision": row.revision,
            "text": draft_queries.yaml_text_of(row),
            "from_on": row.from_on,
            "note": row.note,
        }
    )


def told(row: Any, problem: Any) -> tuple[Any, dict[str, object]]:
    """Return a problem with its words; one of another definition that the draft would spoil leads to that one's page."""
    *region, kind, name = problem.file.split("/")
    return problem, {
        "inside": draft_queries.is_in_draft(row, problem),
        "name": problem.file,
        "address": reverse("packs:definition", args=[region[0] if region else WHOLE, kind, name]),
        "what": say(problem.what),
        "remedy": say(problem.remedy),
    }


@may("packs.save_draft")
@require_POST
@acting
def save_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse | str:
    row = draft_queries.draft_for(request.actor, draft_id)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return show(request, row, form=form, status=422)
    values = form.cleaned_data
    try:
        saved = drafts.save_draft(
            draft_id=draft_id,
            revision=values["revision"],
            actor=request.actor,
            now=now(),
            from_on=values["from_on"],
            note=values["note"],
            text=None if row.is_end else values["text"],
        )
    except drafts.DraftRefused as refusal:
        # What was typed stays on the page; with the revision that stands, saving it again is a choice.
        typed = request.POST.copy()
        typed["revision"] = str(row.revision)
        again = DraftForm(typed)
        again.is_valid()
        again.add_error(None, say(refusal.reason))
        return show(request, row, form=again, status=409)
    return what_follows(request, saved)


def what_follows(request: HttpRequest, saved: Any) -> str:
    """Do what the pressed button asks for beyond saving; refused, what was typed is kept all the same."""
    terms = {"draft_id": saved.pk, "revision": saved.revision, "actor": request.actor, "now": now()}
    if request.POST.get("then") == "offer":
        drafts.offer_draft(today=today(), **terms)
        return _("The draft is offered. Another person can release it now.")
    if request.POST.get("then") == "compare":
        comparing.compare_draft(today=today(), **terms)
        return _("The draft is compared with what holds now.")
    for side in ("ours", "theirs"):
        number = request.POST.get(side, "")
        if number.isdecimal() and len(number) < 6:
            comparing.settle_conflict(number=int(number), takes_theirs=side == "theirs", **terms)
            return _("The choice is kept.")
    return _("The draft is saved.")


@may("packs.offer_draft")
@require_POST
@acting
def offer_draft(request: HttpRequest, draft_id: UUID) -> str:
    drafts.offer_draft(draft_id=draft_id, revision=revision_in(request), actor=request.actor, today=today(), now=now())
    return _("The draft is offered. Another person can release it now.")


@may("packs.return_draft")
@require_POST
@acting
def return_draft(request: HttpRequest, draft_id: UUID) -> str:
    drafts.return_draft(draft_id=draft_id, because=request.POST.get("because", ""), actor=request.actor, now=now())
    return _("The draft is returned with your reason.")


@may("packs.discard_draft")
@require_POST
@acting
def discard_draft(request: HttpRequest, draft_id: UUID) -> str:
    drafts.discard_draft(draft_id=draft_id, because=request.POST.get("because", ""), actor=request.actor, now=now())
    return _("The draft is discarded. It stays to be read.")


@may("packs.release_draft")
@require_POST
@acting
def release_draft(request: HttpRequest, draft_id: UUID) -> str:
    form = ReleaseForm(request.POST)
    draft_queries.draft_for(request.actor, draft_id)
    if not form.is_valid():
        raise drafts.DraftRefused(drafts.NO_DAY)
    drafts.release_draft(
        draft_id=draft_id,
        revision=form.cleaned_data["revision"],
        from_on=form.cleaned_data["from_on"],
        actor=request.actor,
        today=today(),
        now=now(),
    )
    return _("The draft is released.")


@may("packs.compare_draft")
@require_POST
@acting
def compare_draft(request: HttpRequest, draft_id: UUID) -> str:
    comparing.compare_draft(
        draft_id=draft_id, revision=revision_in(request), actor=request.actor, today=today(), now=now()
    )
    return _("The draft is compared with what holds now.")


def revision_in(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
