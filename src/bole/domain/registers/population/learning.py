"""What people learn and are honoured for, and where they are sent: trainings, honours, exchanges."""

from datetime import date, timedelta

from bole.domain.registers.population.careers import happen_on
from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.world import Period, Person, Values, World

FAILED = 4  # of a hundred


def train_people(world: World, period: Period) -> None:
    """Put the trainings of a period on record."""
    draws = Draws(world.seed, f"trainings {period.place}")
    flows, place = world.terms.flows, period.place
    skilled = settled(world, period, "skilled")
    workers = [one for one in skilled if one.job and one.job.began_on < period.first]
    others = [*skilled, *settled(world, period, "rural", "managers")]
    at_work = world.flow(flows["training_in_firms"], place)
    for _one in range(at_work if workers else 0):
        person = draws.one_of(workers)
        train(world, person, period, draws, kind="vocational", name=draws.one_of(world.terms.courses), is_at_work=True)
    for _one in range(world.flow(flows["training"], place) - at_work if others else 0):
        person = draws.one_of(others)
        train(world, person, period, draws, kind="vocational", name=draws.one_of(world.terms.courses))
    for person in draws.some(settled(world, period, "rural"), world.flow(flows["farmers"], place)):
        train(world, person, period, draws, kind="farmers", name="高素质农民培育班", provider="县农业广播电视学校")
    founders = [one for one in settled(world, period) if one.is_founder]
    for person in draws.some(founders, world.flow(flows["founders_trained"], place)):
        train(world, person, period, draws, kind="founders", name="创业培训班")
    for terms in world.terms.yearly_training:
        for person in settled(world, period, terms.group):
            if draws.chance(terms.rate * period.years):
                train(
                    world,
                    person,
                    period,
                    draws,
                    kind=terms.kind,
                    name=terms.name,
                    provider=terms.provider,
                    hours=terms.hours,
                )


def settled(world: World, period: Period, *groups: str) -> list[Person]:
    return [one for one in world.here(*groups) if one.entered_on < period.last - timedelta(days=20)]


def train(  # noqa: PLR0913 — what a certificate of attendance names
    world: World,
    person: Person,
    period: Period,
    draws: Draws,
    *,
    kind: str,
    name: str,
    provider: str = "",
    is_at_work: bool = False,
    hours: tuple[int, int] = (24, 160),
) -> None:
    day = happen_on(person, period, draws)
    employer = next((job.organisation.id for job in reversed(person.jobs) if job.began_on <= day), None)
    values: Values = {
        "name": name,
        "kind": kind,
        "began_on": day,
        "hours": draws.between(hours[0] // 4, hours[1] // 4) * 4,
        "provider": provider or draws.one_of(world.terms.providers),
        "is_at_work": is_at_work,
        "is_passed": not draws.chance(FAILED),
        "organisation": employer,
    }
    world.happened("training", person, day, values)


def honour_people(world: World, period: Period) -> None:
    for number, terms in enumerate(world.terms.honours):
        draws = Draws(world.seed, f"honours {period.place} {number}")
        for person in draws.some(settled(world, period, terms.group), world.flow(terms.many, period.place)):
            day = happen_on(person, period, draws)
            values: Values = {
                "name": terms.name,
                "grade": terms.grade,
                "granted_on": day,
                "granted_by": terms.granted_by,
            }
            world.happened("honour", person, day, values | ({"prize": terms.prize} if terms.prize else {}))


def send_envoys(world: World, period: Period) -> None:
    """Send people who know farming and engineering into the towns for a year."""
    draws = Draws(world.seed, f"envoys {period.place}")
    ready = [one for one in settled(world, period, "engineers") if one.facts.get("title_grade") not in {None, "none"}]
    towns = [one for one in world.organisations if one.tag == "towns"]
    for person in draws.some(ready, world.flow(world.terms.flows["envoys"], period.place)):
        day = happen_on(person, period, draws)
        host = draws.one_of(towns)
        values: Values = {
            "kind": "science_envoy",
            "began_on": day,
            "ended_on": day + timedelta(days=365),
            "place": world.region_names.get(host.region, host.region),
            "field": "farming",
            "home": person.jobs[-1].organisation.id if person.jobs else None,
            "host": host.id,
        }
        world.happened("exchange", person, day, values)


def start_ventures(world: World, period: Period) -> None:
    """Have people come home and start something of their own."""
    draws = Draws(world.seed, f"ventures {period.place}")
    ready = [
        one
        for one in world.here("managers", "rural", "skilled")
        if not one.is_founder and one.leaves_on is None and one.age_on(period.last) < 56
    ]
    ready.sort(key=lambda one: (one.entered_on < period.first, draws.next()))
    many = world.flow(world.terms.flows["returning_founders"], period.place)
    for person in draws.some(ready[: many * 2], many):
        person.is_founder = True
        day = happen_on(person, period, draws)
        field = {"rural": "farming", "managers": "trade"}.get(person.group, "manufacturing")
        values: Values = {
            "started_on": day,
            "field": "tourism" if draws.chance(18) else field,
            "is_returning": True,
            "is_graduate": is_graduate(person, day),
            "jobs": draws.between(0, 9) if not draws.chance(7) else None,
            "organisation": person.job.organisation.id if person.job and person.group != "skilled" else None,
        }
        world.happened("venture", person, day, values)


def is_graduate(person: Person, day: date) -> bool | None:
    """Say whether somebody starts within five years of their studies; None where nobody knows."""
    if "education" not in person.facts:
        return None
    graduated = person.facts.get("graduated_on")
    return isinstance(graduated, date) and day - graduated < timedelta(days=5 * 365)
