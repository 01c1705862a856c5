"""Entering: password, throttling, second factor, sessions, passwords."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.web.factories import PASSWORD, make_user

from bole.web.accounts.models import SignedInSession
from bole.web.journal.models import Entry

pytestmark = pytest.mark.django_db
SIGN_IN, HOME = "/accounts/sign-in/", "/"


def sign_in(client, username="lin", password=PASSWORD):
    return client.post(SIGN_IN, {"username": username, "password": password})


def without_tokens(page):
    return re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode().replace("nobody", "lin"))


def code_of(device, *, later=0):
    return f"{totp(device.bin_key, t0=-30 * later):06d}"


@pytest.fixture
def second_factor(settings):
    settings.SECOND_FACTOR = True


def enrol(client, user):
    client.get(reverse("accounts:enrolment"))
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    return client.post(reverse("accounts:enrolment"), {"code": code_of(device)})


def test_a_right_password_leads_to_the_start_page_and_is_on_record(client):
    user = make_user("lin", role="leader")

    assert sign_in(client).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert Entry.objects.get(verb="accounts.session.opened").target_id == str(user.pk)


def test_a_wrong_password_says_nothing_about_which_half_was_wrong(client):
    make_user("lin")

    wrong, unknown = sign_in(client, password="wrong"), sign_in(client, username="nobody")

    assert without_tokens(wrong) == without_tokens(unknown)


def test_the_account_rests_after_five_wrong_passwords_however_the_name_is_written(client):
    make_user("lin")
    for name in ["lin", "Lin", "LIN", " lin", "liN"]:
        answer = sign_in(client, username=name, password="wrong")

    assert answer.status_code == 429
    assert sign_in(client).status_code == 429


def test_a_rest_ends_by_itself(client):
    make_user("lin", role="leader")
    for _ in range(5):
        sign_in(client, password="wrong")

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert sign_in(client).status_code == 302


def test_the_address_of_a_session_changes_at_sign_in(client):
    make_user("lin", role="leader")
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client)

    assert client.session.session_key != before


def test_a_session_ends_after_half_an_hour_without_use_and_not_before(client, clock):
    make_user("lin", role="leader")
    sign_in(client)

    for _ in range(3):
        clock.move(minutes=29)
        assert client.get(HOME).status_code == 200
    clock.move(minutes=31)

    assert client.get(HOME).headers["Location"].startswith(SIGN_IN)


def test_a_session_ends_after_eight_hours_however_busy(client, clock):
    make_user("lin", role="leader")
    sign_in(client)

    for _ in range(16):
        clock.move(minutes=29)
        client.get(HOME)
    assert client.get(HOME).status_code == 200
    clock.move(minutes=20)

    assert client.get(HOME).status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client):
    make_user("lin", role="leader")
    other = Client()
    sign_in(client)
    sign_in(other)

    answer = client.post(
        reverse("accounts:new_password"),
        {"current": PASSWORD, "password": "another-red-seal", "repeated": "another-red-seal"},
    )

    assert answer.status_code == 302
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("new", "said"),
    [
        pytest.param("short1", "10", id="too short"),
        pytest.param("password123", "common|常见", id="common"),
        pytest.param(PASSWORD, "5", id="used before"),
        pytest.param("1234509876", "numeric|数字", id="numbers alone"),
    ],
)
def test_a_weak_or_old_password_is_refused_in_words(client, new, said):
    user = make_user("lin", role="leader")
    sign_in(client)

    answer = client.post(reverse("accounts:new_password"), {"current": PASSWORD, "password": new, "repeated": new})

    assert answer.status_code == 200
    assert re.search(said, answer.content.decode())
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_last_five_passwords_are_remembered_and_the_sixth_is_free_again(client):
    make_user("lin", role="leader")
    sign_in(client)
    current = PASSWORD
    for number in range(5):
        new = f"seal-on-paper-{number}"
        client.post(reverse("accounts:new_password"), {"current": current, "password": new, "repeated": new})
        current = new

    answer = client.post(
        reverse("accounts:new_password"), {"current": current, "password": PASSWORD, "repeated": PASSWORD}
    )

    assert answer.status_code == 302


def test_a_password_may_grow_too_old(client, settings, clock):
    settings.PASSWORD_DAYS = 90
    make_user("lin", role="leader")
    clock.move(days=100)
    sign_in(client)

    assert client.get(HOME).headers["Location"].startswith(reverse("accounts:new_password"))


def test_a_role_that_needs_it_is_led_to_set_up_a_second_factor_before_anything_else(client, second_factor):
    make_user("lin", role="office")
    sign_in(client)

    for path in [HOME, reverse("accounts:accounts"), reverse("accounts:mine"), reverse("desk:journal")]:
        answer = client.get(path)
        assert answer.headers["Location"].startswith(reverse("accounts:enrolment")), path


def test_setting_up_gives_ten_codes_and_lets_in(client, second_factor):
    user = make_user("lin", role="office")
    sign_in(client)

    answer = enrol(client, user)

    assert StaticToken.objects.filter(device__user=user).count() == 10
    assert all(token.token in answer.content.decode() for token in StaticToken.objects.all())
    assert client.get(HOME).status_code == 200


def test_a_role_that_needs_none_enters_without(client, second_factor):
    make_user("lin", role="leader")
    sign_in(client)

    assert client.get(HOME).status_code == 200


@pytest.fixture
def enrolled(client, second_factor):
    user = make_user("lin", role="office")
    sign_in(client)
    enrol(client, user)
    client.post(reverse("accounts:sign_out"))
    sign_in(client)
    return user


def test_the_next_sign_in_asks_for_the_code_and_takes_it_once(client, enrolled, clock):
    device = TOTPDevice.objects.get(user=enrolled)
    assert client.get(HOME).headers["Location"].startswith(reverse("accounts:second_factor"))

    used = code_of(device)
    assert client.post(reverse("accounts:second_factor"), {"code": used}).status_code == 200
    assert client.get(HOME).status_code == 302

    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    answer = client.post(
        reverse("accounts:second_factor"), {"code": code_of(device, later=1), "next": "/accounts/mine/"}
    )
    assert answer.headers["Location"] == "/accounts/mine/"
    assert client.get(HOME).status_code == 200


def test_a_recovery_code_opens_once(client, enrolled):
    token = StaticToken.objects.filter(device__user=enrolled).first().token

    assert client.post(reverse("accounts:second_factor"), {"code": token.upper()}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert not StaticToken.objects.filter(token=token).exists()


def test_wrong_codes_make_the_device_rest(client, enrolled):
    device = TOTPDevice.objects.get(user=enrolled)
    for _ in range(3):
        client.post(reverse("accounts:second_factor"), {"code": "000000"})

    answer = client.post(reverse("accounts:second_factor"), {"code": code_of(device, later=1)})

    assert answer.status_code == 200
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("page", ["accounts:enrolment", "accounts:new_password"])
def test_a_password_alone_changes_nothing_where_a_device_is_set_up(client, enrolled, page):
    answer = client.get(reverse(page))

    assert answer.headers["Location"] == reverse("accounts:second_factor")
    answer = client.post(
        reverse(page), {"code": "123456", "current": PASSWORD, "password": "x" * 12, "repeated": "x" * 12}
    )
    assert answer.headers["Location"] == reverse("accounts:second_factor")
    enrolled.refresh_from_db()
    assert enrolled.check_password(PASSWORD)


def test_a_demonstration_may_switch_it_off(client, enrolled, settings):
    settings.SECOND_FACTOR = False

    assert client.get(HOME).status_code == 200


def test_a_page_outside_is_no_destination(client, enrolled):
    token = StaticToken.objects.filter(device__user=enrolled).first().token

    answer = client.post(reverse("accounts:second_factor"), {"code": token, "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == HOME


def test_a_language_once_chosen_is_kept_for_the_person(client):
    make_user("lin", role="leader")
    sign_in(client)
    client.post(reverse("base:language"), {"language": "en", "next": HOME})

    other = Client()
    sign_in(other)

    assert 'lang="en"' in other.get(HOME).content.decode()


def test_one_can_end_a_session_elsewhere_and_nobody_else_s(client):
    make_user("lin", role="leader")
    make_user("wu", role="leader")
    other, stranger = Client(), Client()
    sign_in(client)
    sign_in(other)
    sign_in(stranger, username="wu")
    mine = SignedInSession.objects.filter(user__username="lin").order_by("-begun_at").first()

    stranger.post(reverse("accounts:end_session", args=[mine.pk]))
    assert other.get(HOME).status_code == 200
    client.post(reverse("accounts:end_session", args=[mine.pk]))

    assert other.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("language", "says"),
    [
        pytest.param("zh-hans", "用户名或密码不正确", id="Chinese"),
        pytest.param("en", "User name and password do not go together", id="English"),
    ],
)
def test_a_wrong_password_is_told_in_one_language(client, language, says):
    client.post("/language/", {"language": language})

    page = sign_in(client, password="wrong").content.decode()

    assert says in page
    assert "username和" not in page
