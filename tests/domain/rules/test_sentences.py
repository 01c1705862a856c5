"""What an applicant reads: verdict, facts with their source, what is missing, what was near, in both languages."""

from datetime import date

import pytest

from bole.domain.rules.checking import FIGURE, check_rule
from bole.domain.rules.explaining import Verdict, explain_rule, find_near_misses
from bole.domain.rules.records import AsOf, Record, encode_record, gather_records
from bole.domain.rules.sentences import tell
from bole.domain.rules.wording import Speech, say_node
from bole.domain.shared.law import Source

DAY = date(2026, 1, 10)
AT = AsOf(DAY, "990100", {"filed_on": DAY})


@pytest.fixture(scope="session")
def records(closed):
    def record(register, place, label="", **values):
        return Record(
            place, encode_record(values, register=closed.register(register), schema=closed), "2025年花名册", label
        )

    return gather_records(
        {
            "person": [
                record("person", "p", birth_date="1982-06-01", degree="硕士", level="B", is_full_time=True, insured_months=30, home_price="1234567.89"),
                record("person", "q"),
            ],
            "employment": [
                record("employment", "e1", "甲公司任职", person="p", organisation="o1", began_on="2023-03-15", ended_on="9999-12-31", is_full_time=True, monthly_pay=12000),
                record("employment", "e2", "乙公司任职", person="p", organisation="o2", began_on="2020-01-01", ended_on="2021-01-01", monthly_pay=8000),
            ],
            "organisation": [record("organisation", "o1", region="990100", kind="enterprise", is_high_tech=True), record("organisation", "o2", kind="enterprise")],
            "honour": [],
        }
    )  # fmt: skip


def explained(text, schema, records, subject="p", source=None):
    rule = check_rule(text, schema=schema, register="person", source=source).rule
    found = explain_rule(rule, schema=schema, records=records, subject=subject, at=AT)
    return find_near_misses(found, schema=schema, records=records, subject=subject)


def told(text, schema, records, language="zh", **more):
    return "\n".join(
        line.text for line in tell(explained(text, schema, records, **more), schema=schema, language=language)
    )


CASES = [
    ('degree >= "硕士"', Verdict.YES, "学位不低于硕士。学位：硕士（来源：2025年花名册）", "Degree is master or higher. Degree: master (source: 2025年花名册)"),
    ("age(filed_on) <= 40", Verdict.NO, "只差这一项：申报日的年龄不超过40周岁，超出3岁", "over by 3 years"),
    ("age(filed_on) <= 43", Verdict.YES, "即43周岁", "That is age 43"),
    ("insured_months >= 36", Verdict.NO, "本地社保缴费月数不少于36个月，还差6个月", "short by 6 months"),
    ("months(employment, where=is_full_time) >= 36", Verdict.CANNOT_TELL, "据此在33个月至45个月之间。缺少：乙公司任职是否为全职", "between 33 months and 45 months"),
    ("months(employment) >= 46", Verdict.NO, "还差1个月。其他情况不变的话，2026年1月15日起即可符合", "the conditions are met from 15 January 2026"),
    ('has(honour, where=grade in ["国家级", "省级"])', Verdict.NO, "没有查到符合的称号记录", "no such honour record found"),
    ("exists(employment, where=organisation.region == here)", Verdict.YES, "有单位的所在区域为本地区的任职记录", "region of the organisation is this region"),
    ("graduated_on >= date(2020, 1, 1)", Verdict.CANNOT_TELL, "需要补充：毕业日期", "Needed: graduation day"),
    ('judged("重大突破", by="panel") and is_full_time', Verdict.TO_BE_JUDGED, "待专家组评判", "the expert panel must judge"),
    ('judged("重大突破", by="panel") and degree == "博士"', Verdict.NO, "不符合：学位为博士", "Not met: Degree is doctor"),
    ('judged("重大突破", by="panel") and graduated_on > day', Verdict.CANNOT_TELL, "暂不能判断：毕业日期晚于当日", "Cannot tell yet: Graduation day is after the day"),
    ("min(home_price * 0.5, wan(50)) >= wan(40)", Verdict.YES, "购房价款的50%与50万元中的较低者不少于40万元", "the lower of 50% of price of the home and 500,000 yuan"),
    ("share(employment, of=is_full_time) >= 0.5", Verdict.YES, "任职记录中“全职”的比例不少于50%", "the share of employment records"),
    ("sum(employment.monthly_pay, where=is_full_time) >= wan(5)", Verdict.NO, "据此在12,000元至2万元之间", "at least short by 30,000 yuan"),
    ("not (is_full_time and exists(honour))", Verdict.YES, "以下内容应当不成立", "the following must not hold"),
    ('clause("第五条", degree == "博士") or clause("第六条", level in ["A", "B"])', Verdict.YES, "符合（第六条）：人才层次为A类或B类", "Met (第六条): Level is A or B"),
    ("add_years(min(employment.began_on), 6) <= day", Verdict.YES, "任职记录的最早入职日期后6年不晚于当日", "6 years after the earliest first day"),
    ("count(employment, on=date(2022, 1, 1)) >= 1", Verdict.NO, "2022年1月1日有效的任职记录的数量不少于1段，还差1段", "on 1 January 2022"),
    ("university in listed_universities", Verdict.CANNOT_TELL, "毕业院校在“名单高校”之列", "is on the list “listed universities”"),
    ("45 >= age(date(year, 1, 1)) >= 18", Verdict.YES, "当年1月1日的年龄不超过45周岁", "age on 1 January of the year is at most 45"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "chinese", "english"), CASES, ids=[case[0] for case in CASES])
