"""Every page keeps the strict policy of content: nothing inline, nothing from outside."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.house.test_routes import ROUTES
from tests.web.factories import make_user
from tests.web.test_role_matrix import knock

pytestmark = pytest.mark.django_db
NAMES_OF_ADDRESSES = {"src", "href", "action", "srcset", "poster", "data", "formaction", "hx-get", "hx-post", "hx-put"}


class Inspector(HTMLParser):
    """Collects what the policy forbids."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.inside = tag
        if tag == "style" or "style" in told:
            self.found.append(f"inline style in <{tag}>")
        self.found += [f"{name} in <{tag}>" for name in told if re.match(r"(on|hx-on)", name)]
        for name in NAMES_OF_ADDRESSES & set(told):
            value = told[name] or ""
            if re.match(r"(https?:)?//|javascript:", value) or (value.startswith("data:") and tag != "img"):
                self.found.append(f"{name}={value} in <{tag}>")
        if any(str(value).startswith("js:") for name, value in attributes if name.startswith("hx-")):
            self.found.append(f"evaluated text in <{tag}>")

    def handle_data(self, data):
        if self.inside == "script" and data.strip():
            self.found.append("inline script")

    def handle_endtag(self, tag):
        self.inside = ""


def inspect(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    if "html" in answer.headers.get("Content-Type", ""):
        inspector = Inspector()
        inspector.feed(answer.content.decode())
        assert inspector.found == []


@pytest.mark.parametrize("role", ["office", "leader"])
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_page_keeps_the_policy(client, name, role):
    client.force_login(make_user("actor", role=role))

    inspect(knock(client, name))


@pytest.mark.parametrize("name", ["accounts:enrolment", "accounts:new_password", "accounts:sign_in"])
def test_the_pages_of_entering_keep_the_policy(client, settings, name):
    settings.SECOND_FACTOR = True
    if name != "accounts:sign_in":
        client.force_login(make_user("actor", role="office"))

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    inspect(answer)


def test_the_pages_of_trouble_keep_the_policy(client):
    make_user("lin")
    inspect(client.get("/no-such-page/"))
    for _ in range(5):
        answer = client.post("/accounts/sign-in/", {"username": "lin", "password": "wrong"})
    assert answer.status_code == 429
    inspect(answer)


@pytest.mark.parametrize(
    "page",
    [
        "<style>p {}</style>",
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<link href="https://cdn.example/x.css">',
        '<script src="//cdn.example/x.js"></script>',
        '<a href="javascript:x()">',
        "<div hx-vals='js:{a: 1}'>",
    ],
)
def test_the_inspection_sees_what_is_forbidden(page):
    inspector = Inspector()
    inspector.feed(page)

    assert inspector.found
