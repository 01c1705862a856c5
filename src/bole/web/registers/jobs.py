"""What the worker and the clock do for registers."""

from datetime import time

from django_tasks import task

from bole.web.base.recurring import daily
from bole.web.registers import services
from bole.web.registers.snapshots import refresh_working

__all__ = ["destroy_keys_of_erased", "refresh_working"]


@daily("registers.keys_of_erased_destroyed", at=time(2, 0))
@task()
def destroy_keys_of_erased() -> int:
    """Destroy keys that an interrupted erasure, or an old copy of the keys put back, has left."""
    return services.destroy_keys_of_erased()
