"""The living plan, and the panel of one figure."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from bole.web.accounts.doors import may
from bole.web.accounts.permissions import verdict
from bole.web.plan.charts import Labels, trajectory_svg
from bole.web.plan.queries.documents import document_for, versions_of, work_on
from bole.web.plan.queries.figures import figure_page, points
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.living import Filters, living_plan
from bole.web.plan.views.asked import day_asked, number_asked


@may("plan.read")
@require_GET
def living(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = document_for(request.actor, document_id)
    filters = Filters(
        status=request.GET.get("status", ""), section=request.GET.get("section", ""), unit=request.GET.get("unit", "")
    )
    day = day_asked(request)
    chosen = number_asked(request, "figure")
    return render(
        request,
        "plan/living.html",
        {
            "document": document,
            "region": region_name(document.region),
            "work": work_on(document),
            "tab": "living",
            "may_withdraw": bool(verdict(request.actor, "plan.open_document", region=document.region)),
            "plan": living_plan(document, day=day, filters=filters),
            "filters": filters,
            "day": day,
            "page": figure_page(document, number=chosen, day=day) if chosen is not None else None,
            "chosen": chosen,
            # One reverse for 240 links: their addresses differ by the number alone.
            "figures_at": f"{request.path}figures/",
            "as_of": f"?day={day.isoformat()}",
            "versions": versions_of(document),
        },
    )


@may("plan.read")
@require_GET
def figure(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    document = document_for(request.actor, document_id)
    day = day_asked(request)
    template = "plan/parts/figure_panel.html" if request.htmx else "plan/figure.html"
    context = {
        "document": document,
        "region": region_name(document.region),
        "page": figure_page(document, number=number, day=day),
        "day": day,
    }
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@may("plan.read")
@require_GET
def chart(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    document = document_for(request.actor, document_id)
    page = figure_page(document, number=number, day=day_asked(request))
    if page.indicator is None or not page.has_chart:
        raise Http404
    path, actual, targets = points(page.path)
    labels = Labels(
        target=_("Target"), value=pgettext("path", "Counted") if page.rules else _("Reported"), unit=page.indicator.unit
    )
    svg = trajectory_svg(path=path, actual=actual, targets=targets, labels=labels)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"})
