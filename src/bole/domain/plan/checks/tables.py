"""Whether the rows and columns of a table add up: group rows over their members, totals, and what a row is called.

A group is recognised by its numbers: where a row equals the sum of the rows under it in one column, it should in all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bole.domain.plan.checks.fact import Fact, Facts
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.checks.measures import MONEY, PERSON_TIMES, PERSONS, TEAMS, THINGS
from bole.domain.plan.checks.printed import is_same
from bole.domain.shared.reasons import Reason

_TOTAL_NAME = re.compile(r"总量|总数|总计|合计|小计|总额|共计|总人数|总规模|^计$|^总$")
_AMOUNTS = {PERSONS, PERSON_TIMES, TEAMS, THINGS, MONEY}


@dataclass(frozen=True, slots=True)
class RowSeries:
    """One row: its levels from the earliest year to the latest, and the growth printed beside them."""

    levels: tuple[Fact, ...]
    growth: Fact | None


def row_series(facts: Facts) -> Iterator[RowSeries]:
    """The rows of all tables that print levels of more than one year."""
    for rows in facts.tables.values():
        for cells in rows.values():
            growth = [fact for fact in cells.values() if fact.is_growth]
            levels = sorted(
                (fact for fact in cells.values() if fact.is_level and fact.year is not None),
                key=lambda fact: fact.year or 0,
            )
            alike = len({(fact.measure.dimension, fact.measure.per) for fact in levels}) == 1
            if len({fact.year for fact in levels}) == len(levels) and levels and alike:
                yield RowSeries(levels=tuple(levels), growth=growth[0] if len(growth) == 1 else None)


def find_wrong_tables(facts: Facts) -> Iterator[Contradiction]:
    """Rows that are the sum of other rows in one column and not in another, and totals that miss their column."""
    for rows in facts.tables.values():
        numbers = sorted(rows)
        claimed: set[int] = set()
        for place, number in enumerate(numbers):
            for under in (numbers[place + 1 :], list(reversed(numbers[:place]))):
                group = _group_of(rows, total=number, others=under)
                if group and not claimed.intersection(group):
                    claimed.update(group)
                    yield from _judge_group(rows, total=number, members=group)
                    break
        yield from _rows_across(rows)


def _group_of(rows: Mapping[int, Mapping[int, Fact]], *, total: int, others: Sequence[int]) -> tuple[int, ...]:
    """The run of neighbouring rows that makes up the total in at least one column, or nothing."""
    columns = [column for column, fact in rows[total].items() if _is_amount(fact)]
    best: tuple[int, ...] = ()
    for length in range(2, len(others) + 1):
        members = tuple(others[:length])
        if not all(_is_like(rows[total], rows[member]) for member in members):
            break
        fits = [_adds_up(rows, column=column, total=total, members=members) for column in columns]
        whole = [fit for fit in fits if fit is not None]
        if any(whole) and _is_credible(rows, total=total, members=members, columns=columns):
            best = members
            if all(whole):
                break
    if best:
        return best
    return _named_group(rows, total=total, others=others)


def _named_group(rows: Mapping[int, Mapping[int, Fact]], *, total: int, others: Sequence[int]) -> tuple[int, ...]:
    """The rows under a row called 合计 or 总量, if all of them together come near it."""
    first = next(iter(rows[total].values()))
    if not _TOTAL_NAME.search(first.figure.subject):
        return ()
    members: list[int] = []
    for other in others:
        if not _is_like(rows[total], rows[other]) or _TOTAL_NAME.search(
            next(iter(rows[other].values())).figure.subject
        ):
            break
        members.append(other)
    if len(members) < 3:
        return ()
    column = next((column for column, fact in rows[total].items() if _is_amount(fact)), None)
    if column is None or any(column not in rows[member] for member in members):
        return ()
    cover = sum(rows[member][column].value for member in members) / max(rows[total][column].value, 1e-9)
    return tuple(members) if 0.85 <= cover <= 1.15 else ()


def _is_credible(
    rows: Mapping[int, Mapping[int, Fact]], *, total: int, members: Sequence[int], columns: Sequence[int]
) -> bool:
    """Small whole numbers add up by chance; names that share their noun, or enough digits, tell a sum from chance."""
    names = [next(iter(rows[number].values())).name.core for number in (total, *members)]
    ending = _common_ending(names)
    fitting = [column for column in columns if _adds_up(rows, column=column, total=total, members=members)]
    digits = max(len(re.sub(r"\D", "", rows[total][column].literal).strip("0")) for column in fitting)
    if len(ending) >= 2:
        return digits >= 2 or len(fitting) > 1
    return _TOTAL_NAME.search(next(iter(rows[total].values())).figure.subject) is not None or (
        digits >= 4 and len(members) >= 3
    )


def _judge_group(
    rows: Mapping[int, Mapping[int, Fact]], *, total: int, members: Sequence[int]
) -> Iterator[Contradiction]:
    for column, whole in rows[total].items():
        if not _is_amount(whole) or _adds_up(rows, column=column, total=total, members=members) is not False:
            continue
        parts = [rows[member][column] for member in members]
        amount = sum(part.value for part in parts)
        missing = next((part for part in parts if is_same(amount - whole.value, part.value)), None)
        what = Reason("“%(subject)s” is not the sum of its rows in this column.", {"subject": whole.figure.subject})
        if missing is not None:
            what = Reason(
                "“%(subject)s” is not the sum of its rows in this column; the gap is exactly “%(part)s”.",
                {"subject": whole.figure.subject, "part": missing.figure.subject},
            )
        yield contradiction_about(
            (whole, *parts),
            check="table-sum",
            severity=Severity.ERROR,
            what=what,
            expected=Reason(
                "%(sum)s (%(parts)s)",
                {
                    "sum": whole.printed.show(amount, more_digits=4),
                    "parts": " + ".join(part.literal for part in parts),
                },
            ),
            found=Reason("%(total)s", {"total": whole.literal}),
        )


def _rows_across(rows: Mapping[int, Mapping[int, Fact]]) -> Iterator[Contradiction]:
    """A column headed 合计 beside the columns it sums."""
    for cells in rows.values():
        for column, whole in cells.items():
            if not re.search(r"合计|小计|总计|总数|^计$", whole.head):
                continue
            parts = [fact for other, fact in cells.items() if other != column and _is_amount(fact)]
            like = [part for part in parts if part.measure == whole.measure]
            if len(like) < 2 or len(like) != len(parts):
                continue
            amount = sum(part.value for part in like)
            slack = sum(part.printed.high - part.value for part in like) + whole.printed.high - whole.value
            if abs(amount - whole.value) > slack + 1e-6 * whole.value:
                yield contradiction_about(
                    (whole, *like),
                    check="table-sum",
                    severity=Severity.ERROR,
                    what=Reason(
                        "The row “%(subject)s” does not add up to its total.", {"subject": whole.figure.subject}
                    ),
                    expected=Reason("%(sum)s", {"sum": whole.printed.show(amount, more_digits=4)}),
                    found=Reason("%(total)s", {"total": whole.literal}),
                )


def _adds_up(rows: Mapping[int, Mapping[int, Fact]], *, column: int, total: int, members: Sequence[int]) -> bool | None:
    """Whether the column adds up; nothing if a member has no number there."""
    if column not in rows[total] or any(column not in rows[member] for member in members):
        return None
    whole = rows[total][column]
    amount = sum(rows[member][column].value for member in members)
    finer = any(rows[member][column].printed.step < whole.printed.step * 0.99 for member in members)
    slack = whole.printed.step / 2 if finer else 0.0
    return abs(amount - whole.value) <= slack + 1e-6 * abs(whole.value)


def _is_like(total: Mapping[int, Fact], member: Mapping[int, Fact]) -> bool:
    """Alike in measure and printed in one scale: 人 beside 万人 is a row of its own, not a part."""
    return any(
        column in member
        and _is_amount(fact)
        and member[column].measure == fact.measure
        and is_same(member[column].printed.factor, fact.printed.factor)
        for column, fact in total.items()
    )


def _is_amount(fact: Fact) -> bool:
    return fact.measure.dimension in _AMOUNTS and not fact.measure.per.startswith("万") and fact.is_level


def _common_ending(names: Sequence[str]) -> str:
    ending = names[0]
    for name in names[1:]:
        while ending and not name.endswith(ending):
            ending = ending[1:]
    return ending
