"""Drafts that nobody types by mistake: they are kept as typed or refused, and cost no minutes."""

import pytest
from django.urls import reverse

from bole.web.packs.draft_queries import yaml_text_of
from bole.web.packs.models import Draft
from tests.web.plan.test_editor import NEW, REGION, county, officer, second  # noqa: F401 — fixtures

pytestmark = pytest.mark.django_db
BASE = {
    "name_zh": "某某", "unit": "人", "stock_or_flow": "stock", "measure": "rule", "r0-text": "count(person)",
    "t0-form": "number", "t0-value": "3", "t0-day": "2028-12-31", "t0-document": "样县人才发展规划",
}  # fmt: skip


@pytest.mark.parametrize("base", ["9" * 5000, "²", "-1", "9" * 3])
def test_a_place_that_no_target_has_is_as_if_it_had_not_been_sent(officer, base):  # noqa: F811
    assert officer.post(NEW, BASE | {"t0-base": base, "do": "save"}).status_code == 302


def test_a_thousand_parts_are_not_a_thousand_rules_to_count(officer):  # noqa: F811
    sent = BASE | {"measure": "shares", "t0-form": "vector", "t0-parts": "、".join("部" * 1000)}

    answer = officer.post(NEW, sent)

    assert answer.status_code == 200
    assert 2 <= answer.content.decode().count('-text"') <= 200


def test_a_sign_that_no_database_holds_stays_in_the_text_and_is_told(officer):  # noqa: F811
    officer.post(reverse("packs:start_draft"), {"region": REGION, "kind": "indicator", "name": "x1"})
    draft = Draft.objects.get(name="x1")
    text = 'id: x1\nname: {zh: "a\\0b"}\n'

    sent = {"revision": draft.revision, "text": text, "note": "", "from_on": ""}
    assert officer.post(reverse("packs:save_draft", args=[draft.pk]), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.text == text
    assert draft.body["name"] == {"zh": "ab"}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_no_plan_is_not_taken_for_the_one_a_draft_shall_hold_from(officer, second, day):  # noqa: F811
    officer.post(reverse("plan:revise_indicator", args=[REGION, "masters"]))
    draft = Draft.objects.get()
    text = yaml_text_of(draft).replace("硕士以上人才", "硕士及以上人才")
    officer.post(reverse("packs:save_draft", args=[draft.pk]), {"revision": draft.revision, "text": text, "then": "offer"})  # fmt: skip
    draft.refresh_from_db()
    assert draft.state == Draft.State.OFFERED

    second.post(reverse("plan:release_indicator", args=[draft.pk]), {"act": "release", "revision": draft.revision, "from_on": day})  # fmt: skip

    draft.refresh_from_db()
    assert draft.state == Draft.State.OFFERED


def test_what_takes_too_long_is_not_counted_while_one_chooses_and_that_is_said(officer, monkeypatch):  # noqa: F811
    monkeypatch.setattr("bole.web.plan.queries.editing.LONGEST_TRIAL", 0.0)

    answer = officer.post(NEW, BASE)

    assert answer.status_code == 200
    assert answer.context["panels"][0].trial is None
    assert answer.context["panels"][0].doubts
