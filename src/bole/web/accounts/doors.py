"""What every page needs at its door: a signed-in actor, and a role that includes the act."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bole.web.accounts.permissions import ROLES_OF_ACT
from bole.web.base.doors import View, public

__all__ = ["entering", "may", "public", "signed_in"]


def signed_in(view: View) -> View:
    """Send a stranger to the sign-in page, and somebody who has not wholly entered to the step they still owe."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.step is not None:
            return redirect(f"{reverse(request.step)}?{urlencode({'next': request.get_full_path()})}")
        if request.actor is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    door.door = "signed_in"
    return door


def entering(view: View) -> View:
    """Let in whoever has given the right password, also before their second factor: for the steps of entering alone."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.entering is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    door.door = "entering"
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
