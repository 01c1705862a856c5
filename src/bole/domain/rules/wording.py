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
    Either,
    Fact,
    Judged,
    Node,
    Not,
    Within,
)
from bole.domain.rules.values import say_number, say_share, say_value
from bole.domain.rules.wording_counts import rows_in_words, say_count
from bole.domain.rules.wording_values import VALUE_WORDS, is_age, say_ends

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
NUMBERS = {"==": ("为", "is"), "!=": ("不为", "is not"), "<": ("少于", "is less than"), "<=": ("不超过", "is at most"), ">": ("超过", "is more than"), ">=": ("不少于", "is at least")}  # fmt: skip
DAYS = {"==": ("为", "is"), "!=": ("不为", "is not"), "<": ("早于", "is before"), "<=": ("不晚于", "is on or before"), ">": ("晚于", "is after"), ">=": ("不早于", "is on or after")}  # fmt: skip
CODES = {"==": ("为", "is {}"), "!=": ("不是", "is not {}"), "<": ("低于", "is below {}"), "<=": ("不高于", "is {} or lower"), ">": ("高于", "is above {}"), ">=": ("不低于", "is {} or higher")}  # fmt: skip


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
        owner = f"the {owners[-1]}{''.join(f' of the {one}' for one in reversed(owners[:-1]))} " if owners else ""
        return f"{owner}is {'' if holds else 'not '}{label}"
    if holds and not owners:
        return label
    return f"{'的'.join(owners)}{'为' if holds else '不是'}{label}"


def _compare(speech: Speech, node: Compare, op: str = "") -> str:
    op, left = op or node.op, speech.say(node.left)
    kind = node.left.type.kind
    if kind is Kind.RATIO and isinstance(node.right, Constant) and isinstance(node.right.value, int):
        right = say_share(Fraction(node.right.value, 10**node.right.type.scale))
    elif is_age(speech.schema, node.left) and isinstance(node.right, Constant) and isinstance(node.right.value, int):
        right = speech.of(
            f"{say_number(node.right.value, scale=node.right.type.scale)}周岁",
            say_number(node.right.value, scale=node.right.type.scale),
        )
    else:
        right = with_unit(speech, node.right, unit_for(speech, node.left))
    if kind is Kind.CODE:
        chinese, english = CODES[op]
        return speech.of(f"{left}{chinese}{right}", f"{left} {english.format(right)}")
    chinese, english = (DAYS if kind in {Kind.DATE, Kind.MONTH} else NUMBERS)[op]
    return speech.of(f"{left}{chinese}{right}", f"{left} {english} {right}")


def _among(speech: Speech, node: Among, *, negated: bool | None = None) -> str:
    negated = node.negated if negated is None else negated
    operand = speech.say(node.operand)
    if node.list:
        return _on_list(speech, operand, node.list, negated=negated)
    members = [
        say_value(member, node.operand.type, schema=speech.schema, language=speech.language) for member in node.members
    ]
    chosen = speech.all_of(members, "或", "or")
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
        f"{operand}{'不' if negated else ''}属于{regions}", f"{operand} is {'not ' if negated else ''}in {regions}"
    )


def _joined(speech: Speech, node: Both | Either) -> str:
    parts = []
    for part in node.operands:
        words = speech.say(part)
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
            return speech.of(f"没有{rows_in_words(speech, inner)}", f"there are no {rows_in_words(speech, inner)}")
        case _:
            words = speech.say(inner)
            return speech.of(f"并非（{words}）", f"it is not so that ({words})")


def _judged(speech: Speech, node: Judged) -> str:
    return speech.of(
        f"“{node.matter}”经{say_role(speech, node.role)}认定",
        f"“{node.matter}” as judged by {say_role(speech, node.role)}",
    )


def _cited(speech: Speech, node: Cited) -> str:
    return speech.say(node.operand) + speech.of(f"（{node.clause}）", f" ({node.clause})")


WORDS |= {
    **VALUE_WORDS, Fact: _fact, Compare: _compare, Among: _among, Within: _within, Both: _joined, Either: _joined, Not: _not,
    Judged: _judged, Cited: _cited, Aggregate: say_count,
}  # fmt: skip

__all__ = ["Speech", "counted_register", "is_age", "say_ends", "say_node", "say_place", "say_role"]
