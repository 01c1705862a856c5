"""What is counted, in words: which records of which days, and what is made of them."""

from bole.domain.rules.kinds import Kind
from bole.domain.rules.saying import Speech, counted_register
from bole.domain.rules.schema import Validity
from bole.domain.rules.tree import Aggregate, Count


def rows_in_words(speech: Speech, node: Aggregate) -> str:
    """Return the rows that are counted: 单位为高新技术企业的任职; employment records where …"""
    register, written = counted_register(speech.schema, node), node.written
    label = register.label.of(speech.language)
    where = speech.say(written.where) if written and written.where else ""
    days = (written.since, written.through, written.on) if written else (None, None, None)
    since, through, on = (speech.say(day) if day is not None else "" for day in days)
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


def say_count(speech: Speech, node: Aggregate) -> str:
    rows = rows_in_words(speech, node)
    value = speech.say(node.value) if node.value else ""
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
