"""Whether so many each year make what is promised over the years."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import MONEY
from bole.domain.plan.checks.names import is_same_core
from bole.domain.plan.documents import Comparator
from bole.domain.shared.reasons import Reason

_OVERALL = re.compile(r"累计|[年间内]共|共(?:培|选|招|引|评|建|组织|开展|举办|培育)")
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_OVER_YEARS = re.compile(r"(?P<years>[两二三四五十]|[2-9])年(?:间|内|来)?(?:共计|共|累计|合计|总计|总投入)")
_FIVE_YEARS = re.compile(r"十[一二三四五]五\W?(?:时期|期间)")
_EACH_YEAR = re.compile(r"每年|年均|平均每年")
_VERB = re.compile(
    r"引进|集聚|培养|培育|培训|选派|遴选|互派|派遣|招聘|招录|评选|推选|选拔|新增|建设|打造|开展|举办|轮训|组织|服务|支持|补充"
)


def find_wrong_years(facts: Facts) -> Iterator[Contradiction]:
    """So many each year, and over the plan ten times what the years can bring."""
    years = facts.period[1] - facts.period[0] + 1 if facts.period else 5
    yield from _told_together(facts)
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


def _told_together(facts: Facts) -> Iterator[Contradiction]:
    """每年3000万元，五年共1.5亿元; 五年累计3.92亿元，年均7840万元."""
    for sentence in facts.by_sentence.values():
        for first, second in pairwise(sentence):
            for yearly, total in ((first, second), (second, first)):
                years = _years_of(total)
                if not years or not _EACH_YEAR.search(yearly.lead) or _EACH_YEAR.search(total.lead):
                    continue
                bare = all(fact.figure.comparator is Comparator.EQUAL for fact in (yearly, total))
                if bare and yearly.measure.dimension == total.measure.dimension and not _makes(yearly, total, years):
                    yield _years_differ(yearly, total, years=years)


def _years_of(total: Fact) -> int:
    span = _OVER_YEARS.search(total.lead)
    if span is not None:
        return _NUMERALS.get(span["years"]) or int(span["years"])
    return 5 if _FIVE_YEARS.search(total.before) and "累计" in total.lead else 0


def _makes(yearly: Fact, total: Fact, years: int) -> bool:
    # An average over the years is rounded however exact the count behind it.
    loose = yearly.printed.step if "均" in yearly.lead else yearly.printed.high - yearly.printed.low
    slack = (total.printed.high - total.printed.low) / 2 + loose / 2 * years
    return abs(yearly.value * years - total.value) <= slack + 1e-6 * total.value


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
            {
                "product": total.worded(yearly.value * years, more_digits=2),
                "yearly": yearly.literal,
                "years": years,
            },
        ),
        found=Reason("%(total)s", {"total": total.literal}),
    )
