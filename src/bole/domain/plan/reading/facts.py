"""What a whole document says about its time: its genre, the years it plans for, and the year it was issued or looks back on.

Every figure without a time of its own takes its year from here.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bole.domain.plan.reading.periods import (
    CHINESE_YEAR,
    COUNT,
    FIVE,
    FIVE_LONG,
    FIVE_YEARS,
    SPAN,
    Facts,
    Genre,
    chinese_year,
    full_year,
)
from bole.domain.plan.reading.scripts import simplify
from bole.domain.plan.reading.written_numbers import arabic_years

DATE_LINE = re.compile(
    r"(20\d\d)年(\d{1,2})月\d{1,2}日|[〔\[（(](20\d\d)[〕\]）)]\s*\d+号|(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.]\d{1,2}|(20\d\d)年(\d{1,2})月"
)
YEARS_FROM = re.compile(
    r"(20\d\d)年(?:\d{1,2}月)?(?:起|开始)[，,]?(?:力争|计划)?(?:利用|使用|用|在)?(?:未来)?([1-9]\d?|[二两三四五六七八九十])年(?:左右)?(?:内|的?时间|[，,])"
)
YEARS_LONG = re.compile(
    r"(?:利用|力争用|用|通过)([1-9]|10|[二两三四五六七八九十])年(?:左右)?的?(?:时间|努力)|(?:力争|计划)([1-9]|[二两三四五])年内"
)


def find_facts(title: str, texts: Sequence[str]) -> Facts:
    """What the whole document says about its time; ``texts`` are its blocks in reading order."""
    as_printed = [simplify(text) for text in texts]
    title, texts = arabic_years(simplify(title)), [arabic_years(text) for text in as_printed]
    head = " ".join([title, *texts[:12]])[:3000]
    genre = find_genre(title, head, " ".join(texts[-5:])[-400:])
    issued, month = find_issue(as_printed)
    start, end = find_plan_years(title, texts, genre, issued)
    report = reviewed = None
    ahead = find_body_years(texts, issued)[1]
    horizon = ahead or end if genre is Genre.REPORT else end or ahead
    if genre is Genre.REPORT:
        report, reviewed = find_report_years(title, head, texts, issued)
        if start is None or not (FIVE.search(title) or SPAN.search(title)):
            start, end = report, report
    elif genre is Genre.NEWS:
        report = issued or find_latest_year(texts)
        reviewed = year_looked_back_on(report, month, [title, *texts])
    return Facts(genre, start, end, issued, report, reviewed, horizon)


def find_genre(title: str, head: str, texts_end: str) -> Genre:
    name = re.sub(r"《[^》]*》", lambda found: found[0] if "印发" in title else "", title)
    if re.search(
        r"工作报告|工作总结|情况的?(?:报告|汇报|通报)|(?:评估|调研|监测|统计|年度|述职|专题)报告|实施情况|执行情况|公报|述职",
        name,
    ):
        return Genre.REPORT
    if re.search(r"规划|纲要|计划|方案|意见|要点|蓝图", name) and not re.search(
        r"(?:实施|管理)?办法|细则|若干(?:政策|措施)|扶持|奖补|奖励", name
    ):
        return Genre.PLAN
    if re.search(r"办法|措施|细则|政策|规定|条例|[十\d]+条|通知|公告|奖补|补贴|奖励|扶持|指南", name):
        return Genre.POLICY
    if re.search(r"政府工作报告|向大会报告", head):
        return Genre.REPORT
    if re.search(
        r"本报|记者|讯[（(　 ]|通讯员|日电|编辑[:：]|点赞|原标题|据悉|新闻发布会|(?:日期|作者)[:：]", head + texts_end
    ):
        return Genre.NEWS
    if re.search(r"第[一二三]条|给予[^。]{0,20}(?:补贴|奖励|补助|资助)", head):
        return Genre.POLICY
    return Genre.PLAN if re.search(r"规划|五年|十[三四五]五|年内|到20\d\d年", head) else Genre.NEWS


def find_issue(texts: Sequence[str]) -> tuple[int | None, int | None]:
    """The year and month of the date or document number printed at the head or foot."""
    for text in [*texts[:14], *texts[-6:]]:
        if len(text) > 60 and not re.search(r"^(?:来源|发布|时间|日期)|发布时间", text[:40]):
            continue
        found = DATE_LINE.search(text[:160])
        if found and "有效" not in text and not re.search(r"施行|废止|起(?:实施|执行)|至", text):
            month = found[2] or found[5] or found[7]
            return int(found[1] or found[3] or found[4] or found[6]), int(month) if month else None
        written = CHINESE_YEAR.search(text)
        if written and "月" in text and len(text) <= 40:
            return chinese_year(written[0]), None
    return None, None


def year_looked_back_on(report: int | None, month: int | None, texts: Sequence[str]) -> int | None:
    """News of the first months often tells what the year before brought."""
    if report is None or month is None or month > 3:
        return report
    body = "".join(texts)
    before = len(re.findall(rf"{report - 1}年|去年|上年|全年", body))
    return report - 1 if before and before >= len(re.findall(rf"{report}年|今年", body)) else report


def find_plan_years(
    title: str, texts: Sequence[str], genre: Genre, issued: int | None
) -> tuple[int | None, int | None]:
    """First and last year of the plan: from its title, from what it says of its own length, or from its deadlines."""
    span = SPAN.search(title)
    if span and int(span[1]) <= full_year(span[2]):
        return int(span[1]), full_year(span[2])
    five = FIVE.search(title) or FIVE_LONG.search(title)
    if five and five[1] in FIVE_YEARS:
        return FIVE_YEARS[five[1]]
    head = "。".join(texts[:40])[:6000]
    long = YEARS_FROM.search(head)
    if long:
        return int(long[1]), int(long[1]) + (COUNT.get(long[2]) or int(long[2])) - 1
    named = re.search(r"(20\d\d)年(?!\d{1,2}月)", title)
    if named:
        return int(named[1]), int(named[1])
    if genre is Genre.POLICY:
        return issued, None
    start, end = find_body_years(texts, issued)
    length = YEARS_LONG.search(head)
    if end is None and length and issued:
        years = length[1] or length[2]
        return issued, issued + (COUNT.get(years) or int(years)) - 1
    return start, end


def find_body_years(texts: Sequence[str], issued: int | None) -> tuple[int | None, int | None]:
    """The years most deadlines and five-year names of the text point to."""
    body = "。".join(texts)[:60000]
    ends = Counter(int(year) for year in re.findall(r"(?:到|至|力争)(20\d\d)年", body.replace("截至", "")))
    lowest = (issued or 0) - 1
    likely = [year for year, _ in ends.most_common() if year >= lowest]
    fives = [
        FIVE_YEARS[name]
        for name, _ in Counter(found[1] for found in FIVE.finditer(body)).most_common()
        if name in FIVE_YEARS
    ]
    spans = Counter((int(a), full_year(b)) for a, b in SPAN.findall(body) if 1 <= full_year(b) - int(a) <= 15)
    if likely:
        end = next((year for year in likely if year != 2035), likely[0])
        candidates = [years for years, _ in spans.most_common(3) if years[0] >= end - 6] + fives
        return next((years for years in candidates if years[1] == end), (issued or end - 4, end))
    candidates = [years for years in fives if not issued or years[0] - 1 <= issued <= years[1]]
    candidates += [years for years, _ in spans.most_common(1)]
    return candidates[0] if candidates else (issued, None)


def find_report_years(title: str, head: str, texts: Sequence[str], issued: int | None) -> tuple[int | None, int | None]:
    """What a report calls 今年, and the year it looks back on: a report of January looks back on the year before."""
    headings = " ".join([title, *(text for text in texts if len(text) <= 40)])
    dated = re.search(r"(20\d\d)年(\d{1,2})月", " ".join([head[:400], *texts[-3:]]))
    looks_back = re.search(
        r"(20\d\d)年(?:及今年以来)?(?:全年)?(?:度)?(?:主要)?(?:政府)?(?:工作|完成|进展|计划执行)?(?:回顾|总结|情况|成效)",
        headings,
    )
    looks_ahead = re.search(
        r"(20\d\d)年(?:政府)?(?:的)?(?:主要|重点|总体)?(?:工作)?(?:目标|任务|安排|打算|要点|总体要求|思路|预期|展望|计划(?!执行))",
        headings,
    )
    reviewed = int(looks_back[1]) if looks_back else None
    report = int(looks_ahead[1]) if looks_ahead else int(dated[1]) if dated else issued
    named = re.search(r"(20\d\d)年", title)
    if reviewed is None and named and not re.search(r"政府工作报告|要点|计划", title):
        # 2022年人才发展监测报告 is about 2022, whenever it was printed.
        reviewed = int(named[1])
    if report is None and reviewed is None:
        report = int(named[1]) if named else find_latest_year(texts)
    if reviewed is None and report is not None:
        latest = 9 if "政府工作报告" in title else 5
        early = dated is not None and int(dated[1]) == report and int(dated[2]) <= latest
        reviewed = report - 1 if early or looks_ahead or not dated else report
    return report or reviewed, reviewed


def find_latest_year(texts: Sequence[str]) -> int | None:
    """The latest year a text speaks of as its own: neither a deadline nor the end of a span."""
    body = re.sub(r"(?:到|至|力争)\s*20\d\d|[-—–~～]+\s*20\d\d", "", "\n".join(texts))
    years = [int(year) for year in re.findall(r"(20\d\d)(?=年|-\d|——|$)", body)]
    return max(years, default=None)
