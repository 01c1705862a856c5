"""An officer finds a person in a register, says that their degree changed, and reads both in the history."""

from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from bole.web.accounts.actors import Role, service_actor
from bole.web.registers.models import PersonNumber
from bole.web.registers.services import write_record
from tests.web.factories import LONG_AGO, PASSWORD, make_user
from tests.web.plan.counted_pack import load_counted

pytestmark = pytest.mark.browser

COUNTY = "990199"
ID_NUMBER = "990121199001010014"


def write(register, values):
    return write_record(
        register=register,
        values=values,
        actor=service_actor("tests"),
        region=COUNTY,
        from_on=date(2026, 1, 1),
        source="年报",
        now=LONG_AGO,
    ).record


@pytest.fixture
def person(transactional_db):
    load_counted(COUNTY, actor=service_actor("tests"), base_at=LONG_AGO, now=LONG_AGO)
    make_user("officer", role=Role.OFFICE, region=COUNTY)
    person = write("person", {"name": "贾思缕", "id_number": ID_NUMBER, "phone": "19900001234", "degree": "硕士"})
    works = write("organisation", {"name": "虚构厂", "credit_code": "91990121TEST000001"})
    write("employment", {"person": str(person), "organisation": str(works), "began_on": "2020-01-01", "post": "工程师"})
    return person


def enter(page):
    page.goto("/accounts/sign-in/")
    page.fill("[name=username]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("[name=password]")).to_have_count(0)


def run_queued_jobs():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_a_figure_opens_down_to_a_person_and_moves_when_their_degree_does(page, person):
    write("person", {"name": "钱多多", "degree": "学士"})
    run_queued_jobs()
    enter(page)

    page.goto(f"/plans/counted/{COUNTY}/masters/")
    expect(page.locator(".key-figures dd").first).to_contain_text("1人")
    page.locator("table.records a").first.click()
    expect(page.locator("#figures")).to_contain_text("硕士以上人才")
    page.locator(".record-acts .primary").click()
    page.fill("[name=day]", "2026-02-01")
    page.fill("[name=source]", "核查结果")
    page.select_option("[name=value-degree]", "bachelor")
    page.click("button[value=review]")
    page.click("button[value=save]")
    expect(page.locator(".refreshing")).to_be_visible()
    expect(page.locator("#figures")).not_to_contain_text("硕士以上人才")
    run_queued_jobs()

    page.reload()
    expect(page.locator(".refreshing")).to_have_count(0)
    page.goto(f"/plans/counted/{COUNTY}/masters/")
    expect(page.locator(".key-figures dd").first).to_contain_text("0人")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_list_to_a_changed_degree_that_stands_in_the_history(open_page, person, scripts):
    page = open_page(java_script_enabled=scripts)
    enter(page)

    page.locator("nav a", has_text="台账").click()
    page.locator(".register-card a", has_text="人员").click()
    page.locator("table.records a", has_text=PersonNumber.objects.get(person=person).number).click()
    page.locator(".record-acts .primary").click()
    page.fill("[name=day]", "2026-02-01")
    page.fill("[name=source]", "学位证书")
    page.select_option("[name=value-degree]", "doctor")
    page.click("button[value=review]")
    expect(page.locator(".summary-changes")).to_contain_text("硕士")
    expect(page.locator(".summary-changes")).to_contain_text("博士")
    page.click("button[value=save]")

    expect(page.locator(".message-success")).to_be_visible()
    steps = page.locator(".timeline > li")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("2026年2月1日")
    expect(steps.first).to_contain_text("硕士 → 博士")
    expect(steps.first).to_contain_text("学位证书")
    expect(steps.last).to_contain_text("2026年1月31日")
    page.goto(f"{page.url}?day=2026-01-15")
    expect(page.locator("#values")).to_contain_text("硕士")


def test_an_id_number_finds_its_person_and_stands_in_no_address(page, person):
    enter(page)
    page.goto("/registers/person/")

    page.fill("[name=text]", ID_NUMBER)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("贾*缕")
    assert ID_NUMBER not in page.url
    assert ID_NUMBER not in page.content()


def test_a_sealed_value_appears_in_its_place_once_a_reason_is_given(page, person):
    enter(page)
    page.goto(f"/registers/person/{person}/")
    expect(page.locator("#values")).not_to_contain_text("19900001234")

    sealed = page.locator("details.unmask", has=page.locator("#why-phone"))
    sealed.locator("summary").click()
    sealed.locator("[name=purpose]").fill("回访")
    sealed.locator("button").click()

    expect(page.locator(".shown-value")).to_have_text("19900001234")


def test_registers_fit_a_phone(phone, person):
    enter(phone)
    at = f"/registers/person/{person}/"
    pages = ["/registers/", "/registers/person/", "/registers/employment/", "/registers/employment/new/", at]
    for address in [*pages, f"{at}change/", f"{at}correct/", f"{at}close/", f"{at}erase/"]:
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
