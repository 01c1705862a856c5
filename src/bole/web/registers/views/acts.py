"""The acts on a record: a new one, news from a day on, a correction, an end, an erasure, and a look at a sealed value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.domain.registers.definitions import PERSON
from bole.domain.registers.validation import FieldFault
from bole.domain.rules.schema import Link, Validity
from bole.web.accounts.doors import may
from bole.web.accounts.permissions import demand
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.registers import services
from bole.web.registers.forms import VALUE, CloseForm, EraseForm, PurposeForm, RecordForm, first_values
from bole.web.registers.names import called
from bole.web.registers.queries import NoSuchRecord
from bole.web.registers.sealing import Unreadable
from bole.web.registers.showing import ONE_DAY, Called, Words
from bole.web.registers.tables import Store, Tables, store_on
from bole.web.registers.views.asked import LINK, day_asked, there_or_404, uuid_of
from bole.web.registers.writing import (
    changes_shown,
    checked_as_written,
    choices_of,
    digest_of,
    handle_of,
    held_on,
    known_rows,
    records_meant,
    writable_regions,
)


@dataclass
class Writing:
    """One way to write a record: its words, its form, what is held, and the act that keeps it."""

    request: HttpRequest
    store: Store
    tables: Tables
    title: str
    lead: str
    form: RecordForm
    rows: list[Model]
    keep: Callable[[RecordForm, dict[str, object]], services.Written]
    record: UUID | None = None
    name: str = ""
    is_correction: bool = False

    @property
    def day(self) -> date:
        return self.form.cleaned_data.get("day") or today()


@may("registers.write_record")
@there_or_404
def new_record(request: HttpRequest, register: str) -> HttpResponse:
    store = store_on(today())
    tables = store.of(register)
    words, known = Words(store.schema), tables.register
    form = RecordForm(
        request.POST or None,
        register=known,
        words=words,
        links=known.links,
        regions=writable_regions(request.actor),
        day_label=_("Holds from") if known.validity is Validity.STATE else None,
        is_new=True,
        initial=first_links(request, store, known.links) | {"day": today()},
    )

    def keep(form: RecordForm, values: dict[str, object]) -> services.Written:
        return services.write_record(
            register=register,
            values=values,
            actor=request.actor,
            region=form.cleaned_data["region"],
            from_on=form.cleaned_data.get("day") or today(),
            source=form.cleaned_data["source"],
            now=now(),
        )

    title = _("New record: %(register)s") % {"register": words.label(known.label)}
    return write(Writing(request, store, tables, title, "", form, [], keep))


def first_links(request: HttpRequest, store: Store, links: tuple[Link, ...]) -> dict[str, object]:
    """Return what the address says a new record leads to, as somebody would type it."""
    return {
        VALUE + link.id: handle_of(
            request.actor, store, link.to, uuid_of(request.GET.get(LINK + link.id)), today=today()
        )
        for link in links
    }


@may("registers.write_record")
@there_or_404
def change(request: HttpRequest, register: str, record: UUID) -> HttpResponse:
    def keep(form: RecordForm, values: dict[str, object]) -> services.Written:
        return services.write_record(
            register=register,
            record=record,
            values=values,
            actor=request.actor,
            region=last_row(request, register, record).owning_region,
            from_on=form.cleaned_data["day"],
            source=form.cleaned_data["source"],
            now=now(),
        )

    lead = _("Say what is other from a day on. The days before stay as they were.")
    return write_to(request, register, record, act="write_record", title=_("From a day on something changed"), lead=lead, keep=keep)  # fmt: skip


@may("registers.correct_record")
@there_or_404
def correct(request: HttpRequest, register: str, record: UUID) -> HttpResponse:
    def keep(form: RecordForm, values: dict[str, object]) -> services.Written:
        return services.correct_record(
            register=register,
            record=record,
            values=values,
            day=form.cleaned_data.get("day") or last_row(request, register, record).valid_from,
            actor=request.actor,
            source=form.cleaned_data["source"],
            now=now(),
        )

    lead = _("Say how it was in truth. What was held until now stays on record.")
    return write_to(request, register, record, act="correct_record", title=_("Something was wrong"), lead=lead, keep=keep)  # fmt: skip


def last_row(request: HttpRequest, register: str, record: UUID) -> Model:
    return known_rows(request.actor, store_on(today()), register, record, today=today())[-1]


def write_to(
    request: HttpRequest,
    register: str,
    record: UUID,
    *,
    act: str,
    title: str,
    lead: str,
    keep: Callable[[RecordForm, dict[str, object]], services.Written],
) -> HttpResponse:
    """Show or take the form of an act on a record that is there."""
    store = store_on(today())
    tables = store.of(register)
    rows = known_rows(request.actor, store, register, record, today=today())
    demand(request.actor, f"registers.{act}", region=rows[-1].owning_region)
    known, day = tables.register, day_asked(request)
    held = held_on(rows, tables, day=day) or rows[-1]
    labels = {"write_record": _("From this day on"), "correct_record": _("A day on which it was wrong")}
    links = tuple(link for link in known.links if link.id != known.subject)
    values = {one.id: getattr(held, one.id) for one in known.fields}
    shown = {
        VALUE + link.id: handle_of(request.actor, store, link.to, getattr(held, f"{link.id}_id"), today=today())
        for link in links
    }
    form = RecordForm(
        request.POST or None,
        register=known,
        words=Words(store.schema),
        links=links,
        day_label=labels[act] if known.validity is Validity.STATE else None,
        initial=first_values(values, known) | shown | {"day": day},
    )
    name = str(called(request.actor, [held], tables)[record])
    return write(Writing(request, store, tables, title, lead, form, rows, keep, record, name, act == "correct_record"))


def write(writing: Writing) -> HttpResponse:
    """Take what was typed: say every fault at once, then show what would change, then keep what was shown."""
    request, form, context = writing.request, writing.form, {}
    if request.method == "POST" and form.is_valid():
        values = values_meant(writing)
        checked = checked_as_written(values, writing.tables, writing.store, is_new=form.is_new)
        put_faults(form, checked.faults)
        held = held_on(writing.rows, writing.tables, day=writing.day) if writing.rows else None
        if writing.is_correction and held is None:
            form.add_error("day", _("Nothing is held on this day. Choose one on which it was wrong."))
        if not form.errors:
            changes = changes_shown(
                request.actor,
                writing.store,
                writing.tables,
                held=held,
                values={name: value for name, value in checked.values.items() if name in values},
                today=today(),
            )
            digest = digest_of(values, form.cleaned_data)
            if not changes:
                form.add_error(None, _("Nothing is other than what is held already."))
            elif request.POST.get("step") == "save" and request.POST.get("reviewed") == digest:
                kept = save(writing, values)
                if kept is not None:
                    return kept
            else:
                context = {"changes": changes, "digest": digest}
    context |= {"writing": writing, "form": form, "register": writing.tables.register}
    return render(request, "registers/write.html", context, status=422 if form.errors else 200)


def save(writing: Writing, values: dict[str, object]) -> HttpResponse | None:
    """Keep it and go to the record, or leave on the form why it was refused."""
    form = writing.form
    try:
        written = writing.keep(form, values)
    except services.RecordHasFaults as refused:
        put_faults(form, refused.faults)
    except Unreadable:
        form.add_error(None, _("This person was erased: sealed fields can be written no more."))
    else:
        said = _("Saved as %(number)s.") % {"number": written.number} if written.number else _("Saved.")
        messages.success(writing.request, said + " " + _("The figures follow in a moment."))
        return redirect("desk:record", writing.tables.register.id, written.record)
    return None


def values_meant(writing: Writing) -> dict[str, object]:
    """Return what was typed, with links as the records they mean; what means none or several is said at its place."""
    values = writing.form.typed()
    for link in writing.form.links:
        text = str(values.get(link.id) or "")
        if not text:
            continue
        found = records_meant(writing.request.actor, writing.store, link.to, text, today=today())
        if len(found) == 1:
            values[link.id] = str(next(iter(found)))
        elif found:
            writing.form.choose_between(link.id, choices_of(found))
            writing.form.add_error(VALUE + link.id, _("Several fit. Choose one."))
        else:
            writing.form.add_error(VALUE + link.id, _("Nothing you may see is found by this."))
    return values


def put_faults(form: RecordForm, faults: tuple[FieldFault, ...]) -> None:
    for fault in faults:
        name = VALUE + fault.field
        text = _("%(what)s %(remedy)s") % {"what": say(fault.what), "remedy": say(fault.remedy)}
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, text)


@may("registers.close_record")
@there_or_404
def close(request: HttpRequest, register: str, record: UUID) -> HttpResponse:
    tables, rows, name = found(request, register, record, act="close_record")
    form = CloseForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if last_day < rows[0].valid_from:
            form.add_error(
                "last_day", _("It does not hold yet on this day. Write a later one, or correct its first day.")
            )
        else:
            services.close_record(
                register=register,
                record=record,
                on=last_day + ONE_DAY,
                actor=request.actor,
                source=form.cleaned_data["source"],
                now=now(),
            )
            messages.success(request, _("It is ended. The figures follow in a moment."))
            return redirect("desk:record", register, record)
    context = {"form": form, "register": tables.register, "record": record, "name": name}
    return render(request, "registers/close.html", context, status=422 if form.errors else 200)


def found(request: HttpRequest, register: str, record: UUID, *, act: str) -> tuple[Tables, list[Model], Called]:
    """Return a record that the actor may see and do the act with."""
    store = store_on(today())
    tables = store.of(register)
    rows = known_rows(request.actor, store, register, record, today=today())
    demand(request.actor, f"registers.{act}", region=rows[-1].owning_region)
    return tables, rows, called(request.actor, rows[-1:], tables)[record]


@may("registers.erase_person")
@there_or_404
def erase(request: HttpRequest, register: str, record: UUID) -> HttpResponse:
    if register != PERSON:
        raise NoSuchRecord(f"{register}/{record}")
    tables, _rows, name = found(request, register, record, act="erase_person")
    form = EraseForm(request.POST or None, name=name.number)
    if request.method == "POST" and form.is_valid():
        services.erase_person(person=record, day=today(), actor=request.actor, now=now())
        messages.success(request, _("%(number)s is erased.") % {"number": name.number})
        return redirect("desk:record", register, record)
    words = Words(store_on(today()).schema)
    sealed = [words.label(one.label) for one in tables.register.sensitive_fields]
    context = {"form": form, "register": tables.register, "record": record, "name": name, "sealed": sealed}
    return render(request, "registers/erase.html", context, status=422 if form.errors else 200)


@may("registers.unmask")
@require_POST
@there_or_404
def unmask(request: HttpRequest, register: str, record: UUID, field: str) -> HttpResponse:
    form = PurposeForm(request.POST)
    tables, _rows, name = found(request, register, record, act="unmask")
    context = {"form": form, "register": tables.register, "record": record, "name": name, "field": field}
    value, is_gone = None, False
    if form.is_valid():
        try:
            value = services.unmask_field(
                register=register,
                record=record,
                field=field,
                purpose=form.cleaned_data["purpose"],
                day=today(),
                actor=request.actor,
                now=now(),
            )
        except Unreadable:
            is_gone = True
    context |= {"value": value, "is_gone": is_gone}
    template = "registers/parts/unmasked.html" if request.htmx and form.is_valid() else "registers/unmasked.html"
    return render(request, template, context, status=422 if form.errors else 200)
