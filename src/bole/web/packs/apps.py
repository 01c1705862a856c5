from django.apps import AppConfig
from django.db.models.signals import post_migrate


def keep_definitions(*, using: str, **_: object) -> None:
    from django.db import connections  # noqa: PLC0415 — after the apps are loaded

    from bole.web.packs.triggers import install  # noqa: PLC0415 — after the apps are loaded

    install(connections[using])


class PacksConfig(AppConfig):
    name = "bole.web.packs"
    label = "packs"

    def ready(self) -> None:
        post_migrate.connect(keep_definitions, sender=self, dispatch_uid="packs.keep_definitions")
