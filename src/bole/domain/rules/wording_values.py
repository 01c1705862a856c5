"""How a value is worked out, in words: ages, days, sums, products, quotients, extremes, choices."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.kinds import Kind
from bole.domain.rules.saying import Speech, owners_of, say_constant, unit_for, with_unit
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import (
    Choice,
    Constant,
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
from bole.domain.rules.values import MONTH_NAMES, UNITS, say_amount, say_number, say_share, say_value


def _given(speech: Speech, node: Given) -> str:
    known = {"day": ("当日", "the day"), "year": ("当年", "the year"), "here": ("本地区", "this region")}
    if node.name in known:
        return speech.of(*known[node.name])
    return next(day.label.of(speech.language) for day in speech.schema.days if day.id == node.name)


def _elapsed(speech: Speech, node: Elapsed) -> str:
    end = speech.say(node.end)
    if is_age(speech.schema, node):
        owner = owners_of(speech, node.start) if isinstance(node.start, Fact) else []
        return speech.of(
            f"{'的'.join(owner)}{'在' if owner else ''}{end}的年龄",
            f"age{f' of the {owner[-1]}' if owner else ''} on {end}",
        )
    start = speech.say(node.start)
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    return speech.of(f"从{start}到{end}满的{chinese.removeprefix('个')}数", f"full {english}s from {start} to {end}")


def is_age(schema: Schema, node: Node) -> bool:
    if not isinstance(node, Elapsed) or node.unit is not Unit.YEARS or not isinstance(node.start, Fact):
        return False
    register = schema.register(node.start.target)
    return register is not None and register.born == node.start.field


def _shifted(speech: Speech, node: Shifted) -> str:
    day, many = speech.say(node.day), abs(node.amount)
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    english = f"{many} {english}{'' if many == 1 else 's'} {'after' if node.amount > 0 else 'before'} {day}"
    return speech.of(f"{day}{'后' if node.amount > 0 else '前'}{many}{chinese}", english)


def _day_of(speech: Speech, node: DayOf) -> str:
    year = speech.say(node.year)
    return speech.of(f"{year}{node.month}月{node.day}日", f"{node.day} {MONTH_NAMES[node.month - 1]} of {year}")


def _year_of(speech: Speech, node: YearOf) -> str:
    return speech.of(f"{speech.say(node.day)}的年份", f"the year of {speech.say(node.day)}")


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
    over = speech.of("乘以", " times ").join(_inner(speech, part) for part in node.over)
    # What a scale or the fen put into the fraction is not what somebody wrote.
    factor = Fraction(node.times, node.into) / 10**node.type.scale
    for part in node.over:
        factor *= 10**part.type.scale
    for part in node.under:
        factor /= 10**part.type.scale
    has_money = any(part.type.kind is Kind.MONEY for part in node.over)
    if node.type.kind is Kind.MONEY and not has_money:
        amount = say_amount(factor, language=speech.language)
        words = speech.of(f"每单位{amount}乘以{over}", f"{amount} times {over}") if node.over else amount
    elif factor == 1:
        words = over
    elif factor < 1 and 100 % factor.denominator == 0:
        words = speech.of(f"{over}的{say_share(factor)}", f"{say_share(factor)} of {over}")
    else:
        words = (
            speech.of(f"{over}乘以{say_number(factor)}", f"{over} times {say_number(factor)}")
            if factor.numerator != 1
            else speech.of(f"{over}除以{factor.denominator}", f"{over} divided by {factor.denominator}")
        )
    for part in node.under:
        words += speech.of(f"除以{_inner(speech, part)}", f" divided by {_inner(speech, part)}")
    return words + _rounding(speech, node)


def _rounding(speech: Speech, node: Product) -> str:
    if node.step == 1:
        return ""
    step = say_value(node.step, node.type, schema=speech.schema, language=speech.language)
    how = {Rounding.DOWN: ("向下取整到", "rounded down to"), Rounding.UP: ("向上取整到", "rounded up to"), Rounding.HALF_UP: ("四舍五入到", "rounded to")}[node.rounding]  # fmt: skip
    return speech.of(f"（{how[0]}{step}的整数倍）", f" ({how[1]} a multiple of {step})")


def _inner(speech: Speech, node: Node) -> str:
    words = speech.say(node)
    return speech.of(f"（{words}）", f"({words})") if isinstance(node, Sum | Choice | Extreme) else words


def _ratio(speech: Speech, node: Ratio) -> str:
    over, under = speech.say(node.over), speech.say(node.under)
    if isinstance(node.under, Constant):
        divisor = Fraction(node.into, node.times)
        is_money = node.over.type.kind is Kind.MONEY
        under = (
            say_amount(divisor, language=speech.language)
            if is_money
            else say_number(divisor / 10**node.over.type.scale)
        )
        return speech.of(f"{over}除以{under}", f"{over} divided by {under}")
    return speech.of(f"{over}与{under}之比", f"the ratio of {over} to {under}")


def _extreme(speech: Speech, node: Extreme) -> str:
    unit = node.type.unit
    parts = [with_unit(speech, part, unit) for part in node.operands]
    is_day = node.type.kind is Kind.DATE
    chinese = ("较晚者" if node.largest else "较早者") if is_day else ("较高者" if node.largest else "较低者")
    english = ("later" if node.largest else "earlier") if is_day else ("higher" if node.largest else "lower")
    return speech.of(
        f"{speech.all_of(parts, '与', 'and')}中的{chinese}", f"the {english} of {speech.all_of(parts, '与', 'and')}"
    )


def _choice(speech: Speech, node: Choice) -> str:
    condition, then, otherwise = (speech.say(part) for part in node.parts)
    return speech.of(f"{condition}的为{then}，否则为{otherwise}", f"{then} if {condition}, otherwise {otherwise}")


def say_ends(speech: Speech, ends: tuple[Any, Any], node: Node) -> str | None:
    """Return what is known of a value: itself, a range, an end, or None."""
    low, high = (
        None
        if end is None
        else say_value(end, node.type, schema=speech.schema, language=speech.language, unit=unit_for(speech, node))
        for end in ends
    )
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
    return speech.of(f"在{low}至{high}之间", f"between {low} and {high}")


VALUE_WORDS: dict[type[Node], Callable[[Speech, Any], str]] = {
    Constant: say_constant, Given: _given, Elapsed: _elapsed, Shifted: _shifted, DayOf: _day_of, YearOf: _year_of,
    Sum: _sum, Product: _product, Ratio: _ratio, Extreme: _extreme, Choice: _choice,
}  # fmt: skip
