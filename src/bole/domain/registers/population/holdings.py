"""What the county builds up beside its people: platforms, projects, events, flats."""

from datetime import date, timedelta

from bole.domain.registers.population.careers import happen_on
from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.terms import PlatformTerms, ProjectTerms
from bole.domain.registers.population.world import Organisation, Period, Person, Values, World

PLACES = ("霁城镇人才广场", "县体育馆", "县职业教育中心", "云岫大学就业中心", "望川市会展中心")


def open_platforms(world: World, period: Period | None) -> None:
    place = -1 if period is None else period.place
    for number, terms in enumerate(world.terms.platforms):
        draws = Draws(world.seed, f"platforms {place} {number}")
        hosts = hosts_of(world, terms, period, draws)
        for host in hosts[: world.flow(terms.many, place + 1)]:
            open_platform(world, terms, host, period, draws)


def hosts_of(world: World, terms: PlatformTerms, period: Period | None, draws: Draws) -> list[Organisation]:
    """Return who could host one more: the large before the small, and nobody twice the same."""
    last = world.terms.opened_on if period is None else period.last
    taken = {
        (event.values["organisation"], event.values["kind"]) for event in world.events if event.register == "platform"
    }
    free = [
        one
        for one in world.organisations
        if one.tag == terms.hosts and one.since <= last and (one.id, terms.kind) not in taken
    ]
    if terms.hosts == "industry":
        free.sort(key=lambda one: -one.weight)
        return draws.some(free[:16], 16)
    return draws.some(free, len(free))


def open_platform(world: World, terms: PlatformTerms, host: Organisation, period: Period | None, draws: Draws) -> None:
    first = world.terms.opened_on - timedelta(days=1800) if period is None else max(period.first, host.since)
    day = draws.day(first, world.terms.opened_on if period is None else period.last)
    leaders = [one for one in world.here(terms.led_by) if is_senior(one)] if terms.led_by else []
    leaders = [one for one in leaders if one.job and one.job.organisation is host] or leaders
    values: Values = {
        "name": f"{host.name}{terms.name}",
        "kind": terms.kind,
        "rank": terms.rank,
        "field": terms.field,
        "region": host.region,
        "recognised_on": day,
        "recognised_by": terms.by,
        "organisation": host.id,
        "leader": draws.one_of(leaders).id if leaders else None,
    }
    world.happened("platform", None, day, values, region=host.region)


def is_senior(person: Person) -> bool:
    high = person.facts.get("title_grade") in {"deputy_senior", "senior"}
    return high or person.facts.get("skill_grade") in {"technician", "senior_technician"}


def approve_projects(world: World, period: Period) -> None:
    for number, terms in enumerate(world.terms.projects):
        draws = Draws(world.seed, f"projects {period.place} {number}")
        ready = [
            one for one in world.here(*leading(terms)) if terms.youngest <= one.age_on(period.last) <= terms.oldest
        ]
        many = world.flow(terms.many, period.place)
        # The oldest who still may is among them: a limit that nobody reaches shows nothing.
        ready.sort(key=lambda one: (-one.age_on(period.last), one.id))
        for person in [*ready[: min(many, 1)], *draws.some(ready[1:], many - 1)]:
            approve(world, terms, person, happen_on(person, period, draws), draws)


def leading(terms: ProjectTerms) -> tuple[str, ...]:
    return ("engineers", "health") if terms.kind == "research" else ("managers", "engineers", "rural", "skilled")


def approve(world: World, terms: ProjectTerms, person: Person, day: date, draws: Draws) -> None:
    values: Values = {
        "name": f"{draws.one_of(world.terms.project_words)}项目",
        "kind": terms.kind,
        "programme": terms.programme,
        "rank": "county",
        "field": terms.field,
        "approved_on": day,
        "support": terms.support,
        "leader": person.id,
        "organisation": person.job.organisation.id if person.job else None,
    }
    world.happened("project", None, day, values, region=person.region)


def hold_events(world: World, period: Period) -> None:
    seat = next(one for one in world.organisations if one.tag == "towns")
    for number, terms in enumerate(world.terms.events):
        draws = Draws(world.seed, f"events {period.place} {number}")
        for _one in range(world.flow(terms.many, period.place)):
            day = draws.day(period.first, period.last)
            values: Values = {
                "name": f"{day.year}年{terms.name}",
                "kind": terms.kind,
                "held_on": day,
                "place": draws.one_of(PLACES),
                "organisations": draws.between(12, 90),
                "participants": draws.between(120, 1900),
                "agreements": draws.between(15, 260) if terms.kind == "recruiting" else None,
            }
            world.happened("event", None, day, values, region=seat.region)


def open_flats(world: World, period: Period) -> None:
    numbers: dict[str, int] = {}
    for number, terms in enumerate(world.terms.flats):
        draws = Draws(world.seed, f"flats {period.place} {number}")
        day = draws.day(period.first, period.last)  # a building is ready on one day
        for _one in range(world.flow(terms.many, period.place)):
            numbers[terms.kind] = numbers.get(terms.kind, 0) + 1
            rooms = draws.between(1, 3)
            values: Values = {
                "address": f"{terms.address}{period.place + 1}栋{100 + numbers[terms.kind]}室",
                "kind": terms.kind,
                "ready_on": day,
                "rooms": rooms,
                "area": f"{28 + rooms * 17}.{draws.below(100):02d}",
                "monthly_rent": rooms * 220,
            }
            world.happened("flat", None, day, values)
