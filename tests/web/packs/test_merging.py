"""A pack meets a definition the region changed itself: nothing is overwritten, a draft proposes both together."""

from datetime import date

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import service_actor
from bole.web.journal.models import Entry
from bole.web.packs import comparing, draft_queries, drafts, queries, services
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Draft
from tests.web.packs.conftest import NOW, REGION, TODAY
from tests.web.packs.samples import INDICATORS, MANIFEST, sample_files

pytestmark = pytest.mark.django_db
HOUSE = service_actor("tests")
LATER = MANIFEST.replace('"1"', '"2"').replace("2024-01-01", "2026-01-01")
LAST = MANIFEST.replace('"1"', '"3"').replace("2024-01-01", "2026-02-01")
RAISED = INDICATORS.replace("value: 1500", "value: 1600")
RAISED_AGAIN = INDICATORS.replace("value: 1500", "value: 1700")
BY_DAY = "targets[2028-12-31].goal.value"


def load(**changes):
    pack = check_pack(sample_files(**changes), layout=LAYOUT)
    return services.load_pack(pack=pack, actor=HOUSE, now=NOW.replace(hour=5))


def indicator(day=TODAY, name="talent_total"):
    return queries.definition_in_force(HOUSE, region=REGION, kind="indicator", name=name, day=day).value


def goal(value):
    return {"goal": {"form": "number", "comparator": ">=", "value": value}}


@pytest.fixture
def own(desk, releaser):
    """The county leads its indicator by another unit than the pack says."""
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    desk.release(actor=releaser)
    return desk


def raise_goal(desk, releaser, value):
    desk.start()
    body = desk.draft.body
    desk.change(targets=[{**body["targets"][0], **goal(value)}])
    desk.offer()
    desk.release(actor=releaser)


def test_the_same_pack_again_leaves_the_regions_own_version_alone(own):
    entries = Entry.objects.count()

    again = load()

    assert not again.changed_anything
    assert indicator().lead_unit == "县人才办"
    assert (Entry.objects.count(), Draft.objects.filter(state="editing").count()) == (entries, 0)


def test_a_later_pack_loads_the_rest_and_proposes_what_both_say_together(own):
    done = load(pack=LATER, indicators=RAISED.replace("高技能人才", "高技能领军人才"))

    assert done.proposed == {"indicator/talent_total": []}
    assert "indicator/skilled" in done.changed
    assert (indicator().lead_unit, indicator().targets[0].goal.value) == ("县人才办", 1500)
    draft = Draft.objects.get(state="editing")
    assert (draft.body["lead_unit"], draft.body["targets"][0]["goal"]["value"]) == ("县人才办", "1600")
    assert draft.merging["base"]["targets"][0]["goal"]["value"] == "1500"


def test_the_merged_draft_goes_the_way_of_every_draft(own, releaser):
    load(pack=LATER, indicators=RAISED)
    own.draft = Draft.objects.get(state="editing")
    own.offer()

    own.release(actor=releaser)

    assert (indicator().lead_unit, indicator().targets[0].goal.value) == ("县人才办", 1600)
    assert not load(pack=LATER, indicators=RAISED).changed_anything


def test_a_conflict_keeps_ours_names_both_and_is_chosen_before_the_draft_is_offered(desk, releaser):
    raise_goal(desk, releaser, "1550")

    done = load(pack=LATER, indicators=RAISED)

    assert done.proposed == {"indicator/talent_total": [BY_DAY]}
    desk.draft = draft = Draft.objects.get(state="editing")
    [conflict] = draft.merging["conflicts"]
    assert (conflict["base"], conflict["ours"], conflict["theirs"]) == ("1500", "1550", "1600")
    assert draft.body["targets"][0]["goal"]["value"] == "1550"
    with pytest.raises(drafts.DraftRefused, match="Choose at each conflict"):
        desk.offer()


@pytest.mark.parametrize(("takes_theirs", "value"), [(True, "1600"), (False, "1550")])
def test_a_settled_conflict_says_what_was_chosen(desk, releaser, takes_theirs, value):
    raise_goal(desk, releaser, "1550")
    load(pack=LATER, indicators=RAISED)
    draft = Draft.objects.get(state="editing")

    settled = comparing.settle_conflict(
        draft_id=draft.pk, revision=1, number=0, takes_theirs=takes_theirs, actor=desk.actor, now=NOW
    )

    assert settled.body["targets"][0]["goal"]["value"] == value
    assert settled.merging["conflicts"][0]["settled"] == ("theirs" if takes_theirs else "ours")


