"""Importing reported statistics: template, upload, errors and preview, commit, receipt."""

from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.statistics.reading import make_statistics_template
from bole.web.accounts.doors import may
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.plan.forms import StatisticsForm
from bole.web.plan.queries.indicators import indicator_names, region_choices, region_name, region_names
from bole.web.plan.queries.sheets import marked_workbook, sheet_page
from bole.web.plan.queries.statistics import import_for, imports_visible_to
from bole.web.plan.services.statistics import (
    check_statistics,
    commit_statistics,
    discard_statistics,
    withdraw_observation,
)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@may("plan.import_statistics")
def sheets(request: HttpRequest) -> HttpResponse:
    regions = region_choices(request.actor, "plan.import_statistics")
    form = StatisticsForm(request.POST or None, request.FILES or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = check_statistics(
                data=upload.read(),
                file_name=PurePath(upload.name).name,
                source=form.cleaned_data["source"].strip(),
                region=form.cleaned_data["region"],
                actor=request.actor,
                today=today(),
                now=now(),
            )
        except UnreadableSource as refusal:
            form.add_error("file", say(refusal.reason))
        else:
            return redirect("plan:sheet", batch.pk)
    followed = [(code, name, len(indicator_names(code, day=today()))) for code, name in regions]
    names = region_names()
    imports = [(batch, names.get(batch.region, batch.region)) for batch in imports_visible_to(request.actor)[:30]]
    context = {"form": form, "imports": imports, "followed": followed}
    return render(request, "plan/statistics.html", context, status=422 if form.errors else 200)


@may("plan.import_statistics")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    region = request.GET.get("region", "")
    if region not in dict(region_choices(request.actor, "plan.import_statistics")):
        raise Http404
    # The running year has no value for the year yet, so it has no column.
    years = range(today().year - 5, today().year)
    names = indicator_names(region, day=today())
    data = make_statistics_template(names, list(years), sheet_name=pgettext("name of a worksheet", "Statistics"))
    return workbook(data, name=_("%(region)s-statistics-template.xlsx") % {"region": region_name(region)})


@may("plan.import_statistics")
def sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    batch = import_for(request.actor, import_id)
    if request.method == "POST":
        if request.POST.get("act") == "discard":
            discard_statistics(import_id=import_id, actor=request.actor, now=now())
            messages.success(request, _("The sheet was discarded; nothing was taken from it."))
            return redirect("plan:statistics")
        if request.POST.get("act") != "commit":
            raise BadRequest("no such act")
        commit_statistics(import_id=import_id, actor=request.actor, today=today(), now=now())
        return redirect("plan:sheet", import_id)
    page = sheet_page(batch, day=today())
    return render(request, "plan/sheet.html", {"page": page, "batch": batch, "region": region_name(batch.region)})


@may("plan.import_statistics")
@require_GET
def marked(request: HttpRequest, import_id: UUID) -> HttpResponse:
    batch = import_for(request.actor, import_id)
    return workbook(marked_workbook(batch), name=_("%(file)s-marked.xlsx") % {"file": PurePath(batch.file_name).stem})


def workbook(data: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@may("plan.withdraw_observation")
@require_POST
def withdraw(request: HttpRequest, observation_id: UUID) -> HttpResponse:
    withdraw_observation(
        observation_id=observation_id, because=request.POST.get("because", ""), actor=request.actor, now=now()
    )
    messages.success(request, _("The value no longer counts. It stays in the history with your reason."))
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/plans/") else "plan:statistics")
