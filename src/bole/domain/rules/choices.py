"""What can be chosen for a figure of a register: fields also behind links, operators that fit them, values, other registers.

Everything comes with a label in the reader's language. What a choice becomes in the text of a rule is decided in ``building``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bole.domain.rules.built import Days, Operator, Quantity
from bole.domain.rules.kinds import BIGGEST, type_of_field
from bole.domain.rules.schema import FieldType, Register, RegisterField, Schema, Validity

FURTHEST = 2  # links that a field may lie behind
NUMERIC = frozenset({FieldType.INT, FieldType.DECIMAL, FieldType.MONEY})
Labels = dict[Operator, tuple[str, str]]


class Takes(StrEnum):
    """What is chosen or typed after an operator."""

    NOTHING = "nothing"
    VALUE = "value"
    TWO_VALUES = "two_values"
    VALUES = "values"
    LIST = "list"
    AMOUNT = "amount"  # a number of years, months or days


TAKES = {
    Operator.BETWEEN: Takes.TWO_VALUES, Operator.ONE_OF: Takes.VALUES, Operator.NONE_OF: Takes.VALUES,
    Operator.ON_LIST: Takes.LIST, Operator.OFF_LIST: Takes.LIST,
    Operator.WITHIN: Takes.AMOUNT, Operator.LONGER_AGO: Takes.AMOUNT,
    **dict.fromkeys(
        (Operator.HERE, Operator.NOT_HERE, Operator.HOLDS, Operator.HOLDS_NOT, Operator.THIS_YEAR, Operator.BY_DAY,
         Operator.AFTER_DAY), Takes.NOTHING),
}  # fmt: skip

_NUMBERS: Labels = {
    Operator.AT_LEAST: ("不少于", "at least"), Operator.ABOVE: ("多于", "more than"), Operator.AT_MOST: ("不超过", "at most"),
    Operator.BELOW: ("少于", "less than"), Operator.BETWEEN: ("介于（含两端）", "between (both included)"),
    Operator.IS: ("等于", "exactly"), Operator.IS_NOT: ("不等于", "not exactly"),
}  # fmt: skip
_CODES: Labels = {
    Operator.IS: ("是", "is"), Operator.IS_NOT: ("不是", "is not"), Operator.ONE_OF: ("是其中之一", "is one of"),
    Operator.NONE_OF: ("不是其中任何一项", "is none of"),
}  # fmt: skip
_RANKS: Labels = {
    Operator.AT_LEAST: ("不低于", "is … or higher"), Operator.ABOVE: ("高于", "is above"),
    Operator.AT_MOST: ("不高于", "is … or lower"), Operator.BELOW: ("低于", "is below"),
}  # fmt: skip
_LISTS: Labels = {
    Operator.ON_LIST: ("在名单内", "is on the list"),
    Operator.OFF_LIST: ("不在名单内", "is not on the list"),
}
_PLACES: Labels = {
    Operator.HERE: ("是本地区", "is this region"),
    Operator.NOT_HERE: ("不是本地区", "is another region"),
}
_TRUTHS: Labels = {Operator.HOLDS: ("是", "yes"), Operator.HOLDS_NOT: ("否", "no")}
_MONTHS: Labels = {
    Operator.AT_LEAST: ("不早于", "in or after"), Operator.ABOVE: ("晚于", "after"), Operator.AT_MOST: ("不晚于", "in or before"),
    Operator.BELOW: ("早于", "before"), Operator.BETWEEN: ("介于（含两端）", "between (both included)"),
    Operator.IS: ("为", "in"),
}  # fmt: skip
_DAYS: Labels = {
    Operator.AT_LEAST: ("不早于", "on or after"), Operator.ABOVE: ("晚于", "after"), Operator.AT_MOST: ("不晚于", "on or before"),
    Operator.BELOW: ("早于", "before"), Operator.BETWEEN: ("介于（含两端）", "between (both included)"), Operator.IS: ("为", "on"),
    Operator.THIS_YEAR: ("在当年（年初至当日）", "this year up to the day"), Operator.WITHIN: ("在最近……以内", "within the last …"),
    Operator.LONGER_AGO: ("在……以前", "longer ago than …"), Operator.BY_DAY: ("已到（当日或以前）", "has come (by the day)"),
    Operator.AFTER_DAY: ("未到（当日以后）", "is still to come"),
}  # fmt: skip
_PERIODS: dict[Days, tuple[str, str]] = {
    Days.ANY: ("截至当日的全部", "all up to the day"), Days.ON_DAY: ("当日有效的", "those in force on the day"),
    Days.THIS_YEAR: ("当年（年初至当日）", "this year up to the day"), Days.LAST: ("最近……以内", "within the last …"),
    Days.SINCE: ("自某日起", "since a day"), Days.BETWEEN: ("某日至某日", "from a day to a day"),
}  # fmt: skip
_QUANTITIES: dict[Quantity, tuple[str, str]] = {
    Quantity.SOME: ("有", "has any"), Quantity.NONE: ("没有", "has none"), Quantity.COUNT: ("数量不少于", "has at least (number)"),
    Quantity.MONTHS: ("累计月数不少于", "covers at least (months)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """``label`` is the field's own, ``owner`` what the links before it are called; empty for a field of the record."""

    path: tuple[str, ...]
    field: RegisterField
    label: str
    owner: str = ""
    is_age: bool = False

    @property
    def value(self) -> str:
        return ".".join(self.path) + (":age" if self.is_age else "")


@dataclass(frozen=True, slots=True)
class RelatedChoice:
    register: str
    along: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.register}.{self.along}"


def _say(pair: tuple[str, str], language: str) -> str:
    return pair[language == "en"]


def registers_to_choose(schema: Schema, *, language: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, one.label.of(language)) for one in schema.registers)


