"""Say a rule in words that somebody who applies understands, in Chinese and in English, from labels alone.

How an answer is told is decided in ``sentences``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from bole.domain.rules.kinds import Kind
from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.schema import Register, Schema, Validity
from bole.domain.rules.tree import (
    Aggregate,
    Among,
    Both,
    Choice,
    Cited,
    Compare,
    Constant,
    Count,
    DayOf,
    Either,
    Elapsed,
    Extreme,
    Fact,
    Given,
    Judged,
    Node,
    Not,
    Product,
    Ratio,
    Rounding,
    Shifted,
    Sum,
    Unit,
    YearOf,
)  # fmt: skip
from bole.domain.rules.values import MONTH_NAMES, UNITS, say_amount, say_number, say_share, say_value

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
NUMBERS = {"==": ("为", "is"), "!=": ("不为", "is not"), "<": ("少于", "is less than"), "<=": ("不超过", "is at most"), ">": ("超过", "is more than"), ">=": ("不少于", "is at least")}  # fmt: skip
DAYS = {"==": ("为", "is"), "!=": ("不为", "is not"), "<": ("早于", "is before"), "<=": ("不晚于", "is on or before"), ">": ("晚于", "is after"), ">=": ("不早于", "is on or after")}  # fmt: skip
CODES = {"==": ("为", "is {}"), "!=": ("不是", "is not {}"), "<": ("低于", "is below {}"), "<=": ("不高于", "is {} or lower"), ">": ("高于", "is above {}"), ">=": ("不低于", "is {} or higher")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """The language and the labels in which rules are said."""

    schema: Schema
    language: str = "zh"

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    def of(self, chinese: str, english: str) -> str:
        return english if self.is_english else chinese

    def all_of(self, parts: list[str], chinese: str, english: str) -> str:
        """Join a list: a、b或c; a, b or c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.of(f"{'、'.join(parts[:-1])}{chinese}{parts[-1]}", f"{', '.join(parts[:-1])} {english} {parts[-1]}")


def say_node(speech: Speech, node: Node) -> str:
    """Return a condition or a value in words."""
    return _WORDS[type(node)](speech, node)


def _fact(speech: Speech, node: Fact) -> str:
    if node.type.kind is Kind.BOOL:
        return _is(speech, node, holds=True)
    return say_place(speech, node)


def say_place(speech: Speech, node: Fact) -> str:
    """Return where a fact stands: 单位的所在区域; region of the organisation."""
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    owners = _owners(speech, node)
    if not owners:
        return label
    if speech.is_english:
        return label + "".join(f" of the {owner}" for owner in reversed(owners))
    return "的".join([*owners, label])


def _owners(speech: Speech, node: Fact) -> list[str]:
    owners, register = [], speech.schema.register(node.register)
    for step in node.path:
        link = register.link(step) if register else None
        if link is None:
            break
        owners.append(link.label.of(speech.language))
        register = speech.schema.register(link.to)
    return owners


def _is(speech: Speech, node: Fact, *, holds: bool) -> str:
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    owners = _owners(speech, node)
    if speech.is_english:
        owner = f"the {owners[-1]}{''.join(f' of the {one}' for one in reversed(owners[:-1]))} " if owners else ""
        return f"{owner}is {'' if holds else 'not '}{label}"
    if holds and not owners:
        return label
    return f"{'的'.join(owners)}{'为' if holds else '不是'}{label}"


def _constant(speech: Speech, node: Constant, unit: str = "") -> str:
    return say_value(node.value, node.type, schema=speech.schema, language=speech.language, unit=unit)


def _given(speech: Speech, node: Given) -> str:
    known = {"day": ("当日", "the day"), "year": ("当年", "the year"), "here": ("本地区", "this region")}
    if node.name in known:
        return speech.of(*known[node.name])
    return next(day.label.of(speech.language) for day in speech.schema.days if day.id == node.name)


def _elapsed(speech: Speech, node: Elapsed) -> str:
    end = say_node(speech, node.end)
    if is_age(speech.schema, node):
        owner = _owners(speech, node.start) if isinstance(node.start, Fact) else []
        return speech.of(
            f"{'的'.join(owner)}{'在' if owner else ''}{end}的年龄",
            f"age{f' of the {owner[-1]}' if owner else ''} on {end}",
        )
    start = say_node(speech, node.start)
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    return speech.of(f"从{start}到{end}满的{chinese.removeprefix('个')}数", f"full {english}s from {start} to {end}")


def is_age(schema: Schema, node: Node) -> bool:
    if not isinstance(node, Elapsed) or node.unit is not Unit.YEARS or not isinstance(node.start, Fact):
        return False
    register = schema.register(node.start.target)
    return register is not None and register.born == node.start.field


