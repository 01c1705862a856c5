"""How many records a second the bulk act writes: people with three sealed fields, and their employments, in chunks.

The whole act is measured, from words to committed rows: checks, keys, sealing, numbers, journal. On SQLite in a folder
of its own; on PostgreSQL where ``BOLE_DATABASE_URL`` names a server (``tests/postgres.sh``).
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
REGION, FIRST = "990101", date(2020, 1, 1)
DEGREES = ("none", "bachelor", "master", "doctor")
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def new_record(number: int, words: dict[str, object]):
    from bole.web.registers.services import NewRecord

    return NewRecord(UUID(int=number), REGION, ((FIRST, words),))


def person(number: int):
    born = date(1960, 1, 1) + timedelta(days=number % 16_000)
    words = {
        "name": f"虚构{number}",
        "id_number": f"990101{born:%Y%m%d}{number % 10_000:04d}",
        "phone": f"199{number:08d}",
        "birth_date": born,
        "gender": "male" if number % 2 else "female",
        "region": REGION,
        "degree": DEGREES[number % 4],
        "university": "虚构大学",
        "is_full_time": True,
        "insured_months": number % 300,
        "home_price": 900_000 + number,
    }
    return new_record(number, words)


def organisation(number: int):
    words = {"name": f"虚构厂{number}", "credit_code": f"9199{number:014d}", "staff": number % 900}
    return new_record((1 << 64) + number, words)


def employment(number: int, organisations: int):
    words = {
        "person": str(UUID(int=number)),
        "organisation": str(UUID(int=(1 << 64) + number % organisations)),
        "began_on": date(2015, 1, 1) + timedelta(days=number % 4_000),
        "post": "工程师",
        "is_full_time": True,
        "contract_months": 36,
        "monthly_pay": 8_000,
    }
    return new_record((2 << 64) + number, words)


def measure(register: str, records: list, *, chunk: int, again: bool) -> dict[str, float]:
    from bole.web.accounts.actors import service_actor
    from bole.web.registers.services import write_records

    took = []
    for at in range(0, len(records), chunk):
        began = perf_counter()
        some = records[at : at + chunk]
        written = write_records(register=register, records=some, actor=service_actor("bench"), source="bench", now=NOW)
        took.append(perf_counter() - began)
        assert (written.there_already if again else written.count) == len(some)
    return {"rows_s": round(len(records) / sum(took)), "longest_chunk_s": round(max(took), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="people; as many employments")
    parser.add_argument("--chunk", type=int, default=2_000)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON on the last line")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOLE_DATA": folder, "BOLE_KEY_FILE": f"{folder}/keys/master.key"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "bole.web.settings.default"
        result = run(arguments.rows, arguments.chunk)
    print(f"the bulk act on {result['engine']}, {arguments.rows:,} people in chunks of {arguments.chunk:,}")
    for name, found in result["registers"].items():
        print(f"{name:24}{found['rows_s']:>10,} rows/s    longest chunk {found['longest_chunk_s']:.2f} s")
    if arguments.json:
        print(json.dumps(result))
    sys.stdout.flush()


def run(rows: int, chunk: int) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bole.web.accounts.actors import service_actor
    from bole.web.packs import folders, services

    call_command("migrate", verbosity=0)
    services.load_pack(pack=folders.checked(ROOT / "packs" / "base"), actor=service_actor("bench"), now=NOW)
    organisations = max(rows // 50, 1)
    loads = {
        "organisation": [organisation(number) for number in range(organisations)],
        "person": [person(number) for number in range(rows)],
        "employment": [employment(number, organisations) for number in range(rows)],
    }
    found = {name: measure(name, records, chunk=chunk, again=False) for name, records in loads.items()}
    found["person, a second time"] = measure("person", loads["person"], chunk=chunk, again=True)
    return {"engine": connection.vendor, "rows": rows, "registers": found}


if __name__ == "__main__":
    main()
