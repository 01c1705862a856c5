"""The records behind a counted figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bole.web.accounts.doors import may
from bole.web.base.clock import today
from bole.web.plan.queries.counted import Asked, counted_page
from bole.web.plan.queries.indicators import region_name
from bole.web.plan.queries.measurements import rules_in_words
from bole.web.plan.views.asked import day_asked, number_asked, uuid_asked
from bole.web.registers.counted import DaysAsked


@may("plan.read")
@require_GET
def counted(request: HttpRequest, region: str, indicator: str) -> HttpResponse:
    after = uuid_asked(request, "after")
    asked = Asked(
        number=number_asked(request, "count") or 0, is_doubtful="doubtful" in request.GET, after=str(after or "")
    )
    days = DaysAsked(day_asked(request), today())
    page = counted_page(request.actor, region=region, name=indicator, days=days, asked=asked)
    further = request.GET.copy()
    further["after"] = page.records.after
    context = {
        "page": page.records,
        "counted": page,
        "rules": rules_in_words(page.indicator, day=days.today),
        "place": region_name(region),
        "day": page.measured.day,
        "further": further.urlencode() if page.records.after else "",
    }
    return render(request, "plan/counted.html", context)