def _shifted(speech: Speech, node: Shifted) -> str:
    day, many = say_node(speech, node.day), abs(node.amount)
    chinese, english = UNITS[node.unit.value.removesuffix("s")]
    english = f"{many} {english}{'' if many == 1 else 's'} {'after' if node.amount > 0 else 'before'} {day}"
    return speech.of(f"{day}{'后' if node.amount > 0 else '前'}{many}{chinese}", english)


def _day_of(speech: Speech, node: DayOf) -> str:
    year = say_node(speech, node.year)
    return speech.of(f"{year}{node.month}月{node.day}日", f"{node.day} {MONTH_NAMES[node.month - 1]} of {year}")


def _year_of(speech: Speech, node: YearOf) -> str:
    return speech.of(f"{say_node(speech, node.day)}的年份", f"the year of {say_node(speech, node.day)}")


def _sum(speech: Speech, node: Sum) -> str:
    unit = next((part.type.unit for _, part in node.terms if part.type.unit), "")
    words = ""
    for sign, part in node.terms:
        said = _with_unit(speech, part, unit)
        if not words:
            words = said if sign > 0 else speech.of(f"负{said}", f"minus {said}")
        else:
            words += speech.of(f"{'加' if sign > 0 else '减'}{said}", f" {'plus' if sign > 0 else 'minus'} {said}")
    return words


def _with_unit(speech: Speech, node: Node, unit: str) -> str:
    return _constant(speech, node, unit) if isinstance(node, Constant) else say_node(speech, node)


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
    elif factor < 1 and 100 % factor.denominator == 0 and (has_money or factor.numerator != 1):
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
    words = say_node(speech, node)
    return speech.of(f"（{words}）", f"({words})") if isinstance(node, Sum | Choice | Extreme) else words


def _ratio(speech: Speech, node: Ratio) -> str:
    over, under = _inner(speech, node.over), _inner(speech, node.under)
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
    parts = [_with_unit(speech, part, unit) for part in node.operands]
    is_day = node.type.kind is Kind.DATE
    chinese = ("较晚者" if node.largest else "较早者") if is_day else ("较高者" if node.largest else "较低者")
    english = ("later" if node.largest else "earlier") if is_day else ("higher" if node.largest else "lower")
    return speech.of(
        f"{speech.all_of(parts, '与', 'and')}中的{chinese}", f"the {english} of {speech.all_of(parts, '与', 'and')}"
    )


def _choice(speech: Speech, node: Choice) -> str:
    condition, then, otherwise = (say_node(speech, part) for part in node.parts)
    return speech.of(f"{condition}的为{then}，否则为{otherwise}", f"{then} if {condition}, otherwise {otherwise}")


def _rows(speech: Speech, node: Aggregate) -> str:
    """Return the rows that are counted: 单位为高新技术企业的任职; employment records where …"""
    register, written = counted_register(speech.schema, node), node.written
    label = register.label.of(speech.language)
    where = say_node(speech, written.where) if written and written.where else ""
    days = (written.since, written.through, written.on) if written else (None, None, None)
    since, through, on = (say_node(speech, day) if day is not None else "" for day in days)
    if speech.is_english:
        period = (
            (f" since {since}" if since else "")
            + (f" up to {through}" if through else "")
            + (f" on {on}" if on else "")
        )
        return f"{label} records{period}{f' where {where}' if where else ''}"
    of_day = "有效" if register.validity is Validity.PERIOD else "当天"
    period = (f"{since}以来" if since else "") + (f"截至{through}" if through else "") + (f"{on}{of_day}" if on else "")
    limits = "、".join(part for part in (period, where.replace("，且", "且").replace("，或", "或")) if part)
    return f"{limits}{'的' if limits else ''}{label}记录"


def counted_register(schema: Schema, node: Aggregate) -> Register:
    """Return the register an aggregate counts."""
    register = schema.register(node.register)
    if register is None:
        raise LookupError(f"{node.register} is not in this schema")
    return register


def _aggregate(speech: Speech, node: Aggregate) -> str:
    rows = _rows(speech, node)
    value = say_node(speech, node.value) if node.value else ""
    is_day = node.type.kind in {Kind.DATE, Kind.MONTH}
    match node.count:
        case Count.EXISTS:
            return speech.of(f"有{rows}", f"there are {rows}")
        case Count.COUNT:
            return speech.of(f"{rows}的数量", f"the number of {rows}")
        case Count.SUM:
            return speech.of(f"{rows}的{value}合计", f"the total {value} of {rows}")
        case Count.MIN:
            return speech.of(
                f"{rows}的{'最早' if is_day else '最低'}{value}",
                f"the {'earliest' if is_day else 'lowest'} {value} of {rows}",
            )
        case Count.MAX:
            return speech.of(
                f"{rows}的{'最晚' if is_day else '最高'}{value}",
                f"the {'latest' if is_day else 'highest'} {value} of {rows}",
            )
        case Count.SHARE:
            return speech.of(f"{rows}中“{value}”的比例", f"the share of {rows} of which “{value}” holds")
        case Count.MONTHS:
            return speech.of(f"{rows}的累计整月数", f"the full months covered by {rows}")


