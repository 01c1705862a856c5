"""What an address asks for; what cannot be read is as if it had not been asked."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from bole.web.base.clock import today


def day_asked(request: HttpRequest) -> date:
    """Return the day of the address, or today where it names none that can be read."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today()


def uuid_asked(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def number_asked(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None
