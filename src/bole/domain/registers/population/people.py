"""One made-up person: name, number, age, schooling, and what may be unknown of them."""

from datetime import date, timedelta

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.identifiers import id_number
from bole.domain.registers.population.terms import Bands, Group
from bole.domain.registers.population.world import Person, Values, World

# At what age schooling of a kind usually ends, and the range in which somebody fresh from it is hired.
ENDS_AT = {
    "junior_secondary": 15,
    "senior_secondary": 18,
    "junior_college": 21,
    "undergraduate": 22,
    "postgraduate": 25,
}
COLLEGE = ("junior_college", "undergraduate", "postgraduate")
YEARS_SINCE_COLLEGE = 4  # of a newcomer who does not come straight from it
HIRED_AT_LEAST = 16
BACHELORS, MASTERS, FIRST_DOCTORS = 91, 97, 2  # of a hundred
SECOND = {"engineers": "enterprise_management", "managers": "professional_technical", "skilled": "rural_practical"}
SECOND_OF_HUNDRED = 3
HOMES = {0: 34, 1: 55, 2: 10, 3: 1}
MOST_NUMBERS = 999


def make_person(
    world: World, name: str, draws: Draws, *, day: date, is_new: bool, is_fresh: bool = False, role: str = ""
) -> Person:
    """Return somebody who is in the group ``name`` from a day on; ``role`` says what a newcomer was introduced as."""
    group = world.group(name)
    gender = "female" if draws.chance(group.women) else "male"
    education = education_of(group, draws, is_new=is_new, is_fresh=is_fresh, role=role)
    age = age_of(group, draws, education=education, gender=gender, is_new=is_new, is_fresh=is_fresh, role=role)
    born = born_at(age, day=day, draws=draws)
    retires = group.retires[gender == "female"]
    region = draws.weighted(group.towns or world.terms.towns)
    facts: Values = {
        **name_and_number(world, draws, gender=gender, born=born),
        "birth_date": born,
        "gender": gender,
        "region": region,
        "status": "here",
        "category": group.category,
        "education": education,
        "degree": degree_of(education, draws, role=role),
        "is_full_time": True,
        "title_grade": "none",
    }
    if not group.high_shares:  # those of a group with grades are told theirs by what they earn
        facts["skill_grade"] = "none"
    if education in COLLEGE:
        schools = world.terms.colleges if education == "junior_college" else world.terms.universities
        facts |= {
            "university": draws.one_of(schools),
            "graduated_on": graduated_on(born, day, education, is_fresh=is_fresh),
        }
    facts |= home_of(draws)
    if name in SECOND and draws.chance(SECOND_OF_HUNDRED):
        facts["second_category"] = SECOND[name]
    for field, of_hundred in world.terms.missing.items():
        if draws.chance(of_hundred) and not is_fresh and not role:
            facts.pop(field, None)
    retires_on = years_after(born, retires) + timedelta(days=draws.between(1, 300))
    person = Person(world.new_id(), name, region, gender, born, day, retires_on, {}, {})
    person.say(day, **facts)
    world.people.append(person)
    return person


def education_of(group: Group, draws: Draws, *, is_new: bool, is_fresh: bool, role: str) -> str:
    shares = group.education_new if is_new else group.education
    if role == "doctor":
        return "postgraduate"
    if role in {"scarce", "senior"}:
        shares = {one: share for one, share in shares.items() if one in {"undergraduate", "postgraduate"}}
    elif is_fresh:
        shares = {one: share for one, share in shares.items() if one in COLLEGE}
    return draws.weighted(shares or {"undergraduate": 1})


def age_of(group: Group, draws: Draws, *, education: str, gender: str, is_new: bool, is_fresh: bool, role: str) -> int:
    end = ENDS_AT[education]
    if is_fresh:
        return end + draws.between(1, 2)
    if role == "senior":
        return draws.between(42, 49)
    low, high = draws.weighted({(first, last): weight for first, last, weight in bands_of(group, is_new=is_new)})
    age = draws.between(low, high)
    least = HIRED_AT_LEAST if education not in COLLEGE else end + (YEARS_SINCE_COLLEGE if is_new else 1)
    return min(max(age, least + (1 if least == HIRED_AT_LEAST else 0)), group.retires[gender == "female"] - 1)


def bands_of(group: Group, *, is_new: bool) -> Bands:
    return group.newcomers if is_new else group.ages


def born_at(age: int, *, day: date, draws: Draws) -> date:
    """Return a birth date by which somebody has completed ``age`` years on a day, and not one more."""
    return years_after(day, -age) - timedelta(days=draws.below(365))


def years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def graduated_on(born: date, day: date, education: str, *, is_fresh: bool) -> date:
    """Return the summer of the graduation; of somebody fresh from it the last one before they are hired."""
    if is_fresh:
        return date(day.year if day > date(day.year, 6, 30) else day.year - 1, 6, 30)
    return date(born.year + ENDS_AT[education], 6, 30)


def degree_of(education: str, draws: Draws, *, role: str) -> str:
    if role == "doctor":
        return "doctor"
    if education == "undergraduate":
        return "bachelor" if role or draws.chance(BACHELORS) else "none"
    if education == "postgraduate":
        return (
            "master" if role or draws.chance(MASTERS) else "doctor" if draws.chance(FIRST_DOCTORS * 10) else "bachelor"
        )
    return "none"


def home_of(draws: Draws) -> Values:
    """Return how many homes the family owns and what the last one cost, where that is known."""
    owned = draws.weighted(HOMES)
    price = draws.between(160, 680) * 1000
    found: Values = {"homes_owned": owned}
    return found | {"home_price": price} if owned and draws.chance(55) else found


def name_and_number(world: World, draws: Draws, *, gender: str, born: date) -> Values:
    """Return a name and two numbers that nobody else in this world has; of regions and ranges that do not exist."""
    terms = world.terms
    given = terms.given_women if gender == "female" else terms.given_men
    second = draws.one_of(given)
    first = draws.one_of(terms.given_both) if draws.chance(72) else ""
    area = draws.weighted(terms.birthplaces)
    order = draws.between(1, 499) * 2 - (gender == "male")
    number = id_number(area=area, born=born, order=order)
    while number in world.taken:
        order = (order + 1) % MOST_NUMBERS + 1
        number = id_number(area=area, born=born, order=order)
    world.taken.add(number)
    phone = f"19900{len(world.taken):06d}"
    return {"name": f"{draws.weighted(terms.surnames)}{first}{second}", "id_number": number, "phone": phone}
