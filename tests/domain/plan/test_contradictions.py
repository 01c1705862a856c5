"""Each relation on invented lines: broken it is found, whole it stays silent."""

import pytest

from bole.domain.plan.contradictions import Contradiction, Severity, contradiction_rows, find_contradictions
from bole.domain.plan.documents import PlanDocument, SourceLine
from bole.domain.plan.reading.plans import read_plan

TITLE = "青禾县“十四五”人才发展规划"


def plan_of(*lines: str) -> PlanDocument:
    return read_plan([SourceLine(number, text) for number, text in enumerate((TITLE, "", *lines), start=1)])


def found_in(*lines: str) -> tuple[Contradiction, ...]:
    return find_contradictions(plan_of(*lines))


def base(*sentences: str) -> tuple[str, ...]:
    return ("一、发展基础", *sentences)


def goals(*sentences: str) -> tuple[str, ...]:
    return ("二、总体要求", "（二）发展目标", *sentences)


def table(*rows: str, head: str = "指标 2020年 2025年") -> tuple[str, ...]:
    return ("表1 主要指标", head.replace(" ", "\t"), *(row.replace(" ", "\t") for row in rows))


TEAMS = (
    "截至2020年底，全县人才总量15000人，其中党政人才1000人、专业技术人才5000人、企业经营管理人才2000人、"
    "技能人才4000人、农村实用人才2800人、社会工作人才200人。"
)
GROUP = table(
    "人才资源总量（人） 15000 18000",
    "党政人才 1000 1100",
    "专业技术人才 5000 6200",
    "技能人才 9000 10700",
)
GROWTH = table(
    "高新技术企业（家） 40 52 30%",
    "创新平台（个） 25 31 24%",
    head="指标 2020年 2025年 增长",
)
BOXES = (
    *goals("分设青禾工匠、青禾名师、青禾名医3个项目，共推选20名领军人才。"),
    "青禾工匠：推选6名长期在一线工作的技能人才。",
    "青禾名师：推选8名教学成果突出的教师。",
    "青禾名医：推选6名医术精湛的医生。",
)
QUOTAS = (
    "二、重点任务",
    "（一）实施人才培训计划。到2025年，培训各类人才600名左右。",
    "1.企业人才培训工程。选派200名企业管理人员参加培训。",
    "2.教育人才培训工程。选派250名教师参加培训。",
    "3.卫生人才培训工程。选派150名医生参加培训。",
)

