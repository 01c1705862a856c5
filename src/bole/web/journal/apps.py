from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_append_only(*, using: str, **_: object) -> None:
    from django.db import connections  # noqa: PLC0415 — after the apps are loaded

    from bole.web.journal.triggers import install  # noqa: PLC0415 — after the apps are loaded

    install(connections[using])


class JournalConfig(AppConfig):
    name = "bole.web.journal"
    label = "journal"

    def ready(self) -> None:
        # Of every app, not of this one alone: any migration may have copied the tables.
        post_migrate.connect(make_append_only, sender=self, dispatch_uid="journal.make_append_only")
        from bole.web.journal import jobs  # noqa: F401, PLC0415 — a job is known to the clock once it is imported
