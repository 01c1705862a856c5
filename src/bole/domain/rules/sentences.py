"""Tell an answer to the person it is about: the verdict, each condition with the fact behind it, what is missing, what is near."""

from dataclasses import dataclass
from fractions import Fraction

from bole.domain.rules.answers import Answer, CountUsed, Explanation, FactUsed, Missing, NearMiss, Verdict
from bole.domain.rules.kinds import Kind
from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.schema import FieldType, Schema
from bole.domain.rules.tree import Both, Cited, Compare, Count, Fact, Not
from bole.domain.rules.values import say_amount, say_day, say_value
from bole.domain.rules.wording import Speech, counted_register, is_age, say_ends, say_node, say_place, say_role

MARKS = {
    Verdict.YES: ("符合", "Met"),
    Verdict.NO: ("不符合", "Not met"),
    Verdict.CANNOT_TELL: ("暂不能判断", "Cannot tell yet"),
    Verdict.TO_BE_JUDGED: ("待评判", "To be judged"),
}
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an explanation; ``depth`` is how deep its condition stands in the rule."""

    depth: int
    verdict: Verdict
    text: str


def tell(explanation: Explanation, *, schema: Schema, language: str = "zh") -> tuple[Line, ...]:
    """Return an explanation as sentences: first the verdict, then the conditions in the shape of the rule, then what is near."""
    speech = Speech(schema, language)
    answer = explanation.answer
    lines = [Line(0, answer.verdict, _conclusion(speech, explanation))]
    lines += _tree(speech, answer, 1)
    lines += [Line(0, answer.verdict, _near(speech, near)) for near in explanation.near]
    return tuple(lines)


def _conclusion(speech: Speech, explanation: Explanation) -> str:
    answer = explanation.answer
    source = explanation.rule.source
    cited = f"{source.document}{source.place}" if source else ""
    basis = speech.of(f"（依据：{cited}）", f" (under {cited})") if cited else ""
    match answer.verdict:
        case Verdict.YES:
            return speech.of(f"结论：符合条件{basis}。", f"Answer: the conditions are met{basis}.")
        case Verdict.NO:
            return speech.of(f"结论：不符合条件{basis}。", f"Answer: the conditions are not met{basis}.")
        case Verdict.TO_BE_JUDGED:
            roles = dict.fromkeys(say_role(speech, one.judged.role) for one in answer.missing if one.judged)
            who = speech.all_of(list(roles), "和", "and")
            return speech.of(
                f"结论：其余条件不妨碍，待{who}评判{basis}。",
                f"Answer: {who} must judge; nothing else stands in the way{basis}.",
            )
        case Verdict.CANNOT_TELL:
            needed = (
                "；".join(_missing_words(speech, answer))
                if not speech.is_english
                else "; ".join(_missing_words(speech, answer))
            )
            return speech.of(
                f"结论：现有资料还不能判断{basis}。需要补充：{needed}。",
                f"Answer: this cannot be told yet{basis}. Needed: {needed}.",
            )


def _tree(speech: Speech, answer: Answer, depth: int) -> list[Line]:
    mark = speech.of(*MARKS[answer.verdict])
    clause = speech.of(f"（{answer.clause}）", f" ({answer.clause})") if answer.clause else ""
    if not answer.parts:
        return [Line(depth, answer.verdict, _leaf(speech, answer, mark, clause))]
    match answer.node:
        case Cited():
            return _tree(speech, answer.parts[0], depth)
        case Not() if not answer.parts[0].parts:
            return [Line(depth, answer.verdict, _leaf(speech, answer, mark, clause))]
        case Not():
            text = speech.of("以下内容应当不成立", "the following must not hold")
        case Both():
            text = speech.of("以下各项须同时满足", "all of the following must hold")
        case _:
            text = speech.of("以下各项满足其一即可", "one of the following is enough")
    head = Line(depth, answer.verdict, speech.of(f"{mark}{clause}：{text}：", f"{mark}{clause}: {text}:"))
    return [head, *(line for part in _flat(answer) for line in _tree(speech, part, depth + 1))]


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


def _leaf(speech: Speech, answer: Answer, mark: str, clause: str) -> str:
    words = speech.of(
        f"{mark}{clause}：{say_node(speech, answer.node)}。",
        f"{mark}{clause}: {_capital(say_node(speech, answer.node))}.",
    )
    ground = answer.parts[0] if answer.parts else answer
    evidence = [_fact_used(speech, fact) for fact in ground.facts]
    evidence += [_count_used(speech, count) for count in ground.counts]
    evidence += _worth(speech, ground)
    missing = _missing_words(speech, answer) if answer.verdict is Verdict.CANNOT_TELL else []
    if missing:
        evidence.append(speech.of("缺少：", "Missing: ") + speech.of("、", ", ").join(missing))
    return speech.of("", " ").join([words, *(speech.of(f"{_capital(one)}。", f"{_capital(one)}.") for one in evidence)])


def _worth(speech: Speech, answer: Answer) -> list[str]:
    """The value that was worked out of the facts, such as the age on a day."""
    if answer.worth is None or not isinstance(answer.node, Compare):
        return []
    low, high = answer.worth
    if is_age(speech.schema, answer.node.left) and low is not None and low == high:
        return [speech.of(f"即{low}周岁", f"that is age {low}")]
    known = say_ends(speech, answer.worth, answer.node.left)
    return [speech.of(f"据此{'为' if low == high else ''}{known}", f"that makes {known}")] if known else []


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _from(speech: Speech, sources: list[str]) -> str:
    named = [source for source in dict.fromkeys(sources) if source]
    if not named:
        return ""
    shown = speech.of("、", ", ").join(named[:MOST_NAMED]) + (
        speech.of("等", " and others") if len(named) > MOST_NAMED else ""
    )
    return speech.of(f"（来源：{shown}）", f" (source: {shown})")


def _fact_used(speech: Speech, used: FactUsed) -> str:
    value = say_value(used.value, used.fact.type, schema=speech.schema, language=speech.language)
    place = say_place(speech, used.fact)
    return speech.of(f"{place}：{value}", f"{place}: {value}") + _from(speech, [used.source])


def _count_used(speech: Speech, used: CountUsed) -> str:
    register = counted_register(speech.schema, used.node)
    label, many, open_ = register.label.of(speech.language), len(used.sure), len(used.possible)
    records = f"{label} record{'' if many == 1 else 's'}"
    found = speech.of(f"查到符合的{label}记录{many}{register.counter}", f"{many} such {records} found")
    if not many:
        found = speech.of(f"没有查到符合的{label}记录", f"no such {label} record found")
    parts = [found + _from(speech, [one.source for one in used.sure])]
    if open_:
        parts.append(
            speech.of(
                f"另有{open_}{register.counter}因资料不全无法确定", f"{open_} more cannot be decided for lack of facts"
            )
        )
    if used.node.count not in {Count.EXISTS, Count.COUNT}:
        known = say_ends(speech, used.ends, used.node)
        exact = "为" if used.ends[0] == used.ends[1] else ""
        parts.append(
            speech.of(f"据此{exact}{known}", f"that makes {known}")
            if known
            else speech.of("据此还算不出结果", "no figure follows from them yet")
        )
    if not used.complete:
        parts.append(
            speech.of(
                f"{label}台账未声明完整，可能还有未登记的记录",
                f"the {label} register is not declared complete, so records may be missing",
            )
        )
    return speech.of("，", ", ").join(parts)


def _missing_words(speech: Speech, answer: Answer) -> list[str]:
    named = list(dict.fromkeys(_missing(speech, one) for one in answer.missing))
    more = len(named) - 2 * MOST_NAMED
    if more > 1:
        return [*named[: 2 * MOST_NAMED], speech.of(f"另外{more}项", f"{more} more")]
    return named


def _missing(speech: Speech, missing: Missing) -> str:
    if missing.judged is not None:
        role = say_role(speech, missing.judged.role)
        return speech.of(
            f"{role}对“{missing.judged.matter}”的评判", f"the judgement of {role} on “{missing.judged.matter}”"
        )
    if missing.given:
        if missing.given == "here":
            return speech.of("所在地区", "the region")
        return next(
            (day.label.of(speech.language) for day in speech.schema.days if day.id == missing.given), missing.given
        )
    if missing.register:
        register = speech.schema.register(missing.register)
        label = register.label.of(speech.language) if register else missing.register
        return speech.of(f"完整的{label}台账", f"a complete register of {label} records")
    if missing.fact is None:
        return ""
    record = missing.record
    if label_of_fact(speech.schema, missing.fact).type is FieldType.BOOL:
        return _missing_yes_or_no(speech, missing.fact, record.label if record else "")
    place = say_place(speech, missing.fact)
    if record is not None and record.label:
        return speech.of(f"{record.label}的{place}", f"{place} ({record.label})")
    return place


def _missing_yes_or_no(speech: Speech, fact: Fact, record: str) -> str:
    words = say_node(speech, fact)
    if speech.is_english:
        return f"whether {'' if fact.path else 'it '}{words}{f' ({record})' if record else ''}"
    owner, _, said = words.rpartition("为") if fact.path else ("", "", words)
    whose = "的".join(part for part in (record, owner) if part)
    return f"{whose}是否为{said}"


def _near(speech: Speech, near: NearMiss) -> str:
    condition = say_node(speech, near.condition.node)
    needed = near.condition.verdict is Verdict.NO
    words = speech.of(
        f"只差这一项：{condition}" if needed else f"只因这一项不符合：{condition}",
        f"Only this stands in the way: {'' if needed else 'it should not be so that '}{condition}",
    )
    if near.short_by is not None and isinstance(near.condition.node, Compare):
        at_least = any(count.possible for count in near.condition.counts)
        words += speech.of("，至少" if at_least else "，", ", at least " if at_least else ", ")
        words += _gap(speech, near.condition.node, near.short_by)
    words += speech.of("。", ".")
    if near.holds_on is not None:
        day = say_day(near.holds_on, language=speech.language)
        words += speech.of(
            f"其他情况不变的话，{day}起即可符合。", f" If nothing else changes, the conditions are met from {day}."
        )
    return words


def _gap(speech: Speech, node: Compare, gap: int | Fraction) -> str:
    too_much = node.op in {"<", "<="}
    left = node.left.type
    if left.kind is Kind.DATE:
        amount = speech.of(f"{gap}天", f"{gap} day{'' if gap == 1 else 's'}")
    elif left.kind is Kind.MONEY:
        amount = say_amount(gap, language=speech.language)
    elif is_age(speech.schema, node.left):
        amount = speech.of(f"{gap}岁", f"{gap} year{'' if gap == 1 else 's'}")
    else:
        amount = say_ends(speech, (gap, gap), node.left) or str(gap)
    return speech.of(
        f"超出{amount}" if too_much else f"还差{amount}", f"over by {amount}" if too_much else f"short by {amount}"
    )


__all__ = ["Line", "tell"]