# For each relation: the lines, what to change in them, and the check that must notice.
RELATIONS = [
    pytest.param(base(TEAMS), "农村实用人才2800", "农村实用人才2300", "sum", id="six teams make up all talents"),
    pytest.param(
        base("截至2020年底，全县有高级职称人员860人（其中正高级职称60人、副高级职称800人）。"),
        "副高级职称800", "副高级职称700", "sum", id="two ranks make up the senior titles",
    ),
    pytest.param(
        base("截至2020年底，引进博士12名、硕士88名，共100名。"),
        "共100名", "共120名", "sum", id="a list closed by 共 adds up",
    ),
    pytest.param(
        base("截至2020年底，全县有专业技术人才5000人，其中教师3600人、医生900人。"),
        "教师3600", "教师5600", "sum", id="a part is no larger than its whole",
    ),
    pytest.param(
        goals("到2025年，公费定向培养农技人员45名，2023年、2024年、2025年分别培养12名、15名、18名。"),
        "15名、18名", "15名、28名", "sum", id="the years make up the whole",
    ),
    pytest.param(GROUP, "5000\t6200", "5000\t6900", "table-sum", id="rows make up their group"),
    pytest.param(
        table("教师培训 人 100 120 220", "医生培训 人 30 40 70", head="任务 单位 2024年 2025年 合计"),
        "120\t220", "120\t260", "table-sum", id="years of a row make up its total",
    ),
    pytest.param(
        base("截至2020年底，全县有专业技术人才5000人，其中高级职称600人，占12%。"),
        "占12%", "占17%", "share", id="a share is its part over the whole",
    ),
    pytest.param(
        base("截至2020年底，全县人才总量15000人，占全县人口总量的7.5%。其中，五支队伍总数12000人，占人才总量的80%。"),
        "占人才总量的80%", "占人才总量的86%", "share", id="a share of a whole named before",
    ),
    pytest.param(
        goals("到2025年，高、中、初级专业技术人才比例达到12:38:50。"),
        "12:38:50", "12:38:60", "share", id="three shares make a hundred",
    ),
    pytest.param(
        base("截至2023年6月底，全县人才总量16500人，完成到2025年20000人目标的82.5%。"),
        "82.5%", "92.5%", "share", id="completion is level over goal",
    ),
    pytest.param(GROWTH, "52\t30%", "52\t36%", "growth", id="a growth rate follows from its row"),
    pytest.param(
        base("截至2020年底，全县人才总量12600人，较2015年净增2600人，增长26%。"),
        "增长26%", "增长36%", "change", id="level, increment and rate agree",
    ),
    pytest.param(
        base("截至2020年底，高技能人才占技能人才比例由20%提高到26%，提高6个百分点。"),
        "提高6个百分点", "提高9个百分点", "change", id="points join two shares",
    ),
    pytest.param(
        base("民营企业申报高级职称人数由2016年的120人增加到2020年的480人，增长3倍。"),
        "增长3倍", "增长5倍", "change", id="times join base and level",
    ),
    pytest.param(
        (*goals("到2025年，全县高新技术企业达到52家。"), *GROWTH),
        "企业达到52家", "企业达到58家", "restated", id="text and table agree",
    ),
    pytest.param(
        (*goals("到2025年，技能大师工作室达到12个。"), "三、主要任务", "加强平台建设，到2025年，技能大师工作室达到12个。"),
        "加强平台建设，到2025年，技能大师工作室达到12个", "加强平台建设，到2025年，技能大师工作室达到15个", "restated",
        id="goal and task agree",
    ),
    pytest.param(
        table("万人发明专利拥有量（件） 3.2 6"),
        "3.2\t6", "3.2\t2.6", "target", id="a target lies above its base",
    ),
    pytest.param(QUOTAS, "选派250名教师", "选派350名教师", "quota", id="quotas make up the total of their heading"),
    pytest.param(BOXES, "推选8名教学", "推选5名教学", "quota", id="entries make up the total of their projects"),
    pytest.param(
        base("围绕装备制造、绿色食品、文旅康养、现代物流4大产业布局人才链。"),
        "4大产业", "5大产业", "count", id="a list has as many names as announced",
    ),
    pytest.param(
        (*base("截至2020年底，研发经费支出4.0亿元，研发经费支出占地区生产总值比重为1.0%。"),
         *goals("到2025年，研发经费支出达到8.0亿元，研发经费支出占地区生产总值比重达到1.6%。")),
        "达到8.0亿元", "达到5.0亿元", "implied", id="amount and share leave room for the whole",
    ),
    pytest.param(
        (*base("截至2020年底，全县技能人才20000人，高技能人才占技能人才的比例为30%。"),
         *goals("到2025年，高技能人才占技能人才的比例达到35%，新增高技能人才1500名。")),
        "新增高技能人才1500名", "新增高技能人才300名", "implied", id="an increment carries the share it is to lift",
    ),
    pytest.param(
        goals("每年培养乡村医生40名，到2025年新增乡村医生200名。"),
        "每年培养乡村医生40名", "每年培养乡村医生65名", "implied", id="years make up the total of the plan",
    ),
    pytest.param(
        goals("到2025年，引进硕士以上人才80名。"),
        "到2025年", "到2019年", "period", id="a deadline lies inside the plan",
    ),
    pytest.param(
        goals("到2025年，注册志愿者人数达到8600人。"),
        "8600人", "8600人次", "unit", id="heads are counted in persons",
    ),
    pytest.param(
        (*goals("到2025年，引进农业新品种达到90项。"), *table("农业新品种引进（项） 64 90")),
        "引进农业新品种达到90项", "五年累计引进农业新品种90项", "stock-flow", id="a sum over years is no level of one year",
    ),
    pytest.param(
        (*goals("每万人口注册商标拥有量达到9件。"), *table("每万人口高价值注册商标拥有量（件） 2 4")),
        "达到9件", "达到4件", "label", id="one number has one name",
    ),
    pytest.param(
        (*goals("到2025年，拥有省级英才卡人才12人以上。"), *table("拥有省级英才卡人才（人） 4 12")),
        "英才卡人才12人以上", "英才卡人才突破12人", "comparator", id="text and table are equally strict",
    ),
    pytest.param(
        base("截至2022年底，全县人才总量5000人。按学历分，研究生500人，本科2500人，专科及以下2000人。"),
        "专科及以下2000人", "专科及以下1400人", "sum", id="a breakdown divides the total before it",
    ),
    pytest.param(
        goals("三年新增取得高级工证书900人，其中2024年280人、2025年300人、2026年320人。"),
        "2026年320人", "2026年420人", "sum", id="the years of a list make up the whole",
    ),
    pytest.param(
        base("截至2020年底，专业技术人才5000人。专业技术人才中，高级职称600人、中级职称1800人，分别占12%和36%。"),
        "分别占12%和36%", "分别占12%和46%", "share", id="shares told in turn",
    ),
    pytest.param(
        goals("购房补贴分3年发放，每年分别发放40%、30%、30%。"),
        "40%、30%、30%", "40%、30%、20%", "share", id="instalments make the whole",
    ),
    pytest.param(
        base("截至2020年底，35岁及以下占41.7%，36—50岁占43.9%，51岁及以上占14.4%。"),
        "占14.4%", "占24.4%", "share", id="ages make the whole",
    ),
    pytest.param(
        goals("风险损失由政府、银行、担保机构按4:3:3的比例分担。"),
        "4:3:3", "4:3:2", "share", id="a loss is borne whole",
    ),
    pytest.param(
        (*base("截至2022年末，全县人才总量9080人。"), *goals("到2025年全县人才总量目标为10000人，2022年末完成90.8%。")),
        "完成90.8%", "完成80.8%", "share", id="completion of a goal whose level is told elsewhere",
    ),
    pytest.param(
        (*base("截至2022年末，人才贡献率为38.9%。"), *goals("到2025年人才贡献率目标42%，还差3.1个百分点。")),
        "还差3.1个", "还差5.1个", "change", id="the distance is goal less level",
    ),
    pytest.param(
        base("企业专业技术人才由2015年的6000人增加到2020年的9000人，增加3000人。"),
        "增加3000人", "增加2000人", "change", id="the increase is level less base",
    ),
    pytest.param(
        (*base("截至2020年底，拥有国家级创新平台3个、省级创新平台18个。"), *table("省级以上创新平台（个） 21 30")),
        "21\t30", "24\t30", "implied", id="ranks make up 省级以上",
    ),
    pytest.param(
        (*goals("依托青禾英才项目，遴选支持12名青年人才。"),
         "青禾英才项目：分设青禾新锐和青禾新星2个项目，共推选12名青年人才。"),
        "共推选12名", "共推选18名", "restated", id="a programme keeps the number of its entry",
    ),
    pytest.param(
        goals("分设青禾新锐和青禾新星2个项目。"),
        "2个项目", "3个项目", "count", id="a pair is two",
    ),
    pytest.param(
        base("实施人才培养三个工程。一是实施青年干部工程；二是实施实用人才工程；三是实施领军人才工程。"),
        "三个工程", "四个工程", "count", id="as many follow as are announced",
    ),
    pytest.param(
        table("县财政人才投入（万元） 2000 2500"),
        "投入（万元）", "投入（万元/5年）", "stock-flow", id="five years do not stand under one",
    ),
    pytest.param(
        goals("到2025年，全县人才总量达到20000人，每年培训1000人。"),
        "每年培训1000人", "每年培训3000人", "unit", id="nobody trains more people than there are",
    ),
    pytest.param(
        base("招才引智活动达成意向协议762人，现场签约318人，签约率41.7%。"),
        "签约率41.7%", "签约率51.7%", "share", id="a rate named by the verb of its part",
    ),
    pytest.param(
        base("高新技术企业新增16家、总数达到92家，同比增长21.1%。"),
        "增长21.1%", "增长31.1%", "change", id="the increment told first",
    ),
    pytest.param(
        ("三、保障措施", "县财政每年安排人才专项资金3000万元，五年共1.5亿元。"),
        "五年共1.5亿元", "五年共1.8亿元", "implied", id="so much a year and in all",
    ),
    pytest.param(
        goals("入选当年拨付40%，中期评估合格后拨付30%，验收合格后拨付30%。"),
        "验收合格后拨付30%", "验收合格后拨付20%", "share", id="stages pay out the whole",
    ),
    pytest.param(
        base("“十三五”期间，累计招聘教师862人，年均172人。"),
        "年均172人", "年均212人", "implied", id="an average over the years, rounded",
    ),
]  # fmt: skip


