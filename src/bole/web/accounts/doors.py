"""What every page needs at its door: a signed-in actor, and a role that includes the act."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from bole.web.accounts.permissions import ROLES_OF_ACT

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Send a stranger to the sign-in page."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.actor is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    door.door = "signed_in"
    return door


def may(act: str) -> Callable[[View], View]:
    """Let in actors with a role that includes the act; to everybody else signed in, the page does not exist."""
    if act not in ROLES_OF_ACT:
        raise KeyError(act)

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.actor.roles & ROLES_OF_ACT[act]:
                raise Http404
            return view(request, *args, **kwargs)

        guarded = signed_in(door)
        guarded.door = act
        return guarded

    return decorate


def public(view: View) -> View:
    """Mark a page that anybody may read without signing in."""
    view.door = "public"
    return view
