"""Make a whole population: the same for the same terms, seed and size, as records of the registers, ready to be kept.

What the registers hold is declared by packs; where the records go is the business of the store.
"""

from collections.abc import Mapping
from datetime import date

from bole.domain.registers.population.arriving import add_people_elsewhere, bring_newcomers, settle_first
from bole.domain.registers.population.careers import (
    give_first_grades,
    give_first_titles,
    raise_degrees,
    raise_skills,
    raise_titles,
)
from bole.domain.registers.population.holdings import approve_projects, hold_events, open_flats, open_platforms
from bole.domain.registers.population.jobs import move_people, staff_clinics
from bole.domain.registers.population.learning import honour_people, send_envoys, start_ventures, train_people
from bole.domain.registers.population.leaving import change_groups, let_go
from bole.domain.registers.population.organisations import found_organisations, raise_high_tech
from bole.domain.registers.population.recognising import certify_social_workers, recognise_leaders, recognise_levels
from bole.domain.registers.population.terms import PopulationTerms
from bole.domain.registers.population.world import MadeRecord, Period, Person, Values, World, periods_of

# What links to a record comes after it.
ORDER = (
    *("organisation", "person", "employment", "title", "skill_certificate", "qualification", "training"),
    *(
        "introduction",
        "departure",
        "exchange",
        "recognition",
        "honour",
        "venture",
        "platform",
        "project",
        "event",
        "flat",
    ),
)


def make_population(
    terms: PopulationTerms, *, seed: int, region_names: Mapping[str, str], people: int | None = None
) -> dict[str, tuple[MadeRecord, ...]]:
    """Return the records of every register, what is linked to before what links to it.

    With ``people`` the county is made smaller: every stock and flow in proportion.
    """
    world = World(terms, seed, (people or terms.people) / terms.people, region_names)
    open_county(world)
    for period in periods_of(terms):
        pass_period(world, period)
    add_people_elsewhere(world)
    return records_of(world)


def open_county(world: World) -> None:
    found_organisations(world)
    raise_high_tech(world, None)
    settle_first(world)
    give_first_titles(world)
    give_first_grades(world)
    certify_social_workers(world, None)
    recognise_leaders(world, None)
    open_platforms(world, None)


def pass_period(world: World, period: Period) -> None:
    """Let a period pass: first those who go, then those who come, so that the stocks at its end are what they are to be."""
    let_go(world, period)
    change_groups(world, period)
    move_people(world, period)
    bring_newcomers(world, period)
    staff_clinics(world, period)
    raise_titles(world, period)
    raise_skills(world, period)
    raise_degrees(world, period)
    certify_social_workers(world, period)
    recognise_leaders(world, period)
    recognise_levels(world, period)
    raise_high_tech(world, period)
    open_platforms(world, period)
    start_ventures(world, period)
    approve_projects(world, period)
    train_people(world, period)
    honour_people(world, period)
    send_envoys(world, period)
    hold_events(world, period)
    open_flats(world, period)


def records_of(world: World) -> dict[str, tuple[MadeRecord, ...]]:
    made: dict[str, list[MadeRecord]] = {name: [] for name in ORDER}
    sources = world.terms.sources
    for organisation in world.organisations:
        said = said_in_order(organisation.said)
        made["organisation"].append(MadeRecord(organisation.id, organisation.region, sources["organisation"], said))
    for person in world.people:
        source = world.group(person.group).source
        made["person"].append(MadeRecord(person.id, person.region, source, said_in_order(person.said)))
        made["employment"] += employments_of(world, person)
    for event in sorted(world.events, key=lambda one: one.day):
        said = ((event.day, kept(event.values)),)
        made[event.register].append(MadeRecord(world.new_id(), event.region, sources[event.register], said))
    return {name: tuple(records) for name, records in made.items()}


def employments_of(world: World, person: Person) -> list[MadeRecord]:
    found = []
    for job in person.jobs:
        values: Values = {
            "person": person.id,
            "organisation": job.organisation.id,
            "began_on": job.began_on,
            "ended_on": job.ended_on,
            "post": job.post,
            "is_full_time": True,
            "monthly_pay": job.monthly_pay,
            "contract_months": job.contract_months,
        }
        said = ((job.began_on, kept(values)),)
        found.append(MadeRecord(world.new_id(), person.region, world.terms.sources["employment"], said))
    return found


def said_in_order(said: Mapping[date, Values]) -> tuple[tuple[date, Values], ...]:
    return tuple((day, said[day]) for day in sorted(said))


def kept(values: Values) -> Values:
    """Return what is known; an end that nobody named is left out: it is open."""
    return {name: value for name, value in values.items() if value is not None}