def changed(lines: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    text = "\n".join(lines)
    assert text.count(old) == 1
    return tuple(text.replace(old, new).split("\n"))


@pytest.mark.parametrize(("lines", "old", "new", "check"), RELATIONS)
def test_a_relation_that_holds_is_not_reported(lines, old, new, check):
    assert found_in(*lines) == ()


@pytest.mark.parametrize(("lines", "old", "new", "check"), RELATIONS)
def test_one_changed_number_is_reported(lines, old, new, check):
    assert check in {each.check for each in found_in(*changed(lines, old, new))}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            base("截至2020年底，全县人才总量15000人，其中党政人才1000人、专业技术人才5000人、技能人才4000人。"),
            id="a list that leaves teams out",
        ),
        pytest.param(
            base("截至2020年底，引进人才500人，其中硕士以上120人、高级职称90人。"), id="examples far below their total"
        ),
        pytest.param(
            base("截至2020年底，引进人才300人，其中博士30人、硕士180人、高级职称120人。"),
            id="people counted by degree and by title",
        ),
        pytest.param(
            (*goals("五年开展职业培训60万人次。"), *table("职业培训（万人次） —— 60")), id="a delivery in a row without a base"
        ),
        pytest.param(
            base("截至2020年底，专业技术人才5000人，其中高级职称600人；技能人才9000人，其中高技能人才2500人。"),
            id="two lists in one sentence",
        ),
        pytest.param(
            (*base("截至2020年底，技能人才9000人。"), *goals("到2025年，高技能人才达到4000人。")),
            id="高技能人才 is not 技能人才",
        ),
        pytest.param(
            (*base("2020年引进硕士以上人才60名。"), *goals("到2025年，引进硕士以上人才80名。")),
            id="what was done and what is promised",
        ),
        pytest.param(
            (*goals("到2025年，引进优秀人才500名。"), "三、主要任务", "加强教育人才引进，到2025年引进优秀人才80名。"),
            id="deliveries of a vague thing in two sections",
        ),
        pytest.param(
            (*goals("三年培训高素质农民330人。"), *table("高素质农民培训 人 100 110 120 330",
                                                  head="任务 单位 2023年 2024年 2025年 合计")),
            id="the last year is not the total",
        ),
        pytest.param(
            table("人才总量 万人 1.50 1.80", "专业技术人才 万人 0.50 0.62", "高级职称人才 人 600 900",
                  head="指标 单位 2020年 2025年"),
            id="a row in 人 under rows in 万人",
        ),
        pytest.param(
            goals("博士一次性补贴30万元，每月发放津贴3000元，连续发放三年。"), id="a grant and an allowance"
        ),
        pytest.param(
            goals("到2023年，建成人才公寓100套；到2035年，全面建成人才强县。"), id="steps on the way and a long view"
        ),
        pytest.param(
            base("2021年末卫生人员1398万人，比上年增加50.8万人（增长3.8%）。分布在医院613万人（占43.8%）。"),
            id="an increase of the year before",
        ),
        pytest.param(
            base("经营管理、专业技术、技能操作人员之比为1:3.2:5.8。"), id="a proportion that is no split"
        ),
        pytest.param(
            (*base("截至2020年底，城镇登记失业率为3.9%。"), *goals("到2025年，城镇登记失业率控制在3.5%以内。")),
            id="what is meant to fall may fall",
        ),
    ],
)  # fmt: skip
def test_what_may_be_meant_so_is_left_alone(lines):
    assert found_in(*lines) == ()


