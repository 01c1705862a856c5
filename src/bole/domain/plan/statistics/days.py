"""Find the day a reported value speaks of: 2020年 is its last day, 2023年一季度 the last day of March."""

import calendar
import re
import unicodedata
from datetime import date

from bole.domain.plan.files.workbook_cells import SheetCell
from bole.domain.shared.reasons import Reason

FIRST_YEAR, LAST_YEAR = 1949, 2199
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
TAIL = "(?:实际|完成|统计|现状|基期)?(?:值|数|数据|情况|量)?"
YEAR = re.compile(rf"(\d{{4}})(?:年)?(?:度|末|底|全年)?{TAIL}")
HALF = re.compile(rf"(\d{{4}})年?(上|下)半年{TAIL}")
QUARTER = re.compile(rf"(\d{{4}})年?(?:第?([一二三四1-4])季度?|q([1-4])){TAIL}")
MONTH = re.compile(rf"(\d{{4}})(?:年|[-/.])(?:1-)?(\d{{1,2}})月?(?:份|末|底)?{TAIL}")
DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
PROMISED = re.compile("目标|规划|计划|预期|预计|预测|任务|target|plan|forecast", re.IGNORECASE)


def read_day(cell: SheetCell) -> date | None:
    """The last day of the year, half, quarter or month a cell names, or its day; None where it names none."""
    if cell.day is not None:
        return cell.day
    return None if cell.is_percent or cell.is_fault else read_day_text(cell.text)


def read_day_text(text: str) -> date | None:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    plain = re.sub("00:00(:00)?$", "", plain).removeprefix("截至").removeprefix("截止").replace("至", "-")
    if found := YEAR.fullmatch(plain):
        return end_month(int(found[1]), 12)
    if found := HALF.fullmatch(plain):
        return end_month(int(found[1]), 6 if found[2] == "上" else 12)
    if found := QUARTER.fullmatch(plain):
        return end_month(int(found[1]), 3 * QUARTERS[found[2] or found[3]])
    if found := MONTH.fullmatch(plain):
        return end_month(int(found[1]), int(found[2]))
    if found := DAY.fullmatch(plain) or COMPACT.fullmatch(plain):
        return make_day(int(found[1]), int(found[2]), int(found[3]))
    return None


def end_month(year: int, month: int) -> date | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def make_day(year: int, month: int, day: int) -> date | None:
    last = end_month(year, month)
    return date(year, month, day) if last and 1 <= day <= last.day else None


def is_promise(heading: str) -> bool:
    """Whether a heading speaks of what is planned, which no statistic is."""
    return bool(PROMISED.search(heading))


def explain_future(day: date, *, today: date) -> Reason | None:
    """Why a day cannot carry a reported value yet, or None."""
    if day.year > today.year:
        return Reason(
            "The year %(year)s has not begun; nothing can be reported for it. Correct the year.", {"year": day.year}
        )
    if day > today:
        return Reason(
            "%(day)s is still to come. For a year not yet over give the month or day of the value, such as %(example)s.",
            {"day": day.isoformat(), "example": today.isoformat()},
        )
    return None
