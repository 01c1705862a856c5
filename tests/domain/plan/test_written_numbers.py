"""What the reader makes of numbers written in Chinese numerals: figures, years, and the many words that only look like one."""

import pytest

from bole.domain.plan.documents import SourceLine
from bole.domain.plan.reading.plans import figure_rows, read_plan

PLAN = "松河县人才发展“十四五”规划\n一、发展基础\n基础较好。\n二、发展目标\n{}"
POLICY = "松河县人才奖补办法\n一、支持内容\n{}"


def document_of(frame, sentence):
    return read_plan([SourceLine(number, line) for number, line in enumerate(frame.format(sentence).split("\n"), 1)])


def figures_of(sentence, frame=PLAN):
    return figure_rows(document_of(frame, sentence))


def named(sentence, *figures):
    return pytest.param(sentence, list(figures), id=sentence)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        named("引进博士百余名。", ("百余名", 100, "名", "~")),
        named("选派二百余名干部挂职。", ("二百余名", 200, "名", "~")),
        named("培训电商人才三千人。", ("三千人", 3000, "人", "=")),
        named("建成人才驿站一百二十家。", ("一百二十家", 120, "家", "=")),
        named("吸引两万余人返乡创业。", ("两万余人", 20000, "人", "~")),
        named("吸引两万多名青年返乡创业。", ("两万多名", 20000, "名", "~")),
        named("集聚二十余万名技能人才。", ("二十余万名", 200000, "名", "~")),
        named("引进近千名毕业生。", ("千名", 1000, "名", "~")),
        named("服务企业上百家。", ("百家", 100, "家", ">=")),
        named("引进专家数十名。", ("数十名", 10, "名", ">")),
        named("带动数百人就业。", ("数百人", 100, "人", ">")),
        named("带动几千人就业。", ("几千人", 1000, "人", ">")),
        named("选聘科技特派员十几名。", ("十几名", 10, "名", ">")),
        named("每个团队引进博士三至五名。", ("三至五名", 3, "名", "range")),
        named("新建院士工作站两家。", ("两家", 2, "家", "=")),
        named("引进三名院士。", ("三名", 3, "名", "=")),
        named("建设两个省级创新平台。", ("两个", 2, "个", "=")),
        named("组建不少于五人的服务专班。", ("五人", 5, "人", ">=")),
        named("实施六大工程，培养各类人才。", ("六大", 6, "大", "=")),
        named("技能人才占比提高五个百分点。", ("五个百分点", 5, "个百分点", "=")),
        named("高级职称人才占比达到三成。", ("三成", 30, "%", "=")),
        named("本地就业率达到七成以上。", ("七成以上", 70, "%", ">=")),
        named("青年人才占三分之二。", ("三分之二", 66.67, "%", "=")),
        named("青年人才占比超过三分之一。", ("三分之一", 33.33, "%", ">")),
        named("研发投入年均增长百分之十五。", ("百分之十五", 15, "%", "=")),
        named("就业率达到百分之九十八点五。", ("百分之九十八点五", 98.5, "%", "=")),
        named("人才密度提高千分之三。", ("千分之三", 3, "‰", "=")),
        named("人才总量翻一番。", ("翻一番", 100, "%", "=")),
        named("高新技术企业翻了两番。", ("翻了两番", 300, "%", "=")),
        named("人才投入增长一倍。", ("一倍", 1, "倍", "=")),
        named("人才投入增长一点五倍以上。", ("一点五倍以上", 1.5, "倍", ">=")),
        named("设立规模十亿元的人才基金。", ("十亿元", 10, "亿元", "=")),
        named("投入人才经费三千万元。", ("三千万元", 3000, "万元", "=")),
        named("投入人才经费一亿二千万元。", ("一亿二千万元", 1.2, "亿元", "=")),
        named("安排经费两千元。", ("两千元", 2000, "元", "=")),
        named("实现村级人才驿站全覆盖。", ("全覆盖", 100, "%", "=")),
        named("新任干部培训全员覆盖。", ("全员覆盖", 100, "%", "=")),
        named("培养名师30名，引进博士二十名。", ("30名", 30, "名", "="), ("二十名", 20, "名", "=")),
        named("引進博士兩百餘名。".replace("餘", "余").replace("兩", "两"), ("两百余名", 200, "名", "~")),
    ],
)
def test_a_number_in_chinese_numerals_is_read_as_the_digits_would_be(sentence, figures):
    rows = figures_of(sentence)
    assert [(row["literal"], row["value"], row["unit"], row["comparator"]) for row in rows] == figures


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(sentence, id=sentence)
        for sentence in (
            "引进一批领军人才，打造一支铁军，建设一个高地。",
            "从三个方面发力，落实四个面向。",
            "融入一带一路，谋划“十四五”和十五五开局。",
            "千方百计引才，走进千家万户，万众一心。",
            "着眼百年大计，推进两新工作。",
            "实施百名专家下乡行动和千名产业人才培养行动。",
            "落实千人计划、万人计划和双百计划。",
            "坚持第一资源，第三产业加快发展，排在第十名。",
            "一是加强领导，二是健全机制，三是压实责任。",
            "专栏一 人才工程",
            "十月底前完成，三月启动。",
            "健全覆盖城乡的服务网络，完善全覆盖的体系。",
            "贯彻党的二十大和十一届十次全会精神。",
            "打造千亿级产业集群，引进亿元以上项目。",
            "每万人拥有量稳步提升，百家争鸣。",
            "改革开放四十年来，用五年时间夯实基础。",
            "十分重视人才，成效事半功倍，不能一成不变。",
            "打造“百名匠人”品牌，印发《百名英才十条》。",
            "统一标准，唯一入口，之一不可少。",
            "抓好三项重点，做到两个维护，三五成群。",
        )
    ],
)
def test_idioms_names_orders_and_dates_are_no_figures(sentence):
    assert figures_of(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "到二〇二三年，引进博士二百余名。",
        "到二○二三年，引进博士200名。",
        "到二零二三年，引进博士两百名。",
    ],
)
def test_a_year_in_characters_dates_a_figure_as_digits_do(sentence):
    assert [(row["year"], row["kind"]) for row in figures_of(sentence)] == [(2023, "quota")]