def test_a_rate_cut_off_is_told_from_a_wrong_rate():
    row = "高新技术企业（家） 34 41 20.5%"

    found = found_in(*table(row, head="指标 2020年 2025年 增长"))

    assert [(each.check, each.severity) for each in found] == [("growth", Severity.WARNING)]
    assert "cut off" in str(found[0].what)


def test_a_number_cut_off_in_the_table_is_found_beside_the_exact_one():
    found = found_in(*base("截至2020年底，全县人才总量18719人。"), *table("人才总量（万人） 1.8 2.3"))

    assert [each.check for each in found] == ["restated"]
    assert str(found[0].expected) == "1.9 (from 18719人)"


def test_a_factor_of_ten_points_to_the_unit():
    found = found_in(*goals("到2025年，全县人才总量达到23万人。"), *table("人才总量（万人） 1.8 2.3"))

    assert "a unit may be wrong" in " ".join(str(each.what) for each in found)


def test_what_is_under_way_without_a_date_is_held_to_the_base_column():
    found = found_in(
        *base("目前，全县已有国家高新技术企业81家。"), *table("高新技术企业数量（家） 64 130")
    )  # fmt: skip

    assert [each.check for each in found] == ["restated"]


def test_validity_needs_a_first_day():
    found = found_in("四、附则", "本意见自印发之日起施行，有效期至2025年12月31日。")

    assert [(each.check, each.lines) for each in found] == [("period", (4,))]


def test_a_fixed_sum_beside_a_floor_is_worked_out():
    found = found_in(
        "三、保障措施",
        "每年投入人才专项资金2000万元。",
        "足额安排人才专项资金，原则上不低于上一年度一般公共预算收入的2%。",
    )

    assert [each.check for each in found] == ["fund"]
    assert "10亿元" in str(found[0].expected)


def test_rows_name_lines_figures_and_both_sides():
    lines = changed(GROUP, "5000\t6200", "5000\t6900")

    (row,) = contradiction_rows(found_in(*lines))

    assert row["lines"] == [5, 6, 7, 8]
    assert row["check"] == "table-sum"
    assert row["severity"] == "error"
    assert row["expected"] == "18700 (1100 + 6900 + 10700)"
    assert row["found"] == "18000"
    figures = plan_of(*lines).figures
    assert [figures[place].literal for place in row["figures"]] == ["18000", "1100", "6900", "10700"]


def test_a_plan_without_figures_has_no_contradictions():
    assert found_in("一、总则", "坚持党管人才。") == ()
