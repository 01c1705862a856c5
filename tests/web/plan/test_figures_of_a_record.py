"""In which figures a record counts is told to those who see all of it, and from what the region itself keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bole.web.accounts.actors import Actor, Grant, Role
from bole.web.plan.queries.of_record import figures_of_record
from bole.web.registers.models import PersonAccount
from bole.web.registers.services import write_record
from tests.web.factories import actor_for, make_user
from tests.web.plan.counted_pack import load_counted

REGION, ELSEWHERE, TODAY = "990199", "990188", date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def write(db, system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)
    moments = iter(now + timedelta(minutes=minute) for minute in range(1, 100))

    def written(register, values, *, region=REGION):
        return write_record(
            register=register, values=values, actor=system, region=region, from_on=date(2024, 2, 1),
            source="县人社局", now=next(moments),
        ).record  # fmt: skip

    return written


def figures(actor, person):
    found = figures_of_record(
        actor, register="person", record=person, subject=person, region=REGION, day=TODAY, today=TODAY
    )
    return [(one.indicator, one.sure) for one in found]


def test_an_employer_is_not_told_what_the_figures_ask_of_the_file_of_somebody_they_employ(write):
    person = write("person", {"degree": "硕士"})
    works = write("organisation", {"name": "虚构厂", "credit_code": "91990101TEST000001"})
    write("employment", {"person": str(person), "organisation": str(works), "began_on": "2024-01-01"})
    write("honour", {"person": str(person), "granted_on": "2026-01-05", "prize": "100"})
    user = make_user("works", role=Role.TALENT, region=REGION)
    employer = Actor(user.pk, "works", (Grant(Role.EMPLOYER, REGION, works),))

    assert figures(employer, person) == []


def test_a_talent_is_told_of_their_own_file_and_an_officer_of_every_one(write):
    person = write("person", {"degree": "硕士"})
    user = make_user("talent", role=Role.TALENT, region=REGION)
    PersonAccount.objects.create(user=user.pk, person=person)

    assert figures(actor_for(user), person) == [("masters", 1)]
    assert figures(actor_for(make_user("officer", role=Role.OFFICE, region=REGION)), person) == [("masters", 1)]


def test_what_another_region_keeps_of_a_person_counts_in_no_figure_of_this_one(write, system):
    person = write("person", {"degree": "硕士"})
    write("honour", {"person": str(person), "granted_on": "2026-01-05", "prize": "100"}, region=ELSEWHERE)

    assert figures(system, person) == [("masters", 1)]
