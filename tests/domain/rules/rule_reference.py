"""A plain evaluation of a checked rule, written apart from the product: intervals with infinite ends, no sharing, no speed.

Unknown numbers are every number, unknown days every day; a truth is the set of answers still possible.
"""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from itertools import product as combinations

from bole.domain.rules import tree
from bole.domain.rules.records import JUDGED

ANYTHING = (None, None)


def truth(schema, records, at, node, row):
    """The one answer left, or None."""
    answers = possible(schema, records, at, node, row)
    return next(iter(answers)) if len(answers) == 1 else None


def possible(schema, records, at, node, row):
    def of(part):
        return possible(schema, records, at, part, row)

    match node:
        case tree.Both():
            sets = [of(part) for part in node.operands]
            return {all(world) for world in combinations(*sets)}
        case tree.Either():
            sets = [of(part) for part in node.operands]
            return {any(world) for world in combinations(*sets)}
        case tree.Not():
            return {not answer for answer in of(node.operand)}
        case tree.Cited():
            return of(node.operand)
        case tree.Fact():
            return known(value(schema, records, node, row))
        case tree.Judged():
            return known(row.values.get(JUDGED + node.matter))
        case tree.Among():
            low, high = ends(schema, records, at, node.operand, row)
            if low is None or high is None:
                return {True, False}
            if low == high:
                return {(low in node.members) is not node.negated}
            inside = [member for member in node.members if isinstance(member, int) and low <= member <= high]
            return {True, False} if inside else {node.negated}
        case tree.Within():
            code = ends(schema, records, at, node.operand, row)[0]
            regions = [ends(schema, records, at, one, row)[0] for one in node.regions]
            if code is None or None in regions:
                return {True, False}
            return {any(code[: len(trimmed(region))] == trimmed(region) for region in regions) is not node.negated}
        case tree.Compare():
            return compared(schema, records, at, node, row)
        case tree.Aggregate():
            sure, maybe, complete = rows(schema, records, at, node, row)
            if sure:
                return {True}
            return {False} if complete and not maybe else {True, False}
    raise AssertionError(node)


def trimmed(region):
    """A code without the levels that it leaves open."""
    levels = [region[:2], region[2:4], region[4:6], region[6:9], region[9:12]]
    while levels and not levels[-1].strip("0"):
        levels.pop()
    return "".join(levels)


def known(answer):
    return {True, False} if answer is None else {bool(answer)}


def compared(schema, records, at, node, row):
    left, right = (
        number_ends(schema, records, at, side, row, other)
        for side, other in ((node.left, node.right), (node.right, node.left))
    )
    answers = set()
    # Every relation that two values from the intervals may have.
    relations = set()
    if left[0] is None or right[1] is None or left[0] < right[1]:
        relations.add("<")
    if left[1] is None or right[0] is None or left[1] > right[0]:
        relations.add(">")
    if not apart(left, right):
        relations.add("=")
    if relations == {"=", "<"} and left[0] == left[1] == right[0] == right[1] is not None:
        relations = {"="}
    holds = {"<": {"<"}, "<=": {"<", "="}, ">": {">"}, ">=": {">", "="}, "==": {"="}, "!=": {"<", ">"}}[node.op]
    for relation in relations:
        answers.add(relation in holds)
    return answers


def apart(left, right):
    return (left[1] is not None and right[0] is not None and left[1] < right[0]) or (
        left[0] is not None and right[1] is not None and left[0] > right[1]
    )


def number_ends(schema, records, at, node, row, other):
    low, high = ends(schema, records, at, node, row)
    if other.type.kind.value == "ratio" and node.type.kind.value != "ratio":
        return tuple(None if end is None else Fraction(end) / 10**node.type.scale for end in (low, high))
    return low, high


def value(schema, records, fact, row):
    register = fact.register
    for step in fact.path:
        if row is None:
            return None
        register = schema.register(register).link(step).to
        row = records.by_id[register].get(row.values.get(step))
    return None if row is None else row.values.get(fact.field)


