"""Whether units fit what they count: persons or person-times, and yearly numbers no region has the people for."""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERSON_TIMES, PERSONS
from bole.domain.plan.checks.names import is_same_core
from bole.domain.plan.checks.printed import is_same
from bole.domain.shared.reasons import Reason

_HEADS = re.compile(
    r"(?:人员|员工|学员|运动员|学生|教师|职工|医生|人才)?人数(?:达到|达|为|有|突破|超过|不少于|保持在|稳定在)?\s*$"
)
_TRAINING = re.compile(r"培训|轮训|研修|受训")


def find_wrong_units(facts: Facts) -> Iterator[Contradiction]:
    """Heads counted in person-times, and person-times counted as heads."""
    for fact in facts.all:
        if fact.measure.dimension == PERSON_TIMES and _HEADS.search(fact.clause):
            yield _heads_in_times(fact)
    yield from _two_units(facts)
    yield from _more_than_there_are(facts)


def _heads_in_times(fact: Fact) -> Contradiction:
    return contradiction_about(
        (fact,),
        check="unit",
        severity=Severity.WARNING,
        what=Reason(
            "“%(subject)s” is a number of persons but counted in person-times.", {"subject": fact.figure.subject}
        ),
        expected=Reason("人", {}),
        found=Reason("人次 (%(number)s)", {"number": fact.literal}),
    )


def _two_units(facts: Facts) -> Iterator[Contradiction]:
    """The same number of the same thing, once in 人 and once in 人次."""
    times = [fact for fact in facts.levels if fact.measure.dimension == PERSON_TIMES and len(fact.name.core) >= 4]
    for fact in times:
        for other in facts.levels:
            same = other.measure.dimension == PERSONS and other.year == fact.year and is_same(other.value, fact.value)
            if same and other.is_yearly == fact.is_yearly and is_same_core(other.name.core, fact.name.core):
                yield contradiction_about(
                    (fact, other),
                    check="unit",
                    severity=Severity.WARNING,
                    what=Reason(
                        "“%(subject)s” is counted in persons and in person-times.", {"subject": fact.figure.subject}
                    ),
                    expected=Reason("one unit for %(number)s", {"number": other.literal}),
                    found=Reason("%(number)s", {"number": fact.literal}),
                )


def _more_than_there_are(facts: Facts) -> Iterator[Contradiction]:
    """Training so many persons a year that over the plan most of all talents would be trained: likely person-times."""
    levels = [
        fact
        for fact in facts.levels
        if fact.name.core == "人才"
        and fact.measure.dimension == PERSONS
        and fact.figure.stock_or_flow == "stock"
        and fact.is_promise
        and not fact.adds
    ]
    if not levels:
        return
    whole = max(levels, key=lambda fact: fact.value)
    years = facts.period[1] - facts.period[0] + 1 if facts.period else 5
    told: set[tuple[int, int]] = set()
    for fact in sorted(facts.levels, key=lambda fact: -fact.value):
        sentence = (fact.figure.place.block, fact.sentence)
        is_training = fact.is_yearly and fact.measure.dimension == PERSONS and _TRAINING.search(fact.clause)
        if is_training and whole.value / 2 < fact.value * years and fact.value < whole.value and sentence not in told:
            told.add(sentence)
            yield _nearly_everybody(fact, whole=whole, years=years)


def _nearly_everybody(fact: Fact, *, whole: Fact, years: int) -> Contradiction:
    return contradiction_about(
        (fact, whole),
        check="unit",
        severity=Severity.WARNING,
        what=Reason(
            "“%(subject)s” in persons would take in more than half of all talents: person-times may be meant.",
            {"subject": fact.figure.subject},
        ),
        expected=Reason("at most %(whole)s persons, or 人次", {"whole": whole.literal}),
        found=Reason(
            "%(sum)s (%(number)s × %(years)s)",
            {"sum": fact.worded(fact.value * years), "number": fact.literal, "years": years},
        ),
    )
