"""What a draft would change on live data: the rooms above say so, kind by kind, and the page of a draft shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from pydantic import BaseModel

from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor


class Preview(Protocol):
    """Called with what holds and what would hold, each None where there is nothing; it reads and changes nothing.

    ``day`` is the day on which both are compared. Each line is a sentence with its figures; none says: no difference.
    """

    def __call__(
        self, before: BaseModel | None, after: BaseModel | None, *, region: str, actor: Actor, day: date
    ) -> Sequence[Reason]: ...


PREVIEWS: dict[str, Preview] = {}
