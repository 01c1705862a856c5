from datetime import UTC, date, datetime

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import service_actor
from bole.web.packs import drafts, services
from bole.web.packs.kinds import LAYOUT
from tests.web.factories import actor_for, make_user
from tests.web.packs.samples import sample_files
from tests.web.samples import PLACES, Sample

NOW, TODAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC), date(2026, 1, 5)
HOUSE = service_actor("tests")
OWN = PLACES["own"]
JUDGE = {"id": "office", "label": {"zh": "人才办", "en": "office"}}


def a_definition():
    pack = check_pack(sample_files(), layout=LAYOUT)
    services.load_pack(pack=pack, actor=HOUSE, now=NOW)
    return {"region": "990199", "kind": "indicator", "name": "talent_total"}


def a_draft():
    draft = drafts.start_draft(region=OWN, kind="judge", name="office", body=JUDGE, actor=HOUSE, today=TODAY, now=NOW)
    return {"draft_id": draft.pk}


def an_offered_draft():
    made = a_draft()
    person = actor_for(make_user("drafter", role="office"))
    drafts.offer_draft(revision=1, actor=person, today=TODAY, now=NOW, **made)
    return made


SAMPLES = {
    "packs:definition": Sample(a_definition),
    "packs:propose_end": Sample(a_definition, data={"on": "2026-06-01", "because": "并入"}),
    "packs:draft": Sample(a_draft),
    "packs:save_draft": Sample(a_draft, data={"revision": "1", "text": "id: office", "note": ""}),
    "packs:offer_draft": Sample(a_draft, data={"revision": "1"}),
    "packs:return_draft": Sample(an_offered_draft, data={"because": "请补充"}),
    "packs:discard_draft": Sample(a_draft),
    "packs:release_draft": Sample(an_offered_draft, data={"revision": "2", "from_on": "2026-02-01"}),
    "packs:compare_draft": Sample(a_draft, data={"revision": "1"}),
}
