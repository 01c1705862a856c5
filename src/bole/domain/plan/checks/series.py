"""Whether numbers that belong to one thing year by year, or field by field, add up to what is said of the whole.

分别培养12名、15名、18名 beside 共45名; 2023年, 2024年 and 2025年 each with its number beside that of the three years.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT, POINTS
from bole.domain.plan.checks.names import is_same_core
from bole.domain.plan.checks.printed import is_same
from bole.domain.plan.documents import StockOrFlow
from bole.domain.shared.reasons import Reason

_JOINED = re.compile(r"^\s*(?:以上|左右|余)?\s*[、，,和及与]\s*$")
_TOGETHER = re.compile(r"分别|各为")
_SPAN = re.compile(r"(20\d\d)\D+(20\d\d)")


def find_wrong_series(facts: Facts) -> Iterator[Contradiction]:
    """Lists and years whose numbers miss the number of the whole."""
    for sentence in facts.by_sentence.values():
        for chain in _chains(facts, sentence):
            total = _total_of(facts, chain)
            if total is not None:
                yield from _judge(total, chain)
    yield from _years_apart(facts)


def _chains(facts: Facts, sentence: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Bare numbers in a row after 分别: one thing, divided."""
    chain: list[Fact] = []
    for fact in (*sentence, None):
        joins = (
            fact is not None
            and chain
            and fact.measure == chain[-1].measure
            and _JOINED.match(facts.between(chain[-1], fact)) is not None
        )
        if joins and fact is not None:
            chain.append(fact)
            continue
        if len(chain) > 1 and _TOGETHER.search(chain[0].lead) and _is_one_thing(chain):
            yield chain
        chain = [fact] if fact is not None and fact.measure.dimension not in {PERCENT, POINTS} else []


def _is_one_thing(chain: Sequence[Fact]) -> bool:
    """党政人才、技能人才分别 names several things; 分别培养 and 三年分别 name one."""
    named = re.split(r"分别|各为", chain[0].lead)
    own = named[-1].strip()
    return len(own) > 1 and not re.fullmatch(r"(?:达到|为|达|增长|是|占|新增|增加|提高到|不少于|不低于)+", own)


def _total_of(facts: Facts, chain: Sequence[Fact]) -> Fact | None:
    first = chain[0]
    own = re.split(r"分别|各为", first.lead)[-1]
    before = [
        fact
        for fact in facts.all
        if fact.figure.place.block == first.figure.place.block
        and fact.index < first.index
        and first.sentence - fact.sentence <= 1
        and fact.measure == first.measure
        and fact.figure.unit == first.figure.unit
    ]
    for fact in reversed(before):
        if fact.name.core and (fact.name.core in own or own.endswith(fact.name.core) or _repeats(fact, own)):
            return fact
    return None


def _repeats(fact: Fact, own: str) -> bool:
    """公费定向培养农技人员45名，分别培养12名…: the list only repeats the verb."""
    return len(own) <= 3 and own in fact.lead


def _judge(total: Fact, parts: Sequence[Fact]) -> Iterator[Contradiction]:
    amount = sum(part.value for part in parts)
    loose = total.is_about or any(part.is_about for part in parts)
    if is_same(amount, total.value) or not 0.3 <= amount / max(total.value, 1e-9) <= 3:
        return
    if not total.printed.is_exact and abs(amount - total.value) <= total.printed.step / 2 + sum(
        part.printed.high - part.value for part in parts
    ):
        return
    yield contradiction_about(
        (total, *parts),
        check="sum",
        severity=Severity.WARNING if loose else Severity.ERROR,
        what=Reason("The numbers listed for “%(subject)s” do not add up to it.", {"subject": total.figure.subject}),
        expected=Reason("%(total)s", {"total": total.literal}),
        found=Reason(
            "%(sum)s (%(parts)s)",
            {
                "sum": total.worded(amount, more_digits=4),
                "parts": " + ".join(part.literal for part in parts),
            },
        ),
    )


def _years_apart(facts: Facts) -> Iterator[Contradiction]:
    """One delivery for each year of a span, each in a sentence of its own, and one for the span."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.levels:
        if (
            not fact.in_table
            and fact.is_promise
            and fact.figure.stock_or_flow is StockOrFlow.FLOW
            and not fact.is_yearly
        ):
            groups[fact.name.core, fact.figure.unit].append(fact)
    for group in groups.values():
        years = {fact.year: fact for fact in group if fact.year and re.search(rf"{fact.year}\s*年[，,]", fact.before)}
        if len(years) < 2:
            continue
        for total in group:
            span = _SPAN.search(total.figure.period or "")
            covered = set(range(int(span[1]), int(span[2]) + 1)) if span else set()
            parts = [years[year] for year in sorted(years)]
            alike = all(is_same_core(total.name.core, part.name.core) for part in parts)
            if covered == set(years) and alike and total not in parts:
                yield from _judge(total, parts)