def fields_to_choose(schema: Schema, register: str, *, language: str) -> tuple[FieldChoice, ...]:
    """Return every field a condition on the register may name, its own first, then those behind links; no sensitive ones."""
    start = schema.register(register)
    return tuple(_fields(schema, start, (), (), language=language)) if start else ()


def _fields(
    schema: Schema, register: Register, path: tuple[str, ...], owners: tuple[str, ...], *, language: str
) -> Iterator[FieldChoice]:
    owner = (" › " if language == "en" else "的").join(owners)
    for field in register.fields:
        if field.sensitive:
            continue
        label = field.label.of(language)
        if field.id == register.born:
            age = _say(("年龄（周岁）", "age in full years"), language)
            yield FieldChoice((*path, field.id), field, age, owner, is_age=True)
        yield FieldChoice((*path, field.id), field, label, owner)
    for link in register.links if len(path) < FURTHEST else ():
        target = schema.register(link.to)
        if target is not None:
            yield from _fields(schema, target, (*path, link.id), (*owners, link.label.of(language)), language=language)


def field_chosen(schema: Schema, register: str, path: tuple[str, ...]) -> RegisterField | None:
    """Return the field a path leads to, or None where it leads to none that rules may read."""
    here = schema.register(register)
    for step in path[:-1]:
        link = here.link(step) if here else None
        here = schema.register(link.to) if link else None
    found = here.field(path[-1]) if here and path else None
    return None if found is None or found.sensitive else found


def is_birth(schema: Schema, register: str, path: tuple[str, ...]) -> bool:
    """Tell whether a path leads to the birth date of somebody, from which an age is counted."""
    here = schema.register(register)
    for step in path[:-1]:
        link = here.link(step) if here else None
        here = schema.register(link.to) if link else None
    return here is not None and bool(path) and here.born == path[-1]


def sums_to_choose(schema: Schema, register: str, *, language: str) -> tuple[FieldChoice, ...]:
    """Return the numbers and the money that can be added up over all records of the register."""
    fields = fields_to_choose(schema, register, language=language)
    return tuple(one for one in fields if not one.is_age and may_be_summed(schema, register, one.field))


def may_be_summed(schema: Schema, register: str, field: RegisterField) -> bool:
    """Tell whether a field is a number whose sum is proved to fit: the checker would refuse any other."""
    found = schema.register(register)
    widest = type_of_field(field).widest if field.type in NUMERIC else BIGGEST
    return found is not None and widest * found.most_rows <= BIGGEST


def operators_to_choose(
    schema: Schema, field: RegisterField, *, language: str, is_age: bool = False
) -> tuple[Choice, ...]:
    return tuple(Choice(one, _say(pair, language)) for one, pair in _operators(schema, field, is_age=is_age).items())


def fits(schema: Schema, field: RegisterField, operator: Operator, *, is_age: bool = False) -> bool:
    return operator in _operators(schema, field, is_age=is_age)


def _operators(schema: Schema, field: RegisterField, *, is_age: bool) -> Labels:
    if is_age:
        return _NUMBERS
    lists = _LISTS if lists_to_choose(schema, field, language="zh") else {}
    match field.type:
        case FieldType.CODE:
            table = schema.table(field.table or "")
            return {**(_RANKS if table and table.ordered else {}), **_CODES, **lists}
        case FieldType.TEXT:
            # Only a field that is called so holds a region: a university is never "this region".
            return {**(_PLACES if field.id == "region" or field.id.endswith("_region") else {}), **_CODES, **lists}
        case FieldType.BOOL:
            return _TRUTHS
        case FieldType.DATE:
            return _DAYS
        case FieldType.MONTH:
            return _MONTHS
        case _:
            return _NUMBERS


def values_to_choose(schema: Schema, field: RegisterField, *, language: str) -> tuple[Choice, ...]:
    """Return the codes of a field in the order of their table; nothing for what is typed."""
    table = schema.table(field.table) if field.table else None
    return tuple(Choice(code.id, code.label.of(language)) for code in table.codes) if table else ()


def lists_to_choose(schema: Schema, field: RegisterField, *, language: str) -> tuple[Choice, ...]:
    """Return the named lists that hold values of the field."""
    if field.type not in {FieldType.CODE, FieldType.TEXT}:
        return ()
    return tuple(Choice(one.id, one.label.of(language)) for one in schema.lists if one.table == field.table)


def related_to_choose(schema: Schema, register: str, *, language: str) -> tuple[RelatedChoice, ...]:
    """Return the registers whose records lead back to a record of this one; the link is said where there are several."""
    found = []
    for other in schema.registers:
        ways = [link for link in other.links if link.to == register]
        for link in ways:
            way = f"（{link.label.of(language)}）" if len(ways) > 1 else ""
            found.append(RelatedChoice(other.id, link.id, other.label.of(language) + way))
    return tuple(found)


def periods_to_choose(schema: Schema, register: str, *, language: str) -> tuple[Choice, ...]:
    """Return of which days records of the register can be counted; one that holds as it stands leaves no choice."""
    found = schema.register(register)
    if found is None or found.validity is Validity.STATE:
        return ()
    offered = [one for one in Days if one is not Days.ON_DAY or found.validity is Validity.PERIOD]
    return tuple(Choice(one, _say(_PERIODS[one], language)) for one in offered)


def quantities_to_choose(schema: Schema, register: str, *, language: str) -> tuple[Choice, ...]:
    found = schema.register(register)
    has_months = found is not None and found.validity is Validity.PERIOD
    offered = [one for one in Quantity if one is not Quantity.MONTHS or has_months]
    return tuple(Choice(one, _say(_QUANTITIES[one], language)) for one in offered)
