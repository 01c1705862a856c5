"""Many offices share a machine, and addresses are typed by hand."""

import pytest
from tests.web.factories import PASSWORD, make_user

from bole.web.accounts.actors import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, settings):
    settings.ROLES_WITH_SECOND_FACTOR = ()
    make_user("wang", role=Role.OFFICE)
    client.post("/accounts/sign-in/", {"username": "wang", "password": PASSWORD})
    return client


@pytest.mark.parametrize("address", ["/", "/plans/", "/accounts/", "/journal/"])
def test_a_page_of_somebody_signed_in_stays_in_no_browser(signed_in, address):
    page = signed_in.get(address)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


def test_coming_back_to_the_sign_in_page_leads_to_the_desk(signed_in):
    assert signed_in.get("/accounts/sign-in/?next=/accounts/sign-in/").headers["Location"] == "/"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday"])
def test_a_day_out_of_bounds_filters_nothing_and_breaks_nothing(signed_in, day):
    assert signed_in.get("/journal/", {"day": day}).status_code == 200
