"""The editor of indicators: choices and text follow each other, everything wrong is said at its place, nothing is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bole.web.accounts.actors import Role
from bole.web.packs.models import Definition, Draft
from bole.web.registers.services import write_record
from tests.web.factories import make_user
from tests.web.plan.counted_pack import load_counted

REGION = "990199"
NEW = f"/plans/indicators/new/?region={REGION}"
pytestmark = pytest.mark.django_db


def signed_in(name, *, role=Role.OFFICE, region=REGION, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(make_user(name, role=role, region=region))
    return client


@pytest.fixture
def county(db, system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)
    people = [("硕士", "女性"), ("博士", "男性"), ("学士", "男性"), (None, "女性")]
    for place, (degree, gender) in enumerate(people):
        values = {"gender": gender} | ({"degree": degree} if degree else {})
        write_record(
            register="person", values=values, actor=system, region=REGION, from_on=date(2024, 2, 1),
            source="县人社局", now=now + timedelta(minutes=place),
        )  # fmt: skip


@pytest.fixture
def officer(county):
    return signed_in("officer")


@pytest.fixture
def second(county):
    return signed_in("second")
