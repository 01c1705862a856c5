"""Whether parts named in one sentence (其中, 包括, 共) add up to the total they are named under.

Nothing is said where the list may be open: parts that stay well below their total are taken as examples.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bole.domain.plan.checks.facts import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT, POINTS
from bole.domain.plan.checks.printed import is_same
from bole.domain.shared.reasons import Reason

_OPENS = re.compile(r"其中|包括|包含|含(?!量)|分为|分别(?:为|是)|由.{0,8}(?:组成|构成)")
_OPENS_BRACKET = re.compile(r"^\s*[（(]")
_CLOSES_TOTAL = re.compile(r"(?:共计|总计|合计|共有|一共|总共|共)[^，,；;、。]{0,12}$")
_NUMERALS = "一二三四五六七八九十"
_SUMMED_UP = re.compile(rf"([{_NUMERALS}2-9])[大类支个种项](?!月|年)")


@dataclass(frozen=True, slots=True)
class Division:
    """A total and the parts its sentence names; ``is_closed`` if the sentence says the list is whole."""

    total: Fact
    parts: tuple[Fact, ...]
    is_closed: bool

    @property
    def amount(self) -> float:
        return sum(part.value for part in self.parts)

    @property
    def low(self) -> float:
        return sum(part.printed.low for part in self.parts)

    @property
    def high(self) -> float:
        return sum(part.printed.high for part in self.parts)


def find_wrong_sums(facts: Facts) -> Iterator[Contradiction]:
    """Totals whose parts, named in the same sentence, add up to something else."""
    for division in divisions(facts):
        finding = judge_division(division)
        if finding is not None:
            yield finding


def divisions(facts: Facts) -> Iterator[Division]:
    """Each total of a sentence with the parts named under it."""
    for sentence in facts.by_sentence.values():
        amounts = [fact for fact in sentence if fact.measure.dimension not in {PERCENT, POINTS}]
        for place, total in enumerate(amounts[:-1]):
            division = _opened_at(facts, amounts=amounts, place=place)
            if division is not None:
                yield division
            if place and _CLOSES_TOTAL.search(total.clause):
                yield from _summed_up(facts, amounts=amounts, place=place)
        if len(amounts) > 2 and _CLOSES_TOTAL.search(amounts[-1].clause):
            yield from _summed_up(facts, amounts=amounts, place=len(amounts) - 1)


def judge_division(division: Division) -> Contradiction | None:
    """What is wrong with a division, if anything."""
    total = division.total
    biggest = max(division.parts, key=lambda part: part.printed.low)
    if biggest.printed.low > total.printed.high:
        return _part_above_total(total, biggest)
    if _fits(division):
        return None
    cover = division.amount / total.value if total.value else 0.0
    lowest = 0.8 if division.is_closed else 0.97 if len(division.parts) < 4 else 0.9
    highest = 1.25 if division.is_closed or len(division.parts) > 2 else 1.05
    if not lowest <= cover <= highest:
        return None
    gap = abs(division.amount - total.value)
    is_small = gap <= 2 * max(total.printed.step, *(part.printed.step for part in division.parts))
    loose = total.is_about or any(part.is_about for part in division.parts)
    return contradiction_about(
        (total, *division.parts),
        check="sum",
        severity=Severity.WARNING if is_small or loose else Severity.ERROR,
        what=Reason(
            "The parts named under “%(subject)s” do not add up to it.",
            {"subject": total.figure.subject},
        ),
        expected=Reason(
            "%(sum)s (%(parts)s)",
            {
                "sum": total.printed.show(division.amount, more_digits=4),
                "parts": " + ".join(part.literal for part in division.parts),
            },
        ),
        found=Reason("%(total)s", {"total": total.literal}),
    )


def _fits(division: Division) -> bool:
    total = division.total
    if is_same(division.amount, total.value):
        return True
    if division.low <= division.high and all(part.printed.is_exact for part in division.parts):
        return total.printed.low <= division.amount <= total.printed.high and not total.printed.is_exact
    # Parts and total rounded alike may miss each other by their rounding, but a hedge (余) only ever adds.
    return division.low <= total.printed.high and division.high >= total.printed.low and _is_rounding(division)


def _is_rounding(division: Division) -> bool:
    """Whether the gap is within what rounding the total itself can explain."""
    return abs(division.amount - division.total.value) <= max(
        division.total.printed.step / 2, division.high - division.amount if division.high > division.amount else 0
    )


def _opened_at(facts: Facts, *, amounts: Sequence[Fact], place: int) -> Division | None:
    total = amounts[place]
    text = facts.between(total, amounts[place + 1])
    opener = _OPENS.search(text)
    in_bracket = _OPENS_BRACKET.match(_without_hedge(text)) is not None
    if (opener is None and not in_bracket) or "。" in text:
        return None
    parts = _parts_from(facts, amounts=amounts, place=place, in_bracket=in_bracket)
    if len(parts) < 2:
        return None
    announced = _SUMMED_UP.search(total.clause + text)
    counted = announced is not None and _NUMERALS.find(announced[1]) + 1 == len(parts)
    return Division(total=total, parts=parts, is_closed=counted or (in_bracket and len(parts) > 1))


def _parts_from(facts: Facts, *, amounts: Sequence[Fact], place: int, in_bracket: bool) -> tuple[Fact, ...]:
    """The amounts under a total until its bracket closes, its clause ends or a part opens a list of its own."""
    total = amounts[place]
    parts: list[Fact] = []
    depth, by_semicolon = 0, False
    for before, fact in zip(amounts[place:], amounts[place + 1 :], strict=False):
        text = facts.between(before, fact)
        for mark in text:
            depth += (mark in "（(") - (mark in "）)")
            if in_bracket and depth <= 0:
                return tuple(parts)
        semicolon = "；" in text or ";" in text
        if not in_bracket and semicolon and len(parts) > 1 and not by_semicolon:
            break
        by_semicolon = by_semicolon or (semicolon and len(parts) == 1)
        if parts and _OPENS.search(text):
            break
        inside_other_bracket = depth > (1 if in_bracket else 0)
        if fact.measure.dimension != total.measure.dimension or fact.measure.per != total.measure.per:
            if parts and not inside_other_bracket:
                break
            continue
        if inside_other_bracket or not _is_like(total, fact):
            continue
        parts.append(fact)
    return tuple(parts)


def _is_like(total: Fact, part: Fact) -> bool:
    same_year = total.year is None or part.year is None or total.year == part.year
    return same_year and total.is_yearly == part.is_yearly and part.is_level


def _summed_up(facts: Facts, *, amounts: Sequence[Fact], place: int) -> Iterator[Division]:
    """A博士5名、硕士30名，共35名."""
    total = amounts[place]
    parts: list[Fact] = []
    for fact in reversed(amounts[:place]):
        if fact.measure != total.measure or fact.figure.unit != total.figure.unit or not _is_like(total, fact):
            break
        parts.insert(0, fact)
    if len(parts) < 2 or _OPENS.search(facts.between(parts[0], total)):
        return
    amount = sum(part.value for part in parts)
    if 0.8 <= amount / total.value <= 1.25:
        yield Division(total=total, parts=tuple(parts), is_closed=True)


def _part_above_total(total: Fact, part: Fact) -> Contradiction | None:
    if total.figure.unit != part.figure.unit and total.value * 1e3 < part.value:
        return None
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


def _without_hedge(text: str) -> str:
    return re.sub(r"^\s*(?:以上|左右|以内|余)?", "", text)
