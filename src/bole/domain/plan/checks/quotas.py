"""Whether the quotas of sub-headings and named projects add up to the total stated above them.

A heading's own paragraph gives the total, the items under it the parts; increments of teams are held to the whole.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.divisions import divisions
from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERSON_TIMES, PERSONS, TEAMS
from bole.domain.plan.checks.printed import is_same
from bole.domain.plan.documents import StockOrFlow
from bole.domain.shared.reasons import Reason

_VERBS = re.compile(
    r"引进|引育|集聚|培养|培育|培训|选派|遴选|支持|资助|储备|招聘|招录|评选|推选|选拔|扶持|组建|新增|建设|打造|派遣"
)
_PEOPLE = {PERSONS, TEAMS}
_WHOLE_TEAM = re.compile(r"总量(?:增加|新增|净增)|(?:增加|新增|净增)(?:数|人数)?$|新增[^，。；]{0,4}总量")


def find_wrong_quotas(facts: Facts) -> Iterator[Contradiction]:
    """Totals of a heading that the quotas under it do not make up."""
    inside = {part.index for division in divisions(facts) for part in division.parts}
    by_section: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if _is_quota(fact) and fact.index not in inside:
            by_section[fact.figure.section].append(fact)
    for section, totals in by_section.items():
        children = {name: found for name, found in by_section.items() if _is_child(name, section)}
        for total in totals:
            yield from _judge_heading(total, children=children)
    yield from _overlapping_increments(facts)


def _judge_heading(total: Fact, *, children: dict[str, list[Fact]]) -> Iterator[Contradiction]:
    verb = _verb_of(total)
    members = {name: [fact for fact in found if _may_belong(fact, total)] for name, found in children.items()}
    members = {name: found for name, found in members.items() if found}
    narrowed = {
        name: [fact for fact in found if verb and verb in fact.clause + fact.figure.subject]
        for name, found in members.items()
    }
    narrowed = {name: found for name, found in narrowed.items() if found}
    if len(narrowed) >= 3:
        members = narrowed
    teams = total.measure.dimension == TEAMS and sum(len(found) for found in members.values()) > 1
    if len(members) < 3 and not teams:
        return
    parts = [fact for found in members.values() for fact in found]
    amount = sum(part.value for part in parts)
    if not 0.5 <= amount / total.value <= 1.6:
        return
    if not is_same(amount, total.value):
        yield _sum_differs(total, parts, amount=amount)
    for part in parts:
        also = _also_counts(part, verb) if verb else ""
        if also and part.value >= total.value / 5:
            yield _counts_more(total, part, verb=verb, also=also)


def _sum_differs(total: Fact, parts: Sequence[Fact], *, amount: float) -> Contradiction:
    near = abs(amount - total.value) <= 0.1 * total.value
    return contradiction_about(
        (total, *parts),
        check="quota",
        severity=Severity.WARNING if total.is_about or not near else Severity.ERROR,
        what=Reason(
            "The quotas under the heading do not add up to its total for “%(subject)s”.",
            {"subject": total.figure.subject},
        ),
        expected=Reason("%(total)s", {"total": total.literal}),
        found=Reason(
            "%(sum)s (%(parts)s)",
            {"sum": total.worded(amount, more_digits=2), "parts": " + ".join(part.literal for part in parts)},
        ),
    )


def _counts_more(total: Fact, part: Fact, *, verb: str, also: str) -> Contradiction:
    return contradiction_about(
        (total, part),
        check="quota",
        severity=Severity.WARNING,
        what=Reason(
            "A part counts more than its total does: the total counts %(verb)s, the part also %(also)s.",
            {"verb": verb, "also": also},
        ),
        expected=Reason("only %(verb)s, as the total counts", {"verb": verb}),
        found=Reason("%(part)s (%(verb)s, %(also)s)", {"part": part.literal, "verb": verb, "also": also}),
    )


def _overlapping_increments(facts: Facts) -> Iterator[Contradiction]:
    """Increments of single teams that together exceed the increment of the whole."""
    grown = [
        fact
        for fact in facts.levels
        if fact.adds and fact.is_promise and fact.measure.dimension == PERSONS and not fact.is_yearly
    ]
    wholes = [fact for fact in grown if fact.name.core in {"人才", "人才资源"}]
    for whole in wholes:
        first: dict[str, Fact] = {}
        for fact in grown:
            is_team = _WHOLE_TEAM.search(fact.clause) or _WHOLE_TEAM.search(fact.figure.subject)
            if fact is not whole and is_team and fact.name.core not in {"人才", "人才资源"}:
                first.setdefault(fact.figure.section, fact)
        parts = list(first.values())
        amount = sum(part.value for part in parts)
        if len(parts) >= 3 and amount > whole.printed.high:
            yield contradiction_about(
                (whole, *parts),
                check="quota",
                severity=Severity.WARNING,
                what=Reason("The increments of the single teams exceed the increment of all talents.", {}),
                expected=Reason("at most %(total)s", {"total": whole.literal}),
                found=Reason(
                    "%(sum)s (%(parts)s)",
                    {"sum": whole.worded(amount, more_digits=2), "parts": " + ".join(part.literal for part in parts)},
                ),
            )


def _is_quota(fact: Fact) -> bool:
    countable = fact.measure.dimension in {PERSONS, TEAMS, PERSON_TIMES} and not fact.measure.per
    is_stock = fact.figure.stock_or_flow is StockOrFlow.STOCK and not fact.adds and not _VERBS.search(fact.clause)
    return (
        countable and fact.is_promise and not fact.in_table and not fact.is_yearly and not is_stock and fact.value > 0
    )


def _is_child(name: str, section: str) -> bool:
    return bool(section) and name.startswith(f"{section}/")


def _may_belong(fact: Fact, total: Fact) -> bool:
    same = fact.measure.dimension == total.measure.dimension
    # 名（支） may count single people towards people; people are never counted towards teams.
    mixed = fact.measure.dimension == TEAMS and total.measure.dimension == PERSONS
    return (same or mixed) and fact.value < total.value


def _verb_of(fact: Fact) -> str:
    verbs = _VERBS.findall(fact.clause) or _VERBS.findall(fact.figure.subject)
    return str(verbs[0]) if verbs else ""


def _also_counts(part: Fact, verb: str) -> str:
    """扶持 in 引进或扶持."""
    match = re.search(rf"{verb}(?:或者|或)({_VERBS.pattern})|({_VERBS.pattern})(?:或者|或){verb}", part.clause)
    return (match[1] or match[2]) if match else ""
