"""What has to be true as soon as definitions of a kind hold: the rooms above say so when they are loaded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel

from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor


class CannotFollow(Exception):
    """A room cannot make true what the definitions ask for; ``reason`` says why. Nothing of the act is done."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Follower(Protocol):
    """Called in the transaction of the act with the definitions it brings of the kind: all of a pack, or the one released.

    A second time it changes nothing. It raises ``CannotFollow`` where it cannot.
    """

    def __call__(self, values: Sequence[BaseModel], *, region: str, actor: Actor, now: datetime) -> None: ...


FOLLOWERS: dict[str, Follower] = {}
