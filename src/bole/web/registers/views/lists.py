"""The registers of a region, and a page of one of them."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from bole.domain.registers.definitions import PERSON, StoredRegister
from bole.domain.registers.showing import default_columns, title_field
from bole.web.accounts.doors import may
from bole.web.base.clock import today
from bole.web.registers.facets import facets_of, rarest_of, tally_of
from bole.web.registers.lists import Asked, found_by, register_page
from bole.web.registers.names import called_by_id
from bole.web.registers.showing import Words
from bole.web.registers.tables import Store, store_on
from bole.web.registers.views.asked import asked_of, there_or_404


@may("registers.read")
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    store = store_on(today())
    words = Words(store.schema)
    rows = []
    for known in sorted((tables.register for tables in store.tables.values()), key=as_listed):
        tally = tally_of(request.actor, store, known.id, today=today())
        rows.append((known, words.label(known.label), tally, words.count(tally.records, known)))
    return render(request, "registers/registers.html", {"rows": rows})


def as_listed(register: StoredRegister) -> tuple[bool, bool, str]:
    """Order people first, then what stands by itself, then what is about those."""
    return register.id != PERSON, bool(register.links), register.id


@may("registers.read")
@require_http_methods(["GET", "POST"])
@there_or_404
def records(request: HttpRequest, register: str) -> HttpResponse:
    store = store_on(today())
    known = store.of(register).register
    asked = asked_of(request, known)
    text = request.POST.get("text", "").strip()
    words = Words(store.schema)
    if text:
        page = found_by(request.actor, store, register=register, text=text, asked=asked)
        if len(page.rows) == 1:
            return redirect(page.rows[0].url)
    else:
        asked = replace(asked, rarest=rarest_of(request.actor, store, register=register, asked=asked))
        page = register_page(request.actor, store, register=register, asked=asked)
    further = request.GET.copy()
    further["after"] = page.after
    context = {
        "page": page,
        "register": known,
        "title": words.label(known.label),
        "asked": asked,
        "text": text,
        "facets": None if text else facets_of(request.actor, store, register=register, asked=asked),
        "of": narrowing_links(request, store, known, asked),
        "further": further.urlencode() if page.after else "",
        "columns": column_choices(known, words, asked),
        "searched": searched_words(known, words),
        "begins": begins_words(known, words),
        "may_write": "registers.write_record" in request.acts,
    }
    return render(request, "registers/records.html", context)


def narrowing_links(
    request: HttpRequest, store: Store, known: StoredRegister, asked: Asked
) -> list[tuple[str, str, str]]:
    """Return what records a list is narrowed to by: the link's name, its words, and what the record is called."""
    words, found = Words(store.schema), []
    for link in known.links:
        if link.id in asked.links:
            record = asked.links[link.id]
            names = called_by_id(request.actor, store, link.to, [record], day=asked.today)
            found.append((link.id, words.label(link.label), str(names.get(record, "–"))))
    return found


def column_choices(known: StoredRegister, words: Words, asked: Asked) -> list[tuple[str, str, bool]]:
    shown = asked.columns or default_columns(known)
    links = [(link.id, words.label(link.label), link.id in shown) for link in known.links]
    fields = [(one.id, words.label(one.label), one.id in shown) for one in known.fields if not one.sensitive]
    return links + fields


def searched_words(known: StoredRegister, words: Words) -> tuple[str, ...]:
    """Return by what the records of a register are found, so that nobody has to try."""
    return tuple(words.label(one.label) for one in known.fields if one.searchable)


def begins_words(known: StoredRegister, words: Words) -> str:
    title = title_field(known)
    return words.label(title.label) if title and not title.sensitive else ""
