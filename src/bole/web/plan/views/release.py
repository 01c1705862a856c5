"""The second person's page: what a draft of an indicator changes, on live data, and its release or return."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.web.accounts.doors import may
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.packs.draft_queries import NoSuchDraft, check_draft, may_release
from bole.web.packs.drafts import DraftRefused, discard_draft, release_draft, return_draft
from bole.web.plan.queries.differences import difference_of, year_ends_of
from bole.web.plan.queries.editing import errors_of, indicator_draft
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.measurements import rules_in_words
from bole.web.plan.views.editor import day_typed, revision_asked


@may("packs.read_drafts")
def release_indicator(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_asked(request, draft_id)
    if request.method == "POST":
        refused = decide(request, draft_id)
        if refused:
            messages.error(request, refused)
        elif request.POST.get("act") == "return":
            messages.success(request, _("The draft is returned, with your reason."))
            return redirect("plan:release_indicator", draft_id)
        elif request.POST.get("act") == "discard":
            messages.success(request, _("The draft is discarded."))
            return redirect("plan:indicators")
        else:
            messages.success(
                request, _("The indicator is released. It is measured now; the figure follows in a moment.")
            )
            return redirect("packs:definition", draft.region, "indicator", draft.name)
        draft = draft_asked(request, draft_id)
    found = difference_of(draft, actor=request.actor, today=today(), moment=now())
    shown = found.change.after or found.change.before
    answer = may_release(request.actor, draft)
    is_open = draft.state in {"editing", "returned", "offered"}
    context = {
        "draft": draft,
        "found": found,
        "title": shown.name.zh if shown else draft.name,
        "region_name": region_name(draft.region),
        "rules_before": rules_in_words(found.change.before, day=today()) if found.change.before else [],
        "rules_after": rules_in_words(found.change.after, day=today()) if found.change.after else [],
        "listed": errors_of(check_draft(request.actor, draft, today=today()))[1] if is_open else [],
        "is_open": is_open,
        "may_release": draft.state == "offered" and bool(answer),
        "why_not": "" if answer else say(answer.reason),
        "from_on": draft.from_on or today(),
    }
    return render(request, "plan/release.html", context, status=409 if request.method == "POST" else 200)


@may("packs.read_drafts")
@require_GET
def years(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Both sides at past ends of years: read from the rows, so only when somebody asks."""
    draft = draft_asked(request, draft_id)
    rows = year_ends_of(draft, today=today(), moment=now())
    context = {"draft": draft, "rows": rows, "region_name": region_name(draft.region)}
    return render(request, "plan/parts/years.html" if request.htmx else "plan/years.html", context)


def draft_asked(request: HttpRequest, draft_id: UUID) -> object:
    try:
        return indicator_draft(request.actor, draft_id)
    except NoSuchDraft as missing:
        raise Http404 from missing


def decide(request: HttpRequest, draft_id: UUID) -> str:
    """Do what the second person chose; return why it could not be done, or nothing."""
    act, because = request.POST.get("act"), request.POST.get("because", "")
    who = {"draft_id": draft_id, "actor": request.actor, "now": now()}
    try:
        if act == "return":
            return_draft(**who, because=because)
        elif act == "discard":
            discard_draft(**who, because=because)
        else:
            day = day_typed(request.POST.get("from_on", ""))
            if day is None:
                return _("From which day it holds cannot be read. Choose a day.")
            release_draft(**who, revision=revision_asked(request), from_on=day, today=today())
    except DraftRefused as refusal:
        return say(refusal.reason)
    return ""
