import pytest
from django.http import Http404

from bole.domain.plan.standing.status import Status
from bole.web.journal.models import Entry
from bole.web.packs.models import Definition
from bole.web.plan.models import Proposal
from bole.web.plan.queries.indicators import indicators_in_force
from bole.web.plan.queries.living import living_plan
from bole.web.plan.services.proposals import Wording, confirm_proposals, dismiss_proposals, restore_proposals
from tests.web.plan.conftest import COUNTY


def numbers_of(document, **wanted):
    return list(Proposal.objects.filter(document=document, **wanted).values_list("number", flat=True))


def test_nothing_is_believed_before_it_is_confirmed(document, today):
    assert not indicators_in_force(COUNTY, day=today)
    assert living_plan(document, day=today).promised == 0


def test_confirming_makes_definitions_in_the_officers_words(document, officer, today, now):
    chosen = numbers_of(document, name__contains="人才资源总量")

    count = confirm_proposals(
        document_id=document.pk,
        numbers=chosen,
        actor=officer,
        today=today,
        now=now,
        wordings={chosen[0]: Wording(name="人才总量", lead_unit="县委组织部")},
    )

    [indicator] = indicators_in_force(COUNTY, day=today)
    assert count == 1
    assert (indicator.name.zh, indicator.lead_unit) == ("人才总量", "县委组织部")
    assert Entry.objects.get(verb="plan.proposals.confirmed").detail["indicators"] == [indicator.id]


def test_confirming_twice_changes_nothing(document, officer, today, now):
    terms = {"document_id": document.pk, "numbers": numbers_of(document), "actor": officer, "today": today, "now": now}
    first = confirm_proposals(**terms)

    assert first > 3
    assert confirm_proposals(**terms) == 0
    assert Entry.objects.filter(verb="plan.proposals.confirmed").count() == 1


def test_confirmed_targets_stand_in_the_text_and_are_unknown_without_values(document, officer, today, now):
    confirm_proposals(document_id=document.pk, numbers=numbers_of(document), actor=officer, today=today, now=now)

    plan = living_plan(document, day=today)
    assert plan.promised == len(indicators_in_force(COUNTY, day=today))
    assert dict(plan.counts)[Status.UNKNOWN] == plan.promised


def test_a_page_that_looks_back_finds_the_promise(document, officer, today, now):
    confirm_proposals(document_id=document.pk, numbers=numbers_of(document), actor=officer, today=today, now=now)

    assert living_plan(document, day=today.replace(year=2022)).promised > 3


def test_dismissed_proposals_can_be_taken_up_again(document, officer, now):
    chosen = numbers_of(document)[:2]

    assert dismiss_proposals(document_id=document.pk, numbers=chosen, actor=officer, now=now) == 2
    assert numbers_of(document, state="dismissed") == chosen
    assert restore_proposals(document_id=document.pk, numbers=chosen, actor=officer, now=now) == 2
    assert not Definition.objects.exists()


def test_a_stranger_confirms_nothing(document, stranger, today, now):
    with pytest.raises(Http404):
        confirm_proposals(document_id=document.pk, numbers=[1], actor=stranger, today=today, now=now)
