"""Quantities the document does not print but implies twice: the whole behind an amount and its share.

Two statements can each be plausible and still leave no number between them that makes both true.
"""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT
from bole.domain.plan.checks.names import is_same_core, is_same_thing
from bole.domain.shared.reasons import Reason

_RANKS = ("国家级", "省级", "市级", "县级")
_AND_ABOVE = re.compile(r"(?P<rank>省级|市级|县级)以上(?P<thing>.{2,})")


def find_impossible_pairs(facts: Facts) -> Iterator[Contradiction]:
    """Pairs of statements that imply two different values of a third thing."""
    yield from _shrinking_wholes(facts)
    yield from _increments_against_shares(facts)
    yield from _ranks_against_all(facts)


def _shrinking_wholes(facts: Facts) -> Iterator[Contradiction]:
    """R&D spending up by 40 % and its share of GDP up by 75 %: GDP would have to fall."""
    seen: set[tuple[float, ...]] = set()
    for early, late in _share_pairs(facts):
        for before in _levels_of(facts, share=early):
            after = next(
                (
                    f
                    for f in _levels_of(facts, share=late)
                    if f.measure == before.measure and is_same_thing(f.name, before.name)
                ),
                None,
            )
            if after is None or min(early.printed.low, late.printed.low, before.printed.low, after.printed.low) <= 0:
                continue
            key = (early.value, late.value, before.value, after.value)
            lowest = before.printed.low / early.printed.high
            highest = after.printed.high / late.printed.low
            if highest >= lowest or key in seen:
                continue
            seen.add(key)
            yield _whole_shrinks(early, late, before, after)


def _whole_shrinks(early: Fact, late: Fact, before: Fact, after: Fact) -> Contradiction:
    first = before.value / early.value * 100
    second = after.value / late.value * 100
    return contradiction_about(
        (early, late, before, after),
        check="implied",
        severity=Severity.ERROR,
        what=Reason(
            "“%(part)s” and its share of %(whole)s imply that the whole shrinks from %(early)s to %(late)s.",
            {
                "part": before.figure.subject,
                "whole": late.name.whole or late.figure.subject,
                "early": early.year,
                "late": late.year,
            },
        ),
        expected=Reason(
            "at least %(whole)s (%(part)s / %(share)s)",
            {
                "whole": before.worded(first),
                "part": before.literal,
                "share": _percent(early),
            },
        ),
        found=Reason(
            "%(whole)s (%(part)s / %(share)s)",
            {"whole": after.worded(second), "part": after.literal, "share": _percent(late)},
        ),
    )


def _increments_against_shares(facts: Facts) -> Iterator[Contradiction]:
    """600 more high-skilled people cannot lift their share from 30 % to 35 % unless the skilled become fewer."""
    for early, late in _share_pairs(facts):
        if not late.name.whole:
            continue
        wholes = [
            fact
            for fact in facts.levels
            if is_same_core(fact.name.core, late.name.whole)
            and fact.year == early.year
            and not fact.name.is_share
            and not fact.adds
            and not fact.is_percent
        ]
        added = [
            fact
            for fact in facts.levels
            if fact.adds and fact.is_promise and not fact.is_yearly and is_same_core(fact.name.core, late.name.core)
        ]
        for whole in wholes[:1]:
            for more in (fact for fact in added if fact.measure == whole.measure):
                part = whole.printed.high * early.printed.high / 100
                needed = (part + more.printed.high) / (late.printed.low / 100)
                if needed < whole.printed.low * 0.99:
                    yield _too_few_added(early, late, whole=whole, more=more)


def _too_few_added(early: Fact, late: Fact, *, whole: Fact, more: Fact) -> Contradiction:
    needed = whole.value * (late.value - early.value) / 100
    reached = (whole.value * early.value / 100 + more.value) / whole.value * 100
    return contradiction_about(
        (early, late, whole, more),
        check="implied",
        severity=Severity.ERROR,
        what=Reason(
            "“%(more)s” is too little to lift the share from %(early)s to %(late)s unless the whole shrinks.",
            {"more": more.figure.subject, "early": _percent(early), "late": _percent(late)},
        ),
        expected=Reason(
            "at least %(needed)s more (%(late)s of %(whole)s)",
            {"needed": more.worded(needed), "late": _percent(late), "whole": whole.literal},
        ),
        found=Reason("%(more)s (a share of %(reached)s%%)", {"more": more.literal, "reached": f"{reached:.1f}"}),
    )


def _ranks_against_all(facts: Facts) -> Iterator[Contradiction]:
    """国家级平台3个 and 省级平台58个 beside 省级以上平台61个."""
    for whole in facts.levels:
        match = _AND_ABOVE.match(whole.name.core)
        if match is None or whole.is_percent or whole.adds:
            continue
        thing, lowest = match["thing"], _RANKS.index(match["rank"])
        parts: list[Fact] = []
        for rank in _RANKS[: lowest + 1]:
            part = next((fact for fact in facts.levels if _is_rank_of(fact, whole, name=f"{rank}{thing}")), None)
            if part is not None:
                parts.append(part)
        amount = sum(part.value for part in parts)
        if len(parts) == lowest + 1 > 1 and abs(amount - whole.value) > 1e-6:
            yield contradiction_about(
                (whole, *parts),
                check="implied",
                severity=Severity.ERROR,
                what=Reason("The ranks of “%(subject)s” do not add up to it.", {"subject": whole.figure.subject}),
                expected=Reason(
                    "%(sum)s (%(parts)s)",
                    {"sum": f"{amount:.0f}", "parts": " + ".join(part.literal for part in parts)},
                ),
                found=Reason("%(whole)s", {"whole": whole.literal}),
            )


def _is_rank_of(fact: Fact, whole: Fact, *, name: str) -> bool:
    alike = fact.measure == whole.measure and fact.year == whole.year and fact.is_reached == whole.is_reached
    return alike and not fact.adds and fact.name.core == name and fact.figure.value_max is None


def _share_pairs(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """Each share at its base and at its target."""
    shares = [fact for fact in facts.levels if fact.name.is_share and fact.measure.dimension == PERCENT]
    done: set[tuple[str, float, float]] = set()
    for early in shares:
        for late in shares:
            if early.year is None or late.year is None or not early.year < late.year or early.is_promise:
                continue
            key = (late.name.core, early.value, late.value)
            if key not in done and is_same_thing(early.name, late.name) and late.value > early.value:
                done.add(key)
                yield early, late


def _levels_of(facts: Facts, *, share: Fact) -> list[Fact]:
    """Amounts of the share's part in the share's year."""
    return [
        fact
        for fact in facts.levels
        if fact.year == share.year
        and not fact.is_percent
        and not fact.adds
        and not fact.name.is_share
        and is_same_core(fact.name.core, share.name.core)
    ]


def _percent(fact: Fact) -> str:
    return fact.literal if "%" in fact.literal or "％" in fact.literal else f"{fact.literal}%"
