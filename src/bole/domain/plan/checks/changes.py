"""Whether a change told in one sentence adds up: so many more, so many percent, so many times.

Level, increment and rate of one clause determine each other; 由A到B, by how much and how many times.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.printed import is_same, rounded_to
from bole.domain.shared.reasons import Reason

_RISES = re.compile(r"(?:增长|增幅|提高|增加|上升|提升|扩大|增)\w{0,2}\s*$")
_MORE = re.compile(r"(?:较|比|同比)[^，。；]{0,12}(?:净?增加?|增长|新增|多)\w{0,2}\s*$")
_ALTOGETHER = re.compile(r"(?:总数|总量|累计|达到|达|增至|增加到)\w{0,2}\s*$")
_AGAINST = re.compile(r"(?:较|比|在)[^，。；]{0,14}的?\s*$")
_UP_TO = re.compile(r"(?:提高|增加|增长|上升|提升|扩大|增|升|调增)\w{0,2}?[到至为]")


def find_wrong_changes(facts: Facts) -> Iterator[Contradiction]:
    """Levels, increments and rates of one sentence that do not fit each other."""
    for sentence in facts.by_sentence.values():
        for level, more, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
            yield from _increment(facts, level=level, more=more, rate=rate)
            yield from _increment_first(facts, more=level, level=more, rate=rate)
            yield from _against_base(facts, level=level, base=more, rate=rate)
            yield from _times(facts, base=level, level=more, times=rate)
            yield from _from_to(facts, base=level, level=more, rate=rate)
            yield from _from_to_by(facts, base=level, level=more, by=rate)


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


def _increment_first(facts: Facts, *, more: Fact, level: Fact, rate: Fact) -> Iterator[Contradiction]:
    """新增16家、总数达到92家，同比增长21.1%."""
    alike = level.measure == more.measure and not level.is_percent and rate.is_percent and more.value < level.value
    if not alike or not more.adds or level.adds or not _ALTOGETHER.search(level.lead) or not _RISES.search(rate.lead):
        return
    if _far_apart(facts, more, level, rate):
        return
    low = more.printed.low / (level.printed.high - more.printed.low) * 100
    high = more.printed.high / (level.printed.low - more.printed.high) * 100
    true = more.value / (level.value - more.value) * 100
    yield from _rate_differs(true, low=low, high=high, held=(more, level, rate))


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
        yield change_differs(
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
        yield change_differs(
            (base, level, times),
            what=Reason("The number of times does not follow from base and level.", {}),
            true=f"{true:.2f}".rstrip("0").rstrip("."),
            printed=times,
        )


def change_differs(held: Sequence[Fact], *, what: Reason, true: str, printed: Fact) -> Contradiction:
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
