from datetime import date

import pytest

from bole.domain.plan.definitions import Direction
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.plan.duties import propose_duties
from bole.domain.plan.files.sources import split_lines
from bole.domain.plan.proposals import FigureRole, ProposalKind, propose_indicators
from bole.domain.plan.reading.plans import read_plan
from bole.domain.plan.stored_documents import pack_blocks, pack_figure, unpack_blocks, unpack_figure
from bole.domain.plan.ties import tie_figures

TEXT = """安河县“十四五”人才发展规划

一、发展基础

截至2020年底，全县人才资源总量达2万人，其中技能人才1.7万人。

二、发展目标

到2025年，全县人才资源总量达到3万人，技能人才达到2.4万人。高技能人才占技能人才比例达到30%。人才流失率控制在5%以下。

“十四五”期间，引进博士40名。每年培训农村实用人才500人次。

三、重点工程

实施育才工程。由县教育局牵头，到2025年培养骨干教师120名。

表1：主要指标

指标\t单位\t2020年\t2025年
人才资源总量\t万人\t2\t3
高技能人才占技能人才比例\t%\t20\t35
"""


@pytest.fixture(scope="module")
def document():
    return read_plan(split_lines(TEXT))


@pytest.fixture(scope="module")
def proposals(document):
    return propose_indicators(document, plan_name=document.title)


def about(proposals, word):
    [found] = [proposal for proposal in proposals if word in proposal.name]
    return found


def test_base_target_and_repetitions_become_one_indicator(document, proposals):
    total = about(proposals, "人才资源总量")

    assert total.kind is ProposalKind.INDICATOR
    assert (total.indicator.baseline.day, total.indicator.baseline.value) == (date(2020, 12, 31), 20000)
    assert [(one.day.year, one.goal.value) for one in total.indicator.targets] == [(2025, 30000)]
    assert [tie.role for tie in total.ties].count(FigureRole.TARGET) == 2
    assert [tie.role for tie in total.ties].count(FigureRole.BASELINE) == 2


def test_a_delivery_over_the_plan_has_its_period(proposals):
    doctors = about(proposals, "博士")

    [promised] = doctors.indicator.targets
    assert doctors.kind is ProposalKind.QUOTA
    assert doctors.indicator.stock_or_flow is StockOrFlow.FLOW
    assert (promised.from_day, promised.day) == (date(2021, 1, 1), date(2025, 12, 31))


def test_a_yearly_delivery_is_promised_anew_each_year(proposals):
    [promised] = about(proposals, "农村实用人才").indicator.targets

    assert promised.yearly
    assert promised.goal.value == 500


def test_a_share_stated_twice_differently_is_one_proposal_with_a_note(proposals):
    share = about(proposals, "高技能人才占技能人才比例")

    assert share.indicator.stock_or_flow is StockOrFlow.RATE
    assert [one.goal.value for one in share.indicator.targets] == [35]
    assert "30%" in str(share.notes[0])
    assert "35" in str(share.notes[0])


def test_every_source_names_its_place(proposals):
    assert all(one.source.line and one.source.document for each in proposals for one in each.indicator.targets)


def test_a_duty_names_who_leads(document):
    named = [proposal.duty for proposal in propose_duties(document) if proposal.duty.lead_unit]

    assert [duty.lead_unit for duty in named] == ["县教育局"]
    assert named[0].until == date(2025, 12, 31)


def test_ids_stay_the_same_in_the_next_version(document, proposals):
    later = propose_indicators(read_plan(split_lines(TEXT.replace("3万人", "3.2万人"))), plan_name="x")

    assert about(later, "人才资源总量").indicator.id == about(proposals, "人才资源总量").indicator.id


def test_ids_are_unique(proposals):
    ids = [proposal.indicator.id for proposal in proposals]
    assert len(ids) == len(set(ids))


def test_what_is_defined_is_tied_to_the_figures_that_state_it(document, proposals):
    defined = [proposal.indicator for proposal in proposals]

    ties = tie_figures(document, indicators=defined)

    stated = {(tie.figure, tie.indicator) for tie in ties if tie.role is FigureRole.TARGET}
    own = {
        (tie.figure, each.indicator.id)
        for each in proposals
        for tie in each.ties
        if tie.role is FigureRole.TARGET and not each.notes
    }
    assert own <= stated


def test_a_figure_of_another_unit_or_year_is_not_tied(document, proposals):
    total = about(proposals, "人才资源总量").indicator
    moved = total.model_copy(
        update={
            "baseline": None,
            "targets": tuple(one.model_copy(update={"day": date(2035, 12, 31)}) for one in total.targets),
        }
    )

    assert tie_figures(document, indicators=[moved]) == ()
    assert tie_figures(document, indicators=[total.model_copy(update={"unit": "%"})]) == ()


def test_a_pack_in_ten_thousands_is_tied_to_the_same_figures(document, proposals):
    total = about(proposals, "人才资源总量").indicator
    [promised] = total.targets
    in_wan = total.model_copy(
        update={
            "unit": "万人",
            "baseline": None,
            "targets": (
                promised.model_copy(
                    update={"goal": promised.goal.model_copy(update={"value": promised.goal.value / 10000})}
                ),
            ),
        }
    )

    assert [tie.figure for tie in tie_figures(document, indicators=[in_wan])] == [
        tie.figure for tie in about(proposals, "人才资源总量").ties if tie.role is FigureRole.TARGET
    ]


def test_a_stored_document_comes_back_as_it_was(document):
    assert [tuple(block.lines) for block in unpack_blocks(pack_blocks(document))] == [
        tuple(block.lines) for block in document.blocks
    ]
    assert [block.text for block in unpack_blocks(pack_blocks(document))] == [block.text for block in document.blocks]
    assert tuple(unpack_figure(pack_figure(figure)) for figure in document.figures) == document.figures


def test_a_cap_is_approached_from_above(proposals):
    capped = [one for one in proposals if "流失率" in one.name]
    assert all(one.indicator.direction is Direction.DOWN for one in capped)
    assert all(
        target.goal.comparator in {Comparator.AT_MOST, Comparator.LESS}
        for one in capped
        for target in one.indicator.targets
    )
