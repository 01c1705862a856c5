"""Quantities the document does not print but implies twice: a whole behind a share, a year's quota over the plan.

Two statements can each be plausible and still leave no number between them that makes both true.
"""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.facts import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import MONEY, PERCENT
from bole.domain.plan.checks.names import is_same_core, is_same_thing
from bole.domain.plan.documents import Comparator
from bole.domain.shared.reasons import Reason

_RANKS = ("国家级", "省级", "市级", "县级")
_AND_ABOVE = re.compile(r"(?P<rank>省级|市级|县级)以上(?P<thing>.{2,})")
_OVERALL = re.compile(r"累计|[年间内]共|共(?:培|选|招|引|评|建|组织|开展|举办|培育)")
_VERB = re.compile(
    r"引进|集聚|培养|培育|培训|选派|遴选|互派|派遣|招聘|招录|评选|推选|选拔|新增|建设|打造|开展|举办|轮训|组织|服务|支持|补充"
)


def find_impossible_pairs(facts: Facts) -> Iterator[Contradiction]:
    """Pairs of statements that imply two different values of a third thing."""
    yield from _shrinking_wholes(facts)
    yield from _increments_against_shares(facts)
    yield from _years_against_totals(facts)
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
                "whole": late.name.whole or "its whole",
                "early": early.year,
                "late": late.year,
            },
        ),
        expected=Reason(
            "at least %(whole)s (%(part)s / %(share)s)",
            {
                "whole": before.printed.show(first, more_digits=0),
                "part": before.literal,
                "share": _percent(early),
            },
        ),
        found=Reason(
            "%(whole)s (%(part)s / %(share)s)",
            {"whole": after.printed.show(second, more_digits=0), "part": after.literal, "share": _percent(late)},
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
            {"needed": f"{needed:.0f}", "late": _percent(late), "whole": whole.literal},
        ),
        found=Reason("%(more)s (a share of %(reached)s%%)", {"more": more.literal, "reached": f"{reached:.1f}"}),
    )


def _years_against_totals(facts: Facts) -> Iterator[Contradiction]:
    """So many each year, and over the plan ten times what the years can bring."""
    years = facts.period[1] - facts.period[0] + 1 if facts.period else 5
    seen: set[tuple[int, int]] = set()
    for yearly in facts.levels:
        if not (yearly.is_yearly and yearly.is_promise) or yearly.in_table or yearly.is_percent:
            continue
        for total in facts.levels:
            if not _is_sum_of_years(yearly, total) or (yearly.index, total.index) in seen:
                continue
            is_named_alike = is_same_core(yearly.name.core, total.name.core)
            product, widest = yearly.value * years, yearly.printed.high * years
            # Under one name the years must make the total; under a wider one only a gross misfit tells.
            too_much = total.printed.low > widest * (1.1 if is_named_alike else 2)
            too_little = is_named_alike and total.printed.high < yearly.printed.low
            if too_much or too_little or (is_named_alike and _misses(product, total, yearly=yearly, years=years)):
                seen.add((yearly.index, total.index))
                yield _years_differ(yearly, total, years=years)


def _misses(product: float, total: Fact, *, yearly: Fact, years: int) -> bool:
    """Whether no whole number of the plan's years makes the total; a floor may always be exceeded."""
    if yearly.figure.comparator is not Comparator.EQUAL or total.figure.comparator is not Comparator.EQUAL:
        return False
    later_start = [yearly.value * count for count in range(max(1, years - 2), years + 1)]
    return all(abs(total.value - amount) > 0.02 * total.value for amount in (product, *later_start))


def _is_sum_of_years(yearly: Fact, total: Fact) -> bool:
    if total is yearly or total.is_yearly or not total.is_promise or total.in_table:
        return False
    if total.measure.dimension != yearly.measure.dimension or total.measure.per:
        return False
    if total.measure.dimension == MONEY and not re.search(r"资金|经费|投入|基金", total.figure.subject + total.lead):
        return False  # an allowance a month and a grant once are two things
    same_section = total.figure.section == yearly.figure.section
    is_delivery = total.adds or _OVERALL.search(total.lead) or total.figure.stock_or_flow == "flow"
    if not is_delivery or not same_section:
        return False
    if is_same_core(yearly.name.core, total.name.core):
        return True
    verbs = set(_VERB.findall(yearly.before + yearly.figure.subject)) & set(_VERB.findall(total.clause))
    return "累计" in total.clause and bool(verbs) and _share_a_word(yearly, total)


def _share_a_word(a: Fact, b: Fact) -> bool:
    words = {b.name.core[place : place + 2] for place in range(len(b.name.core) - 1)} - {"人才", "人员", "各类"}
    return any(word in a.before + a.name.core for word in words)


def _years_differ(yearly: Fact, total: Fact, *, years: int) -> Contradiction:
    return contradiction_about(
        (yearly, total),
        check="implied",
        severity=Severity.ERROR if total.value > yearly.value * years * 2 else Severity.WARNING,
        what=Reason("The yearly quota over the plan does not make “%(subject)s”.", {"subject": total.figure.subject}),
        expected=Reason(
            "%(product)s (%(yearly)s × %(years)s)",
            {"product": f"{yearly.value * years:.0f}", "yearly": yearly.literal, "years": years},
        ),
        found=Reason("%(total)s", {"total": total.literal}),
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
