"""What the reader makes of single sentences: each row is a sentence in its place and what it says."""

import pytest

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.reading.plans import figure_rows, read_plan

PLAN = "山前县人才发展“十四五”规划\n一、发展基础\n{past}\n二、发展目标\n{future}"
REPORT = (
    "政府工作报告\n（2024年1月15日在山前县人民代表大会上）\n一、2023年工作回顾\n{past}\n二、2024年工作安排\n{future}"
)
POLICY = "山前县人才奖补办法\n一、支持内容\n{future}"


def read(text):
    return figure_rows(read_plan([SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)]))


def figures_of(frame, *, past="", future=""):
    return read(frame.format(past=past, future=future))


def column(rows, name):
    return [row[name] for row in rows]


@pytest.mark.parametrize(
    ("sentence", "values", "units"),
    [
        pytest.param("引进人才1.2万人。", [12000], ["人"], id="ten thousands of people are multiplied out"),
        pytest.param("投入资金1.2亿元。", [1.2], ["亿元"], id="money keeps its scale in the unit"),
        pytest.param("培训4,500人次。", [4500], ["人次"], id="thousands separators are no list"),
        pytest.param("５年建成平台１２个。", [12], ["个"], id="full-width digits count"),
        pytest.param("培训30620余人。", [30620], ["人"], id="a hedge between number and unit is no unit"),
        pytest.param("培育产业人才5至8名。", [5], ["名"], id="a range starts with its lower end"),
        pytest.param("引进2-3个人才团队。", [2], ["个"], id="a unit before people is still a unit"),
        pytest.param("人均受教育年限达到10.8年。", [10.8], ["年"], id="years of schooling are a measure"),
        pytest.param("投入1850萬元。", [1850], ["万元"], id="traditional scales are read"),
        pytest.param("密度达83亿元/平方公里。", [83], ["亿元/平方公里"], id="a rate of two units stays one"),
        pytest.param("高、中、初级比例达15:35:50。", [15], ["%"], id="a ratio is one print"),
    ],
)
def test_a_number_is_read_with_its_unit(sentence, values, units):
    rows = figures_of(PLAN, future=sentence)
    assert (column(rows, "value"), column(rows, "unit")) == (values, units)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("落实《关于加强人才工作的30条意见》（山委发〔2022〕17号）。", id="titles and document numbers"),
        pytest.param("推广5G和2.0版系统，实施“1+3”行动。", id="names with digits"),
        pytest.param("2025年12月31日前完成。", id="dates"),
        pytest.param("联系电话：0899-6620135、12345。", id="telephone numbers"),
        pytest.param("每日8:30至17:30开放。", id="clocks"),
        pytest.param("综合实力居全省第3位，名列前10名。", id="ranks"),
        pytest.param("1.加强领导。2.健全机制。", id="list numbers"),
        pytest.param("服务90后青年，建设4A级景区。", id="generations and grades"),
        pytest.param("未来5年，我县将迎来新机遇。", id="spans that only set the scene"),
    ],
)
def test_what_only_looks_like_a_figure_is_none(sentence):
    assert figures_of(PLAN, future=sentence) == []


