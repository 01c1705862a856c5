"""Who goes: retired, dead, or gone to another place; and who changes from one group to another."""

from datetime import date, timedelta

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.jobs import end_job, hire, may_move
from bole.domain.registers.population.world import Period, Person, World

DESTINATIONS = {"same_city": 34, "same_province": 37, "other_province": 28, "abroad": 1}
REASONS = {"薪酬待遇": 34, "家庭原因": 24, "职业发展": 30, "继续深造": 7, "子女教育": 5}
# The younger, the likelier somebody goes: weight by age.
BY_AGE = ((30, 1.0), (36, 0.72), (45, 0.34), (52, 0.14), (99, 0.05))
SETTLED = 200  # days after which somebody may go again
TRIES = 400


def let_go(world: World, period: Period) -> None:
    """Take everybody out who goes in a period."""
    draws = Draws(world.seed, f"leaving {period.place}")
    for person in list(world.here()):
        if person.retires_on <= period.last and not person.is_protected:
            leave(person, max(person.retires_on, period.first), "retired")
    for person in find_some(world, period, draws, many=world.flow(world.terms.flows["deaths"], period.place)):
        leave(person, draws.day(period.first, period.last), "deceased")
    many = world.flow(world.terms.flows["departures"], period.place)
    early = [one for one in world.here() if one.leaves_on is not None and one.leaves_on <= period.last]
    for person in early:
        depart(world, person, max(person.leaves_on or period.first, period.first), draws)
    for person in find_some(world, period, draws, many=max(many - len(early), 0)):
        depart(world, person, draws.day(period.first, period.last), draws)


def find_some(world: World, period: Period, draws: Draws, *, many: int) -> list[Person]:
    """Return people who may go, the likelier the younger they are and the more their group is drawn away."""
    among = [one for one in world.here() if may_leave(one, period)]
    found: dict[str, Person] = {}
    for _try in range(many * TRIES if among else 0):
        if len(found) >= many:
            break
        person = draws.one_of(among)
        weight = next(weight for age, weight in BY_AGE if person.age_on(period.first) <= age)
        if draws.share() * 2.5 < weight * world.group(person.group).leaves:
            found[person.id] = person
    return list(found.values())


def may_leave(person: Person, period: Period) -> bool:
    has_settled = period.place == 0 or person.entered_on + timedelta(days=SETTLED) < period.first
    return has_settled and not person.is_protected and person.stays_until < period.first and person.leaves_on is None


def depart(world: World, person: Person, day: date, draws: Draws) -> None:
    """Have somebody go to another place, and put it on record."""
    values = {
        "left_on": day,
        "destination": draws.weighted(DESTINATIONS),
        "category": person.facts["category"],
        "reason": draws.weighted(REASONS) if draws.chance(88) else None,
        "organisation": person.job.organisation.id if person.job else None,
    }
    world.happened("departure", person, day, values)
    leave(person, day, "left")


def leave(person: Person, day: date, status: str) -> None:
    """End what is still open of somebody, who is counted in no category from the day on."""
    end_job(person, day)
    person.is_here = False
    person.say(day, status=status, category="none", is_full_time=False)
    for values in person.open:
        begun = values["began_on"]
        if values.get("ended_on") is None and isinstance(begun, date):
            values["ended_on"] = max(day, begun + timedelta(days=1))


def change_groups(world: World, period: Period) -> None:
    """Have some people change from one group to another, as technicians become managers."""
    draws = Draws(world.seed, f"changes {period.place}")
    for change in world.terms.changes:
        for person in list(world.here(change.source)):
            if not draws.chance(change.rate * period.years / 10):
                continue
            day = draws.day(period.first, period.last)
            if may_move(person, day):
                end_job(person, day)
                person.group = change.to
                hire(world, person, day, draws, employer=person.jobs[-1].organisation)
                person.jobs[-1].post = change.post
                person.say(day, category=world.group(change.to).category)
