"""Puts the actor on the request, once, for every door that follows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bole.web.accounts.permissions import acts_of
from bole.web.accounts.queries import actor_of
from bole.web.base.clock import today


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_of(user, today=today()) if user.is_authenticated else None
        request.acts = acts_of(request.actor) if request.actor else frozenset()
        return self.get_response(request)
