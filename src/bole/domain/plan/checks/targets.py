"""Whether a target lies beyond its base: below what was there already, or reached before the plan began.

Things that are meant to fall (失业率, 能耗) are turned round; a cap is not a target.
"""

import re
from collections.abc import Iterator

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.names import is_same_thing
from bole.domain.plan.checks.tables import row_series
from bole.domain.plan.documents import Comparator, FigureKind
from bole.domain.shared.reasons import Reason

_MEANT_TO_FALL = re.compile(
    r"下降|降低|减少|压减|控制在|以内|不超过|失业|能耗|排放|死亡|发病|流失|逾期|投诉|违法|事故|负债|债务|贫困|"
    r"时限|时间|天数|工作日|排名|排位|位次|名次|缺口|空编|平均年龄|生师比|赤字"
)
_STEADY = re.compile(r"保持|稳定|维持|控制|不低于")


def find_backward_targets(facts: Facts) -> Iterator[Contradiction]:
    """Targets below or at the base they are to grow from."""
    for row in row_series(facts):
        base, *later = row.levels
        if base.is_reached or (facts.period and (base.year or 0) < facts.period[0]):
            for target in later:
                yield from _judge(base, target)
    yield from _text_targets(facts)


def _text_targets(facts: Facts) -> Iterator[Contradiction]:
    """Targets of the text against the base, wherever that is printed."""
    bases = [fact for fact in facts.levels if fact.is_reached and not fact.adds and not fact.is_yearly]
    for target in facts.levels:
        if target.in_table or target.figure.kind is not FigureKind.TARGET or target.adds or target.is_yearly:
            continue
        if target.figure.stock_or_flow == "flow" or target.year is None:
            continue
        for base in bases:
            if _is_base_of(base, target):
                yield from _judge(base, target)
                break


def _is_base_of(base: Fact, target: Fact) -> bool:
    earlier = base.year is not None and base.year < (target.year or 0)
    alike = base.measure.dimension == target.measure.dimension and base.measure.per == target.measure.per
    scope = base.figure.scope == target.figure.scope or not base.figure.scope or not target.figure.scope
    level = base.figure.stock_or_flow != "flow"
    return earlier and alike and scope and level and is_same_thing(base.name, target.name)


def _judge(base: Fact, target: Fact) -> Iterator[Contradiction]:
    words = target.figure.subject + target.clause
    if not target.is_promise or not target.is_level or _MEANT_TO_FALL.search(words):
        return
    if target.figure.comparator in {Comparator.AT_MOST, Comparator.LESS}:
        return
    if target.printed.high < base.printed.low:
        yield _finding(
            base,
            target,
            severity=Severity.ERROR,
            what=Reason("The target of “%(subject)s” lies below its base.", {"subject": target.figure.subject}),
            expected=Reason("more than %(base)s (%(year)s)", {"base": base.literal, "year": base.year}),
        )
    elif (
        target.value == base.value
        and not _STEADY.search(words)
        and not (target.value == 0 or (target.is_percent and target.value >= 95))
    ):
        yield _finding(
            base,
            target,
            severity=Severity.NOTE,
            what=Reason(
                "The target of “%(subject)s” is already reached in the base.", {"subject": target.figure.subject}
            ),
            expected=Reason("a level beyond %(base)s (%(year)s)", {"base": base.literal, "year": base.year}),
        )


def _finding(base: Fact, target: Fact, *, severity: Severity, what: Reason, expected: Reason) -> Contradiction:
    return contradiction_about(
        (base, target),
        check="target",
        severity=severity,
        what=what,
        expected=expected,
        found=Reason("%(target)s (%(year)s)", {"target": target.literal, "year": target.year}),
    )
