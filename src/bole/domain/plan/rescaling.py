"""An indicator in another unit: the same promises, counted in 万人 instead of 人.

Units of different kinds are a correction of what was read, not a conversion: the values then stay as they are.
"""

from decimal import Decimal

from bole.domain.plan.definitions import Baseline, Goal, Indicator, NumberTarget, RangeTarget, ToleranceTarget
from bole.domain.plan.statistics.units import Unit, convert_value, read_unit


def in_unit(indicator: Indicator, *, unit: str) -> Indicator:
    """Return the indicator counted in ``unit``, its base and targets converted exactly."""
    given, wanted = read_unit(indicator.unit), read_unit(unit)
    if given.base != wanted.base or given.power == wanted.power:
        return indicator.model_copy(update={"unit": unit})
    targets = tuple(
        target.model_copy(update={"goal": convert_goal(target.goal, given=given, wanted=wanted)})
        for target in indicator.targets
    )
    base = indicator.baseline
    if isinstance(base, Baseline) and isinstance(base.value, Decimal):
        base = base.model_copy(update={"value": convert(base.value, given=given, wanted=wanted)})
    return indicator.model_copy(update={"unit": unit, "targets": targets, "baseline": base})


def convert_goal(goal: Goal, *, given: Unit, wanted: Unit) -> Goal:
    match goal:
        case NumberTarget():
            return goal.model_copy(update={"value": convert(goal.value, given=given, wanted=wanted)})
        case RangeTarget():
            ends = {"low": goal.low, "high": goal.high}
        case ToleranceTarget():
            ends = {"plus": goal.plus, "minus": goal.minus}
        case _:
            return goal
    return goal.model_copy(update={name: convert(value, given=given, wanted=wanted) for name, value in ends.items()})


def convert(value: Decimal, *, given: Unit, wanted: Unit) -> Decimal:
    converted = convert_value(value, given=given, wanted=wanted)
    return value if converted is None else converted
