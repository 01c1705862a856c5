from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


def begin_session(*, request: HttpRequest, user: object, **_: object) -> None:
    """Put a sign-in on record, whichever door it came through."""
    from bole.web.accounts.entering import open_session  # noqa: PLC0415 — after the apps are loaded
    from bole.web.accounts.middleware import SESSION  # noqa: PLC0415 — after the apps are loaded
    from bole.web.accounts.queries import actor_of  # noqa: PLC0415 — after the apps are loaded
    from bole.web.base.clock import now, today  # noqa: PLC0415 — after the apps are loaded

    session = open_session(
        user=user,
        actor=actor_of(user, today=today()),
        address=request.META.get("REMOTE_ADDR", ""),
        browser=request.META.get("HTTP_USER_AGENT", ""),
        now=now(),
    )
    request.session[SESSION] = str(session.pk)


class AccountsConfig(AppConfig):
    name = "bole.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")
        from bole.web.accounts import jobs  # noqa: F401, PLC0415 — a job is known to the clock once it is imported
