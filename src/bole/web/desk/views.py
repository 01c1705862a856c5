"""The start page, and the journal as an office or an auditor reads it."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bole.web.accounts.doors import may, signed_in
from bole.web.accounts.permissions import scope
from bole.web.base.clock import today
from bole.web.desk.forms import EntryFilterForm
from bole.web.desk.journal_rows import journal_rows
from bole.web.desk.queries import desk_of
from bole.web.journal.queries import EntryFilter, entries_within


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html", {"desk": desk_of(request.actor, today=today())})


@may("journal.read")
def journal(request: HttpRequest) -> HttpResponse:
    form = EntryFilterForm(request.GET or None)
    wanted = EntryFilter()
    if form.is_valid():
        wanted = replace(wanted, **{name: value for name, value in form.cleaned_data.items() if value})
    found = entries_within(
        scope(request.actor, "journal.read"), filters=wanted, after=uuid_or_none(request.GET.get("after"))
    )
    further = request.GET.copy()
    further["after"] = str(found.next_after)
    context = {
        "form": form,
        "rows": journal_rows(found.entries),
        "further": further.urlencode() if found.next_after else "",
        "is_filtered": wanted != EntryFilter(),
    }
    return render(request, "desk/journal.html", context)


def uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
