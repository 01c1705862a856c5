"""The times a sentence says, and whether each lies before or ahead of the document.

What the document as a whole says about its time is found in ``facts``; which figure a time governs, in ``figures``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

FIVE_YEARS = {
    "十": (2001, 2005),
    "十一": (2006, 2010),
    "十二": (2011, 2015),
    "十三": (2016, 2020),
    "十四": (2021, 2025),
    "十五": (2026, 2030),
    "十六": (2031, 2035),
}
FIVE = re.compile(
    r"[“\"]?(?<![一二三四五六七八九十])(十[一二三四五六]?)五[”\"]?(?=时期|期间|期|末|以来|前|后|开局|收官|规划|计划|人才|[^\d名个家项年月日人岁条批]|$)"
)
FIVE_LONG = re.compile(r"第(十[一二三四五六]?)个五年")
CHINESE_YEAR = re.compile(r"二[〇○零Oo0][〇○零一二三四五六七八九十]{2,3}年?")
DIGIT = {char: str(i) for i, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "o": "0",
    "0": "0",
}
SPAN = re.compile(r"(20\d\d)\s*年?\s*(?:[-—–~～－]+|至|到)\s*((?:20)?\d\d)\s*年?(?![月\d])(?![-/.]\d)")


class Genre(StrEnum):
    PLAN = "plan"
    REPORT = "report"
    POLICY = "policy"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Facts:
    genre: Genre
    start: int | None
    """First and last year of the plan."""
    end: int | None
    issued: int | None
    report: int | None
    """The year a report calls 今年."""
    reviewed: int | None
    """The year a report looks back on."""
    horizon: int | None = None
    """The last year the document plans for, also where it is a report about a plan."""

    @property
    def base(self) -> int | None:
        """The year whose end is the state everything starts from."""
        if self.genre in {Genre.REPORT, Genre.NEWS} and self.reviewed:
            return self.reviewed
        return self.start - 1 if self.start else self.issued

    @property
    def period(self) -> str | None:
        return f"{self.start}-{self.end}" if self.start and self.end and self.start != self.end else None


class Tense(StrEnum):
    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Time:
    """A time said at ``start`` of a text."""

    start: int
    end: int
    year: int
    tense: Tense
    first: int | None = None
    lasts: bool = False
    """Whether it still governs the next sentence: a deadline or a span does, a year in passing does not."""

    @property
    def period(self) -> str | None:
        return f"{self.first}-{self.year}" if self.first and self.first != self.year else None


def chinese_year(text: str) -> int | None:
    digits = "".join(DIGIT.get(char, "") for char in text.rstrip("年"))
    if "十" in text:
        found = re.match(r"二[〇○零Oo0]([一二三四五六七八九])十([一二三四五六七八九])?", text)
        digits = f"20{DIGIT[found[1]]}{DIGIT[found[2]] if found[2] else '0'}" if found else ""
    return int(digits) if len(digits) == 4 else None


def full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


COMPARED = re.compile(
    r"(?:完成到?|距离?到?|比|较|同|与|对比|相比|相较于?|超过|高于|按照?|根据|落实|对标|依据|贯彻|围绕|《[^》]*|[\[（(][^）)]{0,6})$"
)
YEAR_TIME = re.compile(
    r"(?P<until>到|至|力争(?:到|至|在)?|争取到?)?\s*(?P<asof>截至|截止到?|截至到)?\s*(?P<year>20\d\d)\s*年?(?P<edge>年?[底末初]|以?来(?!自|源|访)|起|以前|前)?"
)
# 是2016年的1.5倍 speaks of now, not of 2016.
TIMES_THAT = re.compile(r"的?\s*\d+(?:\.\d+)?[%倍]|同期|[^，。；]{0,16}基础上|相比|的?水平")
RELATIVE = (
    (re.compile(r"过去(?:的)?(?:五|5)年|(?:五|5)年来|近(?:五|5)年|(?:五|5)年间"), "five_back"),
    (re.compile(r"过去(?:的)?(?:一|1)年|一年来|一年间"), "one_back"),
    (re.compile(r"近(?:三|3|几)年|三年来|过去(?:的)?(?:三|3)年"), "three_back"),
    (re.compile(r"未来(?:五|5|三|3|几)年|今后(?:五|5|三|3|几|一个)(?:年|时期)|[五5三3]年内"), "ahead"),
    (
        re.compile(
            r"去年(?!同)|(?:上年度?|上一年度?)(?![^，。；]{0,16}(?:收入|总额|总[数量]|预算|支出|利润|业绩|同期|税|缴|末|底))"
        ),
        "last",
    ),
    (re.compile(r"前年"), "before_last"),
    (re.compile(r"今年以来|今年[上前一二]|今年1"), "so_far"),
    (re.compile(r"今年|本年度?|年内|(?<![\d一-龥])全年"), "this"),
    (re.compile(r"明年|下一年"), "next"),
    (re.compile(r"截至目前|截止目前|截至(?:今年)?\d{1,2}月底?|目前已?|迄今|至今"), "now"),
)


def find_times(text: str, facts: Facts, this: int | None = None, whole: int | None = None) -> list[Time]:
    """The times a text says, from left to right; a year it only compares with, or that a title holds, is none of them.

    ``this`` is the year a section's heading speaks of, for 今年 and 全年 under it; ``whole`` is the year of 全年 elsewhere.
    """
    page = Page(text, facts, this, bytearray(len(text)), [])
    for m in IN_A_TITLE.finditer(text):
        page.take(m)
    # The longer forms first: 2021-2025 is a span, not two years.
    for pattern, read in (
        (SPAN, read_span),
        (FIVE, read_five_years),
        (FIVE_LONG, read_five_years),
        (YEAR_TIME, read_year),
        (CHINESE_YEAR, read_written_year),
    ):
        for m in pattern.finditer(text):
            if page.is_free(m):
                read(page, m)
    for pattern, word in RELATIVE:
        for m in pattern.finditer(text):
            if page.is_free(m) and not re.search(r"[比较同]$", text[max(0, m.start() - 1) : m.start()]):
                time = relative(word, m, facts, this or (None if m[0].startswith("今年") else whole))
                if time:
                    page.take(m)
                    page.found.append(time)
    return sorted(page.found, key=lambda time: time.start)


COUNT = {char: i for i, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
YEARS_ON = re.compile(
    r"[，,]?(?:力争|计划)?(?:利用|使用|用|在)?(?:未来)?([1-9]\d?|[二两三四五六七八九十])年(?:左右)?(?:内|的?时间|[，,])"
)
IN_A_TITLE = re.compile(r"《[^《》]{0,120}》|〔[^〕]{0,20}〕\d*号?")


@dataclass(frozen=True, slots=True)
class Page:
    """A text whose times are being found; characters already read as a time or a title are ``taken``."""

    text: str
    facts: Facts
    this: int | None
    taken: bytearray
    found: list[Time]

    def is_free(self, match: re.Match[str]) -> bool:
        return 1 not in self.taken[match.start() : match.end()]

    def take(self, match: re.Match[str]) -> None:
        self.taken[match.start() : match.end()] = b"\1" * len(match[0])

    def is_compared(self, match: re.Match[str]) -> bool:
        return bool(COMPARED.search(self.text[max(0, match.start() - 8) : match.start()].rstrip()))


def read_span(page: Page, match: re.Match[str]) -> None:
    first, last = int(match[1]), full_year(match[2])
    if first <= last <= first + 40:
        page.take(match)
        page.found.append(Time(match.start(), match.end(), last, tense_of(last, page.facts, None), first, True))


def read_five_years(page: Page, match: re.Match[str]) -> None:
    if match[1] not in FIVE_YEARS or page.text[match.end() : match.end() + 2] in {"规划", "计划"}:
        return
    page.take(match)
    if not page.is_compared(match):
        first, last = FIVE_YEARS[match[1]]
        page.found.append(Time(match.start(), match.end(), last, tense_of(last, page.facts, None), first, True))


def read_year(page: Page, match: re.Match[str]) -> None:
    start, facts = match.start("year"), page.facts
    # 达到2000亿元 is no year, and 是2016年的1.5倍 only compares with one.
    is_year = page.text[start + 4 : start + 5] == "年" and not TIMES_THAT.match(page.text, match.end())
    if not is_year or page.is_compared(match):
        return
    if page.text[match.end() : match.end() + 1] == "的" and page.text[max(0, start - 1) : start] in {"从", "由"}:
        return  # 从2013年的1.76缩小到1.61: the year of a start governs nothing else
    year = int(match["year"])
    if match["edge"] in {"以来", "来"} and facts.base and facts.base >= year:
        page.found.append(Time(match.start(), match.end(), facts.base, Tense.PAST, year, True))
        return
    long = YEARS_ON.match(page.text, match.end()) if match["edge"] == "起" else None
    if long:
        # 从2012年起，用5年时间: what follows is promised for the last of them.
        last = year + (COUNT.get(long[1]) or int(long[1])) - 1
        page.found.append(Time(match.start(), match.end(), last, tense_of(last, facts, None), year, True))
        return
    lasts = bool(match["until"] or match["asof"])
    page.found.append(Time(match.start(), match.end(), year, tense_of(year, facts, match), None, lasts))


def read_written_year(page: Page, match: re.Match[str]) -> None:
    year = chinese_year(match[0])
    if year:
        page.found.append(Time(match.start(), match.end(), year, tense_of(year, page.facts, None)))


def tense_of(year: int, facts: Facts, match: re.Match[str] | None) -> Tense:
    if match and match["asof"]:
        return Tense.PAST
    here = facts.report or facts.issued or facts.start
    base = facts.base
    if base is not None and year <= base:
        return Tense.PAST
    if match and match["until"]:
        return Tense.FUTURE
    if here is None:
        return Tense.OPEN
    if facts.genre in {Genre.NEWS, Genre.REPORT}:
        return Tense.OPEN if year == here else Tense.FUTURE
    return Tense.PAST if facts.issued and year < facts.issued and year != facts.end else Tense.FUTURE


def relative(word: str, match: re.Match[str], facts: Facts, this: int | None) -> Time | None:
    start, end, base = match.start(), match.end(), facts.base
    year = this or facts.report or facts.issued
    if word == "ahead":
        span = 3 if re.search("[三3]", match[0]) else 5
        last = year + span - 1 if facts.genre in {Genre.NEWS, Genre.REPORT} and year else facts.end
        return Time(start, end, last, Tense.FUTURE, facts.start, True) if last else None
    if word in BACK or word == "now":
        first = base - BACK[word] if base and BACK.get(word) else None
        return Time(start, end, base, Tense.PAST, first, True) if base else None
    if year is None:
        return None
    told = year + {"last": -1, "before_last": -2, "next": 1}.get(word, 0)
    tense = tense_of(told, facts, None)
    if word == "so_far" or (tense is Tense.FUTURE and told == facts.report):
        tense = Tense.PAST if word == "so_far" else Tense.OPEN
    return Time(start, end, told, tense)


BACK = {"five_back": 4, "three_back": 2, "one_back": 0}
