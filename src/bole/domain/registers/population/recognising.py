"""Who holds a certificate or is recognised: social workers, village leaders, people of a level."""

from datetime import date, timedelta

from bole.domain.registers.population.careers import happen_on
from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.world import Period, Person, World


def certify_social_workers(world: World, period: Period | None) -> None:
    """Have as many hold the certificate at the end of a period as the terms say."""
    place = -1 if period is None else period.place
    draws = Draws(world.seed, f"social workers {place}")
    people = list(world.here("social"))
    wanted = world.stock(world.terms.holdings["certified_social_workers"], place) - sum(
        one.is_certified for one in people
    )
    for person in draws.some([one for one in people if not one.is_certified], max(wanted, 0)):
        person.is_certified = True
        opened = world.terms.opened_on
        day = happen_on(person, period, draws) if period else draws.day(opened - timedelta(days=1500), opened)
        grade = "社会工作师" if draws.chance(34) else "助理社会工作师"
        world.happened("qualification", person, day, {"kind": "social_worker", "grade": grade, "obtained_on": day})


def recognise_leaders(world: World, period: Period | None) -> None:
    """Have as many village leaders of farming at the end of a period as the terms say."""
    place = -1 if period is None else period.place
    draws = Draws(world.seed, f"village leaders {place}")
    people = list(world.here("rural"))
    wanted = world.stock(world.terms.holdings["village_leaders"], place) - sum(one.is_leader for one in people)
    for person in draws.some([one for one in people if not one.is_leader], max(wanted, 0)):
        person.is_leader = True
        day = happen_on(person, period, draws) if period else world.terms.opened_on
        recognise(world, person, day, name="农技带头人", category="rural_practical", by="县农业农村局")


def recognise(
    world: World, person: Person, day: date, *, name: str, category: object, by: str, level: str | None = None
) -> None:
    values = {
        "name": name,
        "level": level,
        "category": category,
        "rank": "county",
        "began_on": day,
        "ended_on": None,
        "recognised_by": by,
    }
    person.open.append(world.happened("recognition", person, day, values))


def recognise_levels(world: World, period: Period) -> None:
    """Give some of the best the level they are recognised at."""
    draws = Draws(world.seed, f"levels {period.place}")
    ready = [one for one in world.here() if "level" not in one.facts and level_of(one)]
    for person in draws.some(ready, world.flow(world.terms.flows["recognised"], period.place)):
        day, level = happen_on(person, period, draws), level_of(person)
        person.say(day, level=level)
        recognise(
            world, person, day, name="霁川县高层次人才", category=person.facts["category"], by="县人才办", level=level
        )


def level_of(person: Person) -> str:
    facts = person.facts
    if facts.get("title_grade") == "senior" or facts.get("degree") == "doctor":
        return "C" if facts.get("degree") == "doctor" and facts.get("title_grade") == "senior" else "D"
    if facts.get("title_grade") == "deputy_senior" or facts.get("skill_grade") == "senior_technician":
        return "E"
    return "F" if facts.get("degree") == "master" or facts.get("skill_grade") == "technician" else ""
