"""Where people work: the first job, a move to another employer, the end of it, and what a clinic may call its doctors."""

from datetime import date, timedelta

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.organisations import employer_for
from bole.domain.registers.population.people import HIRED_AT_LEAST, years_after
from bole.domain.registers.population.world import Job, Organisation, Period, Person, World

PHYSICIAN, ASSISTANT = "执业医师", "执业助理医师"
NURSE = "护士"
POSTS = {"nurse": NURSE, "pharmacist": "药师", "technician": "检验技师"}
CLINICS = "clinics"
LONGEST_SERVICE = 26  # years in the job somebody holds on the first day
AFTER_STUDIES = 1100  # days after a graduation in which nobody moves, so that a graduate is hired once


def hire(world: World, person: Person, day: date, draws: Draws, *, employer: Organisation | None = None) -> None:
    """Give somebody a job on a day, where people of the group have one."""
    group = world.group(person.group)
    found = employer
    if found is None and draws.chance(group.employed):
        found = employer_for(world, person.group, max(day, world.terms.opened_on), draws)
    if found is not None:
        began = max(day, found.founded_on)  # a job somebody has on the first day may have begun long before
        post = post_for(world, person, found, began, draws)
        person.jobs.append(make_job(world, person, found, began, draws, post=post))


def make_job(world: World, person: Person, organisation: Organisation, day: date, draws: Draws, *, post: str) -> Job:
    group = world.group(person.group)
    low, high = group.pay
    # The middle of the range is the likeliest: two draws added.
    pay = round((low + (high - low) * (draws.share() + draws.share()) / 2) / 50) * 50
    return Job(organisation, day, post, pay, draws.one_of(group.contract) if group.contract else None)


def began_before(world: World, person: Person, draws: Draws) -> date:
    """Return since when somebody who is here on the first day has had the job."""
    opened = world.terms.opened_on
    graduated = person.facts.get("graduated_on")
    first = max(years_after(person.born, HIRED_AT_LEAST + 2), years_after(opened, -LONGEST_SERVICE))
    if isinstance(graduated, date):
        first = max(first, graduated + timedelta(days=10))
    return draws.day(min(first, opened - timedelta(days=30)), opened - timedelta(days=1))


def post_for(world: World, person: Person, organisation: Organisation, day: date, draws: Draws) -> str:
    if person.profession == "physician":
        return PHYSICIAN if has_doctors(world, organisation, day) else ASSISTANT
    return POSTS.get(person.profession) or draws.one_of(world.group(person.group).posts)


def has_doctors(world: World, organisation: Organisation, day: date) -> bool:
    """Say whether a clinic is among those that have a licensed doctor by a day; every other place has."""
    if organisation.tag != CLINICS:
        return True
    before = sum(1 for last in world.terms.periods if last < day)
    # In a period that brings the first doctor to a clinic, they come by ``staff_clinics``.
    return clinics_of(world).index(organisation) < world.terms.clinics_with_doctors[before]


def clinics_of(world: World) -> list[Organisation]:
    return [one for one in world.organisations if one.tag == CLINICS]


def staff_clinics(world: World, period: Period) -> None:
    """See that every clinic that is to have a licensed doctor at the end of a period has one who stays."""
    draws = Draws(world.seed, f"clinics {period.place}")
    doctors = [one for one in world.here("health") if one.profession == "physician" and one.job]
    for clinic in clinics_of(world)[: world.terms.clinics_with_doctors[period.place + 1]]:
        mine = [one for one in doctors if one.job and one.job.organisation is clinic]
        if any(one.job and one.job.post == PHYSICIAN and one.is_protected for one in mine):
            continue
        mine = [one for one in mine if one.retires_on > world.terms.periods[-1]] or [
            one for one in doctors if not one.is_protected and one.retires_on > world.terms.periods[-1]
        ]
        for one in draws.some([one for one in mine if one.job and one.job.began_on < period.first], 1):
            one.is_protected = True
            if one.job and (one.job.organisation is not clinic or one.job.post != PHYSICIAN):
                end_job(one, on := draws.day(period.first, period.last))
                one.jobs.append(make_job(world, one, clinic, on, draws, post=PHYSICIAN))


def end_job(person: Person, on: date) -> None:
    if person.job is not None:
        person.job.ended_on = max(on, person.job.began_on + timedelta(days=1))


def move_people(world: World, period: Period) -> None:
    """Have some of every group go to another employer of the county."""
    draws = Draws(world.seed, f"moves {period.place}")
    for name, of_hundred in world.terms.moves.items():
        for person in world.here(name):
            if not draws.chance(of_hundred * period.years):
                continue
            day = draws.day(period.first, period.last)
            target = employer_for(world, name, day, draws)
            if target is not None and may_move(person, day) and person.job and target is not person.job.organisation:
                end_job(person, day)
                hire(world, person, day, draws, employer=target)


def may_move(person: Person, day: date) -> bool:
    graduated = person.facts.get("graduated_on")
    is_settled = not isinstance(graduated, date) or day - graduated > timedelta(days=AFTER_STUDIES)
    has_served = person.job is not None and day - person.job.began_on > timedelta(days=300)
    return is_settled and has_served and not person.is_protected and person.stays_until < day
