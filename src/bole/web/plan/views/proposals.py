"""The proposals of a document: looked through, worded, confirmed or dismissed in bulk."""

import re
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.web.accounts.doors import may
from bole.web.base.clock import now, today
from bole.web.plan.queries.documents import document_for, work_on
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.living import packed_targets
from bole.web.plan.queries.proposals import proposals_of, sections_of
from bole.web.plan.services.proposals import Wording, confirm_proposals, dismiss_proposals, restore_proposals

NUMBER = re.compile(r"\d{1,6}")
WORDED = re.compile(r"(name|unit|lead_unit)-(\d{1,6})")


@may("plan.confirm_proposals")
def proposals(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = document_for(request.actor, document_id)
    if request.method == "POST":
        decide(request, document_id)
        query = request.GET.urlencode()
        return redirect(f"{request.path}?{query}" if query else request.path)
    kind, section = request.GET.get("kind", ""), request.GET.get("section", "")
    state = request.GET.get("state", "proposed")
    rows = proposals_of(document, state=state, kind=kind, section=section)
    return render(
        request,
        "plan/proposals.html",
        {
            "document": document,
            "region": region_name(document.region),
            "work": work_on(document),
            "tab": "proposals",
            "packed": packed_targets(document, day=today()),
            "rows": rows,
            "kind": kind,
            "section": section,
            "state": state,
            "sections": sections_of(document),
            "states": ("proposed", "confirmed", "dismissed"),
            "kinds": ("indicator", "quota", "duty"),
        },
    )


def decide(request: HttpRequest, document_id: UUID) -> None:
    numbers = [int(number) for number in request.POST.getlist("proposal") if NUMBER.fullmatch(number)]
    if not numbers:
        messages.warning(request, _("Nothing was chosen. Tick the proposals first."))
        return
    act = request.POST.get("act")
    terms = {"document_id": document_id, "numbers": numbers, "actor": request.actor, "now": now()}
    if act == "dismiss":
        count = dismiss_proposals(**terms)
        said = ngettext("%(count)s proposal was put aside.", "%(count)s proposals were put aside.", count)
    elif act == "restore":
        count = restore_proposals(**terms)
        said = ngettext("%(count)s proposal was taken up again.", "%(count)s proposals were taken up again.", count)
    elif act == "confirm":
        count = confirm_proposals(**terms, today=today(), wordings=wordings_of(request))
        said = ngettext("%(count)s proposal is confirmed.", "%(count)s proposals are confirmed.", count)
    else:
        raise BadRequest("no such act")
    messages.success(request, said % {"count": count})


def wordings_of(request: HttpRequest) -> dict[int, Wording]:
    fields: dict[int, dict[str, str]] = {}
    for key, text in request.POST.items():
        match = WORDED.fullmatch(key)
        if match:
            fields.setdefault(int(match[2]), {})[match[1]] = text
    return {number: Wording(**words) for number, words in fields.items()}
