"""Numbers, statuses and addresses of the plan pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bole.domain.plan.checks.measures import measure_of
from bole.domain.plan.definitions import Goal, NumberTarget, RangeTarget, SeriesTarget
from bole.domain.plan.documents import Comparator
from bole.domain.plan.standing.goals import describe_goal, plain, rough
from bole.domain.shared.reasons import Reason
from bole.web.base.words import say
from bole.web.plan.queries.living import Piece

register = template.Library()

SIGNS = {"reached": "✓", "ahead": "▲", "on_track": "●", "behind": "◐", "at_risk": "▼", "unknown": "?"}
MONEY = ("元", "万元", "亿元")
TEN_THOUSAND, MILLION = Decimal(10_000), Decimal(1_000_000)
COMPARATORS = {
    Comparator.AT_LEAST: "≥ ",
    Comparator.MORE: "> ",
    Comparator.AT_MOST: "≤ ",
    Comparator.LESS: "< ",
    Comparator.ABOUT: "≈ ",
}


@register.filter
def status_word(status: str) -> str:
    return {
        "reached": pgettext("status", "reached"),
        "ahead": pgettext("status", "ahead"),
        "on_track": pgettext("status", "on track"),
        "behind": pgettext("status", "behind"),
        "at_risk": pgettext("status", "at risk"),
        "unknown": pgettext("status", "unknown"),
    }.get(status, _("not followed"))


@register.filter
def status_sign(status: str) -> str:
    return SIGNS.get(status, "")


@register.filter
def role_word(role: str) -> str:
    return {
        "baseline": _("base"),
        "target": _("target"),
        "actual": _("value of another year"),
        "growth": _("growth rate"),
    }.get(role, _("not followed"))


@register.filter
def kind_word(kind: str) -> str:
    return {
        "baseline": _("base"),
        "actual": _("reached value"),
        "target": _("target"),
        "quota": _("delivery over the plan"),
        "annual_quota": _("delivery each year"),
        "limit": _("limit"),
        "budget": _("money"),
        "constraint": _("condition"),
        "share_of": _("share"),
        "indicator": _("indicator"),
        "duty": _("duty"),
    }.get(kind, kind)


@register.filter
def measure_word(stock_or_flow: str) -> str:
    return {"stock": _("level"), "flow": _("delivery"), "rate": _("share or rate")}.get(stock_or_flow, stock_or_flow)


@register.filter
def severity_word(severity: str) -> str:
    return {"error": _("Error"), "warning": _("Warning"), "note": pgettext("severity", "Note")}.get(severity, severity)


@register.filter
def state_word(state: str) -> str:
    return {
        "open": _("Open"),
        "explained": _("Explained"),
        "to_correct": pgettext("state", "To be corrected"),
        "proposed": _("Waiting"),
        "confirmed": _("Confirmed"),
        "dismissed": _("Put aside"),
        "checked": _("Checked, not committed"),
        "committed": _("Committed"),
        "discarded": _("Discarded"),
    }.get(state, state)


@register.filter
def change_word(change: str) -> str:
    return {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed"), "moved": _("Moved")}.get(
        change, change
    )


@register.filter
def amount(value: object, unit: str = "") -> str:
    """Show a number with its unit as officials write it; the exact number stands in the title and in print."""
    if value is None or value == "":
        return "–"
    if not isinstance(value, Decimal):
        return str(value)  # a class or shares; their unit is part of what they are called
    exact, short = plain(value, digits=4), shortened(value, unit=unit)
    joined = "" if get_language() == "zh-hans" else " "
    gap = "" if unit in {"%", ""} else joined
    if short == exact:
        return format_html('<span class="amount">{}{}{}</span>', exact, gap, unit)
    return format_html(
        '<span class="amount" title="{}{}{}">{}{}{}<span class="exact">（{}）</span></span>',
        exact,
        gap,
        unit,
        short,
        gap,
        unit,
        exact,
    )


def shortened(value: Decimal, *, unit: str) -> str:
    """Return 12.08万 for 120800 in Chinese, exact below a million; other languages and money keep the number as it is."""
    is_counted = unit not in MONEY and not unit.startswith(("万", "亿")) and unit != "%"
    if get_language() == "zh-hans" and is_counted and abs(value) >= TEN_THOUSAND:
        return f"{plain(value / TEN_THOUSAND, digits=4 if abs(value) < MILLION else 2)}万"
    return plain(value)


@register.filter
def day_words(day: date | None) -> str:
    """Show the end of a year as the year, other days whole."""
    if not isinstance(day, date):
        return "–"
    if (day.month, day.day) == (12, 31):
        return _("end of %(year)s") % {"year": day.year}
    return date_format(day, "DATE_FORMAT")


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """Return the page's query with some parts changed; an empty part is left out."""
    query = {key: value for key, value in context["request"].GET.items() if key != "figure"}
    query |= {key: "" if value is None else str(value) for key, value in changes.items()}
    left = {key: value for key, value in query.items() if value != ""}
    return f"?{urlencode(left)}" if left else "?"


