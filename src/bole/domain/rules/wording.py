"""Say a rule in words that somebody who applies understands, in Chinese and in English, from labels alone.

Conditions are worded here, values in ``wording_values``, counts in ``wording_counts``; how an answer is told is decided in ``sentences``.
"""

from dataclasses import replace
from fractions import Fraction

from bole.domain.rules.kinds import Kind
from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.saying import (
    WORDS,
    Speech,
    chain,
    counted_register,
    owners_of,
    say_place,
    say_role,
    unit_for,
    with_unit,
)
from bole.domain.rules.tree import (
    Aggregate,
    Among,
    Both,
    Cited,
    Compare,
    Constant,
    Count,
    Either,
    Elapsed,
    Fact,
    Given,
    Judged,
    Node,
    Not,
    Within,
    YearOf,
)  # fmt: skip
from bole.domain.rules.values import UNITS, say_number, say_share
from bole.domain.rules.wording_counts import records_of, rows_in_words, say_count
from bole.domain.rules.wording_values import VALUE_WORDS, is_age, say_between, say_end, say_ends

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
NUMBERS = {"==": "为", "!=": "不为", "<": "少于", "<=": "不超过", ">": "超过", ">=": "不少于"}
AMOUNTS = {"==": "为", "!=": "不为", "<": "低于", "<=": "不超过", ">": "高于", ">=": "不低于"}
AGES = {
    "==": "为{}周岁",
    "!=": "不为{}周岁",
    "<": "未满{}周岁",
    "<=": "不超过{}周岁",
    ">": "超过{}周岁",
    ">=": "满{}周岁",
}
DAYS = {"==": "为", "!=": "不为", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
CODES = {"==": "为{}", "!=": "不是{}", "<": "低于{}", "<=": "为{}及以下", ">": "高于{}", ">=": "为{}及以上"}
CODES_EN = {"==": "{}", "!=": "not {}", "<": "below {}", "<=": "{} or lower", ">": "above {}", ">=": "{} or higher"}
DAYS_EN = {
    "==": "{}",
    "!=": "not {}",
    "<": "before {}",
    "<=": "on or before {}",
    ">": "after {}",
    ">=": "on or after {}",
}
YEARS_EN = {"==": "{}", "!=": "not {}", "<": "before {}", "<=": "{} or earlier", ">": "after {}", ">=": "{} or later"}
HOW_MANY = {"==": "exactly", "!=": "not exactly", "<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}


def say_node(speech: Speech, node: Node) -> str:
    """Return a condition or a value in words."""
    return speech.say(node)


def _fact(speech: Speech, node: Fact) -> str:
    if node.type.kind is Kind.BOOL:
        return _is(speech, node, holds=True)
    return say_place(speech, node)


def _is(speech: Speech, node: Fact, *, holds: bool) -> str:
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    owners = owners_of(speech, node)
    if speech.is_english:
        if label.startswith("has "):
            said = label if holds else f"has no {label.removeprefix('has ')}"
            return f"the {chain(speech, owners)} {said}" if owners else said
        said = label if holds else f"not {label}"
        return f"the {chain(speech, owners)} is {said}" if owners else said
    if label.startswith("有"):
        return chain(speech, owners) + (label if holds else f"没{label}")
    if not owners:
        return label if holds else f"非{label}"
    return f"{chain(speech, owners)}{'为' if holds else '不是'}{label}"


def _compare(speech: Speech, node: Compare, op: str = "") -> str:
    op, left = op or node.op, node.left
    special = _counted(speech, node, op) if isinstance(left, Aggregate) else ""
    if special:
        return special
    if is_age(speech.schema, left) and isinstance(node.right, Constant) and isinstance(node.right.value, int):
        years = say_number(node.right.value, scale=node.right.type.scale)
        said = speech.say(left)
        return speech.of(f"{said}{AGES[op].format(years)}", f"{said} is {_how_many(op)}{years}")
    if _is_year(left) and isinstance(node.right, Constant):
        year = str(node.right.value)
        return speech.of(f"{speech.say(left)}{DAYS[op]}{year}年", f"{speech.say(left)} is {YEARS_EN[op].format(year)}")
    right = _right(speech, node)
    if isinstance(left, Elapsed):
        unit = left.unit.value.removesuffix("s")
        between = say_between(speech, left)
        return speech.of(
            f"{between}{NUMBERS[op]}{right}",
            f"{_how_many(op) or 'exactly '}{right.replace(' ', ' full ', 1) if unit != 'day' else right} {between}",
        )
    said, kind = speech.say(left), left.type.kind
    is_ = "are" if said.split(" ")[0].endswith("s") and not said.endswith("yes") else "is"
    if kind is Kind.CODE:
        return speech.of(f"{said}{CODES[op].format(right)}", f"{said} {is_} {CODES_EN[op].format(right)}")
    if kind in {Kind.DATE, Kind.MONTH}:
        return speech.of(f"{said}{DAYS[op]}{right}", f"{said} is {DAYS_EN[op].format(right)}")
    chinese = (AMOUNTS if kind in {Kind.MONEY, Kind.RATIO} else NUMBERS)[op]
    return speech.of(f"{said}{chinese}{right}", f"{said} {is_} {_how_many(op)}{right}")


def _is_year(node: Node) -> bool:
    return isinstance(node, YearOf) or (isinstance(node, Given) and node.name == "year")


def _how_many(op: str) -> str:
    return {"==": "", "!=": "not "}.get(op, f"{HOW_MANY[op]} ")


def _right(speech: Speech, node: Compare) -> str:
    right = node.right
    if node.left.type.kind is Kind.RATIO and isinstance(right, Constant) and isinstance(right.value, int):
        return say_share(Fraction(right.value, 10**right.type.scale))
    if right.type.kind is Kind.DATE:
        return say_end(speech, right)
    return with_unit(speech, right, unit_for(speech, node.left))


def _counted(speech: Speech, node: Compare, op: str) -> str:
    """Return what is asked of a count, where it reads better than a count that is compared."""
    left = node.left
    if not isinstance(left, Aggregate) or left.count not in {Count.COUNT, Count.MONTHS, Count.SHARE}:
        return ""
    rows, right = rows_in_words(speech, left), _right(speech, node)
    if left.count is Count.SHARE and left.value is not None:
        value, is_plain = speech.say(left.value), isinstance(left.value, Fact) and not left.value.path
        return speech.of(
            f"{rows}中{value}的占比{AMOUNTS[op]}{right}",
            f"{HOW_MANY[op]} {right} of {rows} {f'are {value}' if is_plain else f'meet “{value}”'}",
        )
    if left.count is Count.MONTHS:
        english = right.replace(" month", " full month")
        return speech.of(f"{rows}累计{NUMBERS[op]}{right}", f"{rows} cover {HOW_MANY[op]} {english}")
    if isinstance(node.right, Constant) and node.right.value == 0 and op in {"==", "!=", ">"}:
        return _there(speech, left, holds=op != "==")
    if right == "1":
        register = counted_register(speech.schema, left)
        one = rows.replace(records_of(speech, register), records_of(speech, register, many=1), 1)
        return f"there is {HOW_MANY[op]} 1 {one}"
    return speech.of(f"{rows}{NUMBERS[op]}{right}", f"there are {HOW_MANY[op]} {right} {rows}")


def _there(speech: Speech, node: Aggregate, *, holds: bool) -> str:
    rows = rows_in_words(speech, node)
    return speech.of(f"{'有' if holds else '没有'}{rows}", f"there are {'' if holds else 'no '}{rows}")


def _among(speech: Speech, node: Among, *, negated: bool | None = None) -> str:
    negated = node.negated if negated is None else negated
    operand = speech.say(node.operand)
    if node.list:
        return _on_list(speech, operand, node.list, negated=negated)
    unit = unit_for(speech, node.operand)
    chosen = speech.all_of([speech.say_held(one, node.operand.type, unit) for one in node.members], "或", "or")
    if negated and len(node.members) > 1 and speech.is_english:
        chosen = f"{speech.all_of([speech.say_held(one, node.operand.type, unit) for one in node.members], '', 'nor')}"
        return f"{operand} is neither {chosen}"
    return speech.of(
        f"{operand}{'不是' if negated else '为'}{chosen}", f"{operand} is {'not ' if negated else ''}{chosen}"
    )


def _on_list(speech: Speech, operand: str, name: str, *, negated: bool) -> str:
    named = speech.schema.code_list(name)
    label = named.label.of(speech.language) if named else name
    return speech.of(
        f"{operand}{'不' if negated else ''}在“{label}”之列",
        f"{operand} is {'not ' if negated else ''}on the list “{label}”",
    )


def _within(speech: Speech, node: Within, *, negated: bool | None = None) -> str:
    negated = node.negated if negated is None else negated
    operand = speech.say(node.operand)
    if node.list:
        return _on_list(speech, operand, node.list, negated=negated)
    regions = speech.all_of([speech.say(region) for region in node.regions], "或", "or")
    return speech.of(
        f"{operand}{'不' if negated else ''}属于{regions}",
        f"{operand} {'does not lie' if negated else 'lies'} in {regions}",
    )


def _joined(speech: Speech, node: Both | Either) -> str:
    parts = []
    for part in node.operands:
        words = speech.say(part)
        inner = part.operand if isinstance(part, Cited) else part
        is_other = isinstance(inner, Both | Either) and type(inner) is not type(node)
        parts.append(speech.of(f"（{words}）", f"({words})") if is_other else words)
    chinese, english = ("且", ", and ") if isinstance(node, Both) else ("或", ", or ")
    return speech.of(f"，{chinese}".join(parts), english.join(parts))


def _not(speech: Speech, node: Not) -> str:
    inner = node.operand
    match inner:
        case Cited():
            return speech.say(replace(node, operand=inner.operand)) + speech.of(
                f"（{inner.clause}）", f" ({inner.clause})"
            )
        case Not():
            return speech.say(inner.operand)
        case Compare():
            return _compare(speech, inner, OPPOSITE[inner.op])
        case Among():
            return _among(speech, inner, negated=not inner.negated)
        case Within():
            return _within(speech, inner, negated=not inner.negated)
        case Fact():
            return _is(speech, inner, holds=False)
        case Aggregate():
            return _there(speech, inner, holds=False)
        case _:
            words = speech.say(inner)
            return speech.of(f"不属于“{words}”的情形", f"it is not the case that {words}")


def _judged(speech: Speech, node: Judged) -> str:
    role = say_role(speech, node.role)
    return speech.of(f"{role}认定“{node.matter}”", f"{role} finds “{node.matter}”")


def _cited(speech: Speech, node: Cited) -> str:
    return speech.say(node.operand) + speech.of(f"（{node.clause}）", f" ({node.clause})")


WORDS |= {
    **VALUE_WORDS, Fact: _fact, Compare: _compare, Among: _among, Within: _within, Both: _joined, Either: _joined,
    Not: _not, Judged: _judged, Cited: _cited, Aggregate: say_count,
}  # fmt: skip

__all__ = ["UNITS", "Speech", "counted_register", "is_age", "say_ends", "say_node", "say_place", "say_role"]
