"""Whether a quantity that is stated in two places is the same in both: text against table, goal against task.

Only like is compared: same thing, same year, same scope, level with level and increment with increment.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.names import is_same_core, is_same_thing
from bole.domain.plan.checks.printed import cut_to, is_same, rounded_to
from bole.domain.plan.documents import Comparator, FigureKind
from bole.domain.shared.reasons import Reason

_CONDITIONS = {FigureKind.CONSTRAINT, FigureKind.BUDGET}
_WHOLE_REGION = re.compile(r"^全|总体|[省市县区州旗]$")
_ISSUER = re.compile(r"^(?:国家级?|省级|市级|区级|县级|部级|[\u4e00-\u9fff]{2}[省市])")
_GRANTED = re.compile(r"^(?:国家(?!级)|[\u4e00-\u9fff]{2}[省市](?!级))")
_DELIVERED = re.compile(r"招聘|引进|新增|补充|招录|招引|新建|培养|培训")
_TOTAL = re.compile(r"合计|总计|小计")
_UNDATED = re.compile(r"目前|现有|现已|已有|至今|迄今")


def find_restated_otherwise(facts: Facts) -> Iterator[Contradiction]:
    """Quantities stated twice with numbers that cannot both stand."""
    for group in _same_quantities(facts):
        reference = _most_binding(group)
        reported: list[Fact] = []
        for fact in group:
            one_table = fact.in_table and fact.figure.place.block == reference.figure.place.block
            if fact is reference or one_table or any(is_same(fact.value, other.value) for other in reported):
                continue
            if reference.in_table and _is_of_other_year(facts, cell=reference, text=fact):
                continue
            finding = _judge(reference, fact)
            if finding is not None:
                reported.append(fact)
                yield finding
    yield from _undated_levels(facts)


def _most_binding(group: Sequence[Fact]) -> Fact:
    """A table beats the text, and its column of totals beats its single years."""
    cells = [fact for fact in group if fact.in_table]
    totals = [fact for fact in cells if _TOTAL.search(fact.head)]
    return (totals or cells or list(group))[0]


def _same_quantities(facts: Facts) -> Iterator[list[Fact]]:
    buckets: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        is_stated = fact.year is not None and fact.figure.value_max is None and (fact.is_level or fact.is_growth)
        if fact.figure.kind is not FigureKind.LIMIT and is_stated:
            key = (
                fact.measure.dimension, fact.measure.per, fact.year, fact.name.is_share, fact.is_growth,
                fact.is_yearly, fact.name.is_yearly,
            )  # fmt: skip
            buckets[key].append(fact)
    for bucket in buckets.values():
        left = list(bucket)
        while left:
            first = left.pop(0)
            group = [first, *(fact for fact in left if _is_same_quantity(first, fact))]
            left = [fact for fact in left if fact not in group]
            if len(group) > 1:
                yield group


def _is_same_quantity(a: Fact, b: Fact) -> bool:
    place, other = a.figure.place, b.figure.place
    if place.block == other.block and (a.in_table or a.sentence == b.sentence or "分别" in a.lead + b.lead):
        return False
    # What was reached by a year and what was promised for it are two things.
    if a.is_reached != b.is_reached and FigureKind.SHARE_OF not in (a.figure.kind, b.figure.kind):
        return False
    if a.adds != b.adds and not (
        _DELIVERED.search((a if a.in_table else b).figure.subject) and (a.in_table or b.in_table)
    ):
        return False
    if not _is_same_scope(a, b) or _is_sum_against_year(a, b) or _is_sum_against_year(b, a):
        return False
    if a.in_table or b.in_table:
        return is_same_thing(a.name, b.name) or _is_title_granted(a, b)
    return is_same_thing(a.name, b.name) and _is_same_statement(a, b)


def _is_same_statement(a: Fact, b: Fact) -> bool:
    """Whether two places of the text that name the same thing mean the same thing."""
    if a.name.is_share:
        # A bare 本科以上占比 takes its whole from the paragraph it stands in.
        return bool(a.name.whole and b.name.whole)
    if a.is_growth or (a.figure.programme and a.figure.programme == b.figure.programme):
        return True
    if a.figure.kind in _CONDITIONS or b.figure.kind in _CONDITIONS:
        return a.figure.kind == b.figure.kind and a.name.core == b.name.core and len(a.name.core) >= 6
    # Deliveries of a vague thing (优秀人才, 专家) in two sections are two deliveries, unless worded alike.
    is_level = _is_level(a) and _is_level(b)
    return is_level or len(a.name.core) >= 5 or (a.figure.subject == b.figure.subject and "各类" in a.figure.subject)


def _is_sum_against_year(text: Fact, cell: Fact) -> bool:
    """A delivery over several years beside a table that splits it by year."""
    if text.in_table or not cell.in_table or _TOTAL.search(cell.head):
        return False
    return bool(re.search(r"三年|五年|[345]年|期间|累计|共", text.before)) and bool(
        re.search(r"培训|培养|招聘|培育", cell.figure.subject)
    )


def _is_title_granted(a: Fact, b: Fact) -> bool:
    """国家高新技术企业 in the text is the 高新技术企业 of the table."""
    text, cell = (b, a) if a.in_table else (a, b)
    stem = _GRANTED.sub("", text.name.core)
    is_title = stem != text.name.core and stem.endswith("企业") and len(stem) >= 4
    return is_title and not text.name.is_share and is_same_core(stem, cell.name.core)


def _is_of_other_year(facts: Facts, *, cell: Fact, text: Fact) -> bool:
    """A number that equals the row's number of another year was most likely meant for that year."""
    place = cell.figure.place
    row = facts.tables[place.block][place.row or 0]
    return not text.in_table and any(
        other is not cell and other.is_level and is_same(other.value, text.value) for other in row.values()
    )


