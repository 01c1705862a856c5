from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "bole.web.journal"
    label = "journal"
