"""Days as columns: moved, taken apart, and what has elapsed between two, by whole numbers of the calendar."""

from bole.domain.rules.columns import Columns
from bole.domain.rules.days import shift_bounds
from bole.domain.rules.ends import (
    End,
    Pair,
    both,
    is_expression,
    lift,
    negated,
    pick,
    pick_number,
    single,
    whole,
)  # fmt: skip
from bole.domain.rules.schema import OPEN_END, LeapBirthday
from bole.domain.rules.tree import DayOf, Elapsed, Shifted, Unit, YearOf

OFFSETS = {Unit.YEARS: "y", Unit.MONTHS: "mo", Unit.DAYS: "d"}
LEAP_DAY = 229


def shifted(columns: Columns, node: Shifted) -> Pair:
    found = columns.pair(node.day)
    # Only the open end is guarded: no register holds days of the first centuries, and Spark cannot spell them.
    _, last = shift_bounds(node.unit, node.amount)

    def moved(day: End) -> End:
        moved_on = day.dt.offset_by(f"{node.amount}{OFFSETS[node.unit]}").cast(
            columns.words.Date
        )  # Spark makes a moment of it
        return moved_on if last == OPEN_END else pick(day > last, OPEN_END, moved_on)

    if found.is_single:
        return single(lift(moved, found.low))
    return Pair(lift(moved, found.low), lift(moved, found.high))


def day_of(columns: Columns, node: DayOf) -> Pair:
    if not isinstance(node.year, YearOf):
        raise TypeError("the year of a day is told or that of another day")
    found = columns.pair(node.year.day)

    def on(day: End) -> End:
        first = day.dt.truncate("1y").dt.offset_by(f"{node.month - 1}mo").dt.offset_by(f"{node.day - 1}d")
        return first.cast(columns.words.Date)

    return single(lift(on, found.low)) if found.is_single else Pair(lift(on, found.low), lift(on, found.high))


def year_of(columns: Columns, node: YearOf) -> Pair:
    found = columns.pair(node.day)

    def year(day: End) -> End:
        return whole(day.dt.year()) if is_expression(day) else day.year

    return single(lift(year, found.low)) if found.is_single else Pair(lift(year, found.low), lift(year, found.high))


def elapsed(columns: Columns, node: Elapsed) -> Pair:
    start, end = columns.pair(node.start), columns.pair(node.end)
    leap = columns.schema.leap_birthday

    def between(one: End, other: End) -> End:
        return days_elapsed(node.unit, one, other, leap=leap)

    if start.is_single and end.is_single:
        return single(lift(between, start.low, end.low))
    return Pair(lift(between, start.high, end.low), lift(between, start.low, end.high))


def _parts(day: End) -> tuple[End, End, End]:
    if not is_expression(day):
        return day.year, day.month, day.day
    return whole(day.dt.year()), whole(day.dt.month()), whole(day.dt.day())


def days_elapsed(unit: Unit, start: End, end: End, *, leap: LeapBirthday) -> End:
    """Completed years or months, or days, from numbers of the calendar: engines disagree about their own functions."""
    if unit is Unit.DAYS:
        return day_number(end) - day_number(start)
    (year, month, day), (to_year, to_month, to_day) = _parts(start), _parts(end)
    if unit is Unit.MONTHS:
        return (to_year - year) * 12 + (to_month - month) - pick_number(to_day < day)
    from_day, to = month * 100 + day, to_month * 100 + to_day
    if leap is LeapBirthday.BEFORE:
        is_leap = ((to_year % 4 == 0) & (to_year % 100 != 0)) | (to_year % 400 == 0)
        early = both(from_day == LEAP_DAY, negated(is_leap) if is_expression(is_leap) else not is_leap)
        from_day = pick(early, LEAP_DAY - 1, from_day)
    return to_year - year - pick_number(to < from_day)


def day_number(day: End) -> End:
    """The day counted from a fixed one, by whole numbers alone: durations differ between engines."""
    if not is_expression(day):
        return day.toordinal()
    year, month, of_month = _parts(day)
    # Years that begin in March put the leap day last; every division is of small positive numbers.
    early = pick_number(month <= 2)
    years, months = year - early, month + 12 * early - 3
    return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + of_month - 306
