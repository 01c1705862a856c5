"""Tell what an answer stands on: the fact and its source, the records that were found, what is missing."""

from datetime import date

from bole.domain.rules.kinds import Kind
from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.records import Record
from bole.domain.rules.saying import Speech, counted_register, link_labels, say_place, say_role
from bole.domain.rules.schema import FieldType, LeapBirthday, Register
from bole.domain.rules.tree import Aggregate, Among, Compare, Count, Elapsed, Fact, Given, Judged, Node, Ratio, Within
from bole.domain.rules.verdicts import Answer, CountUsed, FactUsed, Missing, Verdict
from bole.domain.rules.wording_counts import records_of
from bole.domain.rules.wording_values import is_age, say_ends

MOST_NAMED = 3
COUNTED = {
    Count.SUM: ("合计{}", "{} in total"),
    Count.MONTHS: ("累计{}", "{} in total"),
    Count.SHARE: ("占比为{}", "a share of {}"),
    Count.MIN: ("最低为{}", "the lowest is {}"),
    Count.MAX: ("最高为{}", "the highest is {}"),
}
COUNTED_NUMBERS = {Count.MIN: ("最小为{}", "the lowest is {}"), Count.MAX: ("最大为{}", "the highest is {}")}
COUNTED_DAYS = {Count.MIN: ("最早为{}", "the earliest is {}"), Count.MAX: ("最晚为{}", "the latest is {}")}


def say_ground(speech: Speech, answer: Answer, *, is_alone: bool = False) -> list[str]:
    """Return what a condition stands on, a sentence each, without their stops; alone, what is missing was said before."""
    ground = answer.parts[0] if answer.parts else answer
    node = ground.node
    if isinstance(node, Judged):
        not_found = speech.of("未获认定", "it was found not to be so")
        return [not_found] if ground.verdict is Verdict.NO else []
    said = [say_count_used(speech, count) for count in ground.counts]
    if isinstance(node, Fact):
        said += [_yes_or_no(speech, fact, is_negated=ground is not answer) for fact in ground.facts]
    elif isinstance(node, Compare | Among | Within):
        said += _held(speech, ground, node.left if isinstance(node, Compare) else node.operand)
    # That a register may lack records was said where they were counted.
    facts = tuple(one for one in answer.missing if not one.register)
    missing = name_missing(speech, facts) if answer.verdict is Verdict.CANNOT_TELL else []
    if missing and not is_alone:
        said.append(speech.of("缺少：", "missing: ") + speech.of("、", ", ").join(missing))
    return said


def _yes_or_no(speech: Speech, used: FactUsed, *, is_negated: bool) -> str:
    value = speech.say_held(used.value, used.fact.type)
    if is_negated:  # yes to what was asked not to be: it is said of what
        return f"{speech.say(used.fact)}{speech.of('：', ': ')}{value}" + say_sources(speech, [used.source])
    return speech.of(f"登记为“{value}”", f"on record: {value}") + say_sources(speech, [used.source])


def _held(speech: Speech, answer: Answer, left: Node) -> list[str]:
    """Return what the compared value really is, and the facts it comes from."""
    facts = list(answer.facts)
    value = ""
    if isinstance(left, Fact):
        own = next((used for used in facts if used.fact == left), None)
        if own is not None:
            value = speech.say_held(own.value, own.fact.type)
            facts.remove(own)
        sources = [own.source] if own else []
    else:
        value, sources = _worth(speech, answer, left), []
    sources += [used.source for used in facts]
    said = [
        f"{say_place(speech, used.fact)}{speech.of('：', ': ')}{speech.say_held(used.value, used.fact.type)}"
        for used in facts
    ]
    known = [source for source in dict.fromkeys(sources) if source]
    if known:
        said.append(speech.of("来源：", "source: ") + speech.of("、", ", ").join(known[:MOST_NAMED]))
    if value:
        brackets = f"（{'；'.join(said)}）" if not speech.is_english else f" ({'; '.join(said)})"
        if _says_it_all(answer):
            return [speech.of("；", "; ").join(said)] if said else []
        return [_is(speech, value, left=left, has_counts=bool(answer.counts)) + (brackets if said else "")]
    return [speech.of("；", "; ").join(said)] if facts else []