def test_a_span_of_years_in_characters_in_the_title_is_the_plan_s():
    text = "松河县人才规划（二〇二一—二〇二五年）\n一、发展目标\n人才总量达到三万人。"
    rows = figure_rows(read_plan([SourceLine(number, line) for number, line in enumerate(text.split("\n"), 1)]))
    assert [(row["value"], row["year"]) for row in rows] == [(30000, 2025)]


def test_the_literal_stands_at_its_place_as_printed():
    sentence = "到二〇二五年，引進博士百余名，投入經費三千萬元，人才總量翻一番，實現驛站全覆蓋。"
    document = document_of(PLAN, sentence)
    assert [figure.literal for figure in document.figures] == ["百余名", "三千萬元", "翻一番", "全覆蓋"]
    for figure in document.figures:
        block = document.blocks[figure.place.block]
        assert block.text[figure.place.start : figure.place.end] == figure.literal


def test_growth_and_coverage_say_so_in_their_subjects():
    rows = figures_of("到2025年，人才总量较2020年翻一番，村级人才驿站全覆盖。")
    assert [(row["subject"], row["kind"], row["year"], row["stock_or_flow"]) for row in rows] == [
        ("人才总量增幅", "target", 2025, "rate"),
        ("村级人才驿站覆盖率", "target", 2025, "rate"),
    ]


def test_a_vague_number_is_trusted_less_than_a_written_one_and_that_less_than_digits():
    vague, written, digits = (
        figures_of(f"到2025年，引进博士{number}名。")[0]["confidence"] for number in ("数百", "三百", "300")
    )
    assert vague < 0.6 <= written < digits


def test_a_length_of_time_counts_only_as_a_condition():
    rows = figures_of("服务期不少于五年的，给予奖励三万元。三年内完成。", POLICY)
    assert [(row["literal"], row["kind"]) for row in rows] == [("五年", "constraint"), ("三万元", "budget")]
