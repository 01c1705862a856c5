"""Who acts, in which roles and where. Every query and every service takes an actor; none looks for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from bole.domain.shared.regions import subtree


class Role(StrEnum):
    OFFICE = "office"
    DEPARTMENT = "department"
    EMPLOYER = "employer"
    TALENT = "talent"
    EXPERT = "expert"
    WINDOW = "window"
    LEADER = "leader"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a region and everything below it; for employers and departments also in one organisation."""

    role: Role
    region: str
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or a service account (``user_id`` is None) that a job or a command acts as."""

    user_id: UUID | None
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def is_service(self) -> bool:
        return self.user_id is None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def regions_as(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Return the regions in which the actor holds one of the roles, without those inside another of them."""
        wanted = frozenset(roles)
        held = {subtree(grant.region) for grant in self.grants if grant.role in wanted}
        return tuple(
            sorted(code for code in held if not any(code != other and code.startswith(other) for other in held))
        )


def service_actor(name: str, *, region: str = "") -> Actor:
    """Return the account under which a job or a command acts; an empty region is the whole installation."""
    return Actor(user_id=None, name=name, grants=(Grant(Role.OFFICE, region),))