@register.filter
def legend(names: str) -> list[str]:
    return names.split(",")


@register.filter
def goal_amount(goal: Goal, unit: str) -> str:
    """Show what a goal asks for, its number as other numbers are shown."""
    if isinstance(goal, NumberTarget):
        sign = COMPARATORS.get(goal.comparator, "")
        return format_html("{}{}", sign, amount(goal.value, unit))
    if isinstance(goal, RangeTarget):
        return format_html("{}–{}", amount(goal.low), amount(goal.high, unit))
    if isinstance(goal, SeriesTarget):
        return format_html("{}{}", COMPARATORS.get(goal.comparator, ""), _("the series it is compared with"))
    return say(describe_goal(goal))


@register.filter
def expected(value: Decimal | None, unit: str = "") -> str:
    """Show a number of the path: computed, so with no more digits than it can mean."""
    if value is None:
        return "–"
    known = Decimal(rough(value).replace(",", ""))
    return amount(round(known, 1) if measure_of(unit).counts_whole and abs(known) >= 1 else known, unit)


@register.filter
def signed(value: Decimal, unit: str = "") -> str:
    """Show a gap with its sign and unit."""
    size = expected(abs(value), unit)
    return format_html("{}{}", "+" if value > 0 else "−" if value < 0 else "", size)


@register.simple_tag(takes_context=True)
def text_of(context: template.Context, pieces: Iterable[Piece]) -> str:
    """Set a text with its figures as links in reading order.

    In Python, not in a template: a document has a thousand pieces, and a loop of includes takes half of the page's time.
    """
    at, as_of, chosen = context["figures_at"], context["as_of"], context["chosen"]
    return mark_safe("".join(link(piece, at, as_of, chosen) if piece.mark else escape(piece.text) for piece in pieces))  # noqa: S308 — every part is escaped


def link(piece: Piece, at: str, as_of: str, chosen: int | None) -> str:
    mark = piece.mark
    classes = (
        f"fig fig-{mark.look}{'' if mark.is_shown else ' fig-off'}{' fig-chosen' if mark.number == chosen else ''}"
    )
    said = f'<span class="visually-hidden"> {escape(status_word(mark.status))}</span>' if mark.status else ""
    address = f"{at}{mark.number}/{as_of}"
    return (
        f'<a class="{classes}" id="f{mark.number}" href="{address}" hx-get="{address}">{escape(piece.text)}{said}</a>'
    )


@register.filter
def at(found: Mapping[str, object], name: str) -> object:
    """Return what a mapping holds under a name that the template works out."""
    return found.get(name, "") if found else ""


@register.filter
def grouped(count: int) -> str:
    """Show how many there are, with thousands apart."""
    return f"{count:,}"


@register.filter
def measured_word(form: str) -> str:
    """Say how an indicator is measured."""
    return {"reported": _("reported"), "rule": _("counted from the registers"), "shares": _("counted, shares")}.get(
        form, form
    )


@register.filter
def said(reason: Reason) -> str:
    """Say a reason of the domain in the reader's language."""
    return say(reason)
