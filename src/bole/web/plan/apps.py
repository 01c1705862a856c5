from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "bole.web.plan"
    label = "plan"
