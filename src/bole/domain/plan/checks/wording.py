"""Whether text and table mean the same by the same number: a sum over years under one year, a narrower name, a sharper word.

The numbers agree here; what they are said to count does not.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.names import is_same_thing, narrowing_word
from bole.domain.plan.checks.printed import is_same
from bole.domain.plan.documents import Comparator
from bole.domain.shared.reasons import Reason

_OVER_YEARS = re.compile(r"累计|新培育|新增|新培养|新建|五年|5年内")
_DURING = re.compile(r"(?:时期|期间)[^。]*$")
_REACHED = re.compile(r"达|到|总量|总数|拥有|保有|现有|存量")
_SPAN_UNIT = re.compile(r"/\s*(?P<years>[2-9二三四五])\s*年|(?P<more>[2-9二三四五])年(?:累计|合计|总额)")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,8})[”\"」]")


def find_different_meanings(facts: Facts) -> Iterator[Contradiction]:
    """Places where one number stands for two things."""
    cells = [fact for fact in facts.all if fact.in_table and fact.is_level]
    by_year: dict[int | None, list[Fact]] = defaultdict(list)
    for cell in cells:
        by_year[cell.year].append(cell)
    for text in facts.levels:
        if text.in_table or text.figure.value_max is not None or text.year is None:
            continue
        equal = [cell for cell in by_year[text.year] if _is_equal(text, cell)]
        same = [cell for cell in equal if is_same_thing(text.name, cell.name)]
        if same and _has_base(facts, same[0]):
            # Two tables may repeat the number; the text is at odds with both in one way.
            yield from _sum_as_level(text, same)
            yield from _sharper_word(text, same[0])
        elif not same:
            for cell in equal:
                yield from _narrower_name(facts, text=text, cell=cell)
    for cell in cells:
        yield from _span_under_year(facts, cell)


def _has_base(facts: Facts, cell: Fact) -> bool:
    """A row without a base counts a delivery, whatever its column says."""
    row = facts.tables[cell.figure.place.block][cell.figure.place.row or 0]
    return sum(other.is_level and other.year is not None for other in row.values()) > 1


def _is_equal(text: Fact, cell: Fact) -> bool:
    alike = cell.measure.dimension == text.measure.dimension and cell.measure.per == text.measure.per
    return alike and cell.name.is_share == text.name.is_share and is_same(cell.value, text.value)


def _sum_as_level(text: Fact, cells: Sequence[Fact]) -> Iterator[Contradiction]:
    adds = _OVER_YEARS.search(text.clause) or text.adds
    during = _DURING.search(text.before) and not _REACHED.search(text.clause)
    if not (adds or during) or text.is_percent or re.search(r"合计|总计|小计|累计", cells[0].head):
        return
    yield contradiction_about(
        (text, *cells),
        check="stock-flow",
        severity=Severity.WARNING,
        what=Reason(
            "The text counts “%(subject)s” over years, the table prints the same number under one year.",
            {"subject": text.figure.subject},
        ),
        expected=Reason("%(number)s in %(year)s, as in the table", {"number": cells[0].literal, "year": cells[0].year}),
        found=Reason("%(number)s over the years, as in the text", {"number": text.literal}),
    )


def _sharper_word(text: Fact, cell: Fact) -> Iterator[Contradiction]:
    """突破13 asks for 14; where one more is next to nothing, nobody minds."""
    is_beyond = text.figure.comparator is Comparator.MORE and cell.figure.comparator is Comparator.EQUAL
    matters = text.measure.counts_whole and text.value <= 50
    if not (is_beyond and matters):
        return
    yield contradiction_about(
        (text, cell),
        check="comparator",
        severity=Severity.WARNING,
        what=Reason("Text and table set “%(subject)s” with different strictness.", {"subject": text.figure.subject}),
        expected=Reason("%(number)s (table)", {"number": cell.literal}),
        found=Reason("more than %(number)s (text)", {"number": text.printed.text}),
    )


def _narrower_name(facts: Facts, *, text: Fact, cell: Fact) -> Iterator[Contradiction]:
    word = narrowing_word(text.name.core, cell.name.core) or _unnamed_member(facts, text=text, cell=cell)
    if not word or text.value in {0.0, 1.0, 100.0}:
        return
    yield contradiction_about(
        (text, cell),
        check="label",
        severity=Severity.WARNING,
        what=Reason(
            "The same number stands for two names that differ by “%(word)s”: %(text)s and %(cell)s.",
            {"word": word, "text": text.figure.subject, "cell": cell.figure.subject},
        ),
        expected=Reason("one name for %(number)s", {"number": cell.literal}),
        found=Reason("two names for %(number)s", {"number": text.literal}),
    )


def _unnamed_member(facts: Facts, *, text: Fact, cell: Fact) -> str:
    """The member of an enumerated row label (甲、乙、丙企业) that the text leaves out."""
    place = cell.figure.place
    rows = facts.document.blocks[place.block].rows
    label = rows[place.row or 0][0].text if rows and place.row is not None and place.row < len(rows) else ""
    members = [re.sub(r"\W", "", name) for name in label.split("、")]
    if len(members) < 3:
        return ""
    members[-1] = members[-1][:3] if len(members[-1]) > 6 else members[-1]
    words = text.clause + text.before[-40:]
    left_out = [name for name in members if name[:2] not in words]
    return left_out[0] if len(left_out) == 1 else ""


def _span_under_year(facts: Facts, cell: Fact) -> Iterator[Contradiction]:
    """万元/5年 under a column headed by one year."""
    place = cell.figure.place
    rows = facts.document.blocks[place.block].rows
    if place.row is None or place.row >= len(rows) or cell.year is None or not cell.is_reached:
        return
    label = rows[place.row][0].text
    match = _SPAN_UNIT.search(label) or _SPAN_UNIT.search(cell.figure.unit)
    if match is None:
        return
    yield contradiction_about(
        (cell,),
        check="stock-flow",
        severity=Severity.WARNING,
        what=Reason(
            "“%(subject)s” is a sum over several years under a column of one year.", {"subject": cell.figure.subject}
        ),
        expected=Reason("the years the sum covers", {}),
        found=Reason(
            "%(number)s for %(years)s years under %(year)s",
            {"number": cell.literal, "years": match["years"] or match["more"], "year": cell.year},
        ),
    )
