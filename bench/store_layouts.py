"""The two layouts that ``store.py`` compares, in the words of SQLite and of PostgreSQL, and the records they hold."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg

Row = tuple[Any, ...]
CHUNK = 20_000
# What the store itself says of every record.
OWN = {
    "id": "uuid",
    "region": "text",
    "valid_from": "date",
    "valid_until": "date",
    "known_from": "text",
    "known_until": "text",
    "source": "text",
    "batch": "uuid",
}
FIELDS = {
    "organisation": {"number": "text", "name": "text", "kind": "text", "is_high_tech": "bool", "staff": "int"},
    "person": {
        "number": "text",
        "birth_date": "date",
        "gender": "text",
        "category": "text",
        "level": "text",
        "education": "text",
        "degree": "text",
        "title_grade": "text",
        "skill_grade": "text",
        "university": "text",
        "is_full_time": "bool",
        "insured_months": "int",
        "home_price": "int",
    },
    "employment": {
        "person": "uuid",
        "organisation": "uuid",
        "began_on": "date",
        "ended_on": "date",
        "post": "text",
        "contract_months": "int",
        "monthly_pay": "int",
    },
    "honour": {"person": "uuid", "name": "text", "grade": "text", "granted_on": "date", "prize": "int"},
    "training": {"person": "uuid", "name": "text", "hours": "int", "held_on": "date"},
}
LINKS = {"person": "person", "organisation": "organisation"}
UNIQUE = {"organisation": ("number",), "person": ("number",)}
INDEXES = {
    "organisation": (("region", "kind"),),
    "person": (("region", "category"), ("region", "level"), ("category", "birth_date", "id")),
    "employment": (("person",), ("organisation",)),
    "honour": (("person",), ("region", "grade")),
    "training": (("person",),),
}
CHECKS = {"person": "insured_months BETWEEN 0 AND 600", "employment": "began_on < ended_on"}
TYPES = {
    "sqlite": {"uuid": "char(32)", "text": "text", "date": "date", "int": "bigint", "bool": "bool"},
    "postgresql": {"uuid": "uuid", "text": "text", "date": "date", "int": "bigint", "bool": "boolean"},
}
DEGREES = ("none", "bachelor", "bachelor", "master", "doctor")
CATEGORIES = ("skilled", "professional_technical", "rural_practical", "enterprise_management", "social_work")


def key(register: str, number: int) -> str:
    return UUID(int=(sorted(FIELDS).index(register) << 96) + number).hex


def rows_of(register: str, count: int, *, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield records made from their number alone: the same ones in every layout and run."""
    for n in range(start, start + count):
        spread = (n * 2_654_435_761) % 1_000_003
        day = date(1960, 1, 1) + timedelta(days=spread % 16_000)
        own = {
            "id": key(register, n),
            "region": f"9901{spread % 90:02d}",
            "valid_from": "2020-01-01",
            "valid_until": "9999-12-31",
            "known_from": "2026-01-05T01:00:00Z",
            "known_until": "9999-12-31T00:00:00Z",
            "source": "bench",
            "batch": key("person", 0),
        }
        yield own | made(register, n, spread, day)


