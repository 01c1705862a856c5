"""Whether a printed share is the part over the whole it names, and whether shares of one whole make a hundred.

Part and whole may both be rounded; a share is wrong only if no numbers behind the printed ones could give it.
"""

import re
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.divisions import divisions, opened_total
from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT, POINTS
from bole.domain.plan.checks.names import is_same_core, name_from
from bole.domain.plan.checks.printed import cut_to, is_same
from bole.domain.shared.reasons import Reason

_SHARE_AFTER = re.compile(
    r"^\s*(?:以上|左右|余)?[，,、（(]?\s*(?:约|仅|其?所)?(?:占|占比|比重|比例|占比例)(?P<whole>[^，,；;。、0-9]{0,24})$"
    r"|^[已均]?(?P<done>完成|达标|开工|合格|通过|落实)[，,](?:总体)?(?P=done)率(?:为|达|达到)?$"
)
_RATE = re.compile(r"^[，,](?P<verb>[\u4e00-\u9fff]{2,4})率(?:为|达|达到)?$")
_IN_TURN = re.compile(r"分别占(?P<whole>[^，,；;。、0-9]{0,24}?)(?:的)?$")
_JOINED = re.compile(r"\s*(?:以上|左右)?\s*[、，,和及与]\s*")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
_AMONG = re.compile(r"^(?P<whole>[^，,。；;0-9]{2,14}?)中[，,]")
_WHOLE_END = re.compile(r"(?:的)?(?:比重|比例|比|百分比|份额)?(?:为|达|达到|约|约为|是)?$")


def find_wrong_shares(facts: Facts) -> Iterator[Contradiction]:
    """Shares that their part and whole do not give, and sets of shares that give away more than a hundred."""
    totals = {part.index: division.total for division in divisions(facts) for part in division.parts}
    for sentence in facts.by_sentence.values():
        for part, share, named in (*_shares_beside(facts, sentence), *_shares_in_turn(facts, sentence)):
            whole = _whole_of(facts, part=part, named=named, sentence=sentence, totals=totals)
            if whole is not None and whole is not part:
                yield from judge_share(part=part, whole=whole, share=share)
        yield from _judge_hundred(sentence)


def _shares_beside(facts: Facts, sentence: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """A人，占B的p%: each share with its part before it and the words that name its whole."""
    for place, share in enumerate(sentence):
        if not share.is_percent or share.is_growth:
            continue
        # What a bracket adds about the part (含博士…) stands between the two and counts for nothing.
        for part in reversed(sentence[max(0, place - 5) : place]):
            words = _BRACKET.sub("", facts.between(part, share))
            match = _SHARE_AFTER.match(words) or _named_rate(part, words)
            if match is not None and part.measure.dimension not in {PERCENT, POINTS}:
                yield part, share, match.groupdict().get("whole") or ""
                break


def _named_rate(part: Fact, words: str) -> re.Match[str] | None:
    """现场签约318人，签约率41.7%: the rate is named by the verb of its part."""
    match = _RATE.match(words)
    return match if match is not None and match["verb"] in part.lead[-8:] else None


def _shares_in_turn(facts: Facts, sentence: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """高级职称A人、中级职称B人，分别占p%和q%."""
    for place, first in enumerate(sentence):
        match = _IN_TURN.search(first.before) if first.is_percent else None
        if match is None:
            continue
        shares = [first]
        for fact in sentence[place + 1 :]:
            if not fact.is_percent or not _JOINED.fullmatch(facts.between(shares[-1], fact)):
                break
            shares.append(fact)
        parts = sentence[max(0, place - len(shares)) : place]
        alike = len({part.measure for part in parts}) == 1 and not parts[0].is_percent
        if len(parts) == len(shares) > 1 and alike:
            for part, share in zip(parts, shares, strict=True):
                yield part, share, match["whole"]


def _whole_of(
    facts: Facts, *, part: Fact, named: str, sentence: Sequence[Fact], totals: dict[int, Fact]
) -> Fact | None:
    words = _WHOLE_END.sub("", named.strip()).strip("的")
    if not words or words in {"总量", "总数", "比", "全部"}:
        opened = opened_total(facts, part=part, sentence=sentence) or totals.get(part.index)
        among = _AMONG.match(part.before.lstrip())
        if opened is not None:
            return opened
        if among is None:
            return _larger_before(facts, part=part, sentence=sentence)
        words = among["whole"]
    name = name_from(words, regions=facts.regions)
    near = [fact for fact in sentence if fact.index < part.index]
    others = sorted(facts.levels, key=lambda fact: (fact.in_table, abs(fact.index - part.index)))
    for fact in (*reversed(near), *others):
        same = is_same_core(fact.name.core, name.core) and fact.measure == part.measure and not fact.name.is_share
        if same and fact is not part and fact.year == part.year and not fact.adds and fact.value >= part.value:
            return fact
    return None


def _larger_before(facts: Facts, *, part: Fact, sentence: Sequence[Fact]) -> Fact | None:
    """达成意向762人，现场签约318人，签约率41.7%: what the part was taken from stands right before it."""
    before = [fact for fact in sentence if fact.index < part.index]
    if not before or before[-1].measure != part.measure or before[-1].value <= part.value:
        return None
    return before[-1] if re.search(r"率\S{0,2}$", _words_after(facts, part)) else None


def _words_after(facts: Facts, part: Fact) -> str:
    later = [fact for fact in facts.by_sentence[part.figure.place.block, part.sentence] if fact.index > part.index]
    return facts.between(part, later[0]) if later else ""


def judge_share(*, part: Fact, whole: Fact, share: Fact) -> Iterator[Contradiction]:
    """What is wrong with a share of these two, if no numbers behind the printed ones could give it."""
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
    # Below a hundred the rest may go unnamed; above it one whole is given away twice.
    if slack + 1e-6 < total - 100 <= 10:
        yield _not_a_hundred(shares, total=total)


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
