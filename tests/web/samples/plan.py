from datetime import UTC, date, datetime

from bole.web.accounts.actors import service_actor
from bole.web.packs.drafts import start_draft
from bole.web.packs.models import Region
from bole.web.plan.models import Observation, Proposal
from bole.web.plan.services.documents import open_document
from bole.web.plan.services.measurements import measure_region
from bole.web.plan.services.proposals import confirm_proposals
from bole.web.plan.services.statistics import check_statistics, commit_statistics
from bole.web.registers.services import write_record
from tests.web.plan.conftest import PLAN_TEXT
from tests.web.plan.counted_pack import load_counted
from tests.web.samples import PLACES, Sample

SYSTEM, TODAY, NOW = service_actor("tests"), date(2026, 1, 5), datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
REGION = PLACES["own"]
SHEET = "指标,单位,2022年,来源\n人才资源总量,万人,2.4,市统计局\n"


def a_document():
    Region.objects.create(code=REGION, name="安平市", name_en="Anping", level="prefecture", from_on=date(2000, 1, 1))
    return open_document(
        data=PLAN_TEXT.encode(), file_name="plan.txt", region=REGION, actor=SYSTEM, today=TODAY, now=NOW
    )


def a_followed_document():
    document = a_document()
    numbers = list(Proposal.objects.filter(document=document).values_list("number", flat=True))
    confirm_proposals(document_id=document.pk, numbers=numbers, actor=SYSTEM, today=TODAY, now=NOW)
    return document


def a_checked_sheet():
    a_followed_document()
    return check_statistics(
        data=SHEET.encode(), file_name="values.csv", source="", region=REGION, actor=SYSTEM, today=TODAY, now=NOW
    )


def an_observation():
    commit_statistics(import_id=a_checked_sheet().pk, actor=SYSTEM, today=TODAY, now=NOW)
    return {"observation_id": Observation.objects.get().pk}


def of_document(**more):
    return lambda: {"document_id": a_document().pk, **more}


def of_sheet():
    return {"import_id": a_checked_sheet().pk}


def a_region():
    a_document()
    return {}


def a_counted_indicator():
    load_counted(REGION, actor=SYSTEM, base_at=NOW, now=NOW)
    write_record(
        register="person", values={"degree": "硕士"}, actor=SYSTEM, region=REGION, from_on=TODAY, source="花名册", now=NOW
    )  # fmt: skip
    measure_region(region=REGION, today=TODAY, now=NOW)
    return {"region": REGION, "indicator": "masters"}


def an_indicator_in_force():
    load_counted(REGION, actor=SYSTEM, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=NOW)
    return {"region": REGION, "name": "masters"}


def an_indicators_draft():
    terms = an_indicator_in_force()
    return {"draft_id": start_draft(kind="indicator", actor=SYSTEM, today=TODAY, now=NOW, **terms).pk}


SAMPLES = {
    "plan:revise_indicator": Sample(an_indicator_in_force),
    "plan:edit_indicator": Sample(an_indicators_draft),
    "plan:release_indicator": Sample(an_indicators_draft, data={"act": "return", "because": "请补充"}),
    "plan:indicator_years": Sample(an_indicators_draft),
    "plan:template": Sample(a_region, query=f"?region={REGION}"),
    "plan:counted": Sample(a_counted_indicator),
    "plan:living": Sample(of_document()),
    "plan:figure": Sample(of_document(number=2)),
    "plan:chart": Sample(lambda: {"document_id": a_followed_document().pk, "number": 2}),
    "plan:contradictions": Sample(of_document()),
    "plan:settle": Sample(of_document(number=1), data={"state": "explained", "note": "四舍五入"}),
    "plan:proposals": Sample(of_document()),
    "plan:changes": Sample(of_document()),
    "plan:file": Sample(of_document()),
    "plan:withdraw_document": Sample(of_document(), data={"because": "误开"}),
    "plan:sheet": Sample(of_sheet),
    "plan:marked": Sample(of_sheet),
    "plan:withdraw": Sample(an_observation, data={"because": "口径有误"}),
}
