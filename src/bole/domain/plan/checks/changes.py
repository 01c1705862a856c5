"""Whether a change told in one sentence adds up: so many more, so many percent, so many points, so many times.

Level, increment and rate of one clause determine each other; a change in points joins two shares.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bole.domain.plan.checks.facts import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import POINTS
from bole.domain.plan.checks.names import is_same_core, is_same_thing
from bole.domain.plan.checks.printed import is_same, rounded_to
from bole.domain.shared.reasons import Reason

_RISES = re.compile(r"(?:增长|增幅|提高|增加|上升|提升|扩大|增)\w{0,2}\s*$")
_MORE = re.compile(r"(?:较|比|同比)[^，。；]{0,12}(?:净?增加?|增长|新增|多)\w{0,2}\s*$")
_AGAINST = re.compile(r"(?:较|比|在)[^，。；]{0,14}的?\s*$")
_UP_TO = re.compile(r"(?:提高|增加|增长|上升|提升|扩大|增|升|调增)\w{0,2}?[到至为]")
_COMPARES = re.compile(r"低于|高于|落后|领先|快于|慢于|全省|全国|全市平均|平均")
_STILL = re.compile(r"(?:还差|还有|尚差|相差|差|低|少)\s*$")


def find_wrong_changes(facts: Facts) -> Iterator[Contradiction]:
    """Levels, increments, rates and points of one sentence that do not fit each other."""
    for sentence in facts.by_sentence.values():
        for level, more, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
            yield from _increment(facts, level=level, more=more, rate=rate)
            yield from _against_base(facts, level=level, base=more, rate=rate)
            yield from _times(facts, base=level, level=more, times=rate)
            yield from _from_to(facts, base=level, level=more, rate=rate)
            yield from _from_to_by(facts, base=level, level=more, by=rate)
        for first, second in pairwise(sentence):
            yield from _points(facts, first=first, second=second)
    for rows in facts.tables.values():
        for cells in rows.values():
            yield from _points_of_row(list(cells.values()))


def _increment(facts: Facts, *, level: Fact, more: Fact, rate: Fact) -> Iterator[Contradiction]:
    """达31.6万人，较2015年净增6.4万人，增幅25.4%."""
    alike = level.measure == more.measure and not level.is_percent and rate.is_percent
    if not alike or not _MORE.search(more.lead) or not _RISES.search(rate.lead) or level.adds:
        return
    if _far_apart(facts, level, more, rate) or not more.value < level.value:
        return
    low = more.printed.low / (level.printed.high - more.printed.low) * 100
    high = more.printed.high / (level.printed.low - more.printed.high) * 100
    true = more.value / (level.value - more.value) * 100
    yield from _rate_differs(true, low=low, high=high, held=(level, more, rate))


def _against_base(facts: Facts, *, level: Fact, base: Fact, rate: Fact) -> Iterator[Contradiction]:
    """达到4.1万人，较2022年底的3.28万人增长25%."""
    alike = level.measure == base.measure and not level.is_percent and rate.is_percent
    if (
        not alike
        or not _AGAINST.search(base.lead)
        or not re.fullmatch(r"\s*(?:增长|增加|提高)\w{0,2}\s*", facts.between(base, rate))
    ):
        return
    low = (level.printed.low / base.printed.high - 1) * 100
    high = (level.printed.high / base.printed.low - 1) * 100
    yield from _rate_differs((level.value / base.value - 1) * 100, low=low, high=high, held=(level, base, rate))


def _from_to(facts: Facts, *, base: Fact, level: Fact, rate: Fact) -> Iterator[Contradiction]:
    """由400人增加到500人，增长25%."""
    alike = level.measure == base.measure and not level.is_percent and rate.is_percent and base.starts_change
    if not alike or not _UP_TO.search(facts.between(base, level)) or not _RISES.search(rate.lead):
        return
    low = (level.printed.low / base.printed.high - 1) * 100
    high = (level.printed.high / base.printed.low - 1) * 100
    yield from _rate_differs((level.value / base.value - 1) * 100, low=low, high=high, held=(base, level, rate))


def _from_to_by(facts: Facts, *, base: Fact, level: Fact, by: Fact) -> Iterator[Contradiction]:
    """由15.2万人增长到19.7万人，增加4.5万人."""
    alike = base.measure == level.measure == by.measure and not base.is_percent and base.starts_change
    if not alike or not _UP_TO.search(facts.between(base, level)) or not _RISES.search(by.lead) or level.adds:
        return
    if _far_apart(facts, base, level, by):
        return
    true = abs(level.value - base.value)
    slack = max(fact.printed.high - fact.printed.value for fact in (base, level, by)) * 2
    if abs(true - by.value) > slack + 1e-6 * true:
        yield _differs(
            (base, level, by),
            what=Reason("The increase is not level less base.", {}),
            true=by.printed.show(true),
            printed=by,
        )


def _rate_differs(true: float, *, low: float, high: float, held: tuple[Fact, Fact, Fact]) -> Iterator[Contradiction]:
    rate = held[2]
    step = rate.printed.step
    if (
        low <= rate.value + step / 2
        and rate.value - step / 2 <= high
        and abs(true - rate.value) <= max(2 * step, true / 50)
    ):
        return
    if is_same(rounded_to(true, step=step), rate.value):
        return
    is_possible = low <= rate.value + step / 2 and rate.value - step / 2 <= high
    yield contradiction_about(
        held,
        check="change",
        severity=Severity.WARNING if is_possible else Severity.ERROR,
        what=Reason("The rate does not follow from the numbers beside it.", {}),
        expected=Reason(
            "%(rate)s%% (from %(first)s and %(second)s)",
            {"rate": rate.printed.show(true, more_digits=1), "first": held[0].literal, "second": held[1].literal},
        ),
        found=Reason("%(rate)s", {"rate": rate.literal}),
    )


def _times(facts: Facts, *, base: Fact, level: Fact, times: Fact) -> Iterator[Contradiction]:
    """由112人增加到560人，增长4倍."""
    alike = base.measure == level.measure and times.measure.dimension == "倍" and base.value > 0
    if not alike or not base.starts_change or not _RISES.search(times.lead) or times.figure.comparator != "=":
        return
    true = level.value / base.value - 1
    if abs(true - times.value) > max(0.5 * times.printed.step, 0.05 * true):
        yield _differs(
            (base, level, times),
            what=Reason("The number of times does not follow from base and level.", {}),
            true=f"{true:.2f}".rstrip("0").rstrip("."),
            printed=times,
        )


def _points(facts: Facts, *, first: Fact, second: Fact) -> Iterator[Contradiction]:
    """提高0.84个百分点，达到2.2% beside a base of 1.36%; 由30%提高到35%，提高5个百分点; 距32%还差2.2个百分点."""
    points, share = (first, second) if first.measure.dimension == POINTS else (second, first)
    if (
        points.measure.dimension != POINTS
        or not share.is_percent
        or _COMPARES.search(points.clause[-10:] + points.lead[-10:])
    ):
        return
    apart = facts.between(first, second)
    if re.search(r"[。；;]", apart) or apart.count("，") > 1:
        return
    if _STILL.search(points.lead):
        yield from _distance(facts, share=share, points=points)
        return
    if not _RISES.search(points.lead):
        return
    base = _earlier_share(facts, share)
    if base is None:
        return
    true = abs(share.value - base.value)
    if abs(true - points.value) > max(_looseness(fact) for fact in (base, share, points)) * 0.51:
        yield _differs(
            (base, share, points),
            what=Reason("The change in percentage points does not join the two shares.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points,
        )


def _points_of_row(cells: Sequence[Fact]) -> Iterator[Contradiction]:
    """2.1, 3.4, 提高1.3个百分点."""
    points = [fact for fact in cells if fact.measure.dimension == POINTS]
    shares = sorted((fact for fact in cells if fact.is_percent and fact.is_level), key=lambda fact: fact.year or 0)
    if len(points) != 1 or len(shares) != 2:
        return
    true = abs(shares[1].value - shares[0].value)
    if abs(true - points[0].value) > max(fact.printed.step for fact in (*shares, *points)) * 0.51:
        yield _differs(
            (*shares, *points),
            what=Reason("The change in percentage points does not join the two shares.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points[0],
        )


def _distance(facts: Facts, *, share: Fact, points: Fact) -> Iterator[Contradiction]:
    """The level and the goal: one of them in the sentence, the other beside it or wherever it is printed."""
    other = _other_end(facts, share, is_goal=not _is_goal(share))
    if other is None:
        return
    true = abs(other.value - share.value)
    if abs(true - points.value) > max(_looseness(fact) for fact in (other, share, points)) * 0.51:
        yield _differs(
            (other, share, points),
            what=Reason("The distance to the goal is not goal less level.", {}),
            true=f"{true:.4f}".rstrip("0").rstrip("."),
            printed=points,
        )


def _is_goal(fact: Fact) -> bool:
    return "目标" in fact.lead + fact.after[:6] or re.search(r"距\D{0,6}20\d\d年\s*$", fact.before) is not None


def _other_end(facts: Facts, share: Fact, *, is_goal: bool) -> Fact | None:
    sentence = facts.by_sentence[share.figure.place.block, share.sentence]
    clause = [fact for fact in sentence if fact.index < share.index and "；" not in facts.between(fact, share)]
    beside = [fact for fact in clause if fact.is_percent and fact.is_level]
    if beside and not is_goal:
        return beside[-1]
    named = [
        fact
        for fact in facts.levels
        if fact.is_percent
        and fact is not share
        and fact.is_promise == is_goal
        and fact.year is not None
        and is_same_thing(fact.name, share.name)
    ]
    latest = max(named, key=lambda fact: fact.year or 0, default=None)
    values = {fact.value for fact in named if latest is not None and fact.year == latest.year}
    return latest if len(values) == 1 else None


def _looseness(fact: Fact) -> float:
    """What is reached is measured and rounded; what is promised is meant as printed."""
    return 0.1 if fact.is_promise and not fact.is_about else fact.printed.step


def _earlier_share(facts: Facts, share: Fact) -> Fact | None:
    """The share it rose from: printed before it in the sentence, or for an earlier year elsewhere."""
    sentence = facts.by_sentence[share.figure.place.block, share.sentence]
    for fact in reversed([fact for fact in sentence if fact.index < share.index]):
        if fact.is_percent and fact.starts_change:
            return fact
        if fact.is_percent:
            break
    earlier = [
        fact
        for fact in facts.all
        if fact.is_percent
        and fact.is_level
        and fact.name.is_share == share.name.is_share
        and fact.year is not None
        and fact.year < (share.year or 0)
        and is_same_core(fact.name.core, share.name.core)
        and (not fact.name.whole or not share.name.whole or is_same_core(fact.name.whole, share.name.whole))
    ]
    return max(earlier, key=lambda fact: fact.year or 0, default=None)


def _differs(held: Sequence[Fact], *, what: Reason, true: str, printed: Fact) -> Contradiction:
    return contradiction_about(
        held,
        check="change",
        severity=Severity.ERROR,
        what=what,
        expected=Reason(
            "%(true)s (%(first)s, %(second)s)", {"true": true, "first": held[0].literal, "second": held[1].literal}
        ),
        found=Reason("%(printed)s", {"printed": printed.literal}),
    )


def _far_apart(facts: Facts, *held: Fact) -> bool:
    return any(re.search(r"[；;。]", facts.between(a, b)) for a, b in pairwise(held))