def _compare(speech: Speech, node: Compare, op: str = "") -> str:
    op, left = op or node.op, say_node(speech, node.left)
    kind = node.left.type.kind
    if kind is Kind.RATIO and isinstance(node.right, Constant) and isinstance(node.right.value, int):
        right = say_share(Fraction(node.right.value, 10**node.right.type.scale))
    elif is_age(speech.schema, node.left) and isinstance(node.right, Constant) and isinstance(node.right.value, int):
        right = speech.of(
            f"{say_number(node.right.value, scale=node.right.type.scale)}周岁",
            say_number(node.right.value, scale=node.right.type.scale),
        )
    else:
        right = _with_unit(speech, node.right, _unit_for(speech, node.left))
    if kind is Kind.CODE:
        chinese, english = CODES[op]
        return speech.of(f"{left}{chinese}{right}", f"{left} {english.format(right)}")
    chinese, english = (DAYS if kind in {Kind.DATE, Kind.MONTH} else NUMBERS)[op]
    return speech.of(f"{left}{chinese}{right}", f"{left} {english} {right}")


def _unit_for(speech: Speech, node: Node) -> str:
    if isinstance(node, Aggregate) and node.count is Count.COUNT and not speech.is_english:
        return counted_register(speech.schema, node).counter
    return node.type.unit


def _among(speech: Speech, node: Among, *, negated: bool | None = None) -> str:
    negated = node.negated if negated is None else negated
    operand = say_node(speech, node.operand)
    if node.list:
        named = speech.schema.code_list(node.list)
        label = named.label.of(speech.language) if named else node.list
        return speech.of(
            f"{operand}{'不' if negated else ''}在“{label}”之列",
            f"{operand} is {'not ' if negated else ''}on the list “{label}”",
        )
    members = [
        say_value(member, node.operand.type, schema=speech.schema, language=speech.language) for member in node.members
    ]
    chosen = speech.all_of(members, "或", "or")
    return speech.of(
        f"{operand}{'不是' if negated else '为'}{chosen}", f"{operand} is {'not ' if negated else ''}{chosen}"
    )


def _joined(speech: Speech, node: Both | Either) -> str:
    parts = []
    for part in node.operands:
        words = say_node(speech, part)
        parts.append(
            speech.of(f"（{words}）", f"({words})")
            if isinstance(part, Both | Either) and type(part) is not type(node)
            else words
        )
    chinese, english = ("且", ", and ") if isinstance(node, Both) else ("或", ", or ")
    return speech.of(f"，{chinese}".join(parts), english.join(parts))


def _not(speech: Speech, node: Not) -> str:
    inner = node.operand
    match inner:
        case Cited():
            return say_node(speech, replace(node, operand=inner.operand)) + speech.of(
                f"（{inner.clause}）", f" ({inner.clause})"
            )
        case Not():
            return say_node(speech, inner.operand)
        case Compare():
            return _compare(speech, inner, OPPOSITE[inner.op])
        case Among():
            return _among(speech, inner, negated=not inner.negated)
        case Fact():
            return _is(speech, inner, holds=False)
        case Aggregate():
            return speech.of(f"没有{_rows(speech, inner)}", f"there are no {_rows(speech, inner)}")
        case _:
            words = say_node(speech, inner)
            return speech.of(f"并非（{words}）", f"it is not so that ({words})")


def _judged(speech: Speech, node: Judged) -> str:
    return speech.of(
        f"“{node.matter}”经{say_role(speech, node.role)}认定",
        f"“{node.matter}” as judged by {say_role(speech, node.role)}",
    )


def say_role(speech: Speech, role: str) -> str:
    return next((one.label.of(speech.language) for one in speech.schema.roles if one.id == role), role)


def _cited(speech: Speech, node: Cited) -> str:
    return say_node(speech, node.operand) + speech.of(f"（{node.clause}）", f" ({node.clause})")


def say_ends(speech: Speech, ends: tuple[Any, Any], node: Node) -> str | None:
    """Return what is known of a value: itself, a range, an end, or None."""
    low, high = (
        None
        if end is None
        else say_value(end, node.type, schema=speech.schema, language=speech.language, unit=_unit_for(speech, node))
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


_WORDS: dict[type[Node], Callable[[Speech, Any], str]] = {
    Fact: _fact, Constant: _constant, Given: _given, Elapsed: _elapsed, Shifted: _shifted, DayOf: _day_of,
    YearOf: _year_of, Sum: _sum, Product: _product, Ratio: _ratio, Extreme: _extreme, Choice: _choice,
    Aggregate: _aggregate, Compare: _compare, Among: _among, Both: _joined, Either: _joined, Not: _not,
    Judged: _judged, Cited: _cited,
}  # fmt: skip
