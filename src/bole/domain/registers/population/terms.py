"""What a population is made from: stocks, flows, ages, degrees, employers and words, as a pack writes them down.

A row of ten begins with what was there on the first day; a row of nine has one number for each period after it.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from bole.domain.shared.law import Strict

Shares = dict[str, float]
Bands = tuple[tuple[int, int, float], ...]  # from age, through age, weight
Whole = Annotated[int, Field(ge=0)]
Row = tuple[Whole, ...]


class Group(Strict):
    """People who are hired, trained and counted alike. ``leaves`` and ``fresh`` weigh the group against the others."""

    category: str
    source: str
    series: str = ""
    stock: Row
    women: float
    ages: Bands
    newcomers: Bands
    education: Shares
    education_new: Shares
    retires: tuple[int, int]  # men, women
    leaves: float = 0
    fresh: float = 0  # how often newcomers come straight from their studies; 0 never
    employed: float = 100
    pay: tuple[int, int] = (2600, 6000)  # yuan a month
    contract: tuple[int, ...] = ()  # months; none where a post has no end
    title_shares: tuple[tuple[float, float], ...] = ()  # senior and middle of a hundred with a title
    professions: Shares = Field(default_factory=dict)
    high_shares: tuple[float, ...] = ()  # highly skilled of a hundred
    occupations: tuple[str, ...] = ()
    posts: tuple[str, ...]
    towns: Shares = Field(default_factory=dict)


class Change(Strict):
    """From one group to another, of a thousand a year."""

    source: str = Field(alias="from")
    to: str
    rate: float
    post: str


class YearlyTraining(Strict):
    kind: str
    group: str
    rate: float
    hours: tuple[int, int]
    name: str
    provider: str


class HonourTerms(Strict):
    name: str
    grade: str
    group: str
    granted_by: str
    prize: int | None = None
    many: Row


class PlatformTerms(Strict):
    """``hosts`` is the tag of the organisations among which the host is; ``led_by`` the group of its leader."""

    kind: str
    name: str
    rank: str
    field: str
    hosts: str
    by: str
    led_by: str = ""
    many: Row


class ProjectTerms(Strict):
    programme: str
    kind: str
    field: str
    support: int
    youngest: int
    oldest: int
    many: Row


class EventTerms(Strict):
    name: str
    kind: str
    many: Row


class FlatTerms(Strict):
    kind: str
    address: str
    many: Row


class TitleNames(Strict):
    series: str
    names: tuple[str, str, str, str]


class OrganisationTerms(Strict):
    """Organisations of one kind: named, one in every town, or ``made`` from words with ``heavy`` differences of size."""

    names: tuple[str, ...] = ()
    each_town: bool = False
    made: int = 0
    word: tuple[str, ...] = ()
    suffix: str = ""
    kind: str
    institution_kind: str = ""
    industry: str = ""
    ownership: str = ""
    tag: str = ""
    since: date | None = None
    heavy: float = 0
    takes: Shares


class PopulationTerms(Strict):
    """Everything a population follows from, beside the seed."""

    people: int = Field(ge=1)
    opened_on: date
    periods: tuple[date, ...] = Field(min_length=1)
    county: str
    towns: Shares
    birthplaces: Shares
    came_from: tuple[str, ...]
    missing: Shares
    groups: dict[str, Group]
    changes: tuple[Change, ...] = ()
    flows: dict[str, Row]
    early_leavers: float
    moves: Shares
    yearly_training: tuple[YearlyTraining, ...]
    providers: tuple[str, ...]
    courses: tuple[str, ...]
    holdings: dict[str, Row]
    clinics_with_doctors: Row
    honours: tuple[HonourTerms, ...]
    platforms: tuple[PlatformTerms, ...]
    projects: tuple[ProjectTerms, ...]
    project_words: tuple[str, ...]
    events: tuple[EventTerms, ...]
    flats: tuple[FlatTerms, ...]
    high_tech: Row
    sources: dict[str, str]
    titles: dict[str, TitleNames]
    organisations: tuple[OrganisationTerms, ...]
    brands: tuple[str, ...]
    universities: tuple[str, ...]
    colleges: tuple[str, ...]
    surnames: Shares
    given_men: tuple[str, ...]
    given_women: tuple[str, ...]
    given_both: tuple[str, ...]

    @model_validator(mode="after")
    def _rows_are_as_long_as_the_periods(self) -> "PopulationTerms":
        after = len(self.periods)
        flows = {**self.flows, **{one.name: one.many for one in self.honours}}
        flows |= {one.name: one.many for one in self.events} | {one.address: one.many for one in self.flats}
        flows |= {f"{one.programme} {one.field}": one.many for one in self.projects}
        stocks = {**self.holdings, **{name: group.stock for name, group in self.groups.items()}}
        stocks |= {f"{one.name} {one.rank}": one.many for one in self.platforms}
        stocks |= {"high_tech": self.high_tech, "clinics_with_doctors": self.clinics_with_doctors}
        for rows, long in ((flows, after), (stocks, after + 1)):
            for name, row in rows.items():
                if len(row) != long:
                    raise ValueError(f"{name} has {len(row)} numbers instead of {long}")
        for name, group in self.groups.items():
            for wanted in (group.title_shares, group.high_shares):
                if wanted and len(wanted) != after + 1:
                    raise ValueError(f"{name} has {len(wanted)} shares instead of {after + 1}")
        return self
