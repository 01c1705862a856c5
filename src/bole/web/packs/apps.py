from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "bole.web.packs"
    label = "packs"