def test_an_answer_reads_like_a_sentence_in_both_languages(text, verdict, chinese, english, closed, records):
    assert explained(text, closed, records).answer.verdict is verdict
    assert chinese in told(text, closed, records)
    assert english.lower() in told(text, closed, records, "en").lower()


def test_absence_means_no_only_where_the_register_is_declared_complete(base, closed, records):
    assert explained("exists(honour)", closed, records).answer.verdict is Verdict.NO
    assert explained("exists(honour)", base, records).answer.verdict is Verdict.CANNOT_TELL
    assert "称号台账未声明完整" in told("exists(honour)", base, records)


def test_completeness_of_a_period_answers_only_for_that_period(base, records):
    complete = base.model_validate(
        {
            **base.model_dump(),
            "complete": [{"of": "honour", "source": "名册", "from_day": "2025-01-01", "through": "2025-12-31"}],
        }
    )
    to_the_past = base.model_validate(
        {**base.model_dump(), "complete": [{"of": "honour", "source": "名册", "through": "2025-12-31"}]}
    )
    assert explained("exists(honour)", to_the_past, records).answer.verdict is Verdict.CANNOT_TELL
    assert explained("exists(honour, through=date(2025, 12, 31))", to_the_past, records).answer.verdict is Verdict.NO
    within = "exists(honour, since=date(2025, 1, 1), through=date(2025, 12, 31))"
    assert explained(within, complete, records).answer.verdict is Verdict.NO
    assert explained("exists(honour)", complete, records).answer.verdict is Verdict.CANNOT_TELL


def test_a_person_of_whom_nothing_is_known_is_told_what_would_settle_it(closed, records):
    found = told('degree >= "硕士" and age(day) <= 45', closed, records, subject="q")
    assert "需要补充：学位；出生日期" in found


def test_a_verdict_names_the_clause_it_stands_on(closed, records):
    source = Source(document="示例办法", place="第三条")
    assert "依据：示例办法第三条" in told("is_full_time", closed, records, source=source)


def test_two_failures_leave_no_near_miss(closed, records):
    assert explained('degree == "博士" and insured_months >= 36', closed, records).near == ()


def test_a_near_miss_that_time_would_break_elsewhere_names_no_day(closed, records):
    found = explained("months(employment) >= 60 and age(day) <= 43", closed, records)
    assert [near.holds_on for near in found.near] == [None]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        pytest.param("(count(person) - 81) / 81", "（人员记录的数量减81）除以81", "minus 81) divided by 81", id="of a growth"),
        pytest.param("(count(person) - 25) / 25", "（人员记录的数量减25）除以25", "minus 25) divided by 25", id="that divides evenly"),
        pytest.param("(count(honour) + count(employment)) / count(person)", "（称号记录的数量加任职记录的数量）与人员记录的数量之比", "the ratio of (", id="of a sum to a count"),
    ],
)  # fmt: skip
def test_what_is_divided_stands_in_brackets(text, chinese, english, closed):
    rule = check_rule(text, schema=closed, expects=FIGURE).rule

    assert chinese in say_node(Speech(closed, "zh"), rule.node)
    assert english in say_node(Speech(closed, "en"), rule.node)
