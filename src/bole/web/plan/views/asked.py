"""What an address asks for: the day a page speaks of, and the region."""

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
