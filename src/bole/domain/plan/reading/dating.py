"""Give a figure its year: which time of the sentence governs it, or what the document as a whole says.

The times are found in ``periods``, the facts of the document in ``facts``.
"""

import re

from bole.domain.plan.documents import FigureKind
from bole.domain.plan.reading.periods import Facts, Genre, Tense, Time
from bole.domain.plan.reading.rises import Role, Standing

# How far a word can govern a number; beyond that, and in a text without stops, nothing is asked of the words.
REACH = 400

FOUNDED = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:正式|经[^，。；]{0,8})?(?:成立|始建|创办|创建|建立|组建|设立|获批|印发|出台|颁布|挂牌|升格|启动|创立|注册|建市|建县|撤县)"
)


def governs(text: str, time: Time, here: int) -> bool:
    """A year inside brackets speaks there only, and a year of founding or issuing only of what was founded."""
    between = text[time.end : here][:REACH]
    opened = between.find("（")
    closed = between.find("）")
    if closed >= 0 and (opened < 0 or closed < opened):
        return False
    return bool(time.lasts or not FOUNDED.match(between) or not re.search("[，；]", between))


UNDATED = frozenset({FigureKind.LIMIT, FigureKind.CONSTRAINT, FigureKind.BUDGET, FigureKind.ANNUAL_QUOTA})


def date_figure(
    kind: FigureKind, tense: Tense, time: Time | None, facts: Facts, standing: Standing
) -> tuple[int | None, str | None]:
    """The year and span a figure speaks of."""
    if standing.role is Role.AIM:
        ahead = time.year if time is not None and time.tense is Tense.FUTURE else None
        return standing.year or ahead or facts.horizon or facts.end, None
    if standing.role is Role.DONE:
        return facts.base, None
    if standing.role in {Role.START, Role.COMPARED}:
        if standing.year or facts.base is None:
            return standing.year, None
        if time is not None and time.first and tense is Tense.PAST and time.year - time.first < 10:
            return time.first - 1, None
        if standing.years_ago:
            return facts.base - standing.years_ago, None
        if tense is Tense.FUTURE:
            return facts.base, None
        return facts.base - (5 if facts.genre is Genre.PLAN else 1), None
    if tense is Tense.PAST:
        if time is not None and time.tense is not Tense.FUTURE:
            return time.year, time.period
        return facts.base, None
    if kind in UNDATED and time is None:
        return facts.end if kind is FigureKind.BUDGET and facts.genre is Genre.REPORT else None, None
    if time is not None and time.tense is not Tense.PAST:
        return time.year, time.period or (facts.period if kind is FigureKind.QUOTA and time.year == facts.end else None)
    return facts.end, facts.period if kind is FigureKind.QUOTA else None
