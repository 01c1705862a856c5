"""Work out indicators that are counted from registers: their value on a day in their own unit, or why it cannot be told.

Which frames hold the region as of the day, and what becomes of the value, is the caller's. How far a value has come
towards its target is decided in ``standing``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from bole.domain.plan.definitions import Direction, Indicator, RuleMeasure, SharesMeasure
from bole.domain.plan.statistics.units import read_unit
from bole.domain.rules.checking import FIGURE, Rule, check_rule
from bole.domain.rules.compiling import Population, Worked, compile_rules, find_full_columns
from bole.domain.rules.kinds import CENTS, Kind
from bole.domain.rules.records import AsOf
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, walk_tree

RATE_DIGITS = Decimal("0.0001")  # a quotient has no last digit; what is shown and compared ends here
SHARE_DIGITS = Decimal("0.1")
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """The ends between which a value lies, equal where every fact is known; ``shares`` holds those of a vector.

    ``value`` is the end that promises less: what is surely there where more is better, what may at most be there where
    less is better. None where the records do not tell.
    """

    low: Decimal | None
    high: Decimal | None
    is_less_better: bool = False
    shares: str = ""

    @property
    def value(self) -> Decimal | str | None:
        if self.shares:
            return self.shares
        return self.high if self.is_less_better else self.low

    @property
    def is_exact(self) -> bool:
        return bool(self.shares) or (self.low is not None and self.low == self.high)


def rules_of(indicator: Indicator, *, schema: Schema) -> tuple[Rule, ...]:
    """Return the checked rules of an indicator that is counted; none where it is reported, or where one has errors."""
    found = [check_rule(text, schema=schema, expects=FIGURE).rule for text in texts_of(indicator)]
    rules = tuple(rule for rule in found if rule is not None)
    return rules if len(rules) == len(found) else ()


def texts_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the rules of an indicator as they are written."""
    match indicator.measure:
        case RuleMeasure(rule=rule):
            return (rule,)
        case SharesMeasure(rules=rules):
            return rules
        case _:
            return ()


def registers_counted(indicator: Indicator, *, schema: Schema) -> frozenset[str]:
    """Return the registers whose records an indicator counts; those that its conditions only ask are not among them."""
    parts = (part for rule in rules_of(indicator, schema=schema) for part in walk_tree(rule.node))
    return frozenset(part.register for part in parts if isinstance(part, Aggregate))


def measure_indicators(
    indicators: Iterable[Indicator], *, schema: Schema, frames: Mapping[str, pl.DataFrame], day: date, here: str
) -> dict[str, Measured]:
    """Return what every counted indicator comes to on ``day``, by id, from the frames of a region as of that day.

    A reported indicator is left out, and so is one whose rule the registers in force no longer carry.
    """
    counted = {one.id: (one, rules) for one in indicators if (rules := rules_of(one, schema=schema))}
    named = {f"{name}.{place}": rule for name, (_, rules) in counted.items() for place, rule in enumerate(rules)}
    if not named:
        return {}
    population = Population(frames, find_full_columns(frames))
    worked = compile_rules(named, schema=schema, at=AsOf(day, here), population=population)
    row = worked.frame.collect("polars").to_native().row(0, named=True)
    return {
        name: measured_of(one, [(rule, ends_in(row, worked, f"{name}.{place}")) for place, rule in enumerate(rules)])
        for name, (one, rules) in counted.items()
    }


def ends_in(row: Mapping[str, Any], worked: Worked, name: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of a figure as exact numbers of its smallest unit."""
    held = [row[column] for column in worked.values[name]]
    if len(held) == 2:
        low, high = (None if end is None else Fraction(end) for end in held)
        return low, high
    low, high = (None if over is None or not under else Fraction(over, under) for over, under in (held[:2], held[2:]))
    return low, high


def measured_of(
    indicator: Indicator, found: Iterable[tuple[Rule, tuple[Fraction | None, Fraction | None]]]
) -> Measured:
    ends = [
        (in_unit(low, rule=rule, unit=indicator.unit), in_unit(high, rule=rule, unit=indicator.unit))
        for rule, (low, high) in found
    ]
    if isinstance(indicator.measure, SharesMeasure):
        return Measured(None, None, shares=shares_of([low for low, _ in ends]))
    [(low, high)] = ends
    return Measured(low, high, is_less_better=indicator.direction is Direction.DOWN)


def shares_of(parts: list[Decimal | None]) -> str:
    """Return parts as shares of their sum in percent, joined as they are printed; nothing where nothing was counted."""
    known = [part for part in parts if part is not None]
    whole = sum(known)
    if len(known) < len(parts) or not whole:
        return ""
    return ":".join(
        format(((part * PER_CENT) / whole).quantize(SHARE_DIGITS, ROUND_HALF_UP).normalize() + 0, "f") for part in known
    )


def in_unit(end: Fraction | None, *, rule: Rule, unit: str) -> Decimal | None:
    """Return a figure in the unit of its indicator: fen as 万元, a share as percent, heads as 万人."""
    if end is None:
        return None
    wanted, kind = read_unit(unit), rule.node.type.kind
    if kind is Kind.MONEY:
        end = end / CENTS
    elif kind is Kind.NUMBER:
        end = end / 10**rule.node.type.scale
    if wanted.base == "%":
        end = end * PER_CENT
    scaled = end / Fraction(10) ** wanted.power
    exact = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    return (exact.quantize(RATE_DIGITS, ROUND_HALF_UP) if kind is Kind.RATIO else exact).normalize() + 0
