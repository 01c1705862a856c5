"""Whether parts named in one sentence (其中, 包括, 共) add up to the total they are named under.

Nothing is said where the list may be open: parts that stay well below their total are taken as examples.
"""

from collections.abc import Iterator

from bole.domain.plan.checks.divisions import Division, divisions
from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.printed import is_same
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.shared.reasons import Reason


def find_wrong_sums(facts: Facts) -> Iterator[Contradiction]:
    """Totals whose parts, named in the same sentence, add up to something else."""
    for division in divisions(facts):
        finding = judge_division(division)
        if finding is not None:
            yield finding


def judge_division(division: Division) -> Contradiction | None:
    """What is wrong with a division, if anything."""
    total = division.total
    biggest = max(division.parts, key=lambda part: part.printed.low)
    if biggest.printed.low > total.printed.high:
        return _part_above_total(total, biggest)
    cover = division.amount / total.value if total.value else 0.0
    if _fits(division) or not _lowest_cover(division) <= cover <= _highest_cover(division):
        return None
    gap = abs(division.amount - total.value)
    is_small = gap <= 2 * max(total.printed.step, *(part.printed.step for part in division.parts))
    loose = total.is_about or any(part.is_about for part in division.parts)
    return contradiction_about(
        (total, *division.parts),
        check="sum",
        severity=Severity.WARNING if is_small or loose else Severity.ERROR,
        what=Reason("The parts named under “%(subject)s” do not add up to it.", {"subject": total.figure.subject}),
        expected=Reason(
            "%(sum)s (%(parts)s)",
            {
                "sum": total.worded(division.amount, more_digits=4),
                "parts": " + ".join(part.literal for part in division.parts),
            },
        ),
        found=Reason("%(total)s", {"total": total.literal}),
    )


def _lowest_cover(division: Division) -> float:
    if division.is_whole:
        return 0.0
    if division.is_closed:
        return 0.5
    if division.is_partial:
        return 1.0
    return {2: 0.97, 3: 0.93}.get(len(division.parts), 0.9)


def _highest_cover(division: Division) -> float:
    """Parts of an open list may overlap (硕士, 高级职称): the more there are, the less likely."""
    if division.is_whole:
        return 10
    if division.is_closed:
        return 1.6
    return 1.3 if len(division.parts) > 2 and not division.overlaps else 1.05 if not division.overlaps else 1.0


def _fits(division: Division) -> bool:
    total = division.total
    if is_same(division.amount, total.value):
        return True
    if _is_delivery(total) and all(_is_delivery(part) for part in division.parts):
        return False  # what is to be delivered is meant as printed
    if all(part.printed.is_exact for part in division.parts):
        return not total.printed.is_exact and total.printed.may_equal(division.amount)
    # Parts and total rounded alike may miss each other by their rounding, but a hedge (余) only ever adds.
    overlap = division.low <= total.printed.high and division.high >= total.printed.low
    widest = max(total.printed.step / 2, division.high - division.amount)
    return overlap and abs(division.amount - total.value) <= widest


def _is_delivery(fact: Fact) -> bool:
    is_flow = fact.figure.stock_or_flow is StockOrFlow.FLOW
    return fact.is_promise and is_flow and fact.figure.comparator is Comparator.EQUAL


def _part_above_total(total: Fact, part: Fact) -> Contradiction:
    return contradiction_about(
        (total, part),
        check="sum",
        severity=Severity.ERROR,
        what=Reason(
            "A part, “%(part)s”, is larger than its whole, “%(subject)s”.",
            {"part": part.figure.subject, "subject": total.figure.subject},
        ),
        expected=Reason("at most %(total)s", {"total": total.literal}),
        found=Reason("%(part)s", {"part": part.literal}),
    )
