"""Tell an answer to the person it is about: the verdict, each condition with the fact behind it, what is missing, what is near.

How a fact, a count and what is missing are told is decided in ``evidence``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bole.domain.rules.checking import Rule
from bole.domain.rules.evidence import say_ground, say_missing
from bole.domain.rules.kinds import Kind
from bole.domain.rules.records import AsOf
from bole.domain.rules.saying import Speech, say_role
from bole.domain.rules.schema import Label, Schema
from bole.domain.rules.tree import Aggregate, Both, Cited, Compare, Count, Either, Not
from bole.domain.rules.values import UNITS, say_amount, say_day
from bole.domain.rules.verdicts import Answer, Explanation, NearMiss, Verdict
from bole.domain.rules.wording import is_age, say_ends

MARKS = {
    Verdict.YES: ("符合", "Met"),
    Verdict.NO: ("不符合", "Not met"),
    Verdict.CANNOT_TELL: ("暂不能判断", "Cannot tell yet"),
    Verdict.TO_BE_JUDGED: ("待评判", "To be judged"),
}
NO_NAMES: Mapping[str, Label] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an explanation; ``depth`` is how deep its condition stands in the rule."""

    depth: int
    verdict: Verdict
    text: str


def tell(
    explanation: Explanation, *, schema: Schema, language: str = "zh", regions: Mapping[str, Label] = NO_NAMES
) -> tuple[Line, ...]:
    """Return an explanation as sentences: first the verdict, then the conditions in the shape of the rule, then what is near."""
    speech = Speech(schema, language, explanation.at, explanation.rule.register, regions)
    answer = explanation.answer
    lines = [Line(0, answer.verdict, _conclusion(speech, explanation))]
    if isinstance(answer.node, Both | Either) and answer.parts:
        clause = speech.of(f"（{answer.clause}）", f" ({answer.clause})") if answer.clause else ""
        lines.append(Line(0, answer.verdict, _heading(speech, answer) + clause + speech.of("：", ":")))
        lines += [line for part in _flat(answer) for line in tell_conditions(speech, part, 1)]
    else:
        lines += tell_conditions(speech, answer, 1, is_alone=not answer.parts)
    lines += _near_misses(speech, explanation)
    return tuple(lines)


def as_of(speech: Speech, at: AsOf) -> str:
    day = say_day(at.day, language=speech.language)
    return speech.of(f"按{day}的资料，", f"As of {day}, ")


def basis(speech: Speech, rule: Rule) -> str:
    """Return the document and the place a rule stands in, in brackets."""
    if rule.source is None:
        return ""
    document, place = rule.source.document, rule.source.place
    return speech.of(f"（依据：{document}{place}）", f" ({', '.join(part for part in (document, place) if part)})")


def _conclusion(speech: Speech, explanation: Explanation) -> str:
    answer, start = explanation.answer, as_of(speech, explanation.at)
    cited = basis(speech, explanation.rule)
    match answer.verdict:
        case Verdict.YES:
            return start + speech.of(f"符合条件{cited}。", f"the conditions are met{cited}.")
        case Verdict.NO:
            return start + speech.of(f"不符合条件{cited}。", f"the conditions are not met{cited}.")
        case Verdict.TO_BE_JUDGED:
            return start + _to_be_judged(speech, answer, cited)
        case Verdict.CANNOT_TELL:
            needed = say_missing(speech, answer)
            said = start + speech.of(
                f"还不能判断是否符合条件{cited}。", f"it cannot be told yet whether the conditions are met{cited}."
            )
            if not needed:
                return said
            return said + speech.of(f"需要补充：{'；'.join(needed)}。", f" Needed: {'; '.join(needed)}.")


def _to_be_judged(speech: Speech, answer: Answer, cited: str) -> str:
    roles = dict.fromkeys(say_role(speech, one.judged.role) for one in answer.missing if one.judged)
    who = speech.all_of(list(roles), "和", "and")
    others = [part.verdict for part in answer.parts if part.verdict is not Verdict.TO_BE_JUDGED]
    if isinstance(answer.node, Both) and others:  # to be judged in `and`: everything else is met
        return speech.of(
            f"其他条件均符合，待{who}评判{cited}。", f"all other conditions are met; it is for {who} to judge{cited}."
        )
    return speech.of(f"是否符合条件，取决于{who}的评判{cited}。", f"it is for {who} to judge{cited}.")


def _heading(speech: Speech, answer: Answer) -> str:
    many = len(_flat(answer))
    if isinstance(answer.node, Both):
        return speech.of(
            f"以下{many}项须同时满足", f"All {many} of these must be met" if many > 2 else "Both of these must be met"
        )
    return speech.of(f"以下{many}项满足其一即可", "One of these is enough")


def tell_conditions(speech: Speech, answer: Answer, depth: int, *, is_alone: bool = False) -> list[Line]:
    """Return the conditions below an answer, each with what it stands on, in the shape of the rule."""
    mark = speech.of(*MARKS[answer.verdict])
    clause = speech.of(f"（{answer.clause}）", f" ({answer.clause})") if answer.clause else ""
    if not answer.parts or (isinstance(answer.node, Not) and not answer.parts[0].parts):
        return [Line(depth, answer.verdict, _leaf(speech, answer, mark, clause, is_alone=is_alone))]
    if isinstance(answer.node, Cited):
        return tell_conditions(speech, answer.parts[0], depth)
    if isinstance(answer.node, Not):
        inner = answer.parts[0]
        joined = _unwanted(speech, inner)
        parts = _flat(inner) if isinstance(inner.node, Both | Either) else [inner]
        below = [line for part in parts for line in _as_they_are(speech, part, depth + 1)]
    else:
        joined = _heading(speech, answer)
        below = [line for part in _flat(answer) for line in tell_conditions(speech, part, depth + 1)]
    head = speech.of(f"{mark}{clause}：{joined}：", f"{mark}{clause}: {_small(joined)}:")
    return [Line(depth, answer.verdict, head), *below]


