"""One's own account: language, password, second factor, sessions, roles, and who looked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bole.web.accounts import entering, queries
from bole.web.accounts.doors import signed_in
from bole.web.accounts.forms import ROLE_NAMES
from bole.web.accounts.middleware import SESSION
from bole.web.base.clock import now
from bole.web.journal.queries import accesses_to

LATEST = 20


@never_cache
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    moment = now()
    return render(
        request,
        "accounts/mine.html",
        {
            "account": request.user,
            "second_factor": queries.second_factor_of(request.user),
            "sessions": queries.open_sessions(request.user, now=moment),
            "this_session": UUID(request.session[SESSION]),
            "roles": [(ROLE_NAMES[grant.role], grant.region) for grant in request.actor.grants],
            "accesses": accesses_to("accounts.user", request.user.pk)[:LATEST],
        },
    )


@signed_in
@require_POST
def end_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    entering.end_session(session_id=session_id, user=request.user, actor=request.actor, now=now())
    messages.success(request, _("The session is ended."))
    return redirect("accounts:mine")


@never_cache
@signed_in
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    if queries.second_factor_of(request.user).device is None:
        return redirect("accounts:enrolment")
    codes = entering.renew_codes(user=request.user, actor=request.actor, now=now())
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": reverse("accounts:mine")})
