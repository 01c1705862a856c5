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
    ('degree >= "硕士"', Verdict.YES, "学位为硕士及以上。实为硕士（来源：2025年花名册）", "degree is master or higher. On record: master (source: 2025年花名册)"),
    ("age(filed_on) <= 40", Verdict.NO, "申报日（2026年1月10日）的年龄不超过40周岁。实为43周岁", "over by 3 years"),
    ("insured_months >= 36", Verdict.NO, "本地社保缴费月数不少于36个月。实为30个月", "short by 6 months"),
    ("months(employment, where=is_full_time) >= 36", Verdict.CANNOT_TELL, "需要补充：乙公司任职是否为全职", "so far between 33 months and 45 months in total"),
    ("months(employment) >= 46", Verdict.NO, "还差1个月。其他情况不变，2026年1月15日起符合条件", "the conditions are met from 15 January 2026"),
    ('has(honour, where=grade in ["国家级", "省级"])', Verdict.NO, "有级别为国家级或省级的称号记录。未查到这样的记录", "none found"),
    ("exists(employment, where=organisation.region == here)", Verdict.YES, "有单位所在区域属于本地区的任职记录", "the organisation's region lies in this region"),
    ("graduated_on >= date(2020, 1, 1)", Verdict.CANNOT_TELL, "需要补充：毕业日期", "Needed: graduation day"),
    ('judged("重大突破", by="panel") and is_full_time', Verdict.TO_BE_JUDGED, "其他条件均符合，待专家组评判", "it is for the expert panel to judge"),
    ('judged("重大突破", by="panel") or degree == "博士"', Verdict.TO_BE_JUDGED, "是否符合条件，取决于专家组的评判", "it is for the expert panel to judge"),
    ('judged("重大突破", by="panel") and degree == "博士"', Verdict.NO, "不符合：学位为博士", "Not met: degree is doctor"),
    ('judged("重大突破", by="panel") and graduated_on > day', Verdict.CANNOT_TELL, "暂不能判断：毕业日期晚于2026年1月10日", "graduation day is after 10 January 2026"),
    ("min(home_price * 0.5, wan(50)) >= wan(40)", Verdict.YES, "购房价款的50%（最高50万元）不低于40万元", "50% of the price of the home (at most 500,000 yuan)"),
    ("share(employment, of=is_full_time) >= 0.5", Verdict.YES, "任职记录中全职的占比不低于50%", "at least 50% of employment records are full-time"),
    ("sum(employment.monthly_pay, where=is_full_time) >= wan(5)", Verdict.NO, "目前合计1.2万元至2万元", "short by at least 30,000 yuan"),
    ("not (is_full_time and exists(honour))", Verdict.YES, "以下情形不得同时存在", "these must not all be so"),
    ("not (is_full_time or exists(honour))", Verdict.NO, "以下情形均不得存在", "none of these may be so"),
    ('clause("第五条", degree == "博士") or clause("第六条", level in ["A", "B"])', Verdict.YES, "符合（第六条）：人才层次为A类或B类", "Met (第六条): level is A or B"),
    ("add_years(min(employment.began_on), 6) <= day", Verdict.YES, "任职记录中最早的入职日期满6年之日不晚于2026年1月10日", "the day 6 years after the earliest first day"),
    ("count(employment, on=date(2022, 1, 1)) >= 1", Verdict.NO, "2022年1月1日有效的任职记录不少于1段。未查到这样的记录", "on 1 January 2022"),
    ("university in listed_universities", Verdict.CANNOT_TELL, "毕业院校在“名单高校”之列", "is on the list “listed universities”"),
    ("45 >= age(date(year, 1, 1)) >= 18", Verdict.YES, "2026年1月1日的年龄满18周岁", "age on 1 January 2026 is at most 45"),
    ("region not in ['990121', '990200']", Verdict.CANNOT_TELL, "所在区域不属于990121或990200", "region does not lie in 990121 or 990200"),
    ("count(honour) == 0", Verdict.YES, "没有称号记录", "there are no honour records"),
    ("years_between(birth_date, filed_on) != 43", Verdict.NO, "不为43周岁", "not 43"),
    ("year >= 2025", Verdict.YES, "2026年不早于2025年", "2026 is 2025 or later"),
    ("max(employment.contract_months) >= 12 or date(year_of(birth_date), 7, 1) > birth_date", Verdict.YES, "出生日期当年7月1日晚于出生日期", "1 July of the year of the date of birth"),
    ("months_between(birth_date, date(2000, 6, 1)) >= 217", Verdict.NO, "出生日期至2000年6月1日不少于217个月", "at least 217 full months from date of birth to 1 June 2000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "chinese", "english"), CASES, ids=[case[0] for case in CASES])
def test_an_answer_reads_like_a_sentence_in_both_languages(text, verdict, chinese, english, closed, records):
    assert explained(text, closed, records).answer.verdict is verdict
    assert chinese in told(text, closed, records)
    assert english.lower() in told(text, closed, records, "en").lower()


@pytest.mark.parametrize(
    ("region", "here", "verdict"),
    [
        pytest.param("990121", "990121", Verdict.YES, id="the county itself"),
        pytest.param("990121101", "990121", Verdict.YES, id="a town of the county"),
        pytest.param("990121101001", "990121", Verdict.YES, id="a village of the county"),
        pytest.param("990121101001", "990000", Verdict.YES, id="a village of the province"),
        pytest.param("990122", "990121", Verdict.NO, id="the next county"),
        pytest.param("990100", "990121", Verdict.NO, id="the city above"),
        pytest.param(None, "990121", Verdict.CANNOT_TELL, id="no region on record"),
        pytest.param("990121", "", Verdict.CANNOT_TELL, id="no region told"),
    ],
)
def test_a_region_is_here_with_all_that_lies_below_it(region, here, verdict, closed):
    person = Record("p", {"region": region})
    rule = check_rule("region == here", schema=closed, register="person").rule
    found = explain_rule(
        rule, schema=closed, records=gather_records({"person": [person]}), subject="p", at=AsOf(DAY, here)
    )
    assert found.answer.verdict is verdict


def test_absence_means_no_only_where_the_register_is_declared_complete(base, closed, records):
    assert explained("exists(honour)", closed, records).answer.verdict is Verdict.NO
    assert explained("exists(honour)", base, records).answer.verdict is Verdict.CANNOT_TELL
    assert "称号台账未确认齐全" in told("exists(honour)", base, records)


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


def test_a_rule_that_is_asked_of_nobody_yet_speaks_of_the_last_years(closed):
    node = check_rule("exists(honour, since=add_years(day, -3))", schema=closed, register="person").rule.node
    assert say_node(Speech(closed), node) == "有近3年的称号记录"
    assert say_node(Speech(closed, "en"), node) == "there are honour records in the last 3 years"


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        pytest.param("(count(person) - 81) / 81", "（人员数减81）除以81", "minus 81) divided by 81", id="of a growth"),
        pytest.param("(count(person) - 25) / 25", "（人员数减25）除以25", "minus 25) divided by 25", id="that divides evenly"),
        pytest.param("(count(honour) + count(employment)) / count(person)", "（称号记录数加任职记录数）与人员数之比", "the ratio of (", id="of a sum to a count"),
    ],
)  # fmt: skip
def test_what_is_divided_stands_in_brackets(text, chinese, english, closed):
    rule = check_rule(text, schema=closed, expects=FIGURE).rule

    assert chinese in say_node(Speech(closed, "zh"), rule.node)
    assert english in say_node(Speech(closed, "en"), rule.node)


def test_an_or_among_other_limits_of_records_stands_in_brackets(closed):
    text = 'count(person, where=category == "技能人才" and (degree == "博士" or is_full_time))'
    node = check_rule(text, schema=closed, expects=FIGURE).rule.node

    assert say_node(Speech(closed), node) == "人才类别为技能人才、（学位为博士或全职工作）的人员数"
    assert "(degree is doctor, or full-time)" in say_node(Speech(closed, "en"), node)
