from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "bole.web.plan"
    label = "plan"

    def ready(self) -> None:
        from bole.web.packs.editors import EDITORS  # noqa: PLC0415 — after the apps are loaded
        from bole.web.packs.followers import FOLLOWERS  # noqa: PLC0415 — after the apps are loaded
        from bole.web.packs.previews import PREVIEWS  # noqa: PLC0415 — after the apps are loaded
        from bole.web.plan import jobs  # noqa: PLC0415 — after the apps are loaded
        from bole.web.plan.queries.differences import preview_indicator  # noqa: PLC0415 — after the apps are loaded
        from bole.web.registers.watchers import WATCHERS  # noqa: PLC0415 — after the apps are loaded

        EDITORS["indicator"] = "plan:edit_indicator"
        PREVIEWS["indicator"] = preview_indicator
        FOLLOWERS["indicator"] = jobs.follow_what_is_defined
        WATCHERS.append(jobs.measure_after_change)
