"""The start page, the journal as an office or an auditor reads it, and the page of a record."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bole.domain.registers.definitions import PERSON
from bole.web.accounts.doors import may, signed_in
from bole.web.accounts.permissions import scope, verdict
from bole.web.base.clock import now, today
from bole.web.desk.forms import EntryFilterForm
from bole.web.desk.journal_rows import journal_rows
from bole.web.desk.queries import desk_of
from bole.web.journal.queries import EntryFilter, accesses_to, entries_within
from bole.web.journal.services import record_access_after
from bole.web.plan.queries.of_record import figures_of_record
from bole.web.registers.record_pages import LOOKED_AT, RecordPage, own_file, record_page
from bole.web.registers.views.asked import day_asked, there_or_404

LOOKS = 20


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


@may("registers.read")
@require_GET
@there_or_404
def record(request: HttpRequest, register: str, record: UUID) -> HttpResponse:
    day = day_asked(request)
    page = record_page(request.actor, register=register, record=record, day=day, today=today())
    context = {
        "page": page,
        "day": day,
        "acts": acts_on(request, page),
        "figures": figures_of_record(
            request.actor,
            register=register,
            record=record,
            subject=page.subject,
            region=page.region,
            day=day,
            today=today(),
        ),
        "looks": accesses_to(PERSON, page.subject)[:LOOKS] if page.is_own else (),
    }
    response = render(request, "desk/record.html", context)
    if page.subject is not None and not page.is_own:
        record_access_after(
            response,
            actor=request.actor,
            subject_kind=PERSON,
            subject_id=page.subject,
            purpose=LOOKED_AT,
            region=page.region,
            at=now(),
        )
    return response


def acts_on(request: HttpRequest, page: RecordPage) -> frozenset[str]:
    """Return the acts the reader may do with this record, so that the page offers no other."""
    acts = {"write_record", "correct_record", "close_record", "erase_person", "unmask"}
    return frozenset(act for act in acts if verdict(request.actor, f"registers.{act}", region=page.region))


@may("registers.read")
@require_GET
def my_file(request: HttpRequest) -> HttpResponse:
    mine = own_file(request.actor)
    return redirect("desk:record", PERSON, mine) if mine else render(request, "desk/no_file.html")


def uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
