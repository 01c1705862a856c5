"""Whether the days of a plan fit each other: its period, the day it was issued, its deadlines.

Long views (2030, 2035) are no mistakes; a deadline before the plan begins is.
"""

import re
from collections.abc import Iterator
from datetime import date

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.documents import BlockKind, FigureKind
from bole.domain.shared.reasons import Reason

_DATE = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DATE_ALONE = re.compile(rf"^\W*{_DATE.pattern}\W*(?:印发|发布)?\W*$")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|发文)之日起(?:施行|实施|执行|生效)")
_AHEAD = re.compile(r"目标|任务|举措|措施|保障")
_LONG_VIEWS = {2030, 2035, 2050}
_DEADLINE = re.compile(r"(?:到|至|截至|于|力争)\s*(?P<year>20\d\d)\s*年(?:底|末|前)?")


def find_wrong_periods(facts: Facts) -> Iterator[Contradiction]:
    """Deadlines outside the plan, plans issued late in their own period, validity without a first day."""
    issued = issue_date(facts)
    yield from _issued_late(facts, issued=issued)
    if issued is None:
        yield from _without_first_day(facts)
    yield from _deadlines_outside(facts)


def issue_date(facts: Facts) -> tuple[date, int] | None:
    """The day printed on a line of its own, and that line; nothing if there is none."""
    for _, block in facts.paragraphs():
        match = _DATE_ALONE.match(block.text) if len(block.text) < 40 else None
        signed = _DATE.search(block.text[-14:]) if match is None and block.kind is not BlockKind.HEADING else None
        found = match or (
            signed if signed and re.search(r"[^起至到为在于，。]\s*$", block.text[: -14 + signed.start()]) else None
        )
        if (found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 28) or (
            found and found[3] in {"29", "30", "31"}
        ):
            return _day(int(found[1]), int(found[2]), int(found[3])), block.lines[-1]
    return None


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, 28))


def _issued_late(facts: Facts, *, issued: tuple[date, int] | None) -> Iterator[Contradiction]:
    """A third of the period gone, and quotas by the year: nobody can say from which year they count."""
    if issued is None or facts.period is None:
        return
    day, line = issued
    first, last = facts.period
    share = (day - date(first, 1, 1)).days / (date(last + 1, 1, 1) - date(first, 1, 1)).days
    yearly = [fact for fact in facts.all if fact.figure.kind is FigureKind.ANNUAL_QUOTA]
    if 1 / 3 < share < 1 and yearly:
        yield contradiction_about(
            (),
            check="period",
            severity=Severity.WARNING,
            what=Reason(
                "More than a third of %(first)s–%(last)s had passed when the plan was issued; "
                "its yearly quotas do not say from which year they count.",
                {"first": first, "last": last},
            ),
            expected=Reason("issued at the start of %(first)s–%(last)s", {"first": first, "last": last}),
            found=Reason("issued on %(day)s", {"day": _printed_day(facts, line)}),
            lines=(line, *(_goal_lines(facts))),
        )


def _goal_lines(facts: Facts) -> tuple[int, ...]:
    """Where the plan's last year is first named as its goal."""
    for fact in facts.all:
        if fact.is_promise and facts.period and fact.year == facts.period[1]:
            return (fact.figure.line,)
    return ()


def _printed_day(facts: Facts, line: int) -> str:
    for _, block in facts.paragraphs():
        if line in block.lines and (match := _DATE.search(block.text)):
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return ""


def _without_first_day(facts: Facts) -> Iterator[Contradiction]:
    for _, block in facts.paragraphs():
        match = _FROM_ISSUE.search(block.text)
        if match:
            yield contradiction_about(
                (),
                check="period",
                severity=Severity.WARNING,
                what=Reason("In force from the day of issue, but no day of issue is printed.", {}),
                expected=Reason("a date of issue", {}),
                found=Reason("none", {}),
                lines=(block.lines[match.start()],),
            )


def _deadlines_outside(facts: Facts) -> Iterator[Contradiction]:
    if facts.period is None or not facts.period_is_named:
        return
    first, last = facts.period
    titles = {block.section: block.text for block in facts.document.blocks if block.kind is BlockKind.HEADING}
    for fact in facts.all:
        year = _deadline_of(fact)
        if fact.in_table or year is None or year in _LONG_VIEWS or first <= year <= last:
            continue
        # A year gone by reads like a report; under a heading of goals or tasks it is a slip.
        if not fact.is_promise and not _ahead(fact, titles=titles):
            continue
        yield contradiction_about(
            (fact,),
            check="period",
            severity=Severity.ERROR if year < first else Severity.WARNING,
            what=Reason("The deadline of “%(subject)s” lies outside the plan.", {"subject": fact.figure.subject}),
            expected=Reason("a year from %(first)s to %(last)s", {"first": first, "last": last}),
            found=Reason("%(year)s (%(number)s)", {"year": year, "number": fact.literal}),
        )


def _ahead(fact: Fact, *, titles: dict[str, str]) -> bool:
    parts = fact.figure.section.split("/")
    over = [titles.get("/".join(parts[: depth + 1]), "") for depth in range(len(parts))]
    return any(_AHEAD.search(title) for title in over) and not re.search(r"已|截至|累计", fact.before)


def _deadline_of(fact: Fact) -> int | None:
    deadlines = _DEADLINE.findall(fact.before)
    year = int(deadlines[-1]) if deadlines else None
    return year if year is not None and year == fact.year else None
