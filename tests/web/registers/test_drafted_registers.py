"""A register is widened by a released draft as by a pack; a field keeps its type."""

from datetime import date

import pytest
from django.db import connection
from tests.web.factories import actor_for, make_user

from bole.web.accounts.actors import Role
from bole.web.packs import drafts
from bole.web.packs.models import Definition

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def whole(name):
    return actor_for(make_user(name, role=Role.OFFICE, region=""))


@pytest.fixture
def released(base, now):
    """Draft the register of honours with other fields and release it by a second person."""

    def release(change):
        first, second = whole("first"), whole("second")
        draft = drafts.start_draft(region="", kind="register", name="honour", actor=first, today=DAY, now=now)
        draft = drafts.save_draft(
            draft_id=draft.pk, revision=1, body=change(draft.body), from_on=None, note="", actor=first, now=now
        )
        draft = drafts.offer_draft(draft_id=draft.pk, revision=2, actor=first, today=DAY, now=now)
        return drafts.release_draft(draft_id=draft.pk, revision=3, from_on=DAY, actor=second, today=DAY, now=now)

    return release


def columns():
    with connection.cursor() as cursor:
        return {one.name for one in connection.introspection.get_table_description(cursor, "reg_honour_version")}


def test_a_new_field_of_a_released_draft_has_its_column(released):
    field = {"id": "certificate", "type": "text", "label": {"zh": "证书编号", "en": "certificate"}}

    released(lambda body: {**body, "fields": [*body["fields"], field]})

    assert "certificate" in columns()


def test_a_field_that_would_change_its_type_is_refused_in_words_and_nothing_is_released(released):
    def as_text(body):
        fields = [{**one, "type": "bool"} if one["id"] == "name" else one for one in body["fields"]]
        return {**body, "fields": fields}

    with pytest.raises(drafts.DraftRefused, match="keeps its type"):
        released(as_text)

    assert Definition.objects.filter(name="honour").count() == 1
