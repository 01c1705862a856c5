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
    may = getattr(request, "may", None)
    if may is None:
        return []
    rooms = [
        (_("Start"), reverse("desk:home"), None),
        (_("Plans"), reverse("plan:plans"), "plan.read"),
        (_("Registers"), reverse("registers:registers"), "registers.read"),
        (_("Statistics"), reverse("plan:statistics"), "plan.import_statistics"),
        (_("Definitions"), reverse("packs:definitions"), "packs.read"),
        (_("Accounts"), reverse("accounts:accounts"), "accounts.read"),
        (_("Journal"), reverse("desk:journal"), "journal.read"),
    ]
    if "talent" in request.actor.roles:
        rooms.append((_("My file"), reverse("desk:my_file"), "registers.read"))
    here = request.path
    within = [url for _label, url, _act in rooms if here.startswith(url)]
    current = max(within, key=len, default="")
    if current == reverse("desk:home") != here:
        current = ""
    return [Way(label, url, url == current) for label, url, act in rooms if act is None or may(act)]
