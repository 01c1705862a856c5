"""Several write at once: no number twice, no change lost, the key still one record's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connections
from tests.web.registers.conftest import BASE, REGION

from bole.web.packs import folders
from bole.web.packs import services as packs
from bole.web.registers import queries, services

WRITERS = 6
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def at_once(act):
    barrier = Barrier(WRITERS)

    def run(number):
        try:
            barrier.wait()
            return act(number)
        except services.RecordHasFaults as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_share_no_number_no_key_and_lose_no_change(system):
    packs.load_pack(pack=folders.checked(BASE), actor=system, now=NOW)

    def write(register, values, record=None):
        return services.write_record(
            register=register,
            values=values,
            record=record,
            actor=system,
            region=REGION,
            from_on=date(2026, 1, 1),
            source="at once",
            now=NOW,
        )

    people = at_once(lambda _number: write("person", {"phone": "19900001234"}))
    fields = [
        {"homes_owned": 1},
        {"insured_months": 9},
        {"degree": "硕士"},
        {"university": "甲"},
        {"level": "A"},
        {"phone": "1"},
    ]
    at_once(lambda number: write("person", fields[number], people[0].record))
    works = at_once(lambda _number: write("organisation", {"credit_code": "91990101TEST000009"}))

    assert sorted(one.number for one in people) == [f"990101-2026-{number:06d}" for number in range(1, WRITERS + 1)]
    held = queries.record_on(system, register="person", record=people[0].record, day=date(2026, 3, 1)).values
    wanted = {
        "homes_owned": 1,
        "insured_months": 9,
        "degree": "master",
        "university": "甲",
        "level": "A",
        "phone": True,
    }
    assert {name: held[name] for name in wanted} == wanted
    assert len([one for one in works if isinstance(one, services.Written)]) == 1
