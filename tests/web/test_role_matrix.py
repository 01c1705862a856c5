"""Every address × every role × where it is held: what is not yours to see does not exist.

New addresses are in the matrix by themselves; one that names a row needs a line in ``tests/web/samples``.
"""

import pytest
from django.urls import reverse

from bole.web.accounts.actors import Role
from bole.web.accounts.permissions import ROLES_OF_ACT
from tests.house.test_routes import ROUTES
from tests.web.factories import make_user
from tests.web.samples import PLACES, all_samples

pytestmark = pytest.mark.django_db
SAMPLES = all_samples()
SIGN_IN = "/accounts/sign-in/"
# A page, a redirect after an act, or a form that names what is wrong with an empty one.
OPEN = {200, 201, 204, 302, 303, 400, 409, 422}
WITH_ROW = sorted(name for name, pattern in ROUTES.items() if pattern.pattern.regex.groups)
GUARDED = sorted(name for name, pattern in ROUTES.items() if pattern.callback.door in ROLES_OF_ACT)


def knock(client, name):
    """Ask for a page, or send its form where it takes nothing else."""
    sample = SAMPLES.get(name)
    if sample is None and name in WITH_ROW:
        pytest.fail(f"add a Sample for {name} to tests/web/samples")
    address = reverse(name, kwargs=sample.make() if sample else None) + (sample.query if sample else "")
    answer = client.get(address)
    return client.post(address, sample.data if sample else {}) if answer.status_code == 405 else answer


def is_sent_to_sign_in(answer):
    return answer.status_code == 302 and answer.headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("name", WITH_ROW)
def test_an_address_that_names_a_row_has_a_sample(name):
    assert name in SAMPLES, f"add a Sample for {name} to tests/web/samples"


def test_no_sample_is_left_of_an_address_that_is_gone():
    assert set(SAMPLES) <= set(ROUTES)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_somebody_who_has_not_signed_in_sees_public_pages_alone(client, name):
    answer = knock(client, name)

    if ROUTES[name].callback.door == "public":
        assert answer.status_code in OPEN
    else:
        assert is_sent_to_sign_in(answer)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_stranger_with_an_account_and_no_role_gets_404_at_every_guarded_door(client, name):
    client.force_login(make_user("stranger"))

    answer = knock(client, name)

    assert answer.status_code == 404 if name in GUARDED else answer.status_code in OPEN


def knocks():
    """Yield (address, role, place): a role that includes the act from every place, another from the nearest alone."""
    for name in GUARDED:
        allowed = ROLES_OF_ACT[ROUTES[name].callback.door]
        for role in Role:
            yield from ((name, role, place) for place in (PLACES if role in allowed else ["own"]))


@pytest.mark.parametrize(("name", "role", "place"), list(knocks()))
def test_a_role_opens_its_own_doors_to_its_own_rows(client, name, role, place):
    client.force_login(make_user("actor", role=role, region=PLACES[place]))

    answer = knock(client, name)

    is_open = role in ROLES_OF_ACT[ROUTES[name].callback.door] and (
        name not in SAMPLES or (place in SAMPLES[name].open_from and role not in SAMPLES[name].closed_to)
    )
    if is_open:
        assert answer.status_code in OPEN
        assert not is_sent_to_sign_in(answer)
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_before_the_second_factor_every_door_but_those_of_entering_leads_to_it(client, settings, name):
    settings.SECOND_FACTOR = True
    client.force_login(make_user("actor", role="office"))

    answer = knock(client, name)

    if ROUTES[name].callback.door in {"public", "entering"}:
        assert answer.status_code in OPEN
    else:
        assert answer.headers["Location"].startswith(reverse("accounts:enrolment"))
