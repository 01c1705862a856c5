"""The editor of an indicator: begun, put together by choosing or as text, counted while one chooses, saved, offered."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.web.accounts.doors import may
from bole.web.accounts.permissions import verdict
from bole.web.base.clock import now, today
from bole.web.base.ids import new_id
from bole.web.base.words import say
from bole.web.packs.draft_queries import NoSuchDraft
from bole.web.packs.drafts import (
    DraftHasProblems,
    DraftIsOpen,
    DraftMovedOn,
    DraftRefused,
    offer_draft,
    save_draft,
    start_draft,
)
from bole.web.packs.forms import EARLIEST_BEGIN, LATEST_BEGIN
from bole.web.plan.editor_page import editor_context
from bole.web.plan.indicator_forms import IndicatorEntered, body_of_entered, entered_by, entered_from
from bole.web.plan.queries.editing import (
    drafts_of_new,
    errors_of,
    indicator_draft,
    indicators_of,
    panels_of,
    problems_of_entered,
    regions_to_draft,
    schema_on,
)
from bole.web.plan.queries.indicators import region_choices, region_name

NEW: dict[str, Any] = {"stock_or_flow": "stock", "measure": {"form": "rule"}}
LIVE = "plan/editor_live.html"


@may("plan.read")
@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    regions = region_choices(request.actor, "plan.read")
    own = [code for code, _name in regions_to_draft(request.actor)]
    default = next((code for code in own if code in dict(regions)), regions[0][0] if regions else "")
    region = request.GET.get("region", default)
    if region and region not in dict(regions):
        raise Http404
    text = request.GET.get("q", "").strip()
    found = indicators_of(request.actor, region=region, day=today())
    context = {
        "regions": regions,
        "region": region,
        "region_name": region_name(region),
        "text": text,
        "rows": [one for one in found if not text or text.lower() in " ".join(words_of(one.indicator)).lower()],
        "total": len(found),
        "drafts": drafts_of_new(request.actor, found, region=region),
        "may_draft": bool(verdict(request.actor, "packs.start_draft", region=region)),
    }
    return render(request, "plan/indicators.html", context)


def words_of(indicator: Any) -> tuple[str, ...]:
    return (indicator.id, indicator.name.zh, indicator.name.en, *indicator.synonyms)


@may("packs.start_draft")
def new_indicator(request: HttpRequest) -> HttpResponse:
    regions = regions_to_draft(request.actor)
    region = request.POST.get("region", request.GET.get("region", regions[0][0] if regions else ""))
    if not region:
        messages.warning(request, _("None of your regions stands in the tree of regions yet. Load its pack first."))
        return redirect("plan:indicators")
    if region not in dict(regions):
        raise Http404
    schema, act = schema_on(today()), request.POST.get("do", "")
    entered = entered_by(request.POST, schema=schema) if request.method == "POST" else entered_from(NEW, schema=schema)
    if act in {"save", "offer"}:
        name = f"q_{new_id().hex[-12:]}"
        body = body_of_entered(entered, {}) | {"id": name}
        terms = {"region": region, "kind": "indicator", "name": name}
        draft = start_draft(**terms, actor=request.actor, today=today(), now=now(), body=body)
        return offered(request, draft.pk, draft.revision, act) or redirect("plan:edit_indicator", draft.pk)
    return page(request, entered, region=region, regions=regions)


@may("packs.start_draft")
@require_POST
def revise_indicator(request: HttpRequest, region: str, name: str) -> HttpResponse:
    if not any(one.version.name == name for one in indicators_of(request.actor, region=region, day=today())):
        raise Http404
    try:
        terms = {"region": region, "kind": "indicator", "name": name}
        draft = start_draft(**terms, actor=request.actor, today=today(), now=now())
    except DraftIsOpen as there:
        messages.info(request, say(there.reason))
        draft = there.draft
    return redirect("plan:edit_indicator", draft.pk)


@may("packs.save_draft")
def edit_indicator(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        draft = indicator_draft(request.actor, draft_id)
    except NoSuchDraft as missing:
        raise Http404 from missing
    if draft.state not in {"editing", "returned"} or draft.is_end:
        return redirect("plan:release_indicator", draft.pk)
    if draft.text and not draft.body:
        # What was typed as YAML and cannot be read would be lost if a form were saved over it.
        messages.warning(request, _("The text of this draft cannot be read yet. Correct it here first."))
        return redirect("packs:draft", draft.pk)
    schema = schema_on(today())
    if request.method != "POST":
        problems = None if "check" not in request.GET else ()
        return page(request, entered_from(draft.body or {}, schema=schema), draft=draft, is_asked=problems is not None)
    entered, act = entered_by(request.POST, schema=schema), request.POST.get("do", "")
    if act not in {"save", "offer"}:
        return page(request, entered, draft=draft, is_asked=act == "check")
    try:
        draft = save_draft(
            draft_id=draft.pk,
            revision=revision_asked(request),
            actor=request.actor,
            now=now(),
            from_on=day_typed(request.POST.get("from_on", "")),
            note=request.POST.get("note", ""),
            body=body_of_entered(entered, draft.body or {}) | {"id": draft.name},
        )
    except DraftMovedOn as moved:
        messages.error(request, say(moved.reason))
        return page(request, entered, draft=moved.draft, status=409)
    except DraftRefused as refusal:
        messages.error(request, say(refusal.reason))
        return redirect("plan:release_indicator", draft.pk)
    unfinished = any(one.is_behind for one in entered.rules)
    if unfinished:
        # What was chosen but does not make a rule yet has no place in a draft: the page keeps it and says so.
        messages.warning(
            request, _("Saved, but for the choices that are not finished: the rule stays as its text says.")
        )
        return page(request, entered, draft=draft, is_asked=True, status=422)
    return offered(request, draft.pk, draft.revision, act) or redirect("plan:edit_indicator", draft.pk)


def offered(request: HttpRequest, draft_id: UUID, revision: int, act: str) -> HttpResponse | None:
    """Offer a draft that was saved, where that was asked for; None where it was not, or the check found something."""
    if act != "offer":
        messages.success(request, _("The draft is saved."))
        return None
    try:
        offer_draft(draft_id=draft_id, revision=revision, actor=request.actor, today=today(), now=now())
    except DraftHasProblems:
        return redirect(f"{reverse('plan:edit_indicator', args=[draft_id])}?check=1")
    except DraftRefused as refusal:
        messages.error(request, say(refusal.reason))
        return None
    messages.success(request, _("The draft is offered. Another person looks at the difference and releases it."))
    return redirect("plan:release_indicator", draft_id)


def page(
    request: HttpRequest,
    entered: IndicatorEntered,
    *,
    region: str = "",
    regions: list[tuple[str, str]] | None = None,
    draft: Any = None,
    is_asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show what stands on the page; with ``is_asked`` everything that is wrong with it, at its place."""
    region = draft.region if draft else region
    name, base = (draft.name, draft.body or {}) if draft else ("q_new", {})
    parts = next((one.get("parts").split("、") for one in entered.targets if one.form == "vector"), [])
    panels = panels_of(entered, region=region, today=today(), now=now(), parts=parts)
    problems = problems_of_entered(entered, base, region=region, name=name, day=today()) if is_asked else ()
    errors, listed = errors_of(problems)
    listed += [(field, said) for panel in panels for field, said in panel.gaps] if is_asked else []
    context = {
        **editor_context(entered, panels=panels, region=region, today=today()),
        "here": request.path,
        "draft": draft,
        "regions": regions,
        "region": region,
        "region_name": region_name(region),
        "errors": errors,
        "listed": listed,
        "strict": is_asked,
        "is_checked": is_asked and not listed,
        "from_on": request.POST.get("from_on", draft.from_on.isoformat() if draft and draft.from_on else ""),
        "note": request.POST.get("note", draft.note if draft else ""),
    }
    code = 422 if is_asked and listed and request.method == "POST" and status == 200 and not request.htmx else status
    return render(request, LIVE if request.htmx else "plan/editor.html", context, status=200 if request.htmx else code)


def revision_asked(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def day_typed(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST_BEGIN <= day <= LATEST_BEGIN else None
