from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "bole.web.base"
    label = "base"
