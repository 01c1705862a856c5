"""Whether a printed share is the part over the whole it names, and whether shares of one whole make a hundred.

Part and whole may both be rounded; a share is wrong only if no numbers behind the printed ones could give it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bole.domain.plan.checks.facts import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import PERCENT, POINTS
from bole.domain.plan.checks.names import is_same_core, name_from
from bole.domain.plan.checks.printed import cut_to, is_same
from bole.domain.plan.checks.sums import divisions, opened_total
from bole.domain.shared.reasons import Reason

_SHARE_AFTER = re.compile(
    r"^\s*(?:以上|左右|余)?[，,、（(]?\s*(?:约|仅|其?所)?(?:占|占比|比重|比例|占比例)(?P<whole>[^，,；;。、0-9]{0,24})$"
    r"|^[已均]?(?P<done>完成|达标|开工|合格|通过|落实)[，,](?:总体)?(?P=done)率(?:为|达|达到)?$"
)
_COMPLETION = re.compile(r"(?:完成|实现|达到|占)[^，,；;。]{0,14}$")
_COMPARED = re.compile(r"(?:较|比|同比)[^，。；]{0,12}(?:增加|净增|增长|新增|多|减少)\w?\s*$")
_OF_TARGET = re.compile(r"^\s*(?:以上|左右|余)?\s*(?:的?(?:目标|任务|计划)[^，,；;。0-9]{0,6})?的\s*$")
_AMONG = re.compile(r"^(?P<whole>[^，,。；;0-9]{2,14}?)中[，,]")
_WHOLE_END = re.compile(r"(?:的)?(?:比重|比例|比|百分比|份额)?(?:为|达|达到|约|约为|是)?$")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*[:：∶]\s*\d+(?:\.\d+)?)+")


def find_wrong_shares(facts: Facts) -> Iterator[Contradiction]:
    """Shares that their part and whole do not give, and sets of shares that miss a hundred."""
    totals = {part.index: division.total for division in divisions(facts) for part in division.parts}
    for sentence in facts.by_sentence.values():
        for part, share in pairwise(sentence):
            if not share.is_percent or part.measure.dimension in {PERCENT, POINTS} or share.is_growth:
                continue
            match = _SHARE_AFTER.match(facts.between(part, share))
            if match is None:
                continue
            whole = _whole_of(
                facts, part=part, share=share, named=match["whole"] or "", sentence=sentence, totals=totals
            )
            if whole is not None and whole is not part:
                yield from _judge(part=part, whole=whole, share=share)
        for done, goal, share in _completions(facts, sentence):
            yield from _judge(part=done, whole=goal, share=share)
        yield from _judge_hundred(sentence)
        yield from _judge_ratio(facts, sentence)
    for rows in facts.tables.values():
        for cells in rows.values():
            yield from _completion_of_row(list(cells.values()))


def _whole_of(
    facts: Facts, *, part: Fact, share: Fact, named: str, sentence: Sequence[Fact], totals: dict[int, Fact]
) -> Fact | None:
    words = _WHOLE_END.sub("", named.strip()).strip("的")
    if not words or words in {"总量", "总数", "比", "全部"}:
        opened = opened_total(facts, part=part, sentence=sentence) or totals.get(part.index)
        among = _AMONG.match(part.before.lstrip())
        if opened is not None or among is None:
            return opened
        words = among["whole"]
    name = name_from(words, regions=facts.regions)
    near = [fact for fact in sentence if fact.index < part.index]
    others = sorted(facts.levels, key=lambda fact: (fact.in_table, abs(fact.index - part.index)))
    for fact in (*reversed(near), *others):
        same = is_same_core(fact.name.core, name.core) and fact.measure == part.measure and not fact.name.is_share
        if same and fact is not part and fact.year == part.year and not fact.adds and fact.value >= part.value:
            return fact
    return None


def _completions(facts: Facts, sentence: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, Fact]]:
    """达26.75万人，增长13.3%，完成29.5万人目标的90.7%: what was done, what was to be done, how far it is done."""
    for goal, share in pairwise(sentence):
        if not (share.is_percent and _COMPLETION.search(goal.before) and _OF_TARGET.match(facts.between(goal, share))):
            continue
        earlier = [
            fact
            for fact in sentence
            if fact.index < goal.index and fact.measure == goal.measure and not _COMPARED.search(fact.lead)
        ]
        if earlier and not goal.is_percent:
            yield earlier[-1], goal, share


def _completion_of_row(cells: Sequence[Fact]) -> Iterator[Contradiction]:
    """23.6, 29.5, 26.75, 90.7% under 完成率: the latest level over the target."""
    shares = [fact for fact in cells if fact.is_percent and re.search(r"完成率|完成比例|完成进度", fact.head)]
    levels = [fact for fact in cells if fact.is_level and fact.year is not None]
    if len(shares) != 1 or len(levels) < 2:
        return
    goal = max(levels, key=lambda fact: fact.year or 0)
    done = max((fact for fact in levels if fact is not goal), key=lambda fact: fact.year or 0)
    yield from _judge(part=done, whole=goal, share=shares[0])


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
    # Below a hundred the rest may go unnamed; above it one whole is given away twice.
    if slack + 1e-6 < total - 100 <= 10:
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
            if len(parts) >= 3 and 60 <= total <= 160 and not is_same(total, 100):
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
