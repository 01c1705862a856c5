"""Whether two rules for the same money can both be kept: a fixed amount a year beside a floor that moves with revenue."""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import MONEY
from bole.domain.plan.documents import FigureKind
from bole.domain.shared.reasons import Reason

_TALENT_MONEY = re.compile(r"人才[^，。；]{0,14}(?:资金|经费|投入)|(?:资金|经费|投入)[^，。；]{0,10}人才")
_MOVING_FLOOR = re.compile(
    r"[^。；;]*(?:不低于|不少于|高于|不得低于|大于|快于)[^。；;]{0,24}(?:收入|预算|支出)[^。；;]{0,12}?(?P<rule>\d+(?:\.\d+)?\s*[%％]|增长|增幅)[^。；;]*"
)


def find_two_funding_rules(facts: Facts) -> Iterator[Contradiction]:
    """A fixed yearly sum for talents and a floor in terms of revenue: they agree in one year at most."""
    fixed = [fact for fact in facts.all if _is_fixed_sum(fact)]
    if not fixed:
        return
    for number, block in facts.paragraphs():
        for match in _MOVING_FLOOR.finditer(block.text):
            if not _TALENT_MONEY.search(match[0]):
                continue
            floor = next(
                (
                    fact
                    for fact in facts.all
                    if fact.figure.place.block == number
                    and fact.is_percent
                    and match.start() <= fact.figure.place.start < match.end()
                ),
                None,
            )
            line = block.lines[match.start("rule")]
            yield _two_rules(fixed[0], floor, line=line)
            return


def _is_fixed_sum(fact: Fact) -> bool:
    words = fact.before[-40:] + fact.after[:20] + fact.figure.subject
    is_yearly = fact.is_yearly or "每年" in fact.before[-30:] or re.match(r"\s*[/／]\s*年", fact.after) is not None
    is_money = fact.measure.dimension == MONEY and (fact.figure.kind is FigureKind.BUDGET or fact.is_promise)
    return is_money and is_yearly and not fact.in_table and _TALENT_MONEY.search(words) is not None


def _two_rules(fixed: Fact, floor: Fact | None, *, line: int) -> Contradiction:
    if floor is not None and floor.value > 0:
        most = fixed.value / (floor.value / 100) / 1e8
        expected = Reason(
            "%(share)s of revenue, which equals the fixed sum only at a revenue of %(most)s亿元",
            {"share": floor.literal, "most": f"{most:.2f}".rstrip("0").rstrip(".")},
        )
    else:
        expected = Reason("a sum that grows at least as fast as revenue", {})
    return contradiction_about(
        (fixed,) if floor is None else (fixed, floor),
        check="fund",
        severity=Severity.WARNING,
        what=Reason(
            "A fixed yearly sum and a floor that moves with revenue stand side by side; which one prevails?", {}
        ),
        expected=expected,
        found=Reason("%(sum)s a year", {"sum": fixed.literal}),
        lines=(line,),
    )
