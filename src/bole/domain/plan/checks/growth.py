"""Whether a printed growth rate follows from the base and the level it joins, in tables and in the text.

The rate is computed from the printed numbers. Cutting off instead of rounding is told apart from a wrong rate.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.names import is_same_core
from bole.domain.plan.checks.printed import cut_to, is_same, rounded_to
from bole.domain.plan.checks.tables import row_series
from bole.domain.plan.documents import Comparator, FigureKind
from bole.domain.shared.reasons import Reason

_YEARLY = re.compile(r"年均|年平均|每年|(?<!\d)年增长|(?<!\d)年增速|逐年")
_FALLS = re.compile(r"下降|降低|减少|压减|缩短")
_PERIOD_ENDS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025}
_SPAN = re.compile(r"(20\d\d)\D+(20\d\d)")


@dataclass
class _Rate:
    """One base, level and rate, and every place that prints them."""

    base: Fact
    level: Fact
    rates: list[Fact] = field(default_factory=list)


def find_wrong_growth(facts: Facts) -> Iterator[Contradiction]:
    """Growth rates that the numbers they join do not give."""
    seen: dict[tuple[float, float, float, bool], _Rate] = {}
    for base, level, rate in (*_rates_of_tables(facts), *_rates_of_text(facts)):
        key = (base.value, level.value, rate.value, _is_yearly(rate))
        seen.setdefault(key, _Rate(base, level)).rates.append(rate)
    for found in seen.values():
        finding = _judge_yearly(found) if _is_yearly(found.rates[0]) else _judge(found)
        if finding is not None:
            yield finding


def _judge(found: _Rate) -> Contradiction | None:
    rate, base, level = found.rates[0], found.base, found.level
    step, true = rate.printed.step, (level.value / base.value - 1) * 100
    printed = -rate.value if true < 0 and _FALLS.search(rate.clause + rate.figure.subject) else rate.value
    if is_same(rounded_to(true, step=step), printed) or abs(true - printed) <= step / 2:
        return None
    if rate.figure.comparator in {Comparator.AT_LEAST, Comparator.MORE} and true >= printed:
        return None
    is_cut = is_same(cut_to(true, step=step), printed) and printed > 0
    low, high = _range(base, level)
    is_possible = low <= printed + step / 2 and printed - step / 2 <= high
    is_hedged = any(fact.figure.comparator is not Comparator.EQUAL for fact in (base, level))
    if not is_cut and is_possible and (is_hedged or abs(printed - true) <= step):
        return None
    what = (
        Reason("The growth of “%(subject)s” is cut off, not rounded.", _subject(level))
        if is_cut
        else Reason("The growth of “%(subject)s” does not follow from base and level.", _subject(level))
    )
    return contradiction_about(
        (base, level, *found.rates),
        check="growth",
        severity=Severity.WARNING if is_cut or is_possible or is_hedged else Severity.ERROR,
        what=what,
        expected=Reason(
            "%(rate)s%% (%(base)s → %(level)s)",
            {"rate": rate.printed.show(true), "base": base.literal, "level": level.literal},
        ),
        found=Reason("%(rate)s", {"rate": rate.literal}),
    )


def _judge_yearly(found: _Rate) -> Contradiction | None:
    rate, base, level = found.rates[0], found.base, found.level
    years = (level.year or 0) - (base.year or 0)
    if not 1 < years <= 15 or base.value <= 0 or level.value <= 0:
        return None
    true = ((level.value / base.value) ** (1 / years) - 1) * 100
    # What is promised is meant as printed; only what was reached may hide a rounding.
    lowest, highest = (level.value, level.value) if level.is_promise else (level.printed.low, level.printed.high)
    low = ((lowest / base.printed.high) ** (1 / years) - 1) * 100
    high = ((highest / base.printed.low) ** (1 / years) - 1) * 100
    slack = rate.value / 10 if rate.is_about else rate.printed.step / 2 + 0.05
    is_floor = rate.figure.comparator in {Comparator.AT_LEAST, Comparator.MORE}
    if low - slack <= rate.value <= high + slack or (is_floor and rate.value <= high + slack):
        return None
    return contradiction_about(
        (base, level, *found.rates),
        check="growth",
        severity=Severity.WARNING,
        what=Reason("The yearly growth of “%(subject)s” does not lead from base to level.", _subject(level)),
        expected=Reason(
            "%(rate)s%% a year (%(base)s → %(level)s in %(years)s years)",
            {
                "rate": rate.printed.show(true, more_digits=1),
                "base": base.literal,
                "level": level.literal,
                "years": years,
            },
        ),
        found=Reason("%(rate)s", {"rate": rate.literal}),
    )


def _rates_of_tables(facts: Facts) -> Iterator[tuple[Fact, Fact, Fact]]:
    for row in row_series(facts):
        if row.growth is not None and len(row.levels) == 2 and row.levels[0].value > 0:
            yield row.levels[0], row.levels[1], row.growth


def _rates_of_text(facts: Facts) -> Iterator[tuple[Fact, Fact, Fact]]:
    by_core: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.levels:
        by_core[fact.name.core].append(fact)
    for rate in facts.all:
        if rate.in_table or not rate.is_growth or rate.value == 0 or rate.measure.per:
            continue
        candidates = [
            fact
            for core, group in by_core.items()
            if is_same_core(core, rate.name.core)
            for fact in group
            if not (fact.adds or fact.is_yearly or fact.is_percent or fact.figure.kind is FigureKind.QUOTA)
        ]
        pair = _pair_for(rate, candidates)
        if pair is not None:
            yield *pair, rate


def _pair_for(rate: Fact, candidates: list[Fact]) -> tuple[Fact, Fact] | None:
    """The level the rate leads to, and the base it starts from."""
    levels = [fact for fact in candidates if fact.year is not None and fact.year == rate.year and fact.value > 0]
    if not levels:
        return None
    level = min(levels, key=lambda fact: _distance(fact, rate))
    allowed = _base_years(rate, level)
    bases = [
        fact
        for fact in candidates
        if fact.year is not None
        and not fact.is_promise
        and fact.year < (level.year or 0)
        and fact.measure.dimension == level.measure.dimension
        and fact.measure.per == level.measure.per
        and fact.value > 0
        and (allowed is None or fact.year in allowed)
    ]
    if not bases:
        return None
    latest = max(fact.year or 0 for fact in bases)
    # A base in the table beats one in the text: the table is what the rate was computed from.
    base = min(
        (fact for fact in bases if fact.year == latest), key=lambda fact: (not fact.in_table, _distance(fact, rate))
    )
    return base, level


def _base_years(rate: Fact, level: Fact) -> set[int] | None:
    """The years the rate may start from, as its sentence says; nothing if it does not say."""
    words = rate.before[-40:]
    named = re.findall(r"(?:比|较|在)\D{0,4}(20\d\d)\s*年", words)
    if named:
        return {int(named[-1])}
    if re.search(r"上年|去年|同比|上一年", words):
        return {(level.year or 0) - 1}
    ends = [year for name, year in _PERIOD_ENDS.items() if re.search(rf"[比较]\W?{name}", words)]
    if ends:
        return {ends[-1]}
    starts = _SPAN.search(rate.figure.period or "")
    return {int(starts[1]), int(starts[1]) - 1} if starts else None


def _range(base: Fact, level: Fact) -> tuple[float, float]:
    low = (level.printed.low / base.printed.high - 1) * 100 if base.printed.high > 0 else float("-inf")
    high = (level.printed.high / base.printed.low - 1) * 100 if base.printed.low > 0 else float("inf")
    return low, high


def _is_yearly(rate: Fact) -> bool:
    return bool(rate.name.is_yearly or _YEARLY.search(rate.clause[-12:]) or "年均" in rate.head)


def _distance(fact: Fact, rate: Fact) -> tuple[bool, int]:
    return fact.in_table, abs(fact.index - rate.index)


def _subject(fact: Fact) -> dict[str, object]:
    return {"subject": fact.figure.subject}
