"""A target is changed by one officer and released by another."""

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import service_actor
from bole.web.packs import services
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Definition
from tests.journeys.conftest import PHONE
from tests.journeys.test_entering import sign_in
from tests.web.factories import make_user
from tests.web.packs.conftest import NOW, REGION
from tests.web.packs.samples import sample_files

pytestmark = pytest.mark.browser
ADDRESS = f"/definitions/{REGION}/indicator/talent_total/"


@pytest.fixture
def county(transactional_db):
    services.load_pack(pack=check_pack(sample_files(), layout=LAYOUT), actor=service_actor("tests"), now=NOW)
    for name in ("lin", "he"):
        make_user(name, role="office", region=REGION)


def test_a_target_is_drafted_by_one_and_released_by_another_on_a_phone(county, page, open_page):
    sign_in(page, "lin")
    page.goto(ADDRESS)
    page.click(".page-acts button.primary")
    typed = page.input_value("#id_text")
    page.fill("#id_text", typed.replace("value: 1500", "value: 1500,5"))
    page.keyboard.press("Tab")
    page.click("#draft-form button:not([name]):not([aria-hidden])")
    assert page.locator(".error-summary").is_visible()
    assert "1500,5" in page.input_value("#id_text")
    page.fill("#id_text", typed.replace("value: 1500", "value: 1600"))
    page.fill("#id_note", "按会议纪要调整")
    page.click("#draft-form button.primary")
    assert page.locator(".message-success").is_visible()
    assert not page.locator("#id_release_day").is_visible()

    other = open_page(PHONE)
    sign_in(other, "he")
    other.click(".waiting-list a[href*=drafts]")
    other.click("table.list a")
    assert other.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    other.fill("#id_release_day", "2026-05-01")
    other.click("button.primary")
    assert other.locator(".message-success").is_visible()

    version = Definition.objects.get(name="talent_total", until=None)
    assert (version.from_on.isoformat(), version.body["targets"][0]["goal"]["value"]) == ("2026-05-01", "1600")