def _says_it_all(answer: Answer) -> bool:
    """Tell whether a condition that is met names the very value on record."""
    node = answer.node
    if answer.verdict is not Verdict.YES:
        return False
    if isinstance(node, Among):
        return len(node.members) == 1 and not node.negated and not node.list
    return isinstance(node, Compare) and node.op == "==" and isinstance(node.left, Fact)


def _is(speech: Speech, value: str, *, left: Node, has_counts: bool) -> str:
    if value.startswith(("目前", "so far", "分母", "the denominator")):
        return value
    if has_counts:
        return speech.of(f"据此为{value}", f"that makes {value}")
    return speech.of(f"实为{value}", f"on record: {value}" if isinstance(left, Fact) else f"it is {value}")


def _worth(speech: Speech, answer: Answer, left: Node) -> str:
    """Return the value that was worked out of the facts, such as the age on a day, or why there is none."""
    if answer.worth is None:
        return ""
    low, high = answer.worth
    if isinstance(left, Ratio) and low is None and high is None and not answer.missing:
        return speech.of("分母为零，算不出结果", "the denominator is zero, so there is no figure")
    if is_age(speech.schema, left) and low is not None and low == high:
        return speech.of(f"{low}周岁{_leap(speech, answer, left)}", f"{low}{_leap(speech, answer, left)}")
    known = say_ends(speech, answer.worth, left)
    if known is None:
        return ""
    return known if low == high else speech.of(f"目前为{known}", f"so far {known}")


def _leap(speech: Speech, answer: Answer, left: Node) -> str:
    """Say on which day somebody born on 29 February completes a year, where that is what decides."""
    born = next((used.value for used in answer.facts if isinstance(left, Elapsed) and used.fact == left.start), None)
    if not isinstance(born, date) or (born.month, born.day) != (2, 29):
        return ""
    after = speech.schema.leap_birthday is LeapBirthday.AFTER
    return speech.of(
        f"，平年按{'3月1日' if after else '2月28日'}满岁",
        f"; in common years the birthday falls on {'1 March' if after else '28 February'}",
    )


def say_sources(speech: Speech, sources: list[str]) -> str:
    """Return sources in brackets, the first few by name; an empty text where there are none."""
    named = [source for source in dict.fromkeys(sources) if source]
    if not named:
        return ""
    more = speech.of("等", " and others") if len(named) > MOST_NAMED else ""
    return speech.of(
        f"（来源：{'、'.join(named[:MOST_NAMED])}{more}）", f" (source: {', '.join(named[:MOST_NAMED])}{more})"
    )


def say_count_used(speech: Speech, used: CountUsed) -> str:
    """Return what a count found: how many records surely and possibly, and what follows from them."""
    register, node = counted_register(speech.schema, used.node), used.node
    many, doubtful = len(used.sure), len(used.possible)
    parts = [_found(speech, register, node, used)]
    if doubtful:
        parts.append(_doubtful(speech, register, used))
    if node.count in COUNTED and (many or doubtful or node.count in {Count.SUM, Count.MONTHS}):
        chinese, english = _how_counted(node)
        known, exact = say_ends(speech, used.ends, node), used.ends[0] == used.ends[1]
        if known is None:
            parts.append(speech.of("目前算不出结果", "no figure follows from them yet"))
        else:
            said = speech.of(chinese, english).format(known)
            parts.append(said if exact else speech.of(f"目前{said}", f"so far {said}"))
    elif node.count in COUNTED:
        parts.append(speech.of("无从计算", "so there is no figure"))
    if not used.complete:
        label = register.label.of(speech.language)
        parts.append(
            speech.of(
                f"{label}台账未确认齐全，可能有遗漏",
                f"the {label} register is not confirmed complete, so records may be missing",
            )
        )
    return speech.of("，", ", ").join(parts)


