"""What every page knows: who reads it, of which day it speaks, and where one can go from here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bole.web.base.clock import today


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, object]:
    return {"actor": getattr(request, "actor", None), "today": today(), "navigation": ways(request)}


def ways(request: HttpRequest) -> list[Way]:
    """Return the rooms in the masthead; a room whose door the actor may not pass answers 404, so it is not shown."""
    rooms = [
        (_("Start"), reverse("desk:home"), None),
        (_("Plans"), reverse("plan:plans"), "plan.read"),
        (_("Statistics"), reverse("plan:statistics"), "plan.import_statistics"),
    ]
    acts = getattr(request, "acts", frozenset())
    open_rooms = [(label, url) for label, url, act in rooms if act is None or act in acts]
    # The longest address that begins the page's own is the room one is in: statistics lie below plans.
    current = max((url for _label, url in open_rooms if is_inside(request.path, url)), key=len, default="")
    return [Way(label, url, url == current) for label, url in open_rooms]


def is_inside(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