@pytest.mark.parametrize(
    ("sentence", "comparators"),
    [
        pytest.param("引进人才50名以上。", [">="], id="以上 behind the number"),
        pytest.param("引进人才不少于50名。", [">="], id="不少于 before it"),
        pytest.param("人才总量突破5万人。", [">"], id="突破"),
        pytest.param("失业率控制在5%以内。", ["<="], id="以内"),
        pytest.param("占比不到1%。", ["<"], id="不到"),
        pytest.param("引进人才50名左右。", ["~"], id="左右"),
        pytest.param("人才总量达到5万人。", ["="], id="达到 is reached, not exceeded"),
        pytest.param("建成平台5至8个。", ["range"], id="a range"),
        pytest.param("考核优秀的不超过总数的20%。", ["<="], id="a share of something named between"),
        pytest.param("按不低于10%、20%的比例安排。", [">=", ">="], id="a word at the head governs the list"),
        pytest.param("市级700名左右、县级300名。", ["~", "="], id="a word behind one number governs that one"),
    ],
)
def test_a_comparator_is_the_word_that_governs_the_number(sentence, comparators):
    assert column(figures_of(PLAN, future=sentence), "comparator") == comparators


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        pytest.param("全县人才总量达到5万人。", ["全县人才总量"], id="the noun before a level"),
        pytest.param("引进8名左右高精尖人才。", ["引进高精尖人才"], id="verb and object around a number"),
        pytest.param(
            "培养5名长期从事教学、善于创新的骨干教师。", ["培养骨干教师"], id="the head of a long description"
        ),
        pytest.param(
            "党政人才、技能人才分别达到0.6万人、4万人。", ["党政人才", "技能人才"], id="分别 pairs names and numbers"
        ),
        pytest.param(
            "党政人才0.6万人、技能人才4万人，分别增长5%、16%。",
            ["党政人才", "技能人才", "党政人才增幅", "技能人才增幅"],
            id="growth rates go with the figures before, in order",
        ),
        pytest.param(
            "城市、农村居民收入分别达到5万元、2万元，分别增长5%和7%。",
            ["城市", "农村居民收入", "城市增幅", "农村居民收入增幅"],
            id="a second 分别 counts the plain figures only",
        ),
        pytest.param(
            "人才总量由4万人增加到5万人。", ["人才总量", "人才总量"], id="both ends of a rise have one subject"
        ),
        pytest.param(
            "人才总量达5万人，占常住人口的10%。",
            ["人才总量", "人才总量占常住人口比重"],
            id="a share goes with its part",
        ),
    ],
)
def test_a_subject_is_what_the_number_counts(sentence, subjects):
    assert column(figures_of(PLAN, future=sentence), "subject") == subjects


@pytest.mark.parametrize(
    ("frame", "tense", "sentence", "kinds"),
    [
        pytest.param(PLAN, "past", "全县人才总量4万人。", ["baseline"], id="a state in the review"),
        pytest.param(PLAN, "past", "累计引进人才120名。", ["actual"], id="a delivery in the review"),
        pytest.param(PLAN, "future", "全县人才总量达到5万人。", ["target"], id="a level among the goals"),
        pytest.param(PLAN, "future", "引进人才120名。", ["quota"], id="a delivery among the goals"),
        pytest.param(PLAN, "future", "每年引进人才120名。", ["annual_quota"], id="a delivery each year"),
        pytest.param(PLAN, "future", "每年安排人才专项资金500万元。", ["budget"], id="money set aside"),
        pytest.param(PLAN, "future", "给予最高50万元补助。", ["limit"], id="a cap on money"),
        pytest.param(PLAN, "future", "选拔40周岁以下青年人才。", ["limit"], id="an age"),
        pytest.param(PLAN, "future", "分创新、创业2个类别遴选。", ["constraint"], id="a number of parts"),
        pytest.param(
            PLAN, "future", "35岁以下人才占40%。", ["target"], id="an age that only defines a share is no figure"
        ),
        pytest.param(PLAN, "future", "目前全县共有平台12个。", ["baseline"], id="a present state among the goals"),
        pytest.param(PLAN, "past", "占人才总量的76.25%。", ["share_of"], id="a part of an existing total"),
        pytest.param(REPORT, "past", "引进人才120名。", ["actual"], id="a delivery in a report's review"),
        pytest.param(REPORT, "future", "引进人才120名。", ["quota"], id="a delivery in a report's tasks"),
        pytest.param(
            POLICY,
            "future",
            "年营业收入5000万元以上的企业，给予50万元奖励。",
            ["constraint", "budget"],
            id="condition and grant",
        ),
        pytest.param(POLICY, "future", "评审专家不少于7人。", ["constraint"], id="a floor in a rule"),
        pytest.param(POLICY, "future", "在10个工作日内办结。", ["limit"], id="a time limit"),
        pytest.param(POLICY, "future", "须服务满5年。", ["constraint"], id="a term of service"),
        pytest.param(
            POLICY, "future", "新获批的国家级平台，奖励50万元。", ["budget"], id="an accomplished fact as a condition"
        ),
    ],
)
def test_a_kind_follows_from_place_and_words(frame, tense, sentence, kinds):
    assert column(figures_of(frame, **{tense: sentence}), "kind") == kinds


