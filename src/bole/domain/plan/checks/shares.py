"""Whether a printed share is the part over the whole it names, and whether shares of one whole make a hundred.

Part and whole may both be rounded; a share is wrong only if no numbers behind the printed ones could give it.
"""

import re
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.facts import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT, POINTS
from bole.domain.plan.checks.names import is_same_core, name_from
from bole.domain.plan.checks.printed import cut_to, is_same
from bole.domain.plan.checks.sums import divisions
from bole.domain.shared.reasons import Reason

_SHARE_AFTER = re.compile(
    r"^\s*(?:以上|左右|余)?[，,、（(]?\s*(?:约|仅|其?所)?(?:占|占比|比重|比例|占比例)(?P<whole>[^，,；;。、0-9]{0,24})$"
)
_WHOLE_END = re.compile(r"(?:的)?(?:比重|比例|比|百分比|份额)?(?:为|达|达到|约|约为|是)?$")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*[:：∶]\s*\d+(?:\.\d+)?)+")


def find_wrong_shares(facts: Facts) -> Iterator[Contradiction]:
    """Shares that their part and whole do not give, and sets of shares that miss a hundred."""
    totals = {part.index: division.total for division in divisions(facts) for part in division.parts}
    for sentence in facts.by_sentence.values():
        for part, share in zip(sentence, sentence[1:], strict=False):
            if not share.is_percent or part.measure.dimension in {PERCENT, POINTS} or share.is_growth:
                continue
            match = _SHARE_AFTER.match(facts.between(part, share))
            if match is None:
                continue
            whole = _whole_of(facts, part=part, share=share, named=match["whole"], sentence=sentence, totals=totals)
            if whole is not None and whole is not part:
                yield from _judge(part=part, whole=whole, share=share)
        yield from _judge_hundred(sentence)
        yield from _judge_ratio(facts, sentence)


def _whole_of(
    facts: Facts, *, part: Fact, share: Fact, named: str, sentence: Sequence[Fact], totals: dict[int, Fact]
) -> Fact | None:
    words = _WHOLE_END.sub("", named.strip()).strip("的")
    if not words or words in {"总量", "总数", "比", "全部"}:
        return totals.get(part.index) or _opened_before(facts, part=part, sentence=sentence)
    name = name_from(words, regions=facts.regions)
    near = [fact for fact in sentence if fact.index < part.index]
    for fact in (*reversed(near), *facts.levels):
        same = is_same_core(fact.name.core, name.core) and fact.measure == part.measure and not fact.name.is_share
        if same and fact is not part and fact.year == part.year and not fact.adds and fact.value >= part.value:
            return fact
    return None


def _opened_before(facts: Facts, *, part: Fact, sentence: Sequence[Fact]) -> Fact | None:
    """The total that stands before 其中 at the head of the sentence."""
    before = [fact for fact in sentence if fact.index < part.index and fact.measure == part.measure]
    if before and re.search(r"其中|包括", facts.between(before[0], part)) and before[0].value >= part.value:
        return before[0]
    return None


def _judge(*, part: Fact, whole: Fact, share: Fact) -> Iterator[Contradiction]:
    if whole.value <= 0 or whole.printed.low <= 0:
        return
    low = part.printed.low / whole.printed.high * 100
    high = part.printed.high / whole.printed.low * 100
    step = share.printed.step
    if low - 1e-9 <= share.value + step / 2 and share.value - step / 2 <= high + 1e-9:
        return
    true = part.value / whole.value * 100
    is_small = abs(true - share.value) <= 2 * step
    what = (
        Reason("The share of “%(subject)s” is cut off, not rounded.", {"subject": part.figure.subject})
        if is_same(cut_to(true, step=step), share.value)
        else Reason("The share of “%(subject)s” is not its part of the whole.", {"subject": part.figure.subject})
    )
    yield contradiction_about(
        (part, whole, share),
        check="share",
        severity=Severity.WARNING if is_small else Severity.ERROR,
        what=what,
        expected=Reason(
            "%(share)s%% (%(part)s of %(whole)s)",
            {"share": share.printed.show(true), "part": part.literal, "whole": whole.literal},
        ),
        found=Reason("%(share)s", {"share": share.literal}),
    )


def _judge_hundred(sentence: Sequence[Fact]) -> Iterator[Contradiction]:
    """Three or more shares of one whole in one sentence that all but make a hundred."""
    shares = [fact for fact in sentence if fact.is_percent and fact.name.is_share and not fact.is_growth]
    wholes = {fact.name.whole for fact in shares}
    if len(shares) < 3 or len(wholes) != 1 or any(fact.year != shares[0].year for fact in shares):
        return
    total = sum(fact.value for fact in shares)
    slack = sum(fact.printed.step / 2 for fact in shares)
    if 97 <= total <= 103 and abs(total - 100) > slack + 1e-6:
        yield _not_a_hundred(shares, total=total)


def _judge_ratio(facts: Facts, sentence: Sequence[Fact]) -> Iterator[Contradiction]:
    """15:35:50."""
    done: set[tuple[int, int]] = set()
    for fact in sentence:
        text = facts.block_of(fact).text
        for match in _RATIO.finditer(text):
            if not match.start() <= fact.figure.place.start < match.end() or match.span() in done:
                continue
            done.add(match.span())
            parts = [float(number) for number in re.split(r"\s*[:：∶]\s*", match[0])]
            total = sum(parts)
            members = [other for other in sentence if match.start() <= other.figure.place.start < match.end()]
            if len(parts) >= 3 and 80 <= total <= 120 and not is_same(total, 100):
                yield _not_a_hundred(members, total=total)


def _not_a_hundred(shares: Sequence[Fact], *, total: float) -> Contradiction:
    return contradiction_about(
        shares,
        check="share",
        severity=Severity.WARNING,
        what=Reason("The shares do not add up to a hundred.", {}),
        expected=Reason("100%%", {"total": 100}),
        found=Reason(
            "%(total)s%% (%(shares)s)",
            {
                "total": f"{total:.4f}".rstrip("0").rstrip("."),
                "shares": " + ".join(dict.fromkeys(f.literal for f in shares)),
            },
        ),
    )