def rows(schema, records, at, node, row):
    """Rows surely in, rows possibly in, and whether that is all."""
    every = list(records.by_id[node.register].values())
    if node.link:
        every = [one for one in every if one.values.get(node.link) == row.id]
    found = [(one, {True} if node.where is None else possible(schema, records, at, node.where, one)) for one in every]
    declared = not node.link or any(one.of == node.register for one in schema.complete)
    return (
        [one for one, answers in found if answers == {True}],
        [one for one, answers in found if len(answers) == 2],
        declared,
    )


def ends(schema, records, at, node, row):
    def of(part):
        return ends(schema, records, at, part, row)

    match node:
        case tree.Constant():
            return node.value, node.value
        case tree.Given():
            told = {"day": at.day, "here": at.here, "year": at.day.year, **at.days}.get(node.name)
            return told, told
        case tree.Fact():
            return (value(schema, records, node, row),) * 2
        case tree.YearOf():
            return tuple(None if end is None else end.year for end in of(node.day))
        case tree.DayOf():
            return tuple(None if end is None else date(end, node.month, node.day) for end in of(node.year))
        case tree.Shifted():
            return tuple(None if end is None else moved(end, node.unit.value, node.amount) for end in of(node.day))
        case tree.Elapsed():
            (start_low, start_high), (end_low, end_high) = of(node.start), of(node.end)
            return passed(schema, node.unit.value, start_high, end_low), passed(
                schema, node.unit.value, start_low, end_high
            )
        case tree.Sum():
            parts = [(sign, of(part)) for sign, part in node.terms]
            low = total([(sign, pair[0] if sign > 0 else pair[1]) for sign, pair in parts])
            return low, total([(sign, pair[1] if sign > 0 else pair[0]) for sign, pair in parts])
        case tree.Product():
            return multiplied(node, [of(part) for part in node.over], [of(part) for part in node.under])
        case tree.Ratio():
            return divided(node, of(node.over), of(node.under))
        case tree.Extreme():
            return extreme(node.largest, [of(part) for part in node.operands])
        case tree.Choice():
            answers = possible(schema, records, at, node.condition, row)
            branches = [of(node.then if answer else node.otherwise) for answer in answers]
            lows, highs = zip(*branches, strict=True)
            return None if None in lows else min(lows), None if None in highs else max(highs)
        case tree.Aggregate():
            return counted(schema, records, at, node, row)
    raise AssertionError(node)


def moved(day, unit, amount):
    try:
        if unit == "days":
            return day + timedelta(days=amount)
        months = day.year * 12 + day.month - 1 + (amount * 12 if unit == "years" else amount)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return date.max if amount > 0 else date.min


def passed(schema, unit, start, end):
    if start is None or end is None:
        return None
    if unit == "days":
        return end.toordinal() - start.toordinal()
    if unit == "months":
        return (end.year * 12 + end.month) - (start.year * 12 + start.month) - (1 if end.day < start.day else 0)
    birthday = (start.month, start.day)
    if birthday == (2, 29) and not calendar.isleap(end.year):
        birthday = (2, 28) if schema.leap_birthday.value == "02-28" else (3, 1)
    return end.year - start.year - (0 if (end.month, end.day) >= birthday else 1)


def total(terms):
    return None if any(end is None for _, end in terms) else sum(sign * end for sign, end in terms)


def multiplied(node, over, under):
    if any(low is None or low <= 0 for low, _ in under):
        return ANYTHING
    varying = node.times < 0 or any(part.type.low < 0 for part in node.over)
    if varying and any(low is None or low != high for low, high in over):
        return ANYTHING
    return rounded(node, [pair[0] for pair in over], [pair[1] for pair in under]), rounded(
        node, [pair[1] for pair in over], [pair[0] for pair in under]
    )


def rounded(node, over, under):
    if None in over or None in under:
        return None
    exact = Fraction(node.times, node.into)
    for end in over:
        exact *= end
    for end in under:
        exact /= end
    steps = exact / node.step
    whole = {"half_up": (steps + Fraction(1, 2)).__floor__, "down": steps.__floor__, "up": steps.__ceil__}[
        node.rounding.value
    ]()
    return whole * node.step


