from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404

from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.plan.proposals import FigureRole, ProposalKind, ProposedDuty
from bole.domain.plan.proposals import Proposal as Proposed
from bole.domain.plan.proposals import Tie as FigureTie
from bole.domain.plan.ties import DefinedTie
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.plan.models import Contradiction, Document, Figure, Proposal
from bole.web.plan.queries.documents import contradictions_of, document_for, documents_visible_to, figures_of, file_of
from bole.web.plan.services.documents import extend_ties, open_document, settle_contradiction
from tests.web.plan.conftest import COUNTY, PLAN_TEXT


def test_a_plan_is_kept_with_its_figures_and_its_file(document):
    assert document.title == "安河县“十四五”人才发展规划"
    assert file_of(document).decode() == PLAN_TEXT
    assert Figure.objects.filter(document=document).count() > 10
    assert Entry.objects.get(verb="plan.document.opened").detail["digest"] == document.digest


def test_the_same_text_again_changes_nothing(document, officer, today, now):
    again = open_document(
        data=PLAN_TEXT.encode(), file_name="again.txt", region=COUNTY, actor=officer, today=today, now=now
    )

    assert again.pk == document.pk
    assert Document.objects.count() == 1
    assert Entry.objects.filter(verb="plan.document.opened").count() == 1


def test_a_changed_text_with_the_same_title_is_the_next_version(document, officer, today, now):
    later = open_document(
        data=PLAN_TEXT.replace("40名", "50名").encode(),
        file_name="v2.txt",
        region=COUNTY,
        actor=officer,
        today=today,
        now=now,
    )

    assert (later.plan, later.version) == (document.plan, 2)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"", "plan.txt", id="an empty file"),
        pytest.param(b"   \n\n", "plan.txt", id="a file of blanks"),
        pytest.param(b"%PDF-1.4 broken", "plan.pdf", id="a broken PDF"),
        pytest.param("甲".encode() * 900_000, "plan.txt", id="a text no plan is as long as"),
        pytest.param(
            "到2025年，引进博士12名。\n\n".encode() * 1_100, "plan.txt", id="more numbers than a plan can promise"
        ),
        pytest.param(b"\x00\x01\x02\xff\xfe\x00" * 50, "plan.bin", id="no text at all"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason_and_nothing_is_kept(region, officer, today, now, data, name):
    with pytest.raises(UnreadableSource) as refusal:
        open_document(data=data, file_name=name, region=COUNTY, actor=officer, today=today, now=now)

    assert str(refusal.value.reason)
    assert not Document.objects.exists()
    assert not Entry.objects.filter(verb="plan.document.opened").exists()


def test_a_stranger_sees_no_document_and_opens_none(document, stranger, today, now):
    assert not documents_visible_to(stranger).exists()
    with pytest.raises(Http404):
        document_for(stranger, document.pk)
    with pytest.raises(Forbidden):
        open_document(data=b"text", file_name="a.txt", region=COUNTY, actor=stranger, today=today, now=now)


def test_a_contradiction_quotes_both_places(document):
    shares = [one for one in contradictions_of(document) if "高技能人才" in one.what]

    assert shares
    quoted = "".join(quote.marked for quote in shares[0].quotes)
    assert "30" in quoted
    assert "35" in quoted


def test_marking_a_contradiction_is_on_record(document, officer, now):
    settle_contradiction(
        document_id=document.pk, number=1, state="to_correct", note="表中应为30", actor=officer, now=now
    )

    first = contradictions_of(document)[0]
    assert (first.state, first.note) == ("to_correct", "表中应为30")
    assert Entry.objects.get(verb="plan.contradiction.settled").detail["state"] == "to_correct"


def test_figures_of_one_quantity_are_one_proposal(document):
    total = Proposal.objects.get(document=document, name__contains="人才资源总量")

    assert total.indicator["baseline"]["value"] == "20000"
    assert [target["goal"]["value"] for target in total.indicator["targets"]] == ["30000"]
    assert len(total.ties) == 4


def test_the_row_of_a_table_is_quoted_once_with_all_its_figures(document):
    row = Contradiction.objects.filter(document=document).first()
    cells = [
        number for number, figure in enumerate(figures_of(document.pk)) if figure.place.row == 3 and figure.unit == "%"
    ]
    row.figures, row.lines = cells, []
    row.save()

    [quote] = contradictions_of(document)[0].quotes
    assert [quote.marked, *(marked for marked, _after in quote.more)] == ["20", "35"]
    words = quote.before + quote.marked + quote.after + "".join(marked + after for marked, after in quote.more)
    assert words == "高技能人才占技能人才比例 · % · 20 · 35"


def test_a_duty_of_nobody_whose_figures_are_followed_already_is_not_proposed():
    duty = Proposed(
        kind=ProposalKind.DUTY,
        name="领航计划",
        section="二",
        ties=(FigureTie(3, FigureRole.TARGET, date(2025, 12, 31)),),
        confidence=0.95,
        duty=ProposedDuty(what="领航计划", until=None),
    )
    led = replace(duty, duty=ProposedDuty(what="领航计划", until=None, lead_unit="县教育局"))
    tie = DefinedTie(3, "talent", FigureRole.TARGET, date(2025, 12, 31))

    assert extend_ties(duty, ties={3: tie})
    assert not extend_ties(duty, ties={})
    assert not extend_ties(led, ties={3: tie})
