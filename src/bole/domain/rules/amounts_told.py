"""Tell how an amount or a measure came about: the result, then each step with its values, the limit that bit, what is missing."""

from collections.abc import Mapping
from fractions import Fraction

from bole.domain.rules.evidence import name_missing, say_count_used, say_sources
from bole.domain.rules.kinds import CENTS, Kind
from bole.domain.rules.reckoning import Reckoning, ValueExplanation
from bole.domain.rules.saying import Speech
from bole.domain.rules.schema import Label, Schema
from bole.domain.rules.sentences import NO_NAMES, Line, as_of, basis, tell_conditions
from bole.domain.rules.tree import Aggregate, Choice, Constant, Extreme, Fact, Node, Product, Ratio, Sum
from bole.domain.rules.values import say_number
from bole.domain.rules.verdicts import Verdict
from bole.domain.rules.wording_values import bound_of, say_choosing, say_divisor, say_ends, say_product, say_step


def tell_value(
    explanation: ValueExplanation, *, schema: Schema, language: str = "zh", regions: Mapping[str, Label] = NO_NAMES
) -> tuple[Line, ...]:
    """Return the result of an amount or a measure, and the steps that lead to it, as sentences."""
    speech = Speech(schema, language, explanation.at, explanation.rule.register, regions)
    reckoning = explanation.reckoning
    head = Line(0, _verdict(reckoning), _result(speech, explanation))
    return (head, *_steps(speech, reckoning, 1))


def _verdict(reckoning: Reckoning) -> Verdict:
    return Verdict.YES if reckoning.is_known else Verdict.CANNOT_TELL


def _result(speech: Speech, explanation: ValueExplanation) -> str:
    reckoning, rule = explanation.reckoning, explanation.rule
    start, cited = as_of(speech, explanation.at), basis(speech, rule)
    known = say_ends(speech, reckoning.ends, reckoning.node)
    is_due = bool(rule.register) and reckoning.node.type.kind is Kind.MONEY
    if known is None:
        said = start + speech.of(f"还算不出结果{cited}。", f"no figure can be worked out yet{cited}.")
    elif reckoning.is_known:
        said = start + speech.of(
            f"{'应得' if is_due else '结果为'}{known}{cited}。",
            f"{known} {'is due' if is_due else 'is the result'}{cited}.",
        )
    else:
        so_far = known if None in reckoning.ends else speech.of(f"目前为{known}", f"{known} so far")
        said = start + speech.of(f"结果尚不确定，{so_far}{cited}。", f"the result is not certain yet: {so_far}{cited}.")
    needed = name_missing(speech, reckoning.missing)
    if needed and rule.register:
        said += speech.of(f"需要补充：{'；'.join(needed)}。", f" Needed: {'; '.join(needed)}.")
    return said


def _steps(speech: Speech, reckoning: Reckoning, depth: int) -> list[Line]:
    """Return the steps below a value, what comes first in the calculation first."""
    match reckoning.node:
        case Extreme():
            return _extreme(speech, reckoning, depth)
        case Choice():
            return _choice(speech, reckoning, depth)
        case Constant():
            return []
        case Aggregate() if reckoning.count:
            text = f"{speech.say(reckoning.node)}{speech.of('：', ': ')}{say_count_used(speech, reckoning.count)}"
            return [_line(speech, reckoning, depth, text)]
        case Fact():
            return [_line(speech, reckoning, depth, _with_value(speech, reckoning) + _sources(speech, reckoning))]
        case Product() | Ratio() | Sum():
            before = [line for part in reckoning.parts if not _is_plain(part) for line in _steps(speech, part, depth)]
            return [*before, _line(speech, reckoning, depth, _worked(speech, reckoning))]
        case _:
            said = f"{speech.say(reckoning.node)}{speech.of('：', ': ')}{_value(speech, reckoning)}"
            return [_line(speech, reckoning, depth, said + _sources(speech, reckoning))]


def _line(speech: Speech, reckoning: Reckoning, depth: int, text: str) -> Line:
    return Line(depth, _verdict(reckoning), f"{text[:1].upper()}{text[1:]}{speech.of('。', '.')}")


def _is_plain(part: Reckoning) -> bool:
    """Tell whether a part says everything within the sentence of the step it belongs to."""
    return isinstance(part.node, Fact | Constant)


def _value(speech: Speech, reckoning: Reckoning) -> str:
    return say_ends(speech, reckoning.ends, reckoning.node) or speech.of("未知", "not known")


def _with_value(speech: Speech, reckoning: Reckoning) -> str:
    """Return a part with its value: 购房价款80万元; what had a step of its own before by its value alone."""
    value = _value(speech, reckoning)
    if not isinstance(reckoning.node, Fact):
        low, _, high = value.removeprefix("between ").partition(" and ")
        return f"{low} to {high}" if speech.is_english and value.startswith("between ") else value
    said = speech.say(reckoning.node)
    if not reckoning.is_known:
        return said
    return speech.of(f"{said}{value}", f"{said} ({value})")


