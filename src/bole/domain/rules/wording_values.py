"""How a value is worked out, in words: ages, days, sums, products, quotients, extremes, choices."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.kinds import Kind
from bole.domain.rules.saying import Speech, chain, owners_of, say_constant, the, unit_for, with_unit
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Aggregate,
    Choice,
    Constant,
    Count,
    DayOf,
    Elapsed,
    Extreme,
    Fact,
    Given,
    Node,
    Product,
    Ratio,
    Rounding,
    Shifted,
    Sum,
    Unit,
    YearOf,
)  # fmt: skip
from bole.domain.rules.values import MONTH_NAMES, UNITS, say_amount, say_number, say_share

STEPS = {Rounding.DOWN: ("不足{}的部分舍去", "rounded down to a multiple of {}"), Rounding.UP: ("不足{0}的按{0}计", "rounded up to a multiple of {}"), Rounding.HALF_UP: ("四舍五入到{}", "rounded to {}")}  # fmt: skip


def _given(speech: Speech, node: Given) -> str:
    if speech.at is not None and node.name == "year":
        return speech.of(f"{speech.at.day.year}年", f"{speech.at.day.year}")
    if node.name == "here":
        here = speech.at.here if speech.at else ""
        name = speech.regions[here].of(speech.language) if here in speech.regions else ""
        return speech.of(f"本地区（{name}）" if name else "本地区", f"this region ({name})" if name else "this region")
    known = {"day": ("当日", "the day"), "year": ("当年", "the year")}
    if node.name in known:
        return speech.of(*known[node.name])
    return next(day.label.of(speech.language) for day in speech.schema.days if day.id == node.name)


def say_end(speech: Speech, node: Node) -> str:
    """Return a day; one that has a name of its own with its date behind it: 申报日（2025年12月31日）."""
    told = speech.told_day(node)
    if not isinstance(node, Given) or node.name == "day" or not told:
        return speech.say(node)
    return speech.of(f"{_given(speech, node)}（{told}）", f"{_given(speech, node)} ({told})")


def _elapsed(speech: Speech, node: Elapsed) -> str:
    end = say_end(speech, node.end)
    if is_age(speech.schema, node):
        owner = chain(speech, owners_of(speech, node.start)) if isinstance(node.start, Fact) else ""
        return speech.of(
            f"{owner}{'在' if owner else ''}{end}的年龄", f"{the(owner) + chr(39) + 's ' if owner else ''}age on {end}"
        )
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    between = say_between(speech, node)
    return speech.of(f"{between}的{chinese.removeprefix('个')}数", f"the full {english}s {between}")


def say_between(speech: Speech, node: Elapsed) -> str:
    start, end = say_end(speech, node.start), say_end(speech, node.end)
    return speech.of(f"{start}至{end}", f"from {start} to {end}")


def is_age(schema: Schema, node: Node) -> bool:
    if not isinstance(node, Elapsed) or node.unit is not Unit.YEARS or not isinstance(node.start, Fact):
        return False
    register = schema.register(node.start.target)
    return register is not None and register.born == node.start.field


def _shifted(speech: Speech, node: Shifted) -> str:
    day, many = speech.say(node.day), abs(node.amount)
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    english = f"{many} {english}{'' if many == 1 else 's'} {'after' if node.amount > 0 else 'before'} {the(day)}"
    if node.amount > 0 and node.unit is not Unit.DAYS:
        return speech.of(f"{day}满{many}{chinese}之日", f"the day {english}")
    return speech.of(f"{day}{'后' if node.amount > 0 else '前'}{many}{chinese}", f"the day {english}")


def _day_of(speech: Speech, node: DayOf) -> str:
    if isinstance(node.year, YearOf):
        day = speech.say(node.year.day)
        english = f"{node.day} {MONTH_NAMES[node.month - 1]} of the year of {the(day)}"
        return speech.of(f"{day}当年{node.month}月{node.day}日", english)
    year = speech.say(node.year)
    return speech.of(f"{year}{node.month}月{node.day}日", f"{node.day} {MONTH_NAMES[node.month - 1]} of {year}")


def _year_of(speech: Speech, node: YearOf) -> str:
    return speech.of(f"{speech.say(node.day)}的年份", f"the year of {the(speech.say(node.day))}")


def _sum(speech: Speech, node: Sum) -> str:
    unit = next((part.type.unit for _, part in node.terms if part.type.unit), "")
    words = ""
    for sign, part in node.terms:
        said = with_unit(speech, part, unit)
        if not words:
            words = said if sign > 0 else speech.of(f"负{said}", f"minus {said}")
        else:
            words += speech.of(f"{'加' if sign > 0 else '减'}{said}", f" {'plus' if sign > 0 else 'minus'} {said}")
    return words


def _product(speech: Speech, node: Product) -> str:
    return say_product(speech, node, lambda part: _inner(speech, part)) + _rounding(speech, node)


def say_product(speech: Speech, node: Product, inner: Callable[[Node], str]) -> str:
    """Return a product in the words ``inner`` gives its parts: 购房价款的50%, or with values, 购房价款80万元的50%."""
    over = speech.of("乘以", " times ").join(inner(part) for part in node.over)
    # What a scale or the fen put into the fraction is not what somebody wrote.
    factor = Fraction(node.times, node.into) / 10**node.type.scale
    for part in node.over:
        factor *= 10**part.type.scale
    for part in node.under:
        factor /= 10**part.type.scale
    has_money = any(part.type.kind is Kind.MONEY for part in node.over)
    if node.type.kind is Kind.MONEY and not has_money:
        amount = say_amount(factor, language=speech.language)
        words = speech.of(f"{over}乘以{amount}", f"{over} times {amount}") if node.over else amount
    elif factor == 1:
        words = over
    elif factor < 1 and 100 % factor.denominator == 0 and (has_money or factor.numerator != 1):
        words = speech.of(f"{over}的{say_share(factor)}", f"{say_share(factor)} of {the(over)}")
    elif factor.numerator == 1:
        words = speech.of(f"{over}除以{factor.denominator}", f"{over} divided by {factor.denominator}")
    else:
        words = speech.of(f"{over}乘以{say_number(factor)}", f"{over} times {say_number(factor)}")
    for part in node.under:
        words += speech.of(f"除以{inner(part)}", f" divided by {inner(part)}")
    return words


def _rounding(speech: Speech, node: Product) -> str:
    if node.step == 1:
        return ""
    return speech.of(f"（{say_step(speech, node)}）", f" ({say_step(speech, node)})")


def say_step(speech: Speech, node: Product) -> str:
    """Return how a product is rounded: 不足100元的部分舍去."""
    step = speech.say_held(node.step, node.type)
    if node.type.kind is Kind.MONEY and node.step == 1:
        step = speech.of("1分", "a fen") if node.rounding is not Rounding.HALF_UP else speech.of("分", "the fen")
    return speech.of(*STEPS[node.rounding]).format(step)


def _inner(speech: Speech, node: Node) -> str:
    words = speech.say(node)
    return speech.of(f"（{words}）", f"({words})") if isinstance(node, Sum | Choice | Extreme) else words


def _ratio(speech: Speech, node: Ratio) -> str:
    over, under = _inner(speech, node.over), _inner(speech, node.under)
    if isinstance(node.under, Constant):
        divisor = say_divisor(speech, node)
        return speech.of(f"{over}除以{divisor}", f"{over} divided by {divisor}")
    if is_part(node):
        return speech.of(f"{over}占{under}的比例", f"{over} as a share of {under}")
    return speech.of(f"{over}与{under}之比", f"the ratio of {over} to {under}")


def say_divisor(speech: Speech, node: Ratio) -> str:
    divisor = Fraction(node.into, node.times)
    if node.over.type.kind is Kind.MONEY:
        return say_amount(divisor, language=speech.language)
    return say_number(divisor / 10**node.over.type.scale)


def is_part(node: Ratio) -> bool:
    """Tell whether records are counted over records of the same register: a share rather than a ratio."""
    over, under = node.over, node.under
    counts = isinstance(over, Aggregate) and isinstance(under, Aggregate) and over.register == under.register
    return counts and {over.count, under.count} == {Count.COUNT}  # type: ignore[attr-defined]


def bound_of(node: Extreme) -> tuple[list[Node], Constant | None]:
    """Return the parts of an extreme that are worked out, and the written limit, if there is just one."""
    written = [part for part in node.operands if isinstance(part, Constant)]
    worked = [part for part in node.operands if not isinstance(part, Constant)]
    return (worked, written[0]) if len(written) == 1 and node.type.counts else (list(node.operands), None)


def _extreme(speech: Speech, node: Extreme) -> str:
    worked, limit = bound_of(node)
    parts = [with_unit(speech, part, node.type.unit) for part in worked]
    words = parts[0] if len(parts) == 1 else _chosen(speech, node, parts)
    if limit is None:
        return words
    said = say_constant(speech, limit, node.type.unit)
    if node.largest:
        return speech.of(f"{words}（最低{said}）", f"{words} (at least {said})")
    return speech.of(f"{words}（最高{said}）", f"{words} (at most {said})")


def _chosen(speech: Speech, node: Extreme, parts: list[str]) -> str:
    chinese, english = say_choosing(node)
    return speech.of(
        f"{speech.all_of(parts, '与', 'and')}中的{chinese}", f"the {english} of {speech.all_of(parts, '与', 'and')}"
    )


def say_choosing(node: Extreme) -> tuple[str, str]:
    """Return which one an extreme picks, in both languages."""
    if node.type.kind is Kind.DATE:
        return ("较晚者", "later") if node.largest else ("较早者", "earlier")
    return ("较高者", "higher") if node.largest else ("较低者", "lower")


def _choice(speech: Speech, node: Choice) -> str:
    condition, then, otherwise = (speech.say(part) for part in node.parts)
    rest = (
        otherwise if isinstance(node.otherwise, Choice) else speech.of(f"其他的为{otherwise}", f"otherwise {otherwise}")
    )
    return speech.of(f"{condition}的为{then}，{rest}", f"{then} where {condition}, {rest}")


def say_ends(speech: Speech, ends: tuple[Any, Any], node: Node) -> str | None:
    """Return what is known of a value: itself, a range, an end, or None."""
    unit = unit_for(speech, node)
    low, high = (None if end is None else speech.say_held(end, node.type, unit) for end in ends)
    if low is None and high is None:
        return None
    if low == high:
        return low
    is_day = isinstance(ends[0] or ends[1], date)
    if low is None:
        return speech.of(
            f"最晚{high}" if is_day else f"最多{high}", f"{high} at the latest" if is_day else f"at most {high}"
        )
    if high is None:
        return speech.of(
            f"最早{low}" if is_day else f"至少{low}", f"{low} at the earliest" if is_day else f"at least {low}"
        )
    return speech.of(f"{low}至{high}", f"between {low} and {high}")


VALUE_WORDS: dict[type[Node], Callable[[Speech, Any], str]] = {
    Constant: say_constant, Given: _given, Elapsed: _elapsed, Shifted: _shifted, DayOf: _day_of, YearOf: _year_of,
    Sum: _sum, Product: _product, Ratio: _ratio, Extreme: _extreme, Choice: _choice,
}  # fmt: skip
