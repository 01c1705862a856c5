"""Chinese unless somebody chose otherwise, whatever language the browser itself is in."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("browser", ["en-US,en;q=0.9", "zh-CN", "de", ""])
def test_a_first_visit_is_answered_in_chinese(client, browser):
    page = client.get("/accounts/sign-in/", headers={"accept-language": browser})
    assert '<html lang="zh-hans">' in page.content.decode()


def test_a_choice_is_kept_for_the_next_page(client):
    client.post("/language/", {"language": "en", "next": "/accounts/sign-in/"})
    page = client.get("/accounts/sign-in/", headers={"accept-language": "zh-CN"})
    assert '<html lang="en">' in page.content.decode()
