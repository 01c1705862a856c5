"""Two texts in one region: neither moves the numbers of the other, and a wrong one goes again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from bole.domain.packs.versions import body_of, digest_of
from bole.domain.plan.definitions import Indicator, Plan
from bole.domain.shared.law import Source
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.packs.models import Definition
from bole.web.plan.models import Document, Proposal, Tie
from bole.web.plan.queries.documents import document_for, file_of, newest_documents
from bole.web.plan.queries.living import standing_goals
from bole.web.plan.queries.overview import plan_cards
from bole.web.plan.services.documents import open_document, withdraw_document
from bole.web.plan.services.proposals import confirm_proposals
from tests.web.factories import PASSWORD
from tests.web.plan.conftest import COUNTY, PLAN_TEXT

OTHER_TEXT = PLAN_TEXT.replace("安河县“十四五”", "临水县“十四五”").replace("博士40名", "博士45名")
SOURCE = "安河县“十四五”人才发展规划（安委发〔2021〕9号）"


def indicator(name, *, called, unit, goal, line, stock_or_flow="stock"):
    source = {"document": SOURCE, "line": line}
    return Indicator.model_validate(
        {
            "id": name,
            "name": {"zh": called, "en": name},
            "unit": unit,
            "stock_or_flow": stock_or_flow,
            "measure": {"source": "县统计局"},
            "targets": [{"day": "2025-12-31", "goal": goal, "source": source}],
        }
    )


@pytest.fixture
def pack(region, now):
    """The county's definitions: two numbers, and a direction that no figure states."""
    plan = Plan(
        id="talent_plan", title="安河县“十四五”人才发展规划", from_day="2021-01-01", through="2025-12-31",
        source=Source(document=SOURCE),
    )  # fmt: skip
    number = {"form": "number", "comparator": ">="}
    defined = [
        indicator("talents", called="人才资源总量", unit="万人", goal=number | {"value": "3"}, line=9),
        indicator("stations", called="人才工作站", unit="个", goal=number | {"value": "10"}, line=9),
        indicator("mood", called="人才满意度", unit="%", goal={"form": "direction", "direction": "up"}, line=9),
    ]
    for kind, value in [("plan", plan), *(("indicator", one) for one in defined)]:
        body = body_of(value)
        Definition.objects.create(
            region=COUNTY, kind=kind, name=value.id, digest=digest_of(body), body=body, from_on=plan.from_day,
            pack="anhe", pack_version="1", loaded_at=now,
        )  # fmt: skip


@pytest.fixture
def opened(officer, today, now):
    def text(words, name="plan.txt"):
        about = {"region": COUNTY, "actor": officer, "today": today, "now": now}
        return open_document(data=words.encode(), file_name=name, **about)

    return text


@pytest.fixture
def english(client, officer):
    client.post("/accounts/sign-in/", {"username": "officer", "password": PASSWORD})
    client.post("/language/", {"language": "en", "next": "/"})
    return client


def names(document, today):
    return sorted(goal.indicator.id for goal in standing_goals(document, day=today))


def test_another_plan_of_the_region_changes_no_number_and_inherits_none(pack, opened, today):
    first = opened(PLAN_TEXT)
    before = names(first, today)
    second = opened(OTHER_TEXT)

    assert before == ["mood", "stations", "talents"]
    assert names(first, today) == before
    assert names(second, today) == []
    assert not Tie.objects.filter(document=second).exists()


def test_ties_that_another_text_has_from_before_count_for_the_plan_that_is_their_source(pack, opened, officer, today):
    wrong, right = opened(OTHER_TEXT), opened(PLAN_TEXT)
    Tie.objects.bulk_create(
        Tie(document=wrong, number=tie.number, indicator=tie.indicator, role=tie.role, day=tie.day)
        for tie in Tie.objects.filter(document=right)
    )

    cards = plan_cards(newest_documents(officer), day=today)
    assert {card.document.pk: card.promised for card in cards} == {right.pk: 3, wrong.pk: 0}


def test_each_plan_keeps_what_was_confirmed_from_it(pack, opened, officer, today, now):
    first, second = opened(PLAN_TEXT), opened(OTHER_TEXT)
    row = Proposal.objects.get(document=second, name__contains="博士")
    confirm_proposals(document_id=second.pk, numbers=[row.number], actor=officer, today=today, now=now)

    assert len(names(second, today)) == 1
    assert names(first, today) == ["mood", "stations", "talents"]


def test_a_withdrawn_plan_leaves_lists_and_counts_and_stays_on_record(pack, opened, officer, today, now):
    first, wrong = opened(PLAN_TEXT), opened(OTHER_TEXT)
    withdraw_document(document_id=wrong.pk, because="别县的规划", actor=officer, now=now)

    assert [one.pk for one in newest_documents(officer)] == [first.pk]
    assert not Proposal.objects.filter(document=wrong, state="proposed").exists()
    assert names(first, today) == ["mood", "stations", "talents"]
    assert file_of(Document.objects.get(pk=wrong.pk)).decode() == OTHER_TEXT
    assert Entry.objects.get(verb="plan.document.withdrawn").detail["because"] == "别县的规划"
    with pytest.raises(Http404):
        document_for(officer, wrong.pk)


def test_a_withdrawn_text_may_be_opened_again(opened, officer, now):
    first = opened(PLAN_TEXT)
    withdraw_document(document_id=first.pk, because="误开", actor=officer, now=now)
    again = opened(PLAN_TEXT)

    assert again.pk != first.pk
    assert again.version == 2


def test_a_plan_is_not_withdrawn_without_a_reason_or_by_a_stranger(document, officer, stranger, now):
    with pytest.raises(Forbidden):
        withdraw_document(document_id=document.pk, because="  ", actor=officer, now=now)
    with pytest.raises(Http404):
        withdraw_document(document_id=document.pk, because="误开", actor=stranger, now=now)

    assert Document.objects.get().withdrawn_at is None


def test_the_page_withdraws_a_plan_by_a_plain_form(english, document):
    assert f'action="/plans/{document.pk}/withdraw/"' in english.get(f"/plans/{document.pk}/").content.decode()
    page = english.post(f"/plans/{document.pk}/withdraw/", {"because": "误开"}, follow=True).content.decode()

    assert "is withdrawn and counts no more" in page
    assert english.get(f"/plans/{document.pk}/").status_code == 404
    assert english.get(f"/plans/{document.pk}/file/").status_code == 200


def test_the_same_file_again_is_said_to_be_the_same(english, document):
    upload = SimpleUploadedFile("again.txt", PLAN_TEXT.encode())
    page = english.post("/plans/open/", {"region": COUNTY, "file": upload}, follow=True).content.decode()

    assert "This is the same text as version 1; nothing was added." in page
    assert "The plan is open." not in page


@pytest.mark.parametrize(
    ("place", "warns"),
    [
        pytest.param("安平市", True, id="of the city above"),
        pytest.param("安平市安河县", False, id="of the county with its city"),
        pytest.param("安河县", False, id="of the county"),
    ],
)
def test_a_title_that_names_another_region_is_warned_of(english, place, warns):
    upload = SimpleUploadedFile("p.txt", PLAN_TEXT.replace("安河县“十", f"{place}“十").encode())
    page = english.post("/plans/open/", {"region": COUNTY, "file": upload}, follow=True).content.decode()

    assert ("The title names 安平市" in page) is warns


def test_what_the_pack_defines_is_said_to_be_followed_already(english, pack, opened):
    page = english.get(f"/plans/{opened(PLAN_TEXT).pk}/contradictions/").content.decode()

    assert "3 targets of this plan are defined in the region" in page
