"""The county while it is being made: who is here, where they work, what was said of them so far.

Everything here changes as the years pass; what comes out at the end does not.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bole.domain.registers.population.identifiers import record_id
from bole.domain.registers.population.terms import Group, PopulationTerms

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """``said`` is what is said of the record from each day on; ``source`` who says it."""

    id: str
    region: str
    source: str
    said: tuple[tuple[date, Mapping[str, object]], ...]


@dataclass(slots=True)
class Organisation:
    id: str
    region: str
    founded_on: date
    since: date  # on record since then
    tag: str
    industry: str
    takes: Mapping[str, float]
    said: dict[date, Values]
    is_high_tech: bool = False

    @property
    def name(self) -> str:
        return str(self.said[self.since]["name"])

    @property
    def weight(self) -> float:
        return sum(self.takes.values())


@dataclass(slots=True, eq=False)
class Job:
    organisation: Organisation
    began_on: date
    post: str
    monthly_pay: int
    contract_months: int | None = None  # None: without an end
    ended_on: date | None = None


@dataclass(slots=True, eq=False)
class Person:
    """``facts`` is what holds last; ``stays_until`` the day before which nobody moves them; ``open`` what ends with them."""

    id: str
    group: str
    region: str
    gender: str
    born: date
    entered_on: date
    retires_on: date
    facts: Values
    said: dict[date, Values]
    profession: str = ""
    is_here: bool = True
    is_protected: bool = False
    is_founder: bool = False
    is_certified: bool = False
    is_leader: bool = False
    leaves_on: date | None = None
    stays_until: date = date.min
    titled_on: date = date.min
    jobs: list[Job] = field(default_factory=list)
    open: list[Values] = field(default_factory=list)

    @property
    def job(self) -> Job | None:
        return self.jobs[-1] if self.jobs and self.jobs[-1].ended_on is None else None

    def say(self, day: date, **values: object) -> None:
        self.said.setdefault(day, {}).update(values)
        self.facts.update(values)

    def age_on(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` through ``last``; ``place`` is its place in rows of periods, from 0."""

    place: int
    first: date
    last: date

    @property
    def years(self) -> float:
        return ((self.last - self.first).days + 1) / 365.25


@dataclass(slots=True)
class Event:
    """What happened to somebody or something: a record of a register that is said once."""

    register: str
    region: str
    day: date
    values: Values
    source: str = ""


@dataclass(slots=True)
class World:
    terms: PopulationTerms
    seed: int
    share: float  # how large the county is made, of what its terms say
    region_names: Mapping[str, str]
    employers: dict[str, tuple[list[Organisation], list[float]]] = field(default_factory=dict)
    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    debt: float = 0  # of newcomers who will leave early: carried on, so that the share holds at any time
    _running: int = 0

    def group(self, name: str) -> Group:
        return self.terms.groups[name]

    def new_id(self) -> str:
        self._running += 1
        digest = hashlib.blake2b(f"{self.seed}/id".encode()).digest()
        at = (self.terms.opened_on - date(1970, 1, 1)).days * 86_400_000
        return record_id(seed_digest=digest, at=at, number=self._running)

    def stock(self, row: Sequence[int], place: int) -> int:
        """Return how many there are at the end of a period, or with -1 on the first day, in a county of this size."""
        return round(row[place + 1] * self.share)

    def flow(self, row: Sequence[int], place: int) -> int:
        """Return how many come in a period; what rounding leaves is carried on to the next."""
        before = sum(row[:place])
        return round((before + row[place]) * self.share) - round(before * self.share)

    def here(self, *groups: str) -> Iterator[Person]:
        return (one for one in self.people if one.is_here and (not groups or one.group in groups))

    def happened(self, register: str, person: Person | None, day: date, values: Values, region: str = "") -> Values:
        """Put a record on the list and return its values, which may still be completed."""
        if person is not None:
            values = {"person": person.id, **values}
        where = region or (person.region if person else next(iter(self.terms.towns)))
        self.events.append(Event(register, where, day, values))
        return values


def periods_of(terms: PopulationTerms) -> tuple[Period, ...]:
    starts = (terms.opened_on, *terms.periods[:-1])
    return tuple(
        Period(place, start + timedelta(days=1), last)
        for place, (start, last) in enumerate(zip(starts, terms.periods, strict=True))
    )
