"""How people rise: titles, skill grades and degrees, so that the county comes to its shares."""

from collections.abc import Callable
from datetime import date, timedelta

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.people import years_after
from bole.domain.registers.population.world import Period, Person, World

TITLES = ("junior", "middle", "deputy_senior", "senior")
HIGH = ("deputy_senior", "senior")
GRADES = ("none", "junior", "middle", "senior", "technician", "senior_technician")
HIGHLY_SKILLED = frozenset(GRADES[3:])
FIRST_TITLE_AFTER = 300  # days in the job
BETWEEN_TITLES = 900
SENIORS = 2.2  # of a hundred deputies a year become seniors
UPGRADED = {
    "none": 22,
    "junior": 12,
    "senior": 4,
    "technician": 2.2,
}  # of a hundred a year; to senior by the flow alone
FIRST_GRADES = {"none": 16, "junior": 36, "middle": 48}
FIRST_HIGH_GRADES = {"senior": 81, "technician": 15, "senior_technician": 4}
OPEN = date(9999, 12, 31)


def happen_on(person: Person, period: Period, draws: Draws) -> date:
    """Return a day of the period on which somebody is here already."""
    return draws.day(max(period.first, person.entered_on + timedelta(days=1)), period.last)


def grant_title(world: World, person: Person, grade: str, day: date, *, is_said: bool = True) -> None:
    terms = world.terms.titles[person.profession]
    if is_said:
        person.say(day, title_grade=grade, title_series=terms.series)
    else:  # known from the first day on, though granted before
        person.say(person.entered_on, title_grade=grade, title_series=terms.series)
    person.titled_on = day
    values = {
        "name": terms.names[TITLES.index(grade)],
        "series": terms.series,
        "grade": grade,
        "granted_on": day,
        "granted_by": f"{'云岫省' if grade in HIGH else '望川市'}职称评审委员会",
    }
    world.happened("title", person, day, values)


def give_first_titles(world: World) -> None:
    """Spread titles over those who are here on the first day: the older, the higher."""
    draws = Draws(world.seed, "first titles")
    for name, group in world.terms.groups.items():
        if not group.title_shares:
            continue
        people = sorted(world.here(name), key=lambda one: one.born + timedelta(days=draws.below(2600)))
        titled = people[: round(len(people) * 0.94)]
        high, middle = group.title_shares[0]
        for place, person in enumerate(titled):
            part = place * 100 / len(titled)
            grade = "deputy_senior" if part < high else "middle" if part < high + middle else "junior"
            age = {"deputy_senior": 38, "middle": 29, "junior": 23}[grade]
            first = min(years_after(person.born, age), world.terms.opened_on - timedelta(days=200))
            grant_title(
                world, person, grade, draws.day(first, world.terms.opened_on - timedelta(days=1)), is_said=False
            )


def raise_titles(world: World, period: Period) -> None:
    """Grant as many titles as bring every group to its shares at the end of a period."""
    draws = Draws(world.seed, f"titles {period.place}")
    for name, group in world.terms.groups.items():
        if not group.title_shares:
            continue
        people = list(world.here(name))
        for person in people:
            if person.titled_on == date.min and person.entered_on + timedelta(days=FIRST_TITLE_AFTER) < period.last:
                grant_title(world, person, "junior", happen_on(person, period, draws))
            elif may_be_senior(person, period) and draws.chance(SENIORS * period.years):
                grant_title(world, person, "senior", happen_on(person, period, draws))
        titled = [one for one in people if one.titled_on != date.min]
        high, middle = (share * len(titled) / 100 for share in group.title_shares[period.place + 1])
        missing = round(high) - count_of(titled, *HIGH)
        doctors = 0
        if name == "health":
            introduced = sum(
                1 for one in people if one.entered_on >= period.first and one.facts.get("title_grade") == "senior"
            )
            doctors = max(world.flow(world.terms.flows["senior_doctors"], period.place) - introduced, 0)
        promote(world, titled, "deputy_senior", doctors, period, draws, lambda one: one.profession == "physician")
        promote(
            world, titled, "deputy_senior", missing - doctors, period, draws, lambda one: one.profession != "physician"
        )
        promote(world, titled, "middle", round(middle) - count_of(titled, "middle"), period, draws, lambda one: True)


def count_of(people: list[Person], *grades: str) -> int:
    return sum(1 for one in people if one.facts.get("title_grade") in grades)


def may_be_senior(person: Person, period: Period) -> bool:
    # Physicians rise by their own flow alone, which counts every grade above the middle one.
    is_deputy = person.facts.get("title_grade") == "deputy_senior" and person.profession != "physician"
    return is_deputy and has_waited(person, period)


