"""One rule asked in two ways: ``verdict`` for a row, ``scope`` for many. And what a region's code covers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.factories import LONG_AGO

from bole.web.accounts.actors import Actor, Grant, Role, subtree
from bole.web.accounts.models import User
from bole.web.accounts.permissions import ROLES_OF_ACT, scope, verdict

PROVINCE, CITY, COUNTY = "510000", "510400", "510422"


@pytest.mark.parametrize(
    ("region", "begins"),
    [
        pytest.param("510000", "51", id="a province"),
        pytest.param("510400", "5104", id="a city"),
        pytest.param("510422", "510422", id="a county"),
        pytest.param("510422100000", "510422100", id="a town"),
        pytest.param("510422100201", "510422100201", id="a village"),
        pytest.param("500000", "50", id="a municipality"),
        pytest.param("500100", "5001", id="the districts of a municipality"),
        pytest.param("500116", "500116", id="a district of a municipality"),
        pytest.param("429000", "4290", id="the counties directly under a province"),
        pytest.param("429004", "429004", id="a county-level city directly under a province"),
        pytest.param("460400", "4604", id="a city without counties"),
        pytest.param("510422000000", "510422", id="a county written with twelve digits"),
        pytest.param("510400000000", "5104", id="a city written with twelve digits"),
        pytest.param("510000000000", "51", id="a province written with twelve digits"),
        pytest.param("", "", id="the whole installation"),
    ],
)
def test_a_code_begins_the_codes_of_what_lies_below_it(region, begins):
    assert subtree(region) == begins


@pytest.mark.parametrize(
    ("held", "asked", "is_inside"),
    [
        (CITY, COUNTY, True),
        (CITY, "510422100201", True),
        (COUNTY, CITY, False),
        (COUNTY, "510421", False),
        ("460400", "460400100000", True),
        ("429000", "429004", True),
        ("429004", "429005", False),
        ("500000", "500116", True),
        ("510422100000", "510422100201", True),
        ("510422100000", "510422101201", False),
        ("990000", "990101", True),
    ],
)
def test_a_role_reaches_its_region_and_below(held, asked, is_inside):
    actor = Actor(None, "tests", (Grant(Role.OFFICE, held),))

    assert bool(verdict(actor, "accounts.manage", region=asked)) is is_inside


def test_a_refusal_says_why():
    leader = Actor(None, "tests", (Grant(Role.LEADER, CITY),))
    office = Actor(None, "tests", (Grant(Role.OFFICE, CITY),))

    assert str(verdict(leader, "accounts.manage", region=CITY).reason) == "Your role does not include this act."
    assert str(verdict(office, "accounts.manage", region=PROVINCE).reason).startswith("This belongs to a region")


def codes():
    """Codes that are near each other, so that ranges and prefixes meet at their edges."""
    six = st.builds(lambda a, b, c: a + b + c, *[st.sampled_from(["00", "01", "10", "51", "98", "99"])] * 3)
    twelve = st.builds(
        lambda code, town, village: code + town + village, six, *[st.sampled_from(["000", "001", "999"])] * 2
    )
    return st.one_of(st.just(""), six, twelve)


@pytest.mark.django_db
@pytest.mark.parametrize("act", sorted(ROLES_OF_ACT))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grants=st.lists(st.builds(Grant, st.sampled_from(Role), codes()), max_size=3), regions=st.sets(codes(), max_size=6)
)
def test_verdict_and_scope_give_the_same_answer(act, grants, regions, db):
    actor = Actor(None, "tests", tuple(grants))
    User.objects.all().delete()
    User.objects.bulk_create(
        User(username=f"u{code}", name="Test", region=code, created_at=LONG_AGO) for code in regions
    )

    seen = set(User.objects.filter(scope(actor, act)).values_list("region", flat=True))

    assert seen == {code for code in regions if verdict(actor, act, region=code)}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", sorted(ROLES_OF_ACT))
def test_every_role_gets_the_same_answer_for_every_act(role, act):
    actor = Actor(None, "tests", (Grant(role, CITY),))
    for code in [CITY, COUNTY, PROVINCE, "510500", "510422100201", ""]:
        User.objects.create(username=f"u{code}", name="Test", region=code, created_at=LONG_AGO)

    seen = set(User.objects.filter(scope(actor, act)).values_list("region", flat=True))

    assert seen == ({CITY, COUNTY, "510422100201"} if role in ROLES_OF_ACT[act] else set())
