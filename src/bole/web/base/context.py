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
    rooms = [(_("Start"), reverse("desk:home"), None)]
    return [
        Way(label, url, request.path.startswith(url) if url != "/" else request.path == url)
        for label, url, _act in rooms
    ]
