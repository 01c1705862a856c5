"""An office looks after the accounts of its regions, never beyond and never its own."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.factories import FOREIGN, LONG_AGO, OWN, PASSWORD, actor_for, make_user

from bole.web.accounts import services
from bole.web.accounts.actors import Role
from bole.web.accounts.models import RoleGrant, User
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Access, Entry
from bole.web.packs.models import Region

pytestmark = pytest.mark.django_db
COUNTY = "990101"  # inside OWN


@pytest.fixture
def office(client):
    user = make_user("office", role="office")
    client.force_login(user)
    return user


def test_the_list_shows_the_accounts_of_the_region_and_below_and_no_others(client, office):
    make_user("below", region=COUNTY)
    make_user("foreign", region=FOREIGN)

    page = client.get(reverse("accounts:accounts")).content.decode()

    assert "below" in page
    assert "foreign" not in page


def test_opening_an_account_gives_a_password_for_one_use(client, office):
    answer = client.post(
        reverse("accounts:open_account"),
        {"username": "New.One", "name": "新人", "region": COUNTY, "role": "department"},
    )
    password = re.search(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>", answer.content.decode()).group(1)

    client.post(reverse("accounts:sign_out"))
    client.post(reverse("accounts:sign_in"), {"username": "new.one", "password": password})

    assert client.get("/").headers["Location"].startswith(reverse("accounts:new_password"))
    assert User.objects.get(username="new.one").role_grants.get().region == COUNTY


@pytest.mark.parametrize("region", [FOREIGN, "990000", ""])
def test_an_account_beyond_the_region_is_refused_at_the_form_and_nothing_is_kept(client, office, region):
    answer = client.post(
        reverse("accounts:open_account"), {"username": "new", "name": "新人", "region": region, "role": "leader"}
    )

    assert answer.status_code == 200
    assert "field-wrong" in answer.content.decode()
    assert not User.objects.filter(username="new").exists()


def test_a_name_that_is_taken_is_said_at_the_field(client, office):
    make_user("below", region=COUNTY)

    answer = client.post(
        reverse("accounts:open_account"), {"username": "BELOW", "name": "新人", "region": COUNTY, "role": "leader"}
    )

    assert answer.status_code == 200
    assert 'href="#id_username"' in answer.content.decode()


def test_no_role_is_given_beyond_the_region(client, office):
    row = make_user("below", region=COUNTY)

    answer = client.post(reverse("accounts:grant_role", args=[row.pk]), {"role": "office", "region": FOREIGN})

    assert answer.status_code == 422
    assert not row.role_grants.exists()


def test_an_account_with_a_wider_role_cannot_be_taken_over(client, office, system, today, now):
    row = make_user("wide", region=COUNTY)
    services.grant_role(user=row, role=Role.LEADER, region="990000", actor=system, today=today, now=now)

    for act in ["reset_password", "lock", "reset_second_factor"]:
        assert client.post(reverse(f"accounts:{act}", args=[row.pk])).status_code == 403
    row.refresh_from_db()

    assert row.is_active
    assert row.check_password(PASSWORD)


def test_nobody_manages_their_own_account(client, office, today, now):
    assert (
        client.post(reverse("accounts:grant_role", args=[office.pk]), {"role": "auditor", "region": OWN}).status_code
        == 422
    )
    with pytest.raises(Forbidden):
        services.reset_password(user=office, actor=actor_for(office), today=today, now=now)


def test_a_locked_account_is_out_at_once_and_comes_back(client, office):
    row, other = make_user("below", role="leader", region=COUNTY), Client()
    other.force_login(row)

    client.post(reverse("accounts:lock", args=[row.pk]))
    assert other.get("/").status_code == 302
    assert other.post(reverse("accounts:sign_in"), {"username": "below", "password": PASSWORD}).status_code == 200
    client.post(reverse("accounts:unlock", args=[row.pk]))

    assert other.post(reverse("accounts:sign_in"), {"username": "below", "password": PASSWORD}).status_code == 302
    assert {"accounts.account.locked", "accounts.account.unlocked"} <= set(Entry.objects.values_list("verb", flat=True))


def test_an_ended_role_no_longer_opens_doors(client, office, clock):
    row = make_user("below", role="auditor", region=COUNTY)
    grant = RoleGrant.objects.get(user=row)

    client.post(reverse("accounts:end_role", args=[row.pk, grant.pk]))
    client.force_login(row)

    assert client.get(reverse("desk:journal")).status_code == 404


def test_the_journal_never_holds_a_password(client, office):
    row = make_user("below", role="leader", region=COUNTY)
    page = client.post(reverse("accounts:reset_password", args=[row.pk])).content.decode()
    password = re.search(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>", page).group(1)

    assert not [
        entry for entry in Entry.objects.all() if password in str(entry.detail) or PASSWORD in str(entry.detail)
    ]


def test_a_look_at_an_account_is_shown_to_the_person(client, office):
    row = make_user("below", role="leader", region=COUNTY)
    client.get(reverse("accounts:account", args=[row.pk]))
    assert Access.objects.get().subject_id == str(row.pk)

    client.force_login(row)

    assert "Test office" in client.get(reverse("accounts:mine")).content.decode()


def test_an_auditor_reads_and_changes_nothing(client):
    row = make_user("below", region=COUNTY)
    client.force_login(make_user("auditor", role="auditor"))

    assert client.get(reverse("accounts:account", args=[row.pk])).status_code == 200
    assert client.post(reverse("accounts:lock", args=[row.pk])).status_code == 404
    assert client.get(reverse("accounts:open_account")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_accounts_as_for_one(
    client, office, count, django_assert_num_queries
):
    for number in range(count):
        make_user(f"below{number}", role="leader", region=COUNTY)

    # session, user, session in use, own roles; accounts counted, listed, their roles; names of regions
    with django_assert_num_queries(8):
        client.get(reverse("accounts:accounts"))


def test_a_password_reset_never_opens_an_account_that_a_colleague_locked_meanwhile(office, today, now):
    row = make_user("below", role="leader", region=COUNTY)
    read_before = User.objects.get(pk=row.pk)
    services.lock_account(user=row, actor=actor_for(office), today=today, now=now)

    services.reset_password(user=read_before, actor=actor_for(office), today=today, now=now)

    row.refresh_from_db()
    assert not row.is_active


def test_the_list_and_the_account_name_their_regions(client, office):
    Region.objects.create(code=COUNTY, name="安河县", name_en="Anhe", level="county", from_on=LONG_AGO.date())
    user = make_user("below", role="leader", region=COUNTY)

    for page in (reverse("accounts:accounts"), reverse("accounts:account", args=[user.pk])):
        shown = client.get(page).content.decode()
        assert shown.count(f'<span title="{COUNTY}">安河县</span>') == 2, page
