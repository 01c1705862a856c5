"""What an address asks of a register; what cannot be read is as if it had not been asked."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.showing import filter_fields
from bole.web.base.clock import today
from bole.web.base.doors import View
from bole.web.registers.lists import Asked, uuid_of
from bole.web.registers.queries import NoSuchRecord
from bole.web.registers.tables import NoSuchRegister

FIELD, LINK = "f.", "to."
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def there_or_404(view: View) -> Callable[..., HttpResponse]:
    """What is not there, and what is not the reader's to see, is the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (NoSuchRecord, NoSuchRegister) as nothing:
            raise Http404 from nothing

    return guarded


def day_asked(request: HttpRequest) -> date:
    """Return the day of the address, or today where it names none that can be read."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today()
    return day if EARLIEST <= day <= LATEST else today()


def asked_of(request: HttpRequest, register: StoredRegister) -> Asked:
    query = request.GET
    fields = {one.id: value for one in filter_fields(register) if (value := query.get(FIELD + one.id))}
    links = {link.id: found for link in register.links if (found := uuid_of(query.get(LINK + link.id)))}
    return Asked(
        day=day_asked(request),
        today=today(),
        fields=fields,
        links=links,
        columns=columns_asked(request, register),
        after=after_asked(query),
    )


def columns_asked(request: HttpRequest, register: StoredRegister) -> tuple[str, ...]:
    """Return the columns a reader chose, now or earlier in their session."""
    kept, own = f"columns:{register.id}", [link.id for link in register.links] + [one.id for one in register.fields]
    if request.GET.get("columns") == "default":
        request.session.pop(kept, None)
    elif "column" in request.GET:
        request.session[kept] = [name for name in own if name in request.GET.getlist("column")]
    return tuple(name for name in request.session.get(kept, ()) if name in own)


def after_asked(query: QueryDict) -> tuple[str, UUID] | None:
    region, _dot, record = query.get("after", "").partition(".")
    found = uuid_of(record)
    return (region, found) if found else None