def _unwanted(speech: Speech, inner: Answer) -> str:
    if isinstance(inner.node, Both):
        return speech.of("以下情形不得同时存在", "these must not all be so")
    return speech.of("以下情形均不得存在", "none of these may be so")


def _as_they_are(speech: Speech, answer: Answer, depth: int) -> list[Line]:
    """Under a not, a condition that holds is nothing met: it is said whether it is so."""
    if answer.parts and not isinstance(answer.node, Not):
        return tell_conditions(speech, answer, depth)
    marks = {Verdict.YES: ("存在", "So"), Verdict.NO: ("不存在", "Not so")}
    mark = speech.of(*marks.get(answer.verdict, MARKS[answer.verdict]))
    clause = speech.of(f"（{answer.clause}）", f" ({answer.clause})") if answer.clause else ""
    return [Line(depth, answer.verdict, _leaf(speech, answer, mark, clause))]


def _flat(answer: Answer) -> list[Answer]:
    """A chain of comparisons inside a list of conditions is more of the same list."""

    def is_more(part: Answer) -> bool:
        return (
            type(part.node) is type(answer.node)
            and bool(part.parts)
            and not part.clause
            and not isinstance(part.node, Not)
        )

    return [inner for part in answer.parts for inner in (_flat(part) if is_more(part) else [part])]


def _leaf(speech: Speech, answer: Answer, mark: str, clause: str, *, is_alone: bool = False) -> str:
    words = speech.of(f"{mark}{clause}：{speech.say(answer.node)}。", f"{mark}{clause}: {speech.say(answer.node)}.")
    ground = say_ground(speech, answer, is_alone=is_alone)
    return speech.of("", " ").join([words, *(speech.of(f"{one}。", f"{_capital(one)}.") for one in ground)])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _near_misses(speech: Speech, explanation: Explanation) -> list[Line]:
    """Return what would have been enough; of a rule with one condition only by how much and when."""
    near, verdict = explanation.near, explanation.answer.verdict
    if not explanation.answer.parts:
        return [Line(0, verdict, _capital(said)) for one in near if (said := _after(speech, one))]
    if len(near) == 1:
        return [Line(0, verdict, speech.of("只差一项：", "Only one thing is in the way: ") + _near(speech, near[0]))]
    if near:
        heading = speech.of("再满足下列任一项即可：", "Any one of these would be enough:")
        return [Line(0, verdict, heading), *(Line(1, verdict, _capital(_near(speech, one))) for one in near)]
    return []


def _near(speech: Speech, near: NearMiss) -> str:
    node = near.condition.node
    words = speech.say(node if near.condition.verdict is Verdict.NO else Not(node))
    after = _after(speech, near)
    if near.short_by is not None:
        return words + speech.of("，", "; ") + after
    return words + speech.of("。", ".") + (speech.of(after, f" {after}") if after else "")


def _after(speech: Speech, near: NearMiss) -> str:
    """By how much, and from when time alone is enough."""
    said = ""
    if near.short_by is not None and isinstance(near.condition.node, Compare):
        at_least = any(count.possible for count in near.condition.counts)
        said = _gap(speech, near.condition.node, near.short_by, at_least=at_least) + speech.of("。", ".")
    if near.holds_on is None and near.met_on is not None:
        day = say_day(near.met_on, language=speech.language)
        chinese = f"{day}起可满足这一项，但届时其他条件已不符合。"
        english = f"Time alone meets it from {day}, but by then another condition fails."
        said += speech.of(chinese, f"{' ' if said else ''}{english}")
    if near.holds_on is not None:
        day = say_day(near.holds_on, language=speech.language)
        said += speech.of(
            f"其他情况不变，{day}起符合条件。",
            f"{' ' if said else ''}If nothing else changes, the conditions are met from {day}.",
        )
    return said


def _gap(speech: Speech, node: Compare, gap: int | Fraction, *, at_least: bool) -> str:
    left = node.left
    if left.type.kind is Kind.DATE:
        amount = _of_unit(speech, gap, "day")
    elif left.type.kind is Kind.MONEY:
        amount = say_amount(gap, language=speech.language)
    elif is_age(speech.schema, left):
        amount = speech.of(f"{gap}岁", _of_unit(speech, gap, "year"))
    elif isinstance(left, Aggregate) and left.count is Count.COUNT and speech.is_english:
        amount = f"{gap}"
    else:
        amount = say_ends(speech, (gap, gap), left) or str(gap)
    least = speech.of("至少", "at least ") if at_least else ""
    if left.type.kind is Kind.DATE:
        return speech.of(f"相差{least}{amount}", f"{least}{amount} off")
    if node.op in {"<", "<="}:
        return speech.of(f"超出{least}{amount}", f"over by {least}{amount}")
    return speech.of(f"{least}还差{amount}", f"short by {least}{amount}")


def _of_unit(speech: Speech, many: int | Fraction, unit: str) -> str:
    chinese, english = UNITS[unit]
    return speech.of(f"{many}{chinese}", f"{many} {english}{'' if many == 1 else 's'}")


__all__ = ["Line", "as_of", "basis", "tell", "tell_conditions"]
