"""An indicator whose unit becomes another shows no number that was measured in the one before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bole.web.accounts.actors import Role
from bole.web.packs import drafts
from bole.web.plan.models import Measurement
from bole.web.plan.queries.measurements import values_by_indicator
from bole.web.plan.services.measurements import measure_region
from bole.web.registers.services import write_record
from tests.web.factories import actor_for, make_user
from tests.web.plan.counted_pack import load_counted

REGION, TODAY = "990199", date(2026, 3, 2)


@pytest.mark.django_db
def test_a_release_with_another_unit_lets_go_of_the_values_in_the_old_one(system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)
    on_record = {"actor": system, "region": REGION, "from_on": date(2024, 2, 1), "source": "县人社局", "now": now}
    person = write_record(register="person", values={"degree": "硕士"}, **on_record).record
    write_record(register="honour", values={"person": str(person), "granted_on": "2024-05-01"}, **on_record)
    measure_region(region=REGION, today=TODAY, now=now + timedelta(hours=1))
    assert values_by_indicator(REGION)["masters"][-1].value == 1
    one, other = (actor_for(make_user(name, role=Role.OFFICE, region=REGION)) for name in ("one", "other"))
    who = {"region": REGION, "kind": "indicator", "name": "masters"}

    draft = drafts.start_draft(**who, actor=one, today=TODAY, now=now)
    draft = drafts.save_draft(
        draft_id=draft.pk, revision=draft.revision, actor=one, now=now, from_on=None, note="",
        body={**draft.body, "unit": "万人"},
    )  # fmt: skip
    draft = drafts.offer_draft(draft_id=draft.pk, revision=draft.revision, actor=one, today=TODAY, now=now)
    drafts.release_draft(
        draft_id=draft.pk, revision=draft.revision, from_on=TODAY, actor=other, today=TODAY, now=now + timedelta(hours=2)
    )  # fmt: skip

    assert 1 not in [row.value for row in Measurement.objects.filter(indicator="masters")]
    assert Measurement.objects.filter(indicator="prizes").exists()
    measure_region(region=REGION, today=TODAY, now=now + timedelta(hours=3))
    assert str(values_by_indicator(REGION)["masters"][-1].value) == "0.0001"
