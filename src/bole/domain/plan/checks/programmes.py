"""Whether a named programme has one number: in the box that describes it and in the paragraph that relies on it.

A programme is a label that opens a paragraph (某某项目：); the paragraph that names it must promise what it promises.
"""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERSON_TIMES, PERSONS, TEAMS
from bole.domain.plan.checks.printed import is_same
from bole.domain.shared.reasons import Reason

_LABEL = re.compile(r"^[“\"]?(?P<name>[\u4e00-\u9fff“”]{4,16}?)[”\"]?[：:]")
_PROGRAMME = re.compile(r"(?:项目|工程|计划|行动)$")
_PEOPLE = {PERSONS, TEAMS, PERSON_TIMES}


def find_programmes_restated(facts: Facts) -> Iterator[Contradiction]:
    """Programmes whose entry and mention promise different numbers of the same people."""
    for number, block in facts.paragraphs():
        label = _LABEL.match(block.text)
        if label is None or not _PROGRAMME.search(label["name"]):
            continue
        promised = _whole_promise(facts, block=number, label_end=label.end())
        if promised is None:
            continue
        for mention in _mentions(facts, name=label["name"], block=number):
            if mention.measure == promised.measure and _is_other_number(promised, mention):
                yield _restated(promised, mention, name=label["name"])


def _whole_promise(facts: Facts, *, block: int, label_end: int) -> Fact | None:
    """The number of people of the first sentence: the one after 共, or the only one."""
    people = [
        fact
        for fact in facts.all
        if fact.figure.place.block == block
        and fact.sentence == 0
        and not fact.in_table
        and fact.figure.place.start >= label_end
        and fact.measure.dimension in _PEOPLE
        and fact.is_promise
    ]
    whole = [fact for fact in people if "共" in fact.clause]
    return whole[0] if whole else people[0] if len(people) == 1 else None


def _mentions(facts: Facts, *, name: str, block: int) -> Iterator[Fact]:
    """The first number of people after the name, where the name stands alone and not in a list of programmes."""
    for (number, _), sentence in facts.by_sentence.items():
        if number == block:
            continue
        people = [fact for fact in sentence if fact.measure.dimension in _PEOPLE and fact.is_promise]
        for fact in people[:1]:
            place = fact.before.rfind(name)
            if place < 0 or (place and fact.before[place - 1] in "、和及与"):
                continue
            after = fact.before[place + len(name) :]
            if len(after) <= 16 and "、" not in after:
                yield fact


def _is_other_number(a: Fact, b: Fact) -> bool:
    return not is_same(a.value, b.value) and a.is_yearly == b.is_yearly and a.figure.value_max is b.figure.value_max


def _restated(promised: Fact, mention: Fact, *, name: str) -> Contradiction:
    return contradiction_about(
        (promised, mention),
        check="restated",
        severity=Severity.ERROR,
        what=Reason("“%(name)s” promises different numbers in its entry and where it is named.", {"name": name}),
        expected=Reason("%(number)s (entry)", {"number": promised.literal}),
        found=Reason(
            "%(number)s (%(place)s)",
            {"number": mention.literal, "place": mention.figure.section or str(mention.figure.line)},
        ),
    )
