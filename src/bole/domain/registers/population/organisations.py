"""Who employs people: agencies, schools, clinics in every town, enterprises of very different sizes, cooperatives."""

from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate

from bole.domain.registers.population.draws import Draws
from bole.domain.registers.population.identifiers import credit_code
from bole.domain.registers.population.terms import OrganisationTerms
from bole.domain.registers.population.world import Organisation, Period, Values, World

# Who registers, and what: the first two signs of a credit code.
REGISTERED = {"agency": "11", "institution": "12", "social": "52", "enterprise": "91", "cooperative": "93"}
HIGH_TECH = frozenset({"C", "I"})
NEW_AMONG_MADE = 14  # of a hundred made organisations, founded after the first day
TRIES = 60
STEEPNESS = 1.25  # of the tail of sizes: the smaller, the fewer employ the most


def found_organisations(world: World) -> None:
    """Put every organisation into the world, also those that are founded in later years."""
    draws = Draws(world.seed, "organisations")
    for terms in world.terms.organisations:
        for name, region in places_of(terms, world, draws):
            world.organisations.append(found_one(world, terms, draws, name=name, region=region))


def places_of(terms: OrganisationTerms, world: World, draws: Draws) -> list[tuple[str, str]]:
    towns = list(world.terms.towns)
    if terms.made:
        many = max(1, round(terms.made * min(1.0, world.share * 2)))
        words = [(brand, word) for brand in world.terms.brands for word in terms.word]
        picked = draws.some(words, many)
        return [
            (f"{world.terms.county}{brand}{word}{terms.suffix}", draws.weighted(world.terms.towns))
            for brand, word in picked
        ]
    if terms.each_town:
        return [(name.format(town=world.region_names.get(town, town)), town) for name in terms.names for town in towns]
    return [(name.format(county=world.terms.county), towns[0]) for name in terms.names]


def found_one(world: World, terms: OrganisationTerms, draws: Draws, *, name: str, region: str) -> Organisation:
    opened = world.terms.opened_on
    founded = terms.since or draws.day(opened - timedelta(days=9000), opened - timedelta(days=90))
    if terms.made and draws.chance(NEW_AMONG_MADE):
        founded = draws.day(opened + timedelta(days=30), world.terms.periods[-2])
    size = terms.heavy * min(0.3 * (1 - draws.share()) ** (-1 / STEEPNESS), 9) if terms.heavy else 1.0
    staff = max(3, round(sum(terms.takes.values()) * size * (1.5 if terms.made else 1.0)))
    values: Values = {
        "name": name,
        "credit_code": credit_code(
            kind=REGISTERED[terms.kind], region=region[:6], number=10_000 + len(world.organisations) * 37
        ),
        "kind": terms.kind,
        "region": region,
        "industry": terms.industry or None,
        "institution_kind": terms.institution_kind or "other",
        "ownership": terms.ownership or None,
        "founded_on": founded,
        "staff": staff,
        "is_high_tech": False,
    }
    if terms.kind == "enterprise":
        values |= {
            "size": size_of(staff),
            "is_above_scale": staff >= 55,
            "yearly_tax": f"{staff * draws.between(4_000, 26_000)}",
        }
    since = max(opened, founded)
    takes = {group: weight * size for group, weight in terms.takes.items()}
    return Organisation(world.new_id(), region, founded, since, terms.tag, terms.industry, takes, {since: values})


def size_of(staff: int) -> str:
    """Return the size of an enterprise as the statistics of industry draw the lines, by staff alone."""
    if staff >= 1000:
        return "large"
    return "medium" if staff >= 300 else "small" if staff >= 20 else "micro"


def raise_high_tech(world: World, period: Period | None) -> None:
    """Have as many more enterprises become high-tech as the terms say: the largest are the likeliest."""
    draws = Draws(world.seed, f"high tech {period.place if period else 'first'}")
    first, last = (period.first, period.last) if period else (world.terms.opened_on, world.terms.opened_on)
    many = world.flow(world.terms.high_tech, period.place + 1 if period else 0)
    among = [
        one for one in world.organisations if one.since <= last and one.industry in HIGH_TECH and not one.is_high_tech
    ]
    among.sort(key=lambda one: -one.weight)
    for one in draws.some(among[: many * 2], many):
        one.is_high_tech = True
        on = draws.day(max(first, one.since), last)
        one.said.setdefault(on, {})["is_high_tech"] = True


def employer_for(world: World, group: str, day: date, draws: Draws) -> Organisation | None:
    """Return an organisation that was there on a day and draws people of a group, the likelier the more it draws."""
    if group not in world.employers:
        among = [one for one in world.organisations if group in one.takes]
        world.employers[group] = (among, list(accumulate(one.takes[group] for one in among)))
    among, weights = world.employers[group]
    for _try in range(TRIES if among else 0):
        found = among[min(bisect(weights, draws.share() * weights[-1]), len(among) - 1)]
        if found.since <= day:
            return found
    return None
