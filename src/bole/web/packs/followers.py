"""What has to be true as soon as definitions of a kind hold: the rooms above say so when they are loaded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel

from bole.web.accounts.actors import Actor


class Follower(Protocol):
    """Called in the transaction of the load with all definitions of the kind; a second time it changes nothing."""

    def __call__(self, values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None: ...


FOLLOWERS: dict[str, Follower] = {}
