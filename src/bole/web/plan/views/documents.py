"""Plans, opening one, what contradicts itself in it, and what changed between two versions."""

from collections import Counter
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.domain.plan.files.refusals import UnreadableSource
from bole.web.accounts.doors import may
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.plan.forms import OpenDocumentForm, SettleForm
from bole.web.plan.queries.changes import changes_between
from bole.web.plan.queries.documents import (
    Document,
    contradictions_of,
    document_for,
    document_of_text,
    earlier_version,
    file_of,
    newest_documents,
    versions_of,
    work_on,
)
from bole.web.plan.queries.indicators import other_region_named, region_choices, region_name
from bole.web.plan.queries.living import packed_targets
from bole.web.plan.queries.overview import plan_cards
from bole.web.plan.services.documents import open_document, settle_contradiction, withdraw_document
from bole.web.plan.views.asked import day_asked, uuid_asked


@may("plan.read")
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    cards = plan_cards(newest_documents(request.actor), day=day_asked(request))
    return render(
        request,
        "plan/plans.html",
        {"cards": cards, "may_open": bool(region_choices(request.actor, "plan.open_document"))},
    )


@may("plan.open_document")
def open_plan(request: HttpRequest) -> HttpResponse:
    regions = region_choices(request.actor, "plan.open_document")
    form = OpenDocumentForm(request.POST or None, request.FILES or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        upload, region = form.cleaned_data["file"], form.cleaned_data["region"]
        data = upload.read()
        known = document_of_text(data, region=region)
        try:
            document = open_document(
                data=data,
                file_name=PurePath(upload.name).name,
                region=region,
                title=form.cleaned_data["title"],
                actor=request.actor,
                today=today(),
                now=now(),
            )
        except UnreadableSource as refusal:
            form.add_error("file", say(refusal.reason))
        else:
            tell_what_was_opened(request, document, is_known=known is not None)
            return redirect("plan:contradictions", document.pk)
    return render(request, "plan/open.html", {"form": form}, status=422 if form.errors else 200)


def tell_what_was_opened(request: HttpRequest, document: Document, *, is_known: bool) -> None:
    if is_known:
        said = _("This is the same text as version %(version)s; nothing was added.")
        messages.info(request, said % {"version": document.version})
        return
    messages.success(request, _("The plan is open. Look at its contradictions first, then confirm what is followed."))
    other = other_region_named(document.title, region=document.region)
    if other:
        said = _(
            "The title names %(other)s, but the plan was opened in %(region)s. If that is wrong, withdraw it on its page."
        )
        messages.warning(request, said % {"other": other, "region": region_name(document.region)})


@may("plan.open_document")
@require_POST
def withdraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = withdraw_document(
        document_id=document_id, because=request.POST.get("because", ""), actor=request.actor, now=now()
    )
    said = _("“%(title)s” is withdrawn and counts no more. Its file and your reason stay on record.")
    messages.success(request, said % {"title": document.title})
    return redirect("plan:plans")


@may("plan.read")
@require_GET
def contradictions(request: HttpRequest, document_id: UUID) -> HttpResponse:
    return contradictions_page(request, document_id)


def contradictions_page(
    request: HttpRequest, document_id: UUID, *, refused: int | None = None, form: SettleForm | None = None
) -> HttpResponse:
    """Show the contradictions, beside number ``refused`` why its mark was not taken."""
    document = document_for(request.actor, document_id)
    found = contradictions_of(document)
    severity, state = request.GET.get("severity", ""), request.GET.get("state", "")
    return render(
        request,
        "plan/contradictions.html",
        {
            "document": document,
            "region": region_name(document.region),
            "work": work_on(document),
            "tab": "contradictions",
            "packed": packed_targets(document, day=today()),
            "found": [
                one for one in found if (not severity or one.severity == severity) and (not state or one.state == state)
            ],
            "total": len(found),
            "severity": severity,
            "state": state,
            "severities": [(name, sum(one.severity == name for one in found)) for name in ("error", "warning", "note")],
            "refused": refused,
            "refused_note": form.errors.get("note") if form else None,
        },
        status=400 if form else 200,
    )


@may("plan.settle_contradiction")
@require_POST
def settle(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        if "state" in form.errors:
            raise Http404
        return contradictions_page(request, document_id, refused=number, form=form)
    settle_contradiction(
        document_id=document_id,
        number=number,
        state=form.cleaned_data["state"],
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=now(),
    )
    messages.success(request, _("The contradiction is marked."))
    return redirect(f"/plans/{document_id}/contradictions/#c{number}")


@may("plan.read")
@require_GET
def changes(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = document_for(request.actor, document_id)
    before = earlier_version(document)
    wanted = uuid_asked(request, "from")
    if wanted is not None:
        before = document_for(request.actor, wanted)
    found = changes_between(before, document) if before else []
    kind = request.GET.get("change", "")
    return render(
        request,
        "plan/changes.html",
        {
            "document": document,
            "region": region_name(document.region),
            "work": work_on(document),
            "tab": "changes",
            "before": before,
            "versions": [version for version in versions_of(document) if version.pk != document.pk],
            "found": [one for one in found if not kind or one.change == kind],
            "change": kind,
            "tallies": list(Counter(one.change for one in found).items()),
            "total": len(found),
        },
    )


@may("plan.read")
@require_GET
def file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = document_for(request.actor, document_id, even_withdrawn=True)
    # Never shown in place: an opened web page would run in this site's name.
    suffix = PurePath(document.file_name).suffix
    headers = {"Content-Disposition": content_disposition_header(True, f"{document.title}-v{document.version}{suffix}")}
    return HttpResponse(file_of(document), content_type="application/octet-stream", headers=headers)