def _worked(speech: Speech, reckoning: Reckoning) -> str:
    """Return a calculation in one sentence: 购房价款80万元的50%为40万元."""
    by_node = dict(zip(reckoning.node.parts, reckoning.parts, strict=True))

    def valued(part: Node) -> str:
        return _with_value(speech, by_node[part])

    node = reckoning.node
    if isinstance(node, Product):
        words = say_product(speech, node, valued)
    elif isinstance(node, Ratio):
        divisor = say_divisor(speech, node) if isinstance(node.under, Constant) else valued(node.under)
        words = speech.of(f"{valued(node.over)}除以{divisor}", f"{valued(node.over)} divided by {divisor}")
    else:
        words = _added(speech, node, by_node) if isinstance(node, Sum) else speech.say(node)
    if _is_empty(reckoning):
        return words + speech.of("，分母为零，算不出结果", ": the denominator is zero, so there is no figure")
    known = say_ends(speech, reckoning.ends, node)
    if known is None:
        lacking = speech.of("、", ", ").join(name_missing(speech, reckoning.missing))
        if not lacking:
            return words + speech.of("，还算不出", ": not known yet")
        return words + speech.of(f"：缺少{lacking}，还算不出", f": not known yet; missing: {lacking}")
    sources = _sources(speech, *(part for part in reckoning.parts if _is_plain(part)))
    if not reckoning.is_known:
        so_far = known if None in reckoning.ends else speech.of(f"目前为{known}", f"{known} so far")
        return words + speech.of(f"，{so_far}", f": {so_far}") + sources
    return words + _rounded(speech, reckoning, known) + sources


def _is_empty(reckoning: Reckoning) -> bool:
    node = reckoning.node
    if not isinstance(node, Ratio | Product) or reckoning.ends[0] is not None:
        return False
    under = reckoning.parts[1:] if isinstance(node, Ratio) else reckoning.parts[len(node.over) :]
    return any(part.is_known and part.ends[0] <= 0 for part in under)


def _added(speech: Speech, node: Sum, by_node: Mapping[Node, Reckoning]) -> str:
    words = ""
    for sign, part in node.terms:
        said = _with_value(speech, by_node[part])
        if words:
            words += speech.of("加" if sign > 0 else "减", " plus " if sign > 0 else " minus ") + said
        else:
            words = said if sign > 0 else speech.of(f"负{said}", f"minus {said}")
    return words


def _rounded(speech: Speech, reckoning: Reckoning, known: str) -> str:
    """Return the result of a calculation, and how it was rounded where that changed it."""
    node, exact = reckoning.node, reckoning.exact
    if not isinstance(node, Product) or exact is None or exact == reckoning.ends[0]:
        return speech.of(f"为{known}", f" is {known}")
    before, how = _before_rounding(speech, exact, node), say_step(speech, node)
    return speech.of(f"为{before}，{how}，得{known}", f" is {before}, {how}: {known}")


def _before_rounding(speech: Speech, exact: Fraction, node: Product) -> str:
    if node.type.kind is Kind.MONEY:
        return speech.of(f"{say_number(exact / CENTS)}元", f"{say_number(exact / CENTS)} yuan")
    return say_number(exact / 10**node.type.scale)


def _extreme(speech: Speech, reckoning: Reckoning, depth: int) -> list[Line]:
    node = reckoning.node
    if not isinstance(node, Extreme):
        raise TypeError(f"{type(node).__name__} is no extreme")
    lines = [line for part in reckoning.parts for line in _steps(speech, part, depth)]
    _, limit = bound_of(node)
    if limit is None:
        (chinese, english), value = say_choosing(node), _value(speech, reckoning)
        return [
            *lines,
            _line(
                speech,
                reckoning,
                depth,
                speech.of(f"取其中{chinese}：{value}", f"the {english} of them counts: {value}"),
            ),
        ]
    said = speech.say_held(limit.value, limit.type, node.type.unit)
    is_bitten = reckoning.decided is not None and reckoning.ends[0] == limit.value
    others = [part for part in reckoning.parts if part.node is not limit]
    is_equal = all(part.is_known and part.ends[0] == limit.value for part in others)
    if not reckoning.is_known:
        text = speech.of(
            f"{'最低' if node.largest else '最高'}{said}", f"at {'least' if node.largest else 'most'} {said}"
        )
    elif is_bitten and not is_equal:
        text = (
            speech.of(f"低于下限，按下限{said}计", f"that is below the lower limit, so the limit of {said} counts")
            if node.largest
            else speech.of(f"超过上限，以{said}为限", f"that is above the limit, so the limit of {said} counts")
        )
    else:
        text = speech.of(
            f"{'不低于' if node.largest else '未超过'}{said}的{'下限' if node.largest else '上限'}",
            f"that is within the limit of {said}",
        )
    return [*lines, _line(speech, reckoning, depth, text)]


def _choice(speech: Speech, reckoning: Reckoning, depth: int) -> list[Line]:
    """Return why a branch was taken, then the branch; a choice within it goes on at the same depth."""
    if reckoning.condition is None:
        raise TypeError("a choice has a condition")
    lines = tell_conditions(speech, reckoning.condition, depth)
    for part in reckoning.parts:
        if isinstance(part.node, Choice):
            lines += _steps(speech, part, depth)
            continue
        by = speech.say(part.node)
        is_sure = len(reckoning.parts) == 1
        text = speech.of(f"{'因此按' if is_sure else '可能按'}{by}计", f"{'so' if is_sure else 'possibly'} {by} counts")
        lines.append(_line(speech, part, depth, text))
        lines += _steps(speech, part, depth + 1)
    return lines


def _sources(speech: Speech, *parts: Reckoning) -> str:
    return say_sources(speech, [used.source for part in parts for used in part.facts])
