"""Somebody comes in for the first time, and others try."""

from base64 import b32decode

import pytest
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.factories import PASSWORD, make_user

pytestmark = pytest.mark.browser
SIGN_IN = "/accounts/sign-in/"


def sign_in(page, username="lin", password=PASSWORD):
    page.goto("/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("main button.primary")


def code(page):
    """Read the secret off the page, as somebody without a camera would, and work out its code."""
    device = TOTPDevice.objects.latest("created_at")
    secret = b32decode(page.inner_text("main code").replace(" ", ""))
    assert secret == device.bin_key
    return f"{totp(secret):06d}"


def test_an_officer_sets_up_a_second_factor_and_signs_in_with_it(page, open_page, settings):
    settings.SECOND_FACTOR = True
    make_user("lin", role="office")

    sign_in(page)
    assert reverse("accounts:enrolment") in page.url
    picture = page.locator("main img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    page.fill("#id_code", code(page))
    page.click("main button.primary")
    recovery = page.locator("main li code").all_inner_texts()
    assert len(recovery) == 10
    page.click("main a.primary")
    assert page.url.endswith("/")

    later = open_page()
    sign_in(later)
    assert reverse("accounts:second_factor") in later.url
    later.fill("#id_code", "000000")
    later.click("main button.primary")
    assert later.locator(".error-summary").is_visible()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    later.fill("#id_code", recovery[0])
    later.click("main button.primary")
    later.wait_for_url("**/")
    assert later.locator(".masthead nav").is_visible()


def test_a_reader_changes_the_language_and_finds_it_again(page, open_page):
    make_user("lin", role="leader")
    sign_in(page)
    assert page.locator("html").get_attribute("lang") == "zh-hans"

    page.click(".masthead button[value=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.locator(".masthead button[value=zh-hans]").is_visible()

    elsewhere = open_page()
    sign_in(elsewhere)
    elsewhere.wait_for_selector("html[lang=en]")


def test_a_wrong_password_three_times_says_so_and_loses_nothing(page):
    make_user("lin", role="leader")
    for _ in range(3):
        sign_in(page, password="not it")
        assert page.locator(".error-summary").is_visible()
        assert page.input_value("#id_username") == "lin"
        assert page.evaluate("document.activeElement.className") == "error-summary"

    sign_in(page)

    assert page.locator(".masthead nav").is_visible()


def test_one_can_enter_and_move_by_keyboard_alone(page):
    make_user("lin", role="leader")
    page.goto("/")
    page.keyboard.type("lin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".masthead nav")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.goto("/accounts/mine/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') && document.activeElement.tagName === 'A'"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/password/**")


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/new/", "/accounts/mine/", "/journal/", "/"])
def test_no_page_is_wider_than_a_phone(phone, path):
    make_user("lin", role="office")
    make_user("somebody", role="department", region="990101")
    sign_in(phone)

    phone.goto(path)

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_office_opens_an_account_and_its_owner_takes_it_over(page, open_page):
    make_user("lin", role="office")
    sign_in(page)
    page.goto("/accounts/new/")
    page.fill("#id_username", "wu")
    page.fill("#id_name", "吴静")
    page.fill("#id_region", "990101")
    page.select_option("#id_role", "department")
    page.click("main button.primary")
    first = page.locator("main dd code").nth(1).inner_text()

    other = open_page()
    sign_in(other, "wu", first)
    assert reverse("accounts:new_password") in other.url
    other.fill("#id_current", first)
    other.fill("#id_password", "a-quiet-desk-of-paper")
    other.fill("#id_repeated", "a-quiet-desk-of-paper")
    other.click("main button.primary")

    other.wait_for_url("**/")
    assert other.locator(".message-success").is_visible()


def test_pages_work_without_javascript(browser, server):
    make_user("lin", role="office")
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    sign_in(page)
    page.goto("/journal/")
    page.select_option("#id_verb", "accounts.account.opened")
    page.click("main form button")

    assert page.locator("table.list tbody tr").count() == 1
    context.close()
