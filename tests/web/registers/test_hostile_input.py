"""What nobody types by mistake: values no calendar, no number and no database holds are refused by name, never by an error."""

import pytest
from tests.web.factories import make_user
from tests.web.registers.conftest import REGION
from tests.web.registers.test_writing import controls

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, somebody):
    client.force_login(make_user("officer", role="office", region=REGION))
    return client


@pytest.mark.parametrize("amount", ["1e999999", "-1e999999", "1e308", "nan", "inf", "9" * 5000])
def test_an_amount_that_no_account_holds_is_refused_at_its_field(officer, amount):
    sent = controls(officer.get("/registers/honour/new/").content.decode())
    sent |= {"value-prize": amount, "value-prize-unit": "wan", "source": "x", "step": "review"}

    answer = officer.post("/registers/honour/new/", sent)

    assert answer.status_code == 422
    assert "reviewed" not in answer.content.decode()


def test_an_event_on_the_last_day_of_all_calendars_is_refused(officer):
    sent = controls(officer.get("/registers/honour/new/").content.decode())
    sent |= {"value-granted_on": "9999-12-31", "source": "x", "step": "review"}

    assert officer.post("/registers/honour/new/", sent).status_code == 422


def test_what_no_name_is_as_long_as_finds_nothing(officer):
    assert officer.post("/registers/organisation/", {"text": "x" * 1_000_000}).status_code == 200


@pytest.mark.parametrize("address", ["/registers/person/?f.degree=%00", "/registers/person/?after=%00.%00"])
def test_a_sign_that_no_text_holds_is_a_bad_request(officer, address):
    assert officer.get(address).status_code == 400


def test_a_sign_that_no_text_holds_is_not_searched_for(officer):
    assert officer.post("/registers/person/", {"text": "a\x00b"}).status_code == 400
