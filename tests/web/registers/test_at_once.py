"""Several write at once: no number twice, no change lost, the key still one record's."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections, transaction
from tests.web.factories import base_pack
from tests.web.registers.conftest import REGION

from bole.domain.registers.numbers import NumberKind
from bole.web.packs import services as packs
from bole.web.registers import queries, services

WRITERS = 6
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


class Interrupted(Exception):
    """An act that does not come to its end."""


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
    packs.load_pack(pack=base_pack(), actor=system, now=NOW)

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


@pytest.mark.django_db(transaction=True)
def test_numbers_of_cases_and_of_people_are_counted_apart_and_none_is_given_twice():
    def issue(number):
        kind = NumberKind.CASE if number % 2 else NumberKind.PERSON
        given = []
        for each in range(5):
            with transaction.atomic():
                given.append(services.issue_number(kind=kind, region=REGION, year=2026))
            with suppress(Interrupted), transaction.atomic():
                services.issue_number(kind=kind, region=REGION, year=2026 + each % 2)
                raise Interrupted
        return given

    given = [number for numbers in at_once(issue) for number in numbers]

    # An act that is rolled back gives its number to nobody, and leaves no gap.
    wanted = [f"{begins}990101-2026-{number:06d}" for begins in ("", "BJ") for number in range(1, WRITERS // 2 * 5 + 1)]
    assert sorted(given) == sorted(wanted)
    with transaction.atomic():
        assert services.issue_number(kind=NumberKind.CASE, region=REGION, year=2027) == "BJ990101-2027-000001"
        assert services.issue_number(kind=NumberKind.CASE, region="990102", year=2026) == "BJ990102-2026-000001"


@pytest.mark.django_db(transaction=True)
def test_chunks_written_at_once_share_no_number_and_the_same_chunk_is_there_once(system):
    packs.load_pack(pack=base_pack(), actor=system, now=NOW)

    def load(number):
        # Every chunk comes twice, as when an interrupted load is run again while the first is still at work.
        first = number // 2 * 10
        return services.write_records(
            register="person",
            records=[
                services.NewRecord(
                    UUID(int=first + each), REGION, ((date(2026, 1, 1), {"phone": f"199{first + each}"}),)
                )
                for each in range(1, 6)
            ],
            actor=system,
            source="at once",
            now=NOW,
        )

    written = at_once(load)

    assert sum(one.count for one in written) == sum(one.there_already for one in written) == WRITERS // 2 * 5
    numbers = [number for one in written for number in one.numbers.values()]
    assert sorted(numbers) == [f"990101-2026-{number:06d}" for number in range(1, WRITERS // 2 * 5 + 1)]
