"""The journal as an office and an auditor read it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from tests.web.factories import FOREIGN, LONG_AGO, OWN, make_user

from bole.web.journal import queries, services
from bole.web.journal.models import Entry
from bole.web.packs.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    user = make_user("auditor", role="auditor")
    client.force_login(user)
    return user


def act(actor, target, *, verb="accounts.role.granted", region=OWN, at=LONG_AGO):
    with transaction.atomic():
        return services.record_act(actor=actor, verb=verb, target=target, region=region, at=at)


def shown(client, **query):
    return client.get(reverse("desk:journal"), query).content.decode()


def test_acts_of_another_region_do_not_exist(client, auditor, system):
    foreign = act(system, make_user("foreign", region=FOREIGN), region=FOREIGN)

    assert str(foreign.target_id) not in shown(client)
    assert 'class="empty"' in shown(client, target=foreign.target_id)


def test_each_filter_leaves_what_it_names(client, auditor, system):
    user = make_user("subject")
    other = make_user("other")
    locked = act(system, user, verb="accounts.account.locked", at=LONG_AGO + timedelta(days=3))
    rows = {
        "verb": "accounts.account.locked",
        "day": "2026-01-08",
        "target": str(user.pk),
        "actor": "tests",
    }

    for name, value in rows.items():
        page = shown(client, **{name: value})
        assert locked.target_id in page, name
    assert str(other.pk) not in shown(client, verb="accounts.account.locked")
    assert str(other.pk) not in shown(client, day="2026-01-08")


def test_pages_follow_each_other_without_a_gap_or_a_repetition(client, auditor, system, monkeypatch):
    user = make_user("subject")
    for _ in range(23):
        act(system, user)
    seen, after = [], None

    while True:
        page = queries.entries_within(~Q(pk__in=[]), filters=queries.EntryFilter(), after=after, size=7)
        seen += [entry.pk for entry in page.entries]
        after = page.next_after
        if after is None:
            break

    assert seen == list(Entry.objects.order_by("-id").values_list("id", flat=True))


def test_a_link_leads_to_earlier_acts_and_keeps_the_filter(client, auditor, system):
    user = make_user("subject")
    for _ in range(queries.PAGE + 1):
        act(system, user)

    page = shown(client, verb="accounts.role.granted")

    assert "verb=accounts.role.granted&amp;" in page
    assert "after=" in page


@pytest.mark.parametrize("query", [{"after": "x"}, {"day": "2026-13-40"}, {"verb": "drop"}, {"target": "'; --"}])
def test_a_strange_question_gets_a_page(client, auditor, query):
    assert client.get(reverse("desk:journal"), query).status_code == 200


def test_an_unknown_target_leaves_nothing_and_says_so(client, auditor):
    assert 'class="empty"' in shown(client, target=str(uuid4()))


def test_the_row_tells_kind_region_and_details_in_words(client, auditor, system):
    Region.objects.create(code=OWN, name="安平市", name_en="Anping", level="prefecture", from_on=LONG_AGO.date())
    with transaction.atomic():
        services.record_act(
            actor=system,
            verb="accounts.role.granted",
            target=make_user("subject"),
            region=OWN,
            at=LONG_AGO,
            role="leader",
            role_region=OWN,
            organisation=None,
            proposals=[3, 4],
        )

    client.cookies["django_language"] = "zh-hans"
    page = shown(client)

    assert ">账号</a>" in page
    assert f'<span title="{OWN}">安平市</span>' in page
    assert "角色：领导" in page
    assert "角色适用区域：安平市" in page
    assert "建议：3、4" in page
    assert "accounts.user" not in page