def divided(node, over, under):
    if under[0] is None or under[0] <= 0:
        return ANYTHING
    factor = Fraction(node.times, node.into)
    lows = [] if over[0] is None else [Fraction(over[0], bottom) if bottom is not None else None for bottom in under]
    highs = [] if over[1] is None else [Fraction(over[1], bottom) if bottom is not None else None for bottom in under]
    # Without an upper end of the denominator a positive quotient may come as near to 0 as it likes.
    low = None if not lows else (min(lows) * factor if None not in lows else lows[0] * factor if over[0] < 0 else None)
    high = (
        None
        if not highs
        else (max(highs) * factor if None not in highs else highs[0] * factor if over[1] >= 0 else None)
    )
    return low, high


def extreme(largest, pairs):
    lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
    if largest:
        return max((low for low in lows if low is not None), default=None), None if None in highs else max(highs)
    return None if None in lows else min(lows), min((high for high in highs if high is not None), default=None)


def counted(schema, records, at, node, row):
    sure, maybe, complete = rows(schema, records, at, node, row)
    if node.count.value == "count":
        return len(sure), len(sure) + len(maybe) if complete else None
    if node.count.value == "months":
        return months(schema, records, at, node, sure, maybe, complete)
    if node.count.value == "share":
        return share(schema, records, at, node, sure, maybe, complete)
    valued = [(ends(schema, records, at, node.value, one), True) for one in sure]
    valued += [(ends(schema, records, at, node.value, one), False) for one in maybe]
    if node.count.value == "sum":
        return summed(valued, complete, node.value.type.low >= 0)
    largest = node.count.value == "max"
    if not sure:
        return ANYTHING
    inner = [pair[0 if largest else 1] for pair, surely in valued if surely]
    outer = [pair[1 if largest else 0] for pair, _ in valued]
    choose = max if largest else min
    inner = choose([end for end in inner if end is not None], default=None)
    outer = None if None in outer or not complete else choose(outer)
    return (inner, outer) if largest else (outer, inner)


def summed(valued, complete, never_negative):
    low, high = 0, 0
    for (least, most), surely in valued:
        least = 0 if least is None and never_negative else least  # noqa: PLW2901
        low = None if low is None or least is None else low + (least if surely else min(0, least))
        high = None if high is None or most is None else high + (most if surely else max(0, most))
    if not complete:
        low, high = low if never_negative else None, None
    return low, high


def share(schema, records, at, node, sure, maybe, complete):
    """Try every way in which the rows in doubt may turn out."""
    if not sure or not complete:
        return ANYTHING
    choices = [[(answer,) for answer in possible(schema, records, at, node.value, one)] for one in sure]
    choices += [[(), *((answer,) for answer in possible(schema, records, at, node.value, one))] for one in maybe]
    shares = []
    for world in combinations(*choices):
        inside = [answer[0] for answer in world if answer]
        shares.append(Fraction(sum(inside), len(inside)))
    return min(shares), max(shares)


def months(schema, records, at, node, sure, maybe, complete):
    register = schema.register(node.register)

    def period(one):
        bounds = [one.values.get(register.begins), one.values.get(register.ends)]
        bounds.append(date.min if node.since is None else ends(schema, records, at, node.since, one)[0])
        bounds.append(date.max if node.until is None else ends(schema, records, at, node.until, one)[0])
        return None if None in bounds else (max(bounds[0], bounds[2]), min(bounds[1], bounds[3]))

    def united(periods):
        days = set()
        for begins, until in periods:
            days |= set(range(begins.toordinal(), until.toordinal()))
        runs, ordered = [], sorted(days)
        for day in ordered:
            if runs and runs[-1][1] == day:
                runs[-1][1] = day + 1
            else:
                runs.append([day, day + 1])
        return sum(
            passed(schema, "months", date.fromordinal(begins), date.fromordinal(until)) for begins, until in runs
        )

    surely, possibly = [period(one) for one in sure], [period(one) for one in [*sure, *maybe]]
    low = united([one for one in surely if one])
    return low, None if None in possibly or not complete else united([one for one in possibly if one])
