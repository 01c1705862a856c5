"""Every address has a door, and only these are open to anybody."""

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from bole.web.accounts.permissions import ROLES_OF_ACT

PUBLIC = {
    "accounts:sign_in": "where a stranger becomes somebody",
    "accounts:sign_out": "leaving needs no leave",
    "base:language": "a stranger may read the sign-in page in English",
    "base:health": "a load balancer has no account",
}


def routes(resolver=None, namespace=""):
    """Yield every address of the product as (name, pattern)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern


ROUTES = dict(routes())


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _pattern in routes()]

    assert sorted(names) == sorted(set(names))
    assert not [name for name in names if name.endswith("None")]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_address_has_a_door(name):
    door = getattr(ROUTES[name].callback, "door", None)

    assert door is not None, f"{name}: decorate the view with may(), signed_in or public (bole.web.accounts.doors)"
    assert door in {"public", "signed_in", "entering"} or door in ROLES_OF_ACT
    assert (door == "public") == (name in PUBLIC)
