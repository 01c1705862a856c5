"""The pages of drafts: nothing typed is lost, errors stand at their place, and the second person has the button."""

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Role, service_actor
from bole.web.packs import services
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Definition, Draft
from tests.web.factories import PASSWORD, make_user
from tests.web.packs.conftest import NOW, REGION
from tests.web.packs.samples import INDICATORS, MANIFEST, sample_files

pytestmark = pytest.mark.django_db
CHANGED = """\
id: talent_total
name: {zh: 人才总量, en: Talent in total}
unit: 人
stock_or_flow: stock
measure: {form: reported, source: 县人社局年报}
lead_unit: 县人才办
targets:
  - day: 2028-12-31
    goal: {form: number, comparator: ">=", value: 1600}
    source: {document: 样县人才发展规划, place: 二, line: 12}
"""


def signed_in(client, username, role=Role.OFFICE):
    client.logout()
    user = make_user(username, role=role, region=REGION)
    client.post("/accounts/sign-in/", {"username": username, "password": PASSWORD})
    client.post("/language/", {"language": "en", "next": "/"})
    return user


@pytest.fixture
def drafting(county, client):
    signed_in(client, "drafter")
    return client


def begun(client, name="talent_total"):
    answer = client.post(
        "/definitions/drafts/begin/", {"region": REGION, "kind": "indicator", "name": name}, follow=True
    )
    return answer, Draft.objects.get(name=name, state="editing")


def saved(client, draft, text, *, revision=None, **more):
    data = {"revision": revision or draft.revision, "text": text, "note": "", "from_on": "", **more}
    answer = client.post(f"/definitions/drafts/{draft.pk}/save/", data, follow=True)
    draft.refresh_from_db()
    return answer.content.decode(), answer.status_code


def test_from_the_page_of_a_definition_a_draft_begins_with_its_words(drafting):
    page = drafting.get(f"/definitions/{REGION}/indicator/talent_total/").content.decode()
    assert "Draft a change" in page

    answer, draft = begun(drafting)

    assert answer.redirect_chain[-1][0] == f"/definitions/drafts/{draft.pk}/"
    assert "goal: {form: number, comparator: &quot;&gt;=&quot;, value: 1500}" in answer.content.decode()
    assert "Open draft" in drafting.get(f"/definitions/{REGION}/indicator/talent_total/").content.decode()


def test_before_and_after_stand_beside_each_other(drafting):
    _answer, draft = begun(drafting)

    page, _status = saved(drafting, draft, CHANGED)

    assert "The draft is saved." in page
    assert "1600 人" in page
    assert "1500 人" in page
    assert "县人才办" in page
    assert "5 fields stay as they are" in page


def test_what_cannot_be_read_is_kept_as_typed_and_told_with_its_line(drafting):
    _answer, draft = begun(drafting)
    typed = CHANGED.replace("unit: 人", "unit: [人")

    page, _status = saved(drafting, draft, typed)

    assert "unit: [人" in page
    assert "The draft cannot be read as a whole yet" in page
    assert '<a href="#id_text">line 4</a>' in page


def test_an_offer_the_check_refuses_keeps_what_was_typed(drafting):
    _answer, draft = begun(drafting)

    page, _status = saved(drafting, draft, CHANGED.replace("unit: 人", "unti: 人"), then="offer")

    assert "The check found 2 errors. Correct them first." in page
    assert "unti: 人" in page
    assert draft.state == "editing"


def test_an_error_stands_at_its_field_and_one_elsewhere_leads_there(drafting):
    _answer, draft = begun(drafting)

    page, _status = saved(drafting, draft, CHANGED.replace("unit: 人", "unit: 名").replace("2028-12-31", "2030-12-31"))

    assert "targets[1].day" in page
    assert f'<a href="/definitions/{REGION}/indicator/skilled/">{REGION}/indicator/skilled</a>' in page


def test_a_save_that_meets_a_newer_one_keeps_what_was_typed_on_the_page(drafting):
    _answer, draft = begun(drafting)
    saved(drafting, draft, CHANGED)

    page, status = saved(drafting, draft, CHANGED.replace("1600", "1700"), revision=1)

    assert status == 409
    assert "value: 1700" in page
    assert "saved this draft meanwhile" in page
    assert 'name="revision" value="2"' in page
    assert draft.body["targets"][0]["goal"]["value"] == 1600


def test_the_way_of_a_draft_through_two_persons(drafting, client):
    _answer, draft = begun(drafting)
    page, _status = saved(drafting, draft, CHANGED, note="按县委会议纪要调整", then="offer")
    assert "Another person can release it now." in page
    own_page = drafting.get(f"/definitions/drafts/{draft.pk}/").content.decode()
    assert "You changed this draft last. Another person has to release it." in own_page
    assert f"/definitions/drafts/{draft.pk}/release/" not in own_page

    signed_in(client, "releaser")
    assert "1 draft waits for your release" in client.get("/").content.decode()
    page = client.get(f"/definitions/drafts/{draft.pk}/").content.decode()
    assert f"/definitions/drafts/{draft.pk}/release/" in page
    assert "按县委会议纪要调整" in page
    client.post(f"/definitions/drafts/{draft.pk}/release/", {"revision": draft.revision, "from_on": "2026-05-01"})

    assert Definition.objects.get(name="talent_total", until=None).from_on.isoformat() == "2026-05-01"
    closed = client.get(f"/definitions/drafts/{draft.pk}/").content.decode()
    assert "Released by Test releaser" in closed


