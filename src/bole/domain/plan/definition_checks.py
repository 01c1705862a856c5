"""Find what is wrong with one plan or one indicator beyond its schema: days, shares, classes, values that no goal can use."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from bole.domain.packs.problems import Fault
from bole.domain.plan.definitions import (
    Baseline,
    ClassTarget,
    DirectionTarget,
    Indicator,
    NumberTarget,
    Plan,
    RangeTarget,
    ToleranceTarget,
    VectorTarget,
)
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.shared.reasons import Reason


def check_plan(plan: Plan) -> Iterator[Fault]:
    if plan.from_day > plan.through:
        what = Reason("The last day lies before the first.")
        yield Fault(("through",), what, Reason("Check both days; through is the last day that still counts."))
    met: set[str] = set()
    for index, axis in enumerate(plan.axes):
        if axis.id in met:
            what = Reason("The axis %(axis)s is there twice.", {"axis": axis.id})
            yield Fault(("axes", index, "id"), what, Reason("Keep one of the two."))
        met.add(axis.id)
        ids = [member.id for member in axis.members]
        for place, name in enumerate(ids):
            if name in ids[:place]:
                what = Reason("The member %(member)s is there twice.", {"member": name})
                yield Fault(("axes", index, "members", place, "id"), what, Reason("Keep one of the two."))


def check_days(indicator: Indicator, *, plan: Plan | None) -> Iterator[Fault]:
    """Find days that cannot be: outside the plan, before the base, a period that ends before it begins or has no begin."""
    base = indicator.baseline
    if base and plan and base.day > plan.through:
        what = Reason("The base lies after the end of the plan, %(day)s.", {"day": plan.through})
        yield Fault(("baseline", "day"), what, Reason("Check the day of the base."))
    met: dict[object, int] = {}
    for index, target in enumerate(indicator.targets):
        here = ("targets", index)
        if base and target.day < base.day:
            what = Reason("The target lies before its base of %(day)s.", {"day": base.day})
            yield Fault((*here, "day"), what, Reason("Check both days."))
        if plan and not plan.from_day <= target.day <= plan.through:
            what = Reason(
                "The day lies outside the plan, %(first)s to %(last)s.", {"first": plan.from_day, "last": plan.through}
            )
            yield Fault((*here, "day"), what, Reason("Check the day, or the period of the plan."))
        if target.from_day and target.from_day > target.day:
            what = Reason("The period ends before it begins.")
            yield Fault((*here, "from_day"), what, Reason("Check both days; both belong to the period."))
        if indicator.stock_or_flow is StockOrFlow.FLOW and not target.from_day and not target.yearly:
            what = Reason("Nobody knows from which day the flow is counted.")
            yield Fault((*here, "from_day"), what, Reason("Add from_day, or yearly: true for a promise of each year."))
        first = met.setdefault((target.from_day, target.day, target.yearly, target.goal.form), index)
        if first != index:
            what = Reason("Entry %(first)s promises the same form for the same day.", {"first": first + 1})
            yield Fault((*here, "day"), what, Reason("Keep one of the two."))


def check_goals(indicator: Indicator) -> Iterator[Fault]:
    """Find goals that contradict themselves, or that the base cannot be held against."""
    for index, target in enumerate(indicator.targets):
        here = ("targets", index, "goal")
        goal, base = target.goal, indicator.baseline
        match goal:
            case NumberTarget(comparator=Comparator.RANGE):
                what = Reason("A range has two ends.")
                yield Fault((*here, "comparator"), what, Reason("Write form: range with low and high."))
            case RangeTarget(low=low, high=high) if low > high:
                what = Reason("The lower end %(low)s lies above the upper end %(high)s.", {"low": low, "high": high})
                yield Fault((*here, "low"), what, Reason("Exchange the two, or correct one."))
            case VectorTarget():
                yield from check_shares(goal, here, base)
            case ClassTarget():
                yield from check_class(goal, here, base)
            case DirectionTarget() | ToleranceTarget() if base is None:
                what = Reason("This form is measured against the base, and there is none.")
                yield Fault(here, what, Reason("Add baseline: with day, value and source."))
        if base and isinstance(base.value, str) and not isinstance(goal, VectorTarget | ClassTarget):
            what = Reason("The base %(value)s is not a number.", {"value": base.value})
            yield Fault(("baseline", "value"), what, Reason("Write digits only, without unit and thousands separator."))
    scales = [target.goal.scale for target in indicator.targets if isinstance(target.goal, ClassTarget)]
    if any(one != other for one, other in pairwise(scales)):
        what = Reason("Two targets use different scales.")
        yield Fault(("targets",), what, Reason("Write the same scale for each, worst first."))


def check_shares(goal: VectorTarget, here: tuple[str | int, ...], base: Baseline | None) -> Iterator[Fault]:
    if len(goal.parts) != len(goal.shares):
        what = Reason(
            "There are %(parts)s parts and %(shares)s shares.", {"parts": len(goal.parts), "shares": len(goal.shares)}
        )
        yield Fault((*here, "shares"), what, Reason("Give each part its share, in the same order."))
    if sum(goal.shares) != 100:
        what = Reason("The shares add up to %(sum)s, not to 100.", {"sum": sum(goal.shares)})
        yield Fault((*here, "shares"), what, Reason("Correct the shares; they are percentages of one whole."))
    if base and (shares := shares_of(str(base.value))) is not None and len(shares) != len(goal.parts):
        what = Reason(
            "The base has %(base)s shares, the target %(parts)s.", {"base": len(shares), "parts": len(goal.parts)}
        )
        yield Fault(("baseline", "value"), what, Reason('Write the shares joined by colons, in quotes: "20:40:40".'))
    elif base and shares_of(str(base.value)) is None:
        what = Reason("The base %(value)s holds no shares.", {"value": base.value})
        yield Fault(("baseline", "value"), what, Reason('Write the shares joined by colons, in quotes: "20:40:40".'))


def shares_of(text: str) -> tuple[Decimal, ...] | None:
    """Return the shares of a printed ratio such as 15:35:50, or None where it is none.

    >>> shares_of("15:35:50")
    (Decimal('15'), Decimal('35'), Decimal('50'))
    """
    try:
        return tuple(Decimal(part.strip()) for part in text.replace("：", ":").split(":"))
    except InvalidOperation:
        return None


def check_class(goal: ClassTarget, here: tuple[str | int, ...], base: Baseline | None) -> Iterator[Fault]:
    known = Reason("Write one of: %(known)s.", {"known": goal.scale})
    if len(set(goal.scale)) != len(goal.scale):
        yield Fault((*here, "scale"), Reason("A class is on the scale twice."), Reason("Keep one of the two."))
    if goal.value not in goal.scale:
        yield Fault((*here, "value"), Reason("%(value)s is not on the scale.", {"value": goal.value}), known)
    if base and str(base.value) not in goal.scale:
        yield Fault(("baseline", "value"), Reason("%(value)s is not on the scale.", {"value": base.value}), known)
