"""Completed years and months, shifted days, months of united periods: plain calendar arithmetic.

Periods are half-open. On which day a birthday of 29 February falls in common years is the pack's to say.
"""

from calendar import isleap, monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from bole.domain.rules.schema import OPEN_END, LeapBirthday
from bole.domain.rules.tree import Unit

FEBRUARY, LEAP_DAY = 2, 29


def elapsed(unit: Unit, start: date, end: date, *, leap: LeapBirthday) -> int:
    """Return completed years or months, or days, from ``start`` to ``end``; negative where ``end`` comes first."""
    if unit is Unit.DAYS:
        return (end - start).days
    if unit is Unit.MONTHS:
        return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    from_day = (start.month, start.day)
    if leap is LeapBirthday.BEFORE and from_day == (FEBRUARY, LEAP_DAY) and not isleap(end.year):
        from_day = (FEBRUARY, LEAP_DAY - 1)
    return end.year - start.year - ((end.month, end.day) < from_day)


def _moved(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(unit: Unit, day: date, amount: int) -> date:
    """Move a day; the end of a month stays inside the month, and nothing moves beyond the open end."""
    low, high = shift_bounds(unit, amount)
    if day > high or day < low:
        return OPEN_END if amount > 0 else date.min
    if unit is Unit.DAYS:
        return day + timedelta(days=amount)
    return _moved(day, amount * 12 if unit is Unit.YEARS else amount) or (OPEN_END if amount > 0 else date.min)


def shift_bounds(unit: Unit, amount: int) -> tuple[date, date]:
    """Return the first and the last day that can be moved so far; days beyond them land on the end of all days."""
    if unit is Unit.DAYS:
        span = (date.max - date.min).days
        far = min(abs(amount), span)
        return (date.min, date.max - timedelta(days=far)) if amount > 0 else (date.min + timedelta(days=far), date.max)
    months = amount * 12 if unit is Unit.YEARS else amount
    if amount > 0:
        return date.min, _moved(date.max, -months) or date.min
    return _moved(date.min, -months) or date.max, date.max


def latest_start(unit: Unit, end: date, amount: int, *, leap: LeapBirthday) -> date:
    """Return the last day from which ``amount`` years or months are completed on ``end``."""
    guess = shift(unit, end, -amount)
    for days in range(3, -5, -1):
        if date.min - guess <= timedelta(days=days) <= date.max - guess:
            found = guess + timedelta(days=days)
            if elapsed(unit, found, end, leap=leap) >= amount:
                return found
    return date.min


def months_of_union(periods: Iterable[tuple[date, date]]) -> int:
    """Return the whole months of periods, days that several share counted once; a gap ends a run of months."""
    total = 0
    begun: date | None = None
    ended = date.min
    for start, end in sorted(periods):
        if end <= start:
            continue
        if begun is None or start > ended:
            total += _run(begun, ended)
            begun, ended = start, end
        else:
            ended = max(ended, end)
    return total + _run(begun, ended)


def _run(begun: date | None, ended: date) -> int:
    return 0 if begun is None else max(0, elapsed(Unit.MONTHS, begun, ended, leap=LeapBirthday.AFTER))