def test_a_returned_draft_shows_the_reason_to_whoever_edits_it(drafting, client):
    _answer, draft = begun(drafting)
    saved(drafting, draft, CHANGED)
    drafting.post(f"/definitions/drafts/{draft.pk}/offer/", {"revision": draft.revision})

    drafting.post(f"/definitions/drafts/{draft.pk}/return/", {"because": "请补充依据"})

    page = drafting.get(f"/definitions/drafts/{draft.pk}/").content.decode()
    assert "returned: 请补充依据" in page
    assert "Save and offer for release" in page


def test_an_end_is_proposed_from_the_page_of_the_definition(drafting):
    answer = drafting.post(
        f"/definitions/{REGION}/indicator/skilled/end/", {"on": "2026-06-01", "because": "并入人才总量"}, follow=True
    )

    page = answer.content.decode()
    assert "the definition shall end" in page
    assert "并入人才总量" in page


def test_a_name_that_is_no_id_is_told_beside_its_field(drafting):
    answer = drafting.post("/definitions/drafts/begin/", {"region": REGION, "kind": "indicator", "name": "1 x"})

    assert answer.status_code == 422
    assert "An id has small letters" in answer.content.decode()


def test_a_new_definition_is_begun_from_the_list(drafting):
    answer, draft = begun(drafting, "new_talent")

    assert draft.based_on == ""
    assert "The field is missing." in answer.content.decode()


def test_an_auditor_reads_drafts_and_changes_none(drafting, client):
    _answer, draft = begun(drafting)
    signed_in(client, "auditor", Role.AUDITOR)

    page = client.get(f"/definitions/drafts/{draft.pk}/").content.decode()

    assert "being edited" in page
    assert "<textarea" not in page
    assert "Draft a change" not in client.get(f"/definitions/{REGION}/indicator/talent_total/").content.decode()


def test_a_preview_of_the_room_stands_on_the_page(drafting, monkeypatch):
    from bole.domain.shared.reasons import Reason  # noqa: PLC0415 — of this test alone
    from bole.web.packs.previews import PREVIEWS  # noqa: PLC0415 — of this test alone

    def preview(before, after, *, region, actor, day):
        goals = {"old": before.targets[0].goal.value, "new": after.targets[0].goal.value}
        return [Reason("%(old)s becomes %(new)s", goals)]

    monkeypatch.setitem(PREVIEWS, "indicator", preview)
    _answer, draft = begun(drafting)

    page, _status = saved(drafting, draft, CHANGED)

    assert "1500 becomes 1600" in page


def test_an_office_elsewhere_finds_no_draft(drafting, client):
    _answer, draft = begun(drafting)
    client.logout()
    make_user("elsewhere", role=Role.OFFICE, region="990200")
    client.post("/accounts/sign-in/", {"username": "elsewhere", "password": PASSWORD})

    assert client.get(f"/definitions/drafts/{draft.pk}/").status_code == 404
    assert str(draft.pk) not in client.get("/definitions/drafts/").content.decode()


def test_what_can_be_read_of_a_draft_with_errors_stands_beside_what_holds(drafting):
    _answer, draft = begun(drafting)

    page, _status = saved(drafting, draft, CHANGED + "colour: red\n")

    assert "No field is called colour." in page
    assert "县人才办" in page
    assert "5 fields stay as they are" in page


@pytest.fixture
def in_conflict(drafting):
    """A draft of the office and, released meanwhile, another goal than its own."""
    _answer, draft = begun(drafting)
    saved(drafting, draft, CHANGED)
    raised = INDICATORS.replace("value: 1500", "value: 1700")
    later = MANIFEST.replace('"1"', '"2"').replace("2024-01-01", "2026-01-01")
    pack = check_pack(sample_files(pack=later, indicators=raised), layout=LAYOUT)
    services.load_pack(pack=pack, actor=service_actor("tests"), now=NOW)
    return draft


def test_comparing_anew_saves_what_is_typed_and_offers_the_conflicts(drafting, in_conflict):
    before = drafting.get(f"/definitions/drafts/{in_conflict.pk}/").content.decode()
    assert "The definition changed since this draft was begun" in before

    page, _status = saved(drafting, in_conflict, CHANGED.replace("县人才办", "县委人才办"), then="compare")

    assert "targets[2028-12-31].goal.value" in page
    assert in_conflict.body["lead_unit"] == "县委人才办"


@pytest.mark.parametrize(("side", "value"), [("ours", 1600), ("theirs", "1700")])
def test_choosing_at_a_conflict_saves_what_is_typed_too(drafting, in_conflict, side, value):
    saved(drafting, in_conflict, CHANGED, then="compare")

    page, _status = saved(drafting, in_conflict, CHANGED.replace("县人才办", "县委人才办"), **{side: "0"})

    assert "The choice is kept." in page
    assert (in_conflict.body["lead_unit"], in_conflict.body["targets"][0]["goal"]["value"]) == ("县委人才办", value)


def test_what_cannot_be_read_is_not_merged_away(drafting, in_conflict):
    typed = CHANGED.replace("unit: 人", "unit: [人")

    page, _status = saved(drafting, in_conflict, typed, then="compare")

    assert "cannot be read as it is typed" in page
    assert in_conflict.text == typed