@pytest.mark.parametrize(
    ("frame", "tense", "sentence", "years"),
    [
        pytest.param(PLAN, "past", "全县人才总量4万人。", [2020], id="a review speaks of the base year"),
        pytest.param(PLAN, "future", "引进人才120名。", [2025], id="a promise without a day falls to the plan's end"),
        pytest.param(PLAN, "future", "到2023年引进人才80名。", [2023], id="a deadline of its own"),
        pytest.param(PLAN, "future", "人才总量比2015年增长20%。", [2025], id="the base of a comparison dates nothing"),
        pytest.param(PLAN, "future", "由2020年的4万人增加到5万人。", [2020, 2025], id="a rise from a year"),
        pytest.param(PLAN, "future", "到2025年总量达到5万人。引进人才9名。", [2025, 2025], id="a deadline lasts"),
        pytest.param(
            PLAN, "past", "2018年建成平台2家。引进人才9名。", [2018, 2020], id="a year in passing does not last"
        ),
        pytest.param(REPORT, "past", "全年新增就业1.2万人。", [2023], id="全年 in a review is the year reviewed"),
        pytest.param(REPORT, "future", "今年新增就业1.3万人。", [2024], id="今年 in a report is its own year"),
        pytest.param(POLICY, "future", "给予50万元奖励。", [None], id="a standing grant has no year"),
    ],
)
def test_a_year_is_the_one_the_figure_speaks_of(frame, tense, sentence, years):
    assert column(figures_of(frame, **{tense: sentence}), "year") == years


def test_a_row_carries_every_promised_field_and_the_page_only_where_there_is_one():
    plain = read("到2025年引进人才50名。")[0]
    paged = figure_rows(read_plan([SourceLine(1, "到2025年引进人才50名。", page=3)]))[0]
    fields = (
        "line section literal value value_max unit comparator subject kind year period stock_or_flow programme scope"
    )
    assert set(plain) == {*fields.split(), "confidence"}
    assert paged["page"] == 3


def test_traditional_characters_are_understood_and_printed_as_they_stand():
    row = read("海灣市人才發展規劃\n二、發展目標\n到2025年，全市人才總量超過25萬人。")[0]
    assert (row["literal"], row["comparator"], row["value"], row["subject"]) == ("25萬人", ">", 250000, "全市人才總量")


def test_a_length_from_a_year_on_dates_every_promise_without_a_day():
    rows = read("山前市引才意见\n一、目标\n从2012年起，用5年时间，引进领军人才50名。\n二、任务\n支持创新团队20个。")
    assert column(rows, "year") == [2016, 2016]


def test_news_of_january_tells_of_the_year_before_unless_it_looks_ahead():
    text = "山前：人才归来\n2022-01-18 09:32 来源：山前日报\n本报讯（记者 张三）2021年，全市引进博士19名。\n共改造公寓4500套。\n今年，山前计划再建驿站6个。"
    rows = read(text)
    assert [(row["year"], row["kind"]) for row in rows] == [(2021, "actual"), (2021, "actual"), (2022, "target")]


def test_a_yearly_bulletin_is_about_the_year_in_its_title():
    rows = read("临江区2023年统计公报\n2024年4月12日\n一、综合\n全年实现生产总值512亿元，比上年增长5.6%。")
    assert column(rows, "year") == [2023, 2023]


def test_a_label_names_what_a_box_counts():
    rows = figures_of(PLAN, future="山前名师：推选9名长期从事一线教学、师德高尚的教师人才。")
    assert column(rows, "subject") == ["推选山前名师"]


def test_one_kind_of_figure_of_each_sort_flows_or_stands():
    rows = figures_of(PLAN, future="人才总量达到5万人，引进人才9名，占比提高到10%。")
    assert column(rows, "stock_or_flow") == ["stock", "flow", "rate"]


@pytest.mark.parametrize("digits", ["9" * 400, "1234567890123456789"], ids=["endless", "a serial number"])
def test_a_number_of_more_digits_than_anything_counts_is_no_figure(digits):
    document = read_plan([SourceLine(1, f"到2025年，人才资源总量达到{digits}人，新增专家30名。")])
    assert [figure.literal for figure in document.figures] == ["30名"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        pytest.param(
            "规模以上工业企业中有研发活动企业占比达到30%。", "有研发活动企业占比", id="占比 is a share already"
        ),
        pytest.param("高技能人才占技能劳动者达到30%。", "占技能劳动者比重", id="占 and its whole need one"),
        pytest.param("高技能人才占技能劳动者比例达到30%。", "占技能劳动者比例", id="比例 is a share already"),
    ],
)
def test_a_share_is_called_a_share_once(sentence, subject):
    [row] = figures_of(PLAN, future=sentence)

    assert row["subject"].endswith(subject)
    assert "占比比重" not in row["subject"]
