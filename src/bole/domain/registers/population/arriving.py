"""Who comes: those who are here on the first day, and the newcomers of each period, some of them introduced."""

from datetime import date, timedelta

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.jobs import began_before, hire
from bole.domain.registers.population.leaving import leave
from bole.domain.registers.population.people import make_person
from bole.domain.registers.population.world import Period, Person, Values, World

SCARCE = {"scarce_manufacturing": "engineers", "scarce_education": "teachers", "scarce_health": "health"}
FIELDS = {"engineers": "manufacturing", "teachers": "education", "health": "health", "managers": "manufacturing"}
CHANNELS = {
    "open_recruitment": 38, "examined_recruitment": 24, "event": 17, "agency": 8, "project": 5, "referral": 6, "transfer": 2
}  # fmt: skip
# Those of the highest level take turns: doctors of the enterprises, then heads of schools and clinics.
HIGHEST = (("engineers", "doctor"), ("teachers", "senior"), ("engineers", "doctor"), ("health", "senior"))
OTHERS_INTRODUCED = 6  # of a hundred further newcomers, in no short supply
NATIVES = 42  # of a hundred who were introduced
SHORTEST_STAY, LONGEST_SHORT_STAY = 150, 700  # days; two years are 730
FIRST_SUMMER_MONTH = 7


def settle_first(world: World) -> None:
    """Put everybody into the world who is here on the first day."""
    opened = world.terms.opened_on
    for name, group in world.terms.groups.items():
        draws = Draws(world.seed, f"first {name}")
        for _one in range(world.stock(group.stock, -1)):
            person = make_person(world, name, draws, day=opened, is_new=False)
            take_up(world, person, draws)
            hire(world, person, began_before(world, person, draws), draws)


def take_up(world: World, person: Person, draws: Draws) -> None:
    """Give somebody a profession where the group has several."""
    professions = world.group(person.group).professions
    if professions:
        person.profession = draws.weighted(professions)


def bring_newcomers(world: World, period: Period) -> None:
    """Fill every group up to what it counts at the end of a period."""
    draws = Draws(world.seed, f"newcomers {period.place}")
    slots: list[str] = []
    for name, group in world.terms.groups.items():
        here = list(world.here(name))
        wanted = world.stock(group.stock, period.place)
        slots += [name] * max(wanted - len(here), 0)
        for person in sorted(here, key=lambda one: one.retires_on)[: max(len(here) - wanted, 0)]:
            leave(person, draws.day(period.first, period.last), "retired")
    roles = choose_roles(world, period, slots, draws)
    fresh = choose_fresh(world, period, slots, roles, draws)
    for place, name in enumerate(slots):
        role = roles.get(place, "")
        bring_one(world, period, name, draws, role=role, is_fresh=place in fresh)


def choose_roles(world: World, period: Period, slots: list[str], draws: Draws) -> dict[int, str]:
    """Return which newcomers are introduced, and as what, by their place."""
    free = {name: draws.some(places, len(places)) for name, places in places_by_group(slots).items()}
    roles: dict[int, str] = {}
    many = world.flow(world.terms.flows["high_level"], period.place)
    for turn in range(many):
        name, role = HIGHEST[turn % len(HIGHEST)]
        if free.get(name):
            roles[free[name].pop()] = role
    for flow, name in SCARCE.items():
        for _one in range(min(world.flow(world.terms.flows[flow], period.place), len(free.get(name, ())))):
            roles[free[name].pop()] = "scarce"
    for name in FIELDS:
        for place in free.get(name, ()):
            if draws.chance(OTHERS_INTRODUCED):
                roles[place] = "other"
    return roles


def places_by_group(slots: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, name in enumerate(slots):
        found.setdefault(name, []).append(place)
    return found


def choose_fresh(world: World, period: Period, slots: list[str], roles: dict[int, str], draws: Draws) -> set[int]:
    """Return the places of those who come straight from their studies, the likelier the more the group hires such."""
    weights = {
        place: world.group(name).fresh
        for place, name in enumerate(slots)
        if world.group(name).fresh and roles.get(place) not in {"senior", "doctor"}
    }
    drawn = {place: draws.share() ** (1 / weight) for place, weight in weights.items()}
    many = world.flow(world.terms.flows["graduates"], period.place)
    return set(sorted(drawn, key=lambda place: -drawn[place])[:many])


def bring_one(world: World, period: Period, name: str, draws: Draws, *, role: str, is_fresh: bool) -> None:
    summer = date(period.last.year, FIRST_SUMMER_MONTH, 1)
    first = max(period.first, summer) if is_fresh and summer <= period.last else period.first
    # Nobody begins on the last days: who is hired on a day works on it.
    day = draws.day(first, period.last - timedelta(days=3))
    person = make_person(world, name, draws, day=day, is_new=True, is_fresh=is_fresh, role=role)
    take_up(world, person, draws)
    if role == "senior":
        person.profession = {"health": "physician"}.get(name, person.profession)
    hire(world, person, day, draws)
    if role:
        introduce(world, person, day, draws, role=role)


def introduce(world: World, person: Person, day: date, draws: Draws, *, role: str) -> None:
    """Put an introduction on record; some of those introduced will leave before two years are over."""
    if role == "senior":
        person.say(day, title_grade="senior", title_series=world.group(person.group).series)
        person.titled_on = day
    values: Values = {
        "organisation": person.job.organisation.id if person.job else None,
        "began_on": day,
        "ended_on": None,
        "is_full_time": True,
        "channel": draws.weighted(CHANNELS),
        "field": FIELDS[person.group],
        "is_scarce": role == "scarce",
        "is_native": draws.chance(NATIVES),
        "came_from": draws.one_of(world.terms.came_from),
        "degree": person.facts.get("degree"),
        "title_grade": "senior" if role == "senior" else "none",
    }
    person.open.append(world.happened("introduction", person, day, values))
    person.stays_until = day + timedelta(days=740)
    world.debt += world.terms.early_leavers / 100 if role == "scarce" else 0
    if world.debt >= 1:
        world.debt -= 1
        person.leaves_on = day + timedelta(days=draws.between(SHORTEST_STAY, LONGEST_SHORT_STAY))


def add_people_elsewhere(world: World) -> None:
    """Fill the register up to its full number with people from here who live elsewhere."""
    draws = Draws(world.seed, "elsewhere")
    names = [name for name in ("engineers", "health", "teachers", "managers") if name in world.terms.groups]
    many = round(world.terms.people * world.share) - len(world.people)
    for _one in range(max(many, 0)):
        day = draws.day(world.terms.opened_on, world.terms.periods[-1])
        person = make_person(world, draws.one_of(names), draws, day=day, is_new=False)
        person.is_here = False
        person.say(day, status="elsewhere", category="none", is_full_time=None)
        person.facts.pop("second_category", None)
