from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "bole.web.registers"
    label = "registers"

    def ready(self) -> None:
        from bole.web.packs.followers import FOLLOWERS  # noqa: PLC0415 — after the apps are loaded
        from bole.web.registers import jobs  # noqa: F401, PLC0415 — a job is known to the clock once it is imported
        from bole.web.registers.snapshots import follow_registers, retake_changed  # noqa: PLC0415 — after the apps are loaded

        FOLLOWERS["register"] = follow_registers
        FOLLOWERS["code_table"] = retake_changed
