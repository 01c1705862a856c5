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
        from bole.web.base.places import name_regions_by  # noqa: PLC0415 — after the apps are loaded
        from bole.web.packs.queries import region_names_in_words  # noqa: PLC0415 — after the apps are loaded

        name_regions_by(region_names_in_words)
        post_migrate.connect(keep_definitions, sender=self, dispatch_uid="packs.keep_definitions")
