"""Two officers: one puts an indicator together by choosing, the other releases it; the plan shows it down to the people."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bole.web.accounts.actors import Role, service_actor
from bole.web.base.clock import now, today
from bole.web.packs import folders
from bole.web.packs.services import load_pack
from bole.web.plan.services.documents import open_document
from bole.web.plan.services.measurements import measure_region
from bole.web.registers.services import write_record
from tests.web.factories import LONG_AGO, PASSWORD, make_user

pytestmark = pytest.mark.browser

PACK = Path(__file__).resolve().parents[2] / "packs" / "demo"
COUNTY, LISTED = "990121", "/plans/indicators/?region=990121"
PEOPLE = [("博士", "女性", "1990-05-01"), ("硕士", "女性", "1985-05-01"), ("硕士", "男性", "1988-05-01"), ("学士", "女性", "1992-05-01"), (None, "女性", "1995-05-01")]  # fmt: skip


@pytest.fixture
def county(transactional_db):
    """The demo county with its plan, five people, and two officers of its talent office."""
    system, pack = service_actor("tests"), folders.checked(PACK)
    for part in (folders.checked(folders.base_of(PACK, pack)), pack):
        load_pack(pack=part, actor=system, now=LONG_AGO)
    terms = {"region": COUNTY, "actor": system, "today": date(2026, 3, 2), "now": LONG_AGO}
    data = (PACK / "plan" / "document.txt").read_bytes()
    document = open_document(data=data, file_name="document.txt", **terms)
    for place, (degree, gender, born) in enumerate(PEOPLE):
        values = {"gender": gender, "birth_date": born, "region": COUNTY} | ({"degree": degree} if degree else {})
        write_record(
            register="person", values=values, actor=system, region=COUNTY, from_on=date(2024, 3, 1),
            source="县人社局花名册", now=LONG_AGO + timedelta(minutes=place),
        )  # fmt: skip
    for name in ("first", "second"):
        make_user(name, role=Role.OFFICE, region=COUNTY)
    return f"/plans/{document.pk}/"


def enter(page, name):
    page.goto("/accounts/sign-in/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("[name=password]")).to_have_count(0)
    return page


def choose(page, **parts):
    """Choose one thing after another; the page redraws itself after each, or has to be told to without JavaScript."""
    for name, value in parts.items():
        field = page.locator(f"#{name.replace('__', '-')}")
        expect(field).to_be_visible()
        if value == "add":
            field.locator("> .adders button").first.click()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
            field.press("Tab")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_indicator_goes_from_the_first_choice_to_the_people_behind_it(open_page, county, scripts):
    first = enter(open_page(java_script_enabled=scripts), "first")
    again = (lambda: None) if scripts else lambda: first.locator("#r0 button[value=try]").click()
    first.goto(LISTED)
    first.click(".page-acts a.primary")
    choose(first, name_zh="硕士以上女性人才", unit="人")
    again()
    for place, (field, value) in enumerate([("degree", "master"), ("gender", "female")]):
        start = f"r0__over__where__{place}"
        choose(first, r0__over__where="add")
        choose(first, **{f"{start}__path": field})
        again()
        choose(first, **{f"{start}__values": value} if place == 0 else {f"{start}__operator": "is"})
        if place == 1:
            again()
            choose(first, **{f"{start}__values": value})
        again()
    text = 'count(person, where=degree >= "硕士" and gender == "女性")'
    expect(first.locator("#r0-text")).to_have_value(text)
    expect(first.locator(".trial-value")).to_have_text("2人")
    expect(first.locator(".trial li")).to_contain_text("学位")

    first.click("button[value=add-target]")
    plan = "霁川县人才发展规划（2024—2028年）"
    choose(first, t0__value="5", t0__day="2028-12-31", t0__document=plan)
    expect(first.locator("#name_zh")).to_have_value("硕士以上女性人才")
    first.click("button[value=offer]")
    expect(first).to_have_url(re.compile("/release/$"))
    expect(first.locator("button[value=release]")).to_have_count(0)

    second = enter(open_page(), "second")
    second.goto(LISTED)
    second.goto(first.url)
    expect(second.locator(".difference-rows")).to_contain_text("2人")
    second.click("#years a")
    expect(second.locator("#years table")).to_be_visible()
    second.click("button[value=release]")
    expect(second.locator(".message-success")).to_be_visible()

    measure_region(region=COUNTY, today=today(), now=now())
    second.goto(county)
    row = second.locator(".report-table tr", has_text="硕士以上女性人才")
    expect(row).to_contain_text("2人")
    row.locator("a").click()
    expect(second.locator("main")).to_contain_text("女性")
    expect(second.locator("main table a[href*='/registers/person/']")).to_have_count(2)


def test_the_text_of_a_rule_is_edited_with_errors_at_their_place(page, county):
    enter(page, "first")
    page.goto("/plans/indicators/new/?region=990121")
    page.fill("#r0-text", 'count(person, where=degre >= "硕士")')
    expect(page.locator(".excerpt mark")).to_have_text("degre")
    page.fill("#r0-text", 'count(person, where=degree == "博士" or age(day) > 20)')
    page.press("#r0-text", "Tab")
    expect(page.locator("#r0-over-where-join")).to_have_value("any")
    expect(page.locator("#r0-over-where-1-path")).to_have_value("birth_date:age")
    expect(page.locator(".trial-value")).to_have_text("5")
    page.select_option("#r0-over-where-join", "all")
    expect(page.locator("#r0-text")).to_have_value('count(person, where=degree == "博士" and age(day) > 20)')


def test_a_keyboard_keeps_its_place_while_the_page_redraws_itself(page, county):
    enter(page, "first")
    page.goto("/plans/indicators/new/?region=990121")
    page.focus("#r0-over-where .adders button")
    page.keyboard.press("Enter")
    page.focus("#r0-over-where-0-path")
    page.keyboard.press("End")
    expect(page.locator("#r0-over-where-0-operator")).to_be_visible()
    expect(page.locator("#r0-over-where-0-path")).to_be_focused()


def test_the_editor_fits_a_phone(phone, county):
    enter(phone, "first")
    phone.goto("/plans/indicators/new/?region=990121")
    phone.click("#r0-over-where > .adders button")
    phone.select_option("#r0-over-where-0-path", "gender")
    expect(phone.locator("#r0-over-where-0-operator")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
