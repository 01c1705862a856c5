"""Puts the actor on the request, once, for every door that follows: nobody is one before they have wholly entered."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from bole.web.accounts import services
from bole.web.accounts.entering import session_in_use
from bole.web.accounts.permissions import Forbidden, acts_of
from bole.web.accounts.queries import actor_of, step_before_entering
from bole.web.base.clock import now, today

SESSION = "bole_session"


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # entering: who has given the right password; actor: the same person once nothing stands before them.
        request.actor = request.entering = request.step = None
        if request.user.is_authenticated:
            self.enter(request)
        user = request.user if request.user.is_authenticated else None
        response = self.get_response(request)
        self.keep_language(request, user)
        if user is not None and "Cache-Control" not in response:
            # Several people share a machine in many offices: the Back button must not show what the last one read.
            response["Cache-Control"] = "private, no-store"
        return response

    def enter(self, request: HttpRequest) -> None:
        moment, user = now(), request.user
        if session_in_use(request.session.get(SESSION), user=user, now=moment) is None:
            logout(request)
            messages.info(request, _("You were signed out after a while without use. Nothing you sent before is lost."))
            return
        request.entering = actor_of(user, today=today())
        request.step = step_before_entering(user, request.entering, is_verified=user.is_verified(), now=moment)
        if request.step is None:
            request.actor = request.entering
            request.acts = acts_of(request.actor)
            request.may = request.acts.__contains__
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()

    def keep_language(self, request: HttpRequest, user: object) -> None:
        match = request.resolver_match
        if user is None or request.method != "POST" or match is None or match.view_name != "base:language":
            return
        language = request.POST.get("language", "")
        if translation.check_for_language(language):
            services.choose_language(user=user, language=language)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Forbidden):
            return None
        return render(request, "base/error.html", {"status": 403, "reason": exception.reason}, status=403)
