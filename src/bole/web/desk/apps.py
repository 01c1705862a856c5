from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "bole.web.desk"
    label = "desk"
