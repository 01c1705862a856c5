"""An officer who has never seen the product: a text becomes a plan whose figures say where they stand."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bole.web.accounts.actors import Role, service_actor
from bole.web.packs import folders
from bole.web.packs.services import load_pack
from bole.web.plan.models import Document
from bole.web.plan.services.documents import open_document
from bole.web.plan.services.statistics import check_statistics, commit_statistics
from tests.web.factories import LONG_AGO, PASSWORD, make_user

pytestmark = pytest.mark.browser

PACK = Path(__file__).resolve().parents[2] / "packs" / "demo"
PLAN, SHEET, COUNTY = PACK / "plan" / "document.txt", PACK / "plan" / "statistics.csv", "990121"


@pytest.fixture
def county(transactional_db):
    """The county's own definitions, before anybody opened its plan."""
    pack = folders.checked(PACK)
    for part in (folders.checked(folders.base_of(PACK, pack)), pack):
        load_pack(pack=part, actor=service_actor("tests"), now=LONG_AGO)
    make_user("officer", role=Role.OFFICE, region=COUNTY)


@pytest.fixture
def living(county):
    terms = {"region": COUNTY, "actor": service_actor("tests"), "today": date(2026, 3, 2), "now": LONG_AGO}
    document = open_document(data=PLAN.read_bytes(), file_name="document.txt", **terms)
    checked = check_statistics(data=SHEET.read_bytes(), file_name="statistics.csv", source="", **terms)
    commit_statistics(import_id=checked.pk, actor=terms["actor"], today=terms["today"], now=LONG_AGO)
    return f"/plans/{document.pk}/"


def enter(page):
    page.goto("/accounts/sign-in/")
    page.fill("[name=username]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("[name=password]")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_text_to_a_plan_that_says_where_it_stands(open_page, county, scripts):
    page = open_page(java_script_enabled=scripts)
    enter(page)

    page.goto("/plans/open/")
    page.select_option("[name=region]", COUNTY)
    page.set_input_files("[name=file]", PLAN)
    page.click("form.sheet button")
    expect(page.locator(".contradiction")).not_to_have_count(0)
    page.locator(".contradiction .settle input[name=note]").first.fill("已核实，正式稿更正")
    page.locator(".contradiction .settle button[value=to_correct]").first.click()
    expect(page.locator(".badge-state")).to_have_count(1)

    document = Document.objects.get()
    page.goto(f"/plans/{document.pk}/proposals/")
    expect(page.locator("table.proposals tbody tr")).not_to_have_count(0)
    for box in page.locator("input[name=proposal]").all():
        box.check()
    page.click("button[value=confirm]")
    expect(page.locator(".empty")).to_be_visible()

    page.goto("/plans/statistics/")
    page.select_option("[name=region]", COUNTY)
    page.set_input_files("[name=file]", SHEET)
    page.click("form.sheet button")
    page.click("button[value=commit]")
    expect(page.locator(".receipt")).to_contain_text(COUNTY)

    page.goto(f"/plans/{document.pk}/")
    for status in ("reached", "ahead", "on_track", "behind", "at_risk"):
        expect(page.locator(f".document .fig-{status}")).not_to_have_count(0)
    page.locator(".count-behind a").click()
    page.locator(".document .fig-behind:not(.fig-off)").first.click()
    expect(page.locator(".verdict .status-behind")).to_be_visible()
    expect(page.locator(".reasons li")).not_to_have_count(0)
    expect(page.locator(".key-figures")).to_be_visible()


def test_a_figure_is_reached_read_and_left_by_keyboard(page, living):
    enter(page)
    page.goto(living)
    figure = page.locator(".document .fig-behind").first
    figure.focus()

    page.keyboard.press("Enter")
    expect(page.locator("#panel .verdict")).to_be_visible()
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator("#announcer")).not_to_be_empty()
    page.keyboard.press("Escape")

    expect(page.locator("#panel .verdict")).to_have_count(0)
    expect(figure).to_be_focused()


def test_a_phone_shows_the_text_in_full_and_a_figure_in_a_sheet_from_below(phone, living):
    enter(phone)
    for address in ("/", "/plans/", living, f"{living}contradictions/", f"{living}proposals/", "/plans/statistics/"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address

    phone.goto(living)
    expect(phone.locator("#panel")).to_be_hidden()
    phone.locator(".document .fig-behind").first.tap()
    expect(phone.locator("#panel .verdict")).to_be_visible()
    box = phone.locator("#panel").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    phone.locator("[data-close-panel]").tap()
    expect(phone.locator("#panel")).to_be_hidden()


def test_a_figure_has_an_address_of_its_own(page, living):
    enter(page)
    page.goto(living)
    address = page.locator(".document .fig-ahead").first.get_attribute("href")

    page.goto(address)

    expect(page.locator("h1")).not_to_be_empty()
    expect(page.locator(".verdict .status-ahead")).to_be_visible()
    image = page.locator(".chart img")
    image.scroll_into_view_if_needed()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_look_back_shows_what_was_known_then(page, living):
    enter(page)
    page.goto(f"{living}?day=2024-03-01")
    then = page.locator(".report-table .status-unknown").count()
    page.goto(f"{living}?day=2026-03-01")

    assert page.locator(".report-table .status-unknown").count() < then


def test_a_printed_plan_keeps_its_signs_and_drops_its_tools(page, living):
    enter(page)
    page.goto(living)
    page.emulate_media(media="print")

    expect(page.locator(".filter-line").first).to_be_hidden()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".report-table")).to_be_visible()
    sign = page.evaluate("getComputedStyle(document.querySelector('.fig-behind'), '::after').content")
    assert "◐" in sign
