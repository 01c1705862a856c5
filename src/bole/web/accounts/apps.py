from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bole.web.accounts"
    label = "accounts"
