"""Decide which numbers no indicator can have, and which look wrong beside their neighbours.

The first are refused where they stand; the second are only shown, for a true figure may well jump.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bole.domain.plan.statistics.units import read_unit
from bole.domain.plan.statistics.values import IndicatorName
from bole.domain.shared.reasons import Reason

COUNTED = frozenset(
    [
        "人",
        "人次",
        "个",
        "项",
        "件",
        "次",
        "户",
        "套",
        "支",
        "期",
        "场",
        "篇",
        "部",
        "本",
        "份",
        "台",
        "辆",
        "门",
        "条",
        "村",
        "组",
        "队",
        "名(支)",
    ]
)
MONEY = "元"
PERCENTAGES = {"%", "百分比", "percent"}
# What is left after something is taken away, or compared with an earlier state, may fall below nought.
SIGNED = re.compile(
    "净|增减|增量|增长|增幅|变化|变动|差额|顺差|逆差|盈余|盈亏|结余|利润|net |change|growth|balance", re.IGNORECASE
)
AVERAGED = re.compile("平均|人均|户均|村均|均值|每|折合|当量|average|per |equivalent", re.IGNORECASE)
GROWN = re.compile(
    "增|提高|提升|上升|下降|降|减|涨|变化|变动|同比|环比|较|比上|growth|increase|decrease|change|rise", re.IGNORECASE
)
SHARED = re.compile(
    "占|比重|比例|份额|(?:覆盖|普及|合格|达标|就业|落实|满意|参保|持证|及格|留用|留存|通过|知晓|入户|签约)率|share|proportion|coverage",
    re.IGNORECASE,
)
# Held against something it is no part of, such as debts against a year's product.
BEYOND = re.compile("债|贷|存款|进出口|外贸|相当于|毛入学|完成")
JUMP = 10


def is_percentage(unit: str) -> bool:
    return unicodedata.normalize("NFKC", unit).strip().lower() in PERCENTAGES


def is_share(indicator: IndicatorName) -> bool:
    """Whether the name says a part of a whole; what may be growth or a ratio of unlike things is none."""
    name = indicator.name
    return (
        is_percentage(indicator.unit) and bool(SHARED.search(name)) and not (GROWN.search(name) or BEYOND.search(name))
    )


def explain_nonsense(value: Decimal, *, indicator: IndicatorName) -> Reason | None:
    """Why the indicator cannot have this value in its own unit, or None."""
    unit = read_unit(indicator.unit)
    shown = {"content": _print(value), "indicator": indicator.name, "unit": indicator.unit}
    if is_share(indicator):
        if 0 <= value <= 100:
            return None
        return Reason(
            "%(indicator)s is a share and lies between 0 and 100%%; %(content)s%% cannot be. Correct the value.", shown
        )
    if unit.base != MONEY and unit.base not in COUNTED:
        return None
    if value < 0 and not SIGNED.search(indicator.name):
        return Reason(
            "%(indicator)s cannot be below 0 (%(content)s %(unit)s). Correct the value, or leave the cell blank if it is not known.",
            shown,
        )
    whole = value.scaleb(unit.power)
    if unit.base in COUNTED and whole != whole.to_integral_value() and not AVERAGED.search(indicator.name):
        return Reason(
            "%(indicator)s is counted in whole numbers; %(content)s %(unit)s cannot be. Correct the value or its unit.",
            shown,
        )
    return None


def find_doubts(stated: Mapping[date, Decimal], *, beside: Mapping[date, Decimal], unit: str) -> dict[date, Reason]:
    """What should be looked at among the newly stated values of one indicator, by day; ``beside`` is already on record."""
    series = {**beside, **stated}
    days = sorted(series)
    doubts: dict[date, Reason] = {}
    trusted: date | None = None  # the last day before that raised no doubt
    for place, day in enumerate(days):
        before, after = days[place - 1] if place else None, days[place + 1] if place + 1 < len(days) else None
        if day in stated:
            reason = _doubt(series, day, near=before, unit=unit)
            # Whoever comes back to the level of before a slip is not in doubt because of the slip.
            if before in doubts and (trusted is None or _doubt(series, day, near=trusted, unit=unit) is None):
                reason = None
            ahead = _doubt(series, day, near=after, unit=unit)
            # Of two new values that differ the later one is named, unless only the earlier can be the slip.
            if reason is None and ahead is not None and (after not in stated or "percent" in ahead.params):
                reason = ahead
            if reason is not None:
                doubts[day] = reason
                continue
        trusted = day
    return doubts


def _doubt(series: Mapping[date, Decimal], day: date, *, near: date | None, unit: str) -> Reason | None:
    if near is None:
        return None
    value, other = series[day], series[near]
    small, large = sorted((abs(value), abs(other)))
    shown = {"content": _print(value), "other": _print(other), "day": near.isoformat()}
    if is_percentage(unit) and 0 < abs(value) < 1 < abs(other):
        return Reason(
            "%(content)s%% stands beside %(other)s%% on %(day)s. Was %(percent)s%% meant? A percentage is written as 25, not as 0.25.",
            {**shown, "percent": _print(value * 100)},
        )
    if small and large >= JUMP * small:
        shown["times"] = str(int(large / small))
        if abs(value) == large:
            return Reason(
                "%(content)s is %(times)s times the %(other)s of %(day)s. Check both values and their units.", shown
            )
        return Reason(
            "The %(other)s of %(day)s is %(times)s times as much as %(content)s. Check both values and their units.",
            shown,
        )
    return None


def _print(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")