def made(register: str, n: int, spread: int, day: date) -> dict[str, Any]:
    if register == "person":
        return {
            "number": f"P9901{n:09d}",
            "birth_date": day.isoformat(),
            "gender": ("male", "female")[spread % 2],
            "category": CATEGORIES[spread % 5],
            "level": "FEDCBA"[min(spread % 11, 5)],
            "education": ("undergraduate", "postgraduate", "junior_college")[spread % 3],
            "degree": DEGREES[spread % 5],
            "title_grade": ("none", "junior", "middle", "senior")[spread % 4],
            "skill_grade": None if spread % 3 else "technician",
            "university": f"University {spread % 800}",
            "is_full_time": bool(spread % 7),
            "insured_months": spread % 360,
            "home_price": None if spread % 4 else (spread % 900) * 1_000_000,
        }
    begun = date(2010, 1, 1) + timedelta(days=spread % 5000)
    return {
        "organisation": {
            "number": f"Q9901{n:09d}",
            "name": f"Works {n}",
            "kind": ("enterprise", "institution", "agency")[spread % 3],
            "is_high_tech": spread % 9 == 0,
            "staff": spread % 4000,
        },
        "employment": {
            "person": key("person", n),
            "organisation": key("organisation", n // 50),
            "began_on": begun.isoformat(),
            "ended_on": "9999-12-31",
            "post": f"Post {spread % 300}",
            "contract_months": 36,
            "monthly_pay": (spread % 500) * 10_000,
        },
        "honour": {
            "person": key("person", n),
            "name": f"Honour {spread % 60}",
            "grade": ("county", "city", "province", "nation")[spread % 4],
            "granted_on": begun.isoformat(),
            "prize": (spread % 50) * 100_000,
        },
        "training": {
            "person": key("person", n),
            "name": f"Course {spread % 200}",
            "hours": spread % 80,
            "held_on": begun.isoformat(),
        },
    }[register]


@dataclass(slots=True)
class Server:
    """One connection, and the two or three things in which the drivers differ."""

    vendor: str
    address: str
    connection: Any

    def all(self, text: str, values: Sequence[object] = ()) -> list[Row]:
        cursor = self.connection.cursor()
        cursor.execute(self.spelled(text), values)
        return cursor.fetchall()

    def run(self, text: str, values: Sequence[object] = ()) -> None:
        self.connection.cursor().execute(self.spelled(text), values)

    def spelled(self, text: str) -> str:
        return text.replace("?", "%s") if self.vendor == "postgresql" else text

    def load(self, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
        """Put rows into a table with its indexes and constraints on, the fastest way the server has."""
        named = ", ".join(columns)
        if self.vendor == "postgresql":
            with self.connection.cursor().copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(columns))
            while chunk := list(islice(rows, CHUNK)):
                self.connection.executemany(f"INSERT INTO {table} ({named}) VALUES ({places})", chunk)
        self.connection.commit()

    def size(self) -> int:
        if self.vendor == "postgresql":
            return self.all(
                "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
                "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )[0][0]
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        pages, free = self.all("PRAGMA page_count")[0][0], self.all("PRAGMA freelist_count")[0][0]
        return (pages - free) * self.all("PRAGMA page_size")[0][0]


def open_server(address: str) -> Server:
    if address.startswith("postgres"):
        return Server("postgresql", address, psycopg.connect(address))
    connection = sqlite3.connect(address)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
        "PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON"
    )
    return Server("sqlite", address, connection)


class Tables:
    """One table a register: typed columns, foreign keys, unique keys, checks, indexes."""

    name = "tables"

    def create(self, server: Server) -> None:
        types = TYPES[server.vendor]
        for register, fields in FIELDS.items():
            columns = [f"{name} {types[kind]} NOT NULL" for name, kind in OWN.items()]
            for name, kind in fields.items():
                refers = f" NOT NULL REFERENCES {LINKS[name]} (id)" if name in LINKS else ""
                columns.append(f"{name} {types[kind]}{refers}")
            columns += [f"UNIQUE ({name})" for name in UNIQUE.get(register, ())]
            columns += [f"CHECK ({CHECKS[register]})"] if register in CHECKS else []
            strict = ""
            server.run(f"CREATE TABLE {register} ({', '.join(columns)}, PRIMARY KEY (id)){strict}")
            for number, index in enumerate(INDEXES[register]):
                server.run(f"CREATE INDEX {register}_{number} ON {register} ({', '.join(index)})")
        server.connection.commit()

    def drop(self, server: Server) -> None:
        for register in reversed(FIELDS):
            server.run(f"DROP TABLE IF EXISTS {register}")
        server.connection.commit()

    def insertion(self, register: str) -> tuple[str, list[str]]:
        return register, [*OWN, *FIELDS[register]]

    def row(self, register: str, record: dict[str, Any]) -> Row:
        return tuple(record.values())

    def field(self, server: Server, name: str) -> str:
        return name

    def source(self, register: str) -> str:
        return f"{register} WHERE true"

    def add_field(self, server: Server) -> None:
        server.run("ALTER TABLE person ADD COLUMN hukou text")
        server.run("CREATE INDEX person_hukou ON person (region, hukou)")


class Json:
    """One table for all registers; what a pack declares stands in a JSON column and is indexed by expressions."""

    name = "json"

    def create(self, server: Server) -> None:
        types = TYPES[server.vendor]
        body = "jsonb" if server.vendor == "postgresql" else "text"
        own = ", ".join(f"{name} {types[kind]} NOT NULL" for name, kind in OWN.items())
        server.run(
            f"CREATE TABLE record ({own}, register text NOT NULL, person {types['uuid']}, "
            f"organisation {types['uuid']}, body {body} NOT NULL, PRIMARY KEY (id))"
        )
        server.run("CREATE INDEX record_person ON record (person, register)")
        server.run("CREATE INDEX record_organisation ON record (organisation, register)")
        for register, indexes in INDEXES.items():
            for number, index in enumerate(indexes):
                if not set(index) <= {"person", "organisation"}:
                    self.index(server, f"record_{register}_{number}", register, index)
            for name in UNIQUE.get(register, ()):
                self.index(server, f"record_{register}_{name}", register, (name,), unique="UNIQUE")
        server.connection.commit()

    def index(self, server: Server, name: str, register: str, fields: Sequence[str], *, unique: str = "") -> None:
        parts = ", ".join(field if field in OWN else f"({self.field(server, field)})" for field in fields)
        server.run(f"CREATE {unique} INDEX {name} ON record ({parts}) WHERE register = '{register}'")

    def drop(self, server: Server) -> None:
        server.run("DROP TABLE IF EXISTS record")
        server.connection.commit()

    def insertion(self, register: str) -> tuple[str, list[str]]:
        return "record", [*OWN, "register", "person", "organisation", "body"]

    def row(self, register: str, record: dict[str, Any]) -> Row:
        body = {name: record[name] for name in FIELDS[register] if name not in LINKS and record[name] is not None}
        own = (record[name] for name in OWN)
        return *own, register, record.get("person"), record.get("organisation"), json.dumps(body, ensure_ascii=False)

    def field(self, server: Server, name: str) -> str:
        if name in OWN or name in LINKS:
            return name
        return f"body ->> '{name}'"

    def source(self, register: str) -> str:
        return f"record WHERE register = '{register}'"

    def add_field(self, server: Server) -> None:
        self.index(server, "record_person_hukou", "person", ("region", "hukou"))


LAYOUTS = {"tables": Tables(), "json": Json()}
