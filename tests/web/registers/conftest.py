from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.web.factories import base_pack

from bole.web.packs import services as packs
from bole.web.registers import services

BASE = Path(__file__).resolve().parents[3] / "packs" / "base"
REGION, DAY = "990101", date(2026, 3, 1)
PLANTED = {"name": "贾思缕", "id_number": "990101199001010015", "phone": "19900001234"}


class Office:
    """Writes records as an office would, each act a minute after the one before."""

    def __init__(self, actor, now):
        self.actor, self.now = actor, now

    def act(self, what, **arguments):
        self.now += timedelta(minutes=1)
        return what(**{"actor": self.actor, "source": "a form", "now": self.now, **arguments})

    def write(self, register, values, *, record=None, from_on=date(2026, 1, 1), region=REGION, **more):
        return self.act(
            services.write_record,
            register=register,
            values=values,
            record=record,
            from_on=from_on,
            region=region,
            **more,
        )

    def correct(self, register, record, values, *, day=DAY):
        return self.act(services.correct_record, register=register, record=record, values=values, day=day)

    def close(self, register, record, *, on):
        return self.act(services.close_record, register=register, record=record, on=on)


@pytest.fixture
def base(db, system):
    packs.load_pack(pack=base_pack(), actor=system, now=datetime(2026, 1, 2, tzinfo=UTC))


@pytest.fixture
def office(base, system, now):
    return Office(system, now)


@pytest.fixture
def somebody(office):
    """A person with a degree, an employer, a job and an honour."""
    person = office.write(
        "person", {**PLANTED, "birth_date": "1990-01-01", "degree": "硕士", "home_price": "900000"}
    ).record
    works = office.write("organisation", {"name": "虚构厂", "credit_code": "91990101TEST000001"}).record
    office.write(
        "employment", {"person": str(person), "organisation": str(works), "began_on": "2020-01-01"}, region=REGION
    )
    office.write("honour", {"person": str(person), "name": "能手", "grade": "市级", "granted_on": "2025-06-01"})
    return person
