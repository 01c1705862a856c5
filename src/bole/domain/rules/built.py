"""A figure as it is put together by choosing: what is counted, of which days, under which conditions.

Everything is held as it was chosen or typed, also where it is not finished yet, so that a page can show it again.
How it becomes the text of a rule is decided in ``building``, what can be chosen in ``choices``.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

DEEPEST_GROUP = 3  # groups in groups: what is nested deeper is no longer taken in by looking at it
MOST_MEMBERS = 40


class Form(StrEnum):
    COUNT = "count"  # how many records
    SUM = "sum"  # a field of the records, added up
    AVERAGE = "average"  # the same, divided by the number of records
    SHARE = "share"  # how many of the records meet a further condition
    QUOTIENT = "quotient"  # one number over another


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    ON_LIST = "on_list"
    OFF_LIST = "off_list"
    HERE = "here"
    NOT_HERE = "not_here"
    HOLDS = "holds"
    HOLDS_NOT = "holds_not"
    WITHIN = "within"  # within the last so many years, months or days
    LONGER_AGO = "longer_ago"
    THIS_YEAR = "this_year"
    BY_DAY = "by_day"
    AFTER_DAY = "after_day"


class Days(StrEnum):
    ANY = "any"
    ON_DAY = "on_day"
    THIS_YEAR = "this_year"
    LAST = "last"
    SINCE = "since"
    BETWEEN = "between"


class Quantity(StrEnum):
    """How many records another register has to hold of a subject."""

    SOME = "some"
    NONE = "none"
    COUNT = "count"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Period:
    """Of which days records count; ``amount`` and ``unit`` say how many years, months or days back."""

    days: Days = Days.ANY
    amount: str = ""
    unit: str = "years"
    from_day: str = ""
    through: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One field against something. ``path`` names links and the field; ``is_age`` reads a birth date as completed years."""

    path: tuple[str, ...] = ()
    operator: Operator | None = None
    values: tuple[str, ...] = ()
    unit: str = ""  # yuan or wan of money; years, months or days of a time ago
    is_age: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    join: Join = Join.ALL
    members: "tuple[Condition | Has | Group, ...]" = ()


EVERYTHING = Group()


@dataclass(frozen=True, slots=True)
class Has:
    """The subject has records in another register. ``along`` is the link that leads back to it."""

    register: str = ""
    along: str = ""
    quantity: Quantity = Quantity.SOME
    at_least: str = ""
    period: Period = Period()
    where: Group = EVERYTHING


Member = Condition | Has | Group


@dataclass(frozen=True, slots=True)
class Tally:
    """The records of a register that are counted or, where ``path`` names a number or money, added up."""

    register: str = ""
    path: tuple[str, ...] = ()
    period: Period = Period()
    where: Group = EVERYTHING


@dataclass(frozen=True, slots=True)
class Built:
    """``of`` is the further condition of a share; ``under`` and ``factor`` belong to a quotient."""

    form: Form = Form.COUNT
    over: Tally = Tally()
    of: Group = EVERYTHING
    under: Tally = Tally()
    factor: str = ""


def tidied(built: Built) -> Built:
    """Return the same figure without what says nothing: empty groups, groups of one, parts another form had."""
    form, over, under = built.form, _tidy_tally(built.over), _tidy_tally(built.under)
    if form in {Form.COUNT, Form.SHARE}:
        over = replace(over, path=())
    if form is Form.QUOTIENT and over.path and under == replace(over, path=()) and built.factor in {"", "1"}:
        form = Form.AVERAGE
    return Built(
        form=form,
        over=over,
        of=tidied_group(built.of) if form is Form.SHARE else EVERYTHING,
        under=under if form is Form.QUOTIENT else Tally(),
        factor=built.factor if form is Form.QUOTIENT and built.factor != "1" else "",
    )


def _tidy_tally(tally: Tally) -> Tally:
    return replace(tally, period=_tidy_period(tally.period), where=tidied_group(tally.where))


def _tidy_period(period: Period) -> Period:
    match period.days:
        case Days.LAST:
            return Period(period.days, amount=period.amount, unit=period.unit)
        case Days.SINCE:
            return Period(period.days, from_day=period.from_day)
        case Days.BETWEEN:
            return Period(period.days, from_day=period.from_day, through=period.through)
        case _:
            return Period(period.days)


def tidied_group(group: Group) -> Group:
    """Return a group without empty groups in it, and with members of the same join in one list."""
    members: list[Member] = []
    for member in group.members:
        match member:
            case Group():
                inner = tidied_group(member)
                is_same = inner.join is group.join or len(inner.members) == 1
                members += inner.members if is_same else ([inner] if inner.members else [])
            case Has():
                members.append(_tidy_has(member))
            case Condition():
                members.append(member)
    if len(members) == 1 and isinstance(members[0], Group):
        return members[0]
    return Group(group.join if len(members) > 1 else Join.ALL, tuple(members))


def _tidy_has(has: Has) -> Has:
    counts = has.quantity in {Quantity.COUNT, Quantity.MONTHS}
    return replace(
        has, at_least=has.at_least if counts else "", period=_tidy_period(has.period), where=tidied_group(has.where)
    )
