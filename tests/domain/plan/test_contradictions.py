"""Each relation on invented lines: broken it is found, whole it stays silent."""

import pytest

from bole.domain.plan.contradictions import Contradiction, Severity, contradiction_rows, find_contradictions
from bole.domain.plan.documents import PlanDocument, SourceLine
from bole.domain.plan.reading import read_plan

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
        goals("每年培养高技能人才120名，到2025年新增高技能人才600名。"),
        "每年培养高技能人才120名", "每年培养高技能人才190名", "implied", id="years make up the total of the plan",
    ),
    pytest.param(
        goals("到2025年，引进硕士以上人才80名。"),
        "到2025年", "到2019年", "period", id="a deadline lies inside the plan",
    ),
    pytest.param(
        goals("到2025年，实现每年在训运动员人数达到1000人。"),
        "1000人", "1000人次", "unit", id="heads are counted in persons",
    ),
    pytest.param(
        (*goals("到2025年，转化科技成果达到150项。"), *table("科技成果转化（项） 120 150")),
        "转化科技成果达到150项", "五年累计转化科技成果150项", "stock-flow", id="a sum over years is no level of one year",
    ),
    pytest.param(
        (*goals("每万人口发明专利拥有量达到7件。"), *table("每万人口高价值发明专利拥有量（件） 3 6")),
        "达到7件", "达到6件", "label", id="one number has one name",
    ),
    pytest.param(
        (*goals("到2025年，拥有省级英才卡人才12人以上。"), *table("拥有省级英才卡人才（人） 4 12")),
        "英才卡人才12人以上", "英才卡人才突破12人", "comparator", id="text and table are equally strict",
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