def has_waited(person: Person, period: Period) -> bool:
    return person.titled_on + timedelta(days=BETWEEN_TITLES) < period.first


def promote(
    world: World,
    people: list[Person],
    grade: str,
    many: int,
    period: Period,
    draws: Draws,
    may: Callable[[Person], bool],
) -> None:
    """Grant a title to so many of those who hold the one below it; those first who have waited longest."""
    below = TITLES[TITLES.index(grade) - 1]
    # Not twice in a period: what is granted second could come to lie before what was granted first.
    among = [
        one for one in people if one.facts.get("title_grade") == below and one.titled_on < period.first and may(one)
    ]
    among.sort(key=lambda one: (not has_waited(one, period), one.titled_on, one.id))
    for person in draws.some(among[: max(many, 0) * 3], max(many, 0)):
        grant_title(world, person, grade, happen_on(person, period, draws))


def certify_skill(world: World, person: Person, grade: str, day: date, draws: Draws) -> None:
    values = {
        "occupation": draws.one_of(world.terms.groups["skilled"].occupations),
        "grade": grade,
        "issued_on": day,
        "issued_by": draws.one_of(world.terms.providers),
        "number": f"Y99{draws.below(10**12):012d}",
    }
    world.happened("skill_certificate", person, day, values)


def give_first_grades(world: World) -> None:
    draws = Draws(world.seed, "first grades")
    group = world.group("skilled")
    people = draws.some(list(world.here("skilled")), len(world.people))
    high = round(len(people) * group.high_shares[0] / 100)
    for place, person in enumerate(sorted(people, key=lambda one: one.born + timedelta(days=draws.below(6000)))):
        grade = draws.weighted(FIRST_HIGH_GRADES if place < high else FIRST_GRADES)
        person.say(person.entered_on, skill_grade=grade)
        if grade != "none":
            first = min(years_after(person.born, 18), world.terms.opened_on - timedelta(days=60))
            certify_skill(world, person, grade, draws.day(first, world.terms.opened_on - timedelta(days=1)), draws)


def raise_skills(world: World, period: Period) -> None:
    """Bring the highly skilled to their share: so many by a certificate, the rest among the newcomers."""
    draws = Draws(world.seed, f"skills {period.place}")
    people = list(world.here("skilled"))
    newcomers = [one for one in people if "skill_grade" not in one.facts]
    new = {one.id for one in newcomers}
    for person in newcomers:
        person.say(person.entered_on, skill_grade=draws.weighted(FIRST_GRADES))
    for person in people:
        grade = str(person.facts["skill_grade"])
        if person.id not in new and draws.chance(UPGRADED.get(grade, 0) * period.years):
            raise_grade(world, person, period, draws)
    ready = [one for one in people if one.facts["skill_grade"] == "middle" and one.id not in new]
    ready = [one for one in ready if one.titled_on < period.first]
    for person in draws.some(ready, world.flow(world.terms.flows["new_highly_skilled"], period.place)):
        raise_grade(world, person, period, draws)
    wanted = round(len(people) * world.group("skilled").high_shares[period.place + 1] / 100)
    missing = wanted - sum(1 for one in people if one.facts["skill_grade"] in HIGHLY_SKILLED)
    for person in sorted(newcomers, key=lambda one: (one.born, one.id))[: max(missing, 0)]:
        person.say(person.entered_on, skill_grade=draws.weighted(FIRST_HIGH_GRADES))


def raise_grade(world: World, person: Person, period: Period, draws: Draws) -> None:
    grade = GRADES[GRADES.index(str(person.facts["skill_grade"])) + 1]
    day = happen_on(person, period, draws)
    person.say(day, skill_grade=grade)
    person.titled_on = day
    certify_skill(world, person, grade, day, draws)


def raise_degrees(world: World, period: Period) -> None:
    """Have some take a degree beside their work."""
    draws = Draws(world.seed, f"degrees {period.place}")
    ready = [one for one in world.here("teachers", "health", "party") if one.facts.get("education") == "junior_college"]
    for person in draws.some(ready, world.flow(world.terms.flows["degrees"], period.place)):
        if person.entered_on < period.first and isinstance(person.facts.get("graduated_on"), date):
            day = happen_on(person, period, draws)
            # Graduated of record stays the day of the first studies: a degree beside work makes nobody a graduate anew.
            person.say(
                day, education="undergraduate", degree="bachelor", university=draws.one_of(world.terms.universities)
            )
