"""How long the server needs for the pages of registers: lists, narrowed and deep in, searches, and the page of a record.

Times are those of the whole request inside the server. The processor's own time stands beside it: a neighbour on the
machine lengthens the one and not the other. People and employments are made here, on SQLite, by the bulk act of the product.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "bench"))
PROMISED_MS = 100
PASSWORD = "a-long-bench-password"  # noqa: S105 — of a user that lives as long as this script
REGIONS = ("990101", "990121", "990122", "990123")
DEGREES, GENDERS = ("none", "bachelor", "master", "doctor"), ("male", "female")
LEVELS = ("F", "F", "F", "E", "E", "D")
EMPLOYERS, CHUNK = 500, 2_000
FIRST = date(2020, 1, 1)


def person(number: int) -> dict[str, object]:
    born = date(1960, 1, 1) + timedelta(days=number % 16_000)
    words = {
        "name": "虚构者",
        "id_number": f"990101{born:%Y%m%d}{number:08d}"[:22],
        "phone": f"199{number:08d}",
        "birth_date": born,
        "gender": GENDERS[number % 2],
        "degree": DEGREES[number % 3],
        "level": LEVELS[number % 6],
        "category": "skilled",
        "is_full_time": number % 5 > 0,
        "home_price": 900_000 + number % 1000,
    }
    # One in five thousand: what is rare is what a list finds last.
    return words | ({"level": "A", "degree": "doctor"} if number % 5_000 == 0 else {})


def records(register: str, many: int):
    from bole.web.registers.services import NewRecord

    for number in range(many):
        region = REGIONS[number % len(REGIONS)]
        if register == "person":
            words, key = person(number), number
        elif register == "organisation":
            words, key = {"name": f"虚构厂{number}", "credit_code": f"9199{number:014d}"}, (1 << 64) + number
        else:
            # The first employer has a tenth of all: a page must not read it whole.
            employer = 0 if number % 10 == 0 else number % EMPLOYERS
            links = {"person": str(UUID(int=number)), "organisation": str(UUID(int=(1 << 64) + employer))}
            words, key = links | {"began_on": date(2015, 1, 1) + timedelta(days=number % 4_000)}, (2 << 64) + number
        yield NewRecord(UUID(int=key), region, ((FIRST, words),))


def prepare(people: int) -> None:
    from itertools import islice

    from bole.web.accounts.actors import Role, service_actor
    from bole.web.accounts.services import grant_role, open_account
    from bole.web.base.clock import now, today
    from bole.web.packs import folders
    from bole.web.packs.services import load_pack
    from bole.web.registers.services import write_records
    from bole.web.registers.snapshots import refresh_working

    actor = service_actor("bench")
    load_pack(pack=folders.checked(ROOT / "packs" / "base"), actor=actor, now=now())
    user = open_account(username="bench", name="bench", password=PASSWORD, actor=actor, region="990100", now=now())
    grant_role(user=user, role=Role.OFFICE, region="990100", actor=actor, today=today(), now=now())
    for register, many in (("organisation", EMPLOYERS), ("person", people), ("employment", people)):
        rows = records(register, many)
        while some := list(islice(rows, CHUNK)):
            write_records(register=register, records=some, actor=actor, source="bench", now=now())
    for region in REGIONS:
        refresh_working.func(region)


def widen() -> None:
    """Give what an earlier run made the registers and indexes of today."""
    from django.db import transaction

    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now, today
    from bole.web.packs import folders
    from bole.web.packs.services import load_pack
    from bole.web.registers.snapshots import refresh_working
    from bole.web.registers.tables import store_on, widen_tables

    actor = service_actor("bench")
    load_pack(pack=folders.checked(ROOT / "packs" / "base"), actor=actor, now=now())
    registers = [tables.register for tables in store_on(today()).tables.values()]
    with transaction.atomic():
        widen_tables(registers, region="", actor=actor, now=now())
    for region in REGIONS:
        refresh_working.func(region)


def pages(people: int) -> dict[str, tuple[str, dict[str, str] | None]]:
    """Return the address of every page, and what is sent to it where it is a search."""
    late = UUID(int=people * 9 // 10).hex
    return {
        "registers": ("/registers/", None),
        "list": ("/registers/person/", None),
        "list, deep in": (f"/registers/person/?after=990122.{late}", None),
        "narrowed": ("/registers/person/?f.degree=master", None),
        "narrowed by two, rare": ("/registers/person/?f.level=A&f.gender=female", None),
        "narrowed by two, none": ("/registers/person/?f.level=A&f.degree=none", None),
        "employments": ("/registers/employment/", None),
        "found by ID number": ("/registers/person/", {"text": str(person(people // 2)["id_number"])}),
        "employers found by name": ("/registers/organisation/", {"text": "虚构厂4"}),
        "page of a person": (f"/registers/person/{UUID(int=people // 2)}/", None),
        "page of a large employer": (f"/registers/organisation/{UUID(int=1 << 64)}/", None),
    }


def measure(people: int, rounds: int) -> dict[str, dict[str, float]]:
    from django.test import Client

    client, found = Client(), {}
    client.post("/accounts/sign-in/", {"username": "bench", "password": PASSWORD})
    for name, (address, sent) in pages(people).items():
        times, busy = [], []
        for _ in range(rounds + 1):
            began, worked = time.perf_counter(), time.process_time()
            response = client.get(address) if sent is None else client.post(address, sent)
            times.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - worked) * 1000)
            assert response.status_code in {200, 302}, (address, response.status_code)
        found[name] = {
            "first_ms": round(times[0]),
            "median_ms": round(statistics.median(times[1:])),
            "median_processor_ms": round(statistics.median(busy[1:])),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", help="a folder to make the rows in, or to find them in again")
    parser.add_argument("--json", action="store_true", help="print the JSON object alone")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(asked.keep or scratch)
        is_there = (folder / "made").exists()
        os.environ |= {"BOLE_DATA": str(folder), "BOLE_SECOND_FACTOR": "off", "BOLE_HOSTS": "testserver"}
        os.environ.pop("BOLE_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bole.web.settings.default"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        if is_there:
            widen()
        else:
            prepare(asked.people)
            (folder / "made").touch()
        found = measure(asked.people, asked.rounds)
    if not asked.json:
        for name, times in found.items():
            print(f"{name:28}{times['median_ms']:>6} ms, first {times['first_ms']} ms")
    kept = all(times["median_ms"] <= PROMISED_MS for times in found.values())
    print(json.dumps({"people": asked.people, "pages": found, "promised_ms": PROMISED_MS, "kept": kept}))


if __name__ == "__main__":
    main()