def _is_level(fact: Fact) -> bool:
    return fact.figure.stock_or_flow == "stock" and not fact.adds


def _is_same_scope(a: Fact, b: Fact) -> bool:
    first, second = a.figure.scope, b.figure.scope
    if first == second or not first or not second:
        return True
    return bool(_WHOLE_REGION.search(first)) and bool(_WHOLE_REGION.search(second))


def _judge(reference: Fact, fact: Fact) -> Contradiction | None:
    if _may_be_one(reference, fact):
        return None
    coarse, fine = sorted((reference, fact), key=lambda each: -each.printed.step)
    is_cut = coarse.printed.step > fine.printed.step and is_same(
        cut_to(fine.value, step=coarse.printed.step), coarse.value
    )
    bigger, smaller = sorted((abs(reference.value), abs(fact.value)), reverse=True)
    slip = next((power for power in (10, 100, 1000, 10000) if smaller and is_same(bigger / smaller, power)), None)
    subject = {"subject": fact.figure.subject}
    if is_cut:
        what = Reason("“%(subject)s” is cut off, not rounded, in one of two places.", subject)
    elif slip:
        what = Reason(
            "“%(subject)s” differs by a factor of %(factor)s: a unit may be wrong.", {**subject, "factor": slip}
        )
    elif reference.in_table != fact.in_table:
        what = Reason("Text and table give different numbers for “%(subject)s”.", subject)
    else:
        what = Reason("“%(subject)s” is stated twice with different numbers.", subject)
    small_cut = is_cut and abs(coarse.value - fine.value) < 0.02 * abs(fine.value)
    open_ended = Comparator.AT_LEAST in (reference.figure.comparator, fact.figure.comparator)
    return contradiction_about(
        (reference, fact),
        check="restated",
        severity=Severity.WARNING if small_cut or (open_ended and not slip) else Severity.ERROR,
        what=what,
        expected=_side(coarse if is_cut else reference, rounded=fine if is_cut else None),
        found=_side(coarse if is_cut else fact),
    )


def _side(fact: Fact, *, rounded: Fact | None = None) -> Reason:
    if rounded is not None:
        amount = rounded_to(rounded.value, step=fact.printed.step)
        return Reason("%(rounded)s (from %(exact)s)", {"rounded": fact.printed.show(amount), "exact": rounded.literal})
    place = fact.figure.section or str(fact.year)  # printed numbers need no translation
    return Reason("%(number)s (%(place)s)", {"number": fact.literal, "place": place})


def _may_be_one(a: Fact, b: Fact) -> bool:
    if is_same(a.value, b.value):
        return True
    if a.is_about or b.is_about:
        return abs(a.value - b.value) <= 0.05 * max(abs(a.value), abs(b.value))
    if a.is_promise and b.is_promise and a.is_percent:
        return False  # a share is reached or measured roughly, but promised exactly
    coarse, fine = sorted((a, b), key=lambda each: -each.printed.step)
    if _is_widened(a) or _is_widened(b):
        return a.printed.low <= b.printed.high and b.printed.low <= a.printed.high
    return coarse.printed.step > fine.printed.step and is_same(
        rounded_to(fine.value, step=coarse.printed.step), coarse.value
    )


def _is_widened(fact: Fact) -> bool:
    """余 and 近 move the number to one side."""
    printed = fact.printed
    return not printed.is_exact and not is_same(printed.high - printed.value, printed.value - printed.low)


def _undated_levels(facts: Facts) -> Iterator[Contradiction]:
    """截至目前 225 家 against a base column that says 205: either the date is missing or the number is wrong."""
    columns = [fact for fact in facts.all if fact.in_table and fact.is_reached and fact.year is not None]
    latest = max((fact.year or 0 for fact in columns), default=0)
    bases = [fact for fact in columns if fact.year == latest and fact.is_level]
    for fact in facts.levels:
        if fact.in_table or not fact.is_reached or not _UNDATED.search(fact.before) or fact.adds:
            continue
        for base in bases:
            alike = base.measure.dimension == fact.measure.dimension and base.measure.per == fact.measure.per
            if not alike or _may_be_one(base, fact) or not _is_named_for(fact, base, bases):
                continue
            # Dated alike they were compared before.
            if fact.year != base.year or not _is_same_quantity(fact, base):
                yield contradiction_about(
                    (fact, base),
                    check="restated",
                    severity=Severity.WARNING,
                    what=Reason(
                        "“%(subject)s” so far and in the base column differ, and the text gives no date.",
                        {"subject": fact.figure.subject},
                    ),
                    expected=Reason("%(number)s (%(year)s)", {"number": base.literal, "year": base.year}),
                    found=Reason("%(number)s (no date)", {"number": fact.literal}),
                )


def _is_named_for(fact: Fact, base: Fact, bases: Sequence[Fact]) -> bool:
    """Same thing, or the same with the office that grants the title (国家高新技术企业) where the table has one row of it."""
    if is_same_thing(fact.name, base.name):
        return True
    stem = _ISSUER.sub("", fact.name.core)
    if fact.name.is_share or stem == fact.name.core or len(stem) < 4 or not is_same_core(stem, base.name.core):
        return False
    return sum(other.name.core.endswith(stem) for other in bases) == 1