def _how_counted(node: Aggregate) -> tuple[str, str]:
    if node.count not in {Count.MIN, Count.MAX} or node.type.kind is Kind.MONEY:
        return COUNTED[node.count]
    return (COUNTED_DAYS if node.type.kind in {Kind.DATE, Kind.MONTH} else COUNTED_NUMBERS)[node.count]


def _found(speech: Speech, register: Register, node: Aggregate, used: CountUsed) -> str:
    many, sure = len(used.sure), used.sure
    if not many:
        return (
            speech.of("未查到这样的记录", "none found")
            if register.counter != "人"
            else speech.of("未查到这样的人员", "none found")
        )
    found = speech.of(f"查到{many}{register.counter}", f"{many} found")
    if not node.link:
        return found  # a figure of a region names nobody
    labels = [record.label for record in sure if record.label]
    if labels:
        more = speech.of("等", " and others") if len(labels) > MOST_NAMED else ""
        found += speech.of("：", ": ") + speech.of("、", ", ").join(labels[:MOST_NAMED]) + more
    return found + say_sources(speech, [record.source for record in sure])


def _doubtful(speech: Speech, register: Register, used: CountUsed) -> str:
    many, more = len(used.possible), bool(used.sure)
    labels = [record.label for record in used.possible if record.label and used.node.link][:MOST_NAMED]
    named = (speech.of("（", " (") + speech.of("、", ", ").join(labels) + speech.of("）", ")")) if labels else ""
    return speech.of(
        f"{'另' if more else ''}有{many}{register.counter}{named}资料不全，不能确定是否计入",
        f"{many}{' more' if more else ''}{named} cannot be decided for lack of facts",
    )


def say_missing(speech: Speech, answer: Answer) -> list[str]:
    """Return the facts that would settle an answer, each once; many of them are counted."""
    return name_missing(speech, answer.missing)


def name_missing(speech: Speech, missing: tuple[Missing, ...]) -> list[str]:
    named = list(dict.fromkeys(_missing(speech, one) for one in missing))
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
        return speech.say(Given(missing.given))
    if missing.register:
        register = speech.schema.register(missing.register)
        label = register.label.of(speech.language) if register else missing.register
        return speech.of(f"{label}台账登记齐全的确认", f"confirmation that the {label} register is complete")
    if missing.fact is None:
        return ""
    return _missing_fact(speech, missing.fact, missing)


def _missing_fact(speech: Speech, fact: Fact, missing: Missing) -> str:
    whose = _whose(speech, fact, missing.record)
    if missing.link:
        owners = link_labels(speech, fact.register, missing.link)
        place = speech.of("的".join(owners), "'s ".join(owners))
    elif label_of_fact(speech.schema, fact).type is FieldType.BOOL:
        words = speech.say(fact)
        if speech.is_english:
            return f"whether {words if fact.path else f'it is {words}'}{f' ({whose})' if whose else ''}"
        owner, _, said = words.rpartition("为") if fact.path else ("", "", words)
        return f"{'的'.join(part for part in (whose, owner) if part)}是否为{said}"
    else:
        place = say_place(speech, fact)
    return speech.of(f"{whose}的{place}" if whose else place, f"{place} ({whose})" if whose else place)


def _whose(speech: Speech, fact: Fact, record: Record | None) -> str:
    """Return the record a missing fact belongs to, by its own name or by what such records are called."""
    if record is None or not record.label:
        register = speech.schema.register(fact.register)
        is_counted = record is not None and register is not None and register.id != speech.subject
        return records_of(speech, register, many=1) if is_counted and register else ""
    return record.label


__all__ = ["name_missing", "say_count_used", "say_ground", "say_missing", "say_sources"]