def test_the_same_pack_again_proposes_no_second_draft(own):
    load(pack=LATER, indicators=RAISED)

    again = load(pack=LATER, indicators=RAISED)

    assert not again.changed_anything
    assert Draft.objects.filter(state="editing").count() == 1


def test_a_still_later_pack_renews_a_draft_nobody_touched(own):
    load(pack=LATER, indicators=RAISED)

    done = services.load_pack(
        pack=check_pack(sample_files(pack=LAST, indicators=RAISED_AGAIN), layout=LAYOUT),
        actor=HOUSE,
        now=NOW.replace(hour=6),
    )

    draft = Draft.objects.get(state="editing")
    assert done.proposed == {"indicator/talent_total": []}
    assert (draft.body["targets"][0]["goal"]["value"], draft.merging["version"]) == ("1700", "3")


def test_an_open_draft_of_somebody_waits_and_loses_nothing(own):
    own.start()
    own.change(lead_unit="县教育局")

    done = load(pack=LATER, indicators=RAISED)

    assert done.waiting == ["indicator/talent_total"]
    own.draft.refresh_from_db()
    assert own.draft.body["lead_unit"] == "县教育局"
    own.discard()
    assert load(pack=LATER, indicators=RAISED).proposed == {"indicator/talent_total": []}


def test_a_discarded_proposal_is_not_made_again_and_a_later_one_counts_from_it(own):
    load(pack=LATER, indicators=RAISED)
    own.draft = Draft.objects.get(state="editing")
    own.discard()

    assert not load(pack=LATER, indicators=RAISED).changed_anything
    load(pack=LAST, indicators=RAISED_AGAIN)

    assert Draft.objects.get(state="editing").merging["base"]["targets"][0]["goal"]["value"] == "1600"


def test_a_definition_the_region_ended_is_not_brought_back_by_the_pack(desk, releaser):
    desk.draft = drafts.repeal_definition(
        region=REGION,
        kind="indicator",
        name="skilled",
        on=TODAY,
        because="并入",
        actor=desk.actor,
        today=TODAY,
        now=NOW,
    )
    desk.offer()
    desk.release(actor=releaser)

    assert not load().changed_anything
    done = load(pack=LATER, indicators=INDICATORS.replace("value: 300", "value: 400"))

    assert done.proposed == {"indicator/skilled": []}
    with pytest.raises(queries.NoSuchDefinition):
        indicator(date(2027, 1, 1), "skilled")
    assert Draft.objects.get(state="editing").merging["was_ended"]


def test_a_definition_of_the_regions_own_and_a_new_one_of_the_pack_meet_as_a_draft(desk, releaser):
    desk.start("new_talent")
    own = {"id": "new_talent", "name": {"zh": "新增人才"}, "unit": "人", "stock_or_flow": "stock"}
    desk.save(body={**own, "measure": {"source": "县人社局"}, "lead_unit": "县人才办"})
    desk.offer()
    desk.release(actor=releaser)
    theirs = (
        "- id: new_talent\n  name: {zh: 新人才}\n  unit: 人\n  stock_or_flow: stock\n  measure: {source: 市人社局}\n"
    )

    done = load(pack=LATER, indicators=INDICATORS + theirs)

    assert done.proposed == {"indicator/new_talent": ["name.zh", "measure.source"]}
    assert indicator(name="new_talent").name.zh == "新增人才"


def test_a_draft_whose_definition_changed_is_compared_anew_and_then_released(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    load(pack=LATER, indicators=RAISED)
    with pytest.raises(drafts.DefinitionMovedOn):
        desk.release(actor=releaser)

    desk.draft = comparing.compare_draft(
        draft_id=desk.draft.pk, revision=desk.draft.revision, actor=desk.actor, today=TODAY, now=NOW
    )
    desk.offer()
    desk.release(actor=releaser)

    assert (indicator().lead_unit, indicator().targets[0].goal.value) == ("县人才办", 1600)
    assert draft_queries.drafts_of(desk.actor) == []
