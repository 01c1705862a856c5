"""Words and numbers as officials write them."""

from django import template
from django.utils.html import format_html

from bole.web.base import places, words

register = template.Library()
register.filter("say", words.say)


@register.simple_tag(takes_context=True)
def region(context: template.Context, code: str) -> str:
    """Show a region by its name, with its code in the title; a page asks for the names once."""
    if not code:
        return "–"
    kept = vars(context["request"])
    if "region_names" not in kept:
        kept["region_names"] = places.names_of_regions()
    return format_html('<span title="{}">{}</span>', code, kept["region_names"].get(code, code))
