"""What the worker and the clock do for registers."""

from datetime import time

from django_tasks import task

from bole.web.accounts.actors import service_actor
from bole.web.base import clock
from bole.web.base.recurring import daily
from bole.web.registers import services
from bole.web.registers.services.forgetting import forget_erased_people
from bole.web.registers.snapshots import refresh_working

__all__ = ["destroy_keys_of_erased", "forget_erased_people", "refresh_working"]


@daily("registers.keys_of_erased_destroyed", at=time(2, 0))
@task()
def destroy_keys_of_erased() -> int:
    """Destroy keys that an interrupted erasure, or an old copy of the keys put back, has left; frozen snapshots likewise."""
    services.forget_erased(actor=service_actor("registers"), now=clock.now())
    return services.destroy_keys_of_erased()
