"""What is counted, in words: which records of which days, and what is made of them."""

from bole.domain.rules.kinds import Kind
from bole.domain.rules.saying import Speech, counted_register, own_label
from bole.domain.rules.schema import Register, Validity
from bole.domain.rules.tree import Aggregate, Both, Count, Either, Fact, Given, Node, Not, Shifted
from bole.domain.rules.values import UNITS


def records_of(speech: Speech, register: Register, many: int = 2) -> str:
    """Return what the records of a register are called: 任职记录, 人员; employment records, persons."""
    label = register.label.of(speech.language)
    if register.validity is not Validity.STATE:
        return speech.of(f"{label}记录", f"{label} record{'' if many == 1 else 's'}")
    return speech.of(label, label if many == 1 else _plural(label))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def rows_in_words(speech: Speech, node: Aggregate) -> str:
    """Return the rows that are counted: 单位为高新技术企业的任职记录; employment records where …"""
    register, written = counted_register(speech.schema, node), node.written
    label = records_of(speech, register)
    where = written.where if written else None
    days = (written.since, written.through, written.on) if written else (None, None, None)
    since, through, on = (speech.say(day) if day is not None else "" for day in days)
    lately = _lately(speech, days[0]) if written and not through else ""
    if speech.is_english:
        period = (
            (f" in the last {lately}" if lately else f" since {since}" if since else "")
            + (f" up to {through}" if through else "")
            + (f" on {on}" if on else "")
        )
        return f"{label}{period}{_limits(speech, where) if where else ''}"
    of_day = "有效" if register.validity is Validity.PERIOD else "当天"
    begins = f"近{lately}" if lately else f"{since}以来" if since else ""
    period = begins + (f"截至{through}" if through else "") + (f"{on}{of_day}" if on else "")
    parts = where.operands if isinstance(where, Both) else (where,) if where else ()
    words = [_own(speech, part, register).replace("，且", "且").replace("，或", "或") for part in parts]
    said = "、".join(_apart(speech, part, one, len(parts)) for part, one in zip(parts, words, strict=True))
    if where and not period and isinstance(where, Fact) and not where.path:
        return f"{said}{label}"  # 全职任职记录, as one says it
    limits = "、".join(part for part in (period, said) if part)
    return f"{limits}{'的' if limits else ''}{label}"


def _apart(speech: Speech, part: Node, words: str, many: int) -> str:
    """Return a condition in brackets where one of several holds an or of its own."""
    return speech.of(f"（{words}）", f"({words})") if many > 1 and isinstance(part, Either) else words


def _lately(speech: Speech, since: Node | None) -> str:
    """Return how far back is asked from the day, before the day is known: 3年 of 近3年."""
    is_back = isinstance(since, Shifted) and since.amount < 0 and since.day == Given("day")
    if speech.at is not None or not isinstance(since, Shifted) or not is_back:
        return ""
    chinese, english = UNITS[since.unit.value.removesuffix("s")]
    many = -since.amount
    return speech.of(f"{many}{chinese}", f"{many} {english}s" if many > 1 else english)


def _limits(speech: Speech, where: Node) -> str:
    """Return what limits the records, in English: that are full-time and where the organisation's region is this region."""
    parts = list(where.operands) if isinstance(where, Both) else [where]
    those = [part for part in parts if _is_plain(part)]
    others = [_apart(speech, part, speech.say(part), len(parts)) for part in parts if part not in those]
    words = f" that are {' and '.join(speech.say(part) for part in those)}" if those else ""
    return words + (f"{' and' if words else ''} where {' and '.join(others)}" if others else "")


def _is_plain(node: Node) -> bool:
    inner = node.operand if isinstance(node, Not) else node
    return isinstance(inner, Fact) and not inner.path


def _own(speech: Speech, where: Node, register: Register) -> str:
    """Return a condition on counted records without repeating their name: 级别 of a 称号, not its 称号级别."""
    said = speech.say(where)
    for part in _facts(where):
        if not part.path and part.register == register.id:
            said = said.replace(speech.say(part), own_label(speech, part, register))
    return said


def _facts(node: Node) -> list[Fact]:
    own = [node] if isinstance(node, Fact) and node.type.kind is not Kind.BOOL else []
    return own + [fact for part in node.parts for fact in _facts(part)]


def say_count(speech: Speech, node: Aggregate) -> str:
    rows = rows_in_words(speech, node)
    value = say_counted_value(speech, node)
    match node.count:
        case Count.EXISTS:
            return speech.of(f"有{rows}", f"there are {rows}")
        case Count.COUNT:
            return speech.of(f"{rows}数", f"the number of {rows}")
        case Count.SUM:
            return speech.of(f"{rows}{value}合计", f"the total {value} of {rows}")
        case Count.MIN | Count.MAX:
            return speech.of(f"{rows}中{value}", f"the {value} of {rows}")
        case Count.SHARE:
            return speech.of(f"{rows}中{value}的占比", f"the share of {rows} for which it holds that: {value}")
        case Count.MONTHS:
            return speech.of(f"{rows}的累计月数", f"the full months covered by {rows}")


def say_counted_value(speech: Speech, node: Aggregate) -> str:
    """Return what of each record is added or compared: 月薪, 最早的入职日期."""
    if node.value is None:
        return ""
    value = _own(speech, node.value, counted_register(speech.schema, node))
    if node.count not in {Count.MIN, Count.MAX}:
        return value
    largest, is_day = node.count is Count.MAX, node.value.type.kind in {Kind.DATE, Kind.MONTH}
    is_money = node.value.type.kind is Kind.MONEY
    by_size = ("最高" if largest else "最低") if is_money else ("最大" if largest else "最小")
    chinese = ("最晚" if largest else "最早") if is_day else by_size
    english = ("latest" if largest else "earliest") if is_day else ("highest" if largest else "lowest")
    return speech.of(f"{chinese}的{value}", f"{english} {value}")
