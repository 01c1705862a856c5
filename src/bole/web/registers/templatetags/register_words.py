"""Cells, periods and addresses of the pages of registers."""

from datetime import date
from urllib.parse import urlencode

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bole.domain.registers.versions import BEGINNING, Span
from bole.domain.rules.schema import OPEN_END
from bole.web.base.words import said
from bole.web.registers.record_pages import LOOKED_AT
from bole.web.registers.showing import ONE_DAY, Cell

register = template.Library()


@register.filter
def cell(shown: Cell) -> str:
    """Show a value: as a link where it leads somewhere, with what it is exactly where it is rounded."""
    if shown.url:
        return format_html('<a href="{}">{}</a>', shown.url, shown.text)
    if shown.exact:
        return format_html('<span class="rounded" title="{}">{}</span>', shown.exact, shown.text)
    if shown.is_masked:
        return format_html('<span class="muted">{}</span>', shown.text)
    return shown.text


@register.filter
def period(span: Span) -> str:
    """Show a half-open span as people write it: both days belong to it."""
    start = "" if span.start == BEGINNING else date_format(span.start, "DATE_FORMAT")
    if span.end == OPEN_END:
        return _("from %(start)s") % {"start": start} if start else _("always")
    end = date_format(span.end - ONE_DAY, "DATE_FORMAT")
    return _("%(start)s to %(end)s") % {"start": start, "end": end} if start else _("until %(end)s") % {"end": end}


@register.filter
def purpose(text: str) -> str:
    """Say what a look at a file was for: what somebody typed, or that its page was opened."""
    return _("opened the page") if text == LOOKED_AT else text


@register.filter
def grouped(number: int) -> str:
    return f"{number:,}"


@register.filter
def listed(parts: object) -> object:
    return said(tuple(parts))


@register.filter
def iso(day: date) -> str:
    return day.isoformat()


@register.simple_tag(takes_context=True)
def narrowed(context: template.Context, name: str, value: object) -> str:
    """Return the page's query with one part changed and from its first page on; an empty part is left out."""
    query = context["request"].GET.copy()
    for gone in ("after", "column", "columns"):
        query.pop(gone, None)
    query.pop(name, None)
    if value not in (None, ""):
        query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def query_of(**parts: object) -> str:
    return "?" + urlencode({name: value for name, value in parts.items() if value not in (None, "")})
