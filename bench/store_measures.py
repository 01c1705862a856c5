"""What ``store.py`` measures on each layout. Answers are returned beside the times, so that both can be held equal."""

import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
from store_layouts import CHUNK, FIELDS, LAYOUTS, OWN, Server, open_server, rows_of

FRAME = "--frame"
REPEATS, INSERTS = 7, 100
REGION = ("990110", "990139")
POLARS = {"uuid": pl.String, "text": pl.String, "date": pl.Date, "int": pl.Int64, "bool": pl.Boolean}
FRAMED = {"id": "uuid", "region": "text", **FIELDS["person"]}


def measure_layout(server: Server, *, layout: str, counts: dict[str, int]) -> dict[str, Any]:
    """Load, ask, write, frame and alter one layout; nothing of it is left behind."""
    how = LAYOUTS[layout]
    for each in LAYOUTS.values():
        each.drop(server)
    empty = server.size()
    how.create(server)
    began = time.perf_counter()
    for register, count in counts.items():
        table, columns = how.insertion(register)
        server.load(table, columns, (how.row(register, record) for record in rows_of(register, count)))
    loaded = time.perf_counter() - began
    server.run("ANALYZE")
    server.connection.commit()
    found: dict[str, Any] = {"load_rows_s": round(sum(counts.values()) / loaded)}
    found["insert_one_ms"] = measure_inserts(server, how, counts)
    times, answers = measure_questions(server, how, counts)
    found |= times
    found |= measure_frame(server, layout)
    found["size_mb"] = round((server.size() - empty) / 1e6, 1)
    began = time.perf_counter()
    how.add_field(server)
    server.connection.commit()
    found["add_indexed_field_ms"] = milliseconds(time.perf_counter() - began)
    found |= try_wrong_rows(server, how, counts)
    how.drop(server)
    return found | {"answers": answers}


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


def median_of(act: Callable[[], Any]) -> tuple[float, Any]:
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        answer = act()
        times.append(time.perf_counter() - began)
    return milliseconds(statistics.median(times)), answer


def insert(server: Server, how: Any, register: str, record: dict[str, Any]) -> None:
    table, columns = how.insertion(register)
    places = ", ".join("?" * len(columns))
    server.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", how.row(register, record))


def measure_inserts(server: Server, how: Any, counts: dict[str, int]) -> float:
    """One person a transaction, with every constraint the layout has."""
    times = []
    for record in rows_of("person", INSERTS, start=counts["person"]):
        began = time.perf_counter()
        insert(server, how, "person", record)
        server.connection.commit()
        times.append(time.perf_counter() - began)
    return milliseconds(statistics.median(times))


def measure_questions(server: Server, how: Any, counts: dict[str, int]) -> tuple[dict[str, float], dict[str, Any]]:
    def field(name: str) -> str:
        return f"({how.field(server, name)})"

    people, somebody = how.source("person"), next(rows_of("honour", 1, start=counts["honour"] // 2))["person"]
    born, category, level = field("birth_date"), field("category"), field("level")
    questions: dict[str, tuple[str, tuple[object, ...]]] = {
        "filter_sort_page_ms": (
            (
                f"SELECT {field('number')} FROM {people} AND {category} = ? AND ({born}, id) > (?, ?) "
                f"AND region BETWEEN ? AND ? ORDER BY {born}, id LIMIT 50"
            ),
            ("skilled", "1980-01-01", "0" * 32, *REGION),
        ),
        "count_two_filters_ms": (
            f"SELECT count(*) FROM {people} AND {category} = ? AND {level} = ?",
            ("skilled", "E"),
        ),
        "count_in_region_ms": (
            f"SELECT count(*) FROM {people} AND region = ? AND {category} = ?",
            (REGION[0], "skilled"),
        ),
        "facet_ms": (f"SELECT {level}, count(*) FROM {people} GROUP BY {level} ORDER BY 1", ()),
    }
    times, answers = {}, {}
    for name, (text, values) in questions.items():
        times[name], rows = median_of(lambda text=text, values=values: server.all(text, values))
        answers[name] = [tuple(row) for row in rows]
    times["file_of_one_ms"], answers["file"] = median_of(lambda: file_of(server, how, somebody))
    server.connection.commit()
    return times, answers


def file_of(server: Server, how: Any, somebody: str) -> list[int]:
    """Return how many records of each register one person has; their values are fetched."""
    found = [len(server.all(f"SELECT * FROM {how.source('person')} AND id = ?", (somebody,)))]
    linked = ("employment", "honour", "training")
    if how.name == "json":
        rows = server.all("SELECT register, record.* FROM record WHERE person = ?", (somebody,))
        return found + [sum(row[0] == register for row in rows) for register in linked]
    return found + [len(server.all(f"SELECT * FROM {name} WHERE person = ?", (somebody,))) for name in linked]


def measure_frame(server: Server, layout: str) -> dict[str, float]:
    """All people into one Polars frame, in a process of its own, so that its peak memory can be told."""
    script = Path(__file__).with_name("store.py")
    server.connection.commit()
    done = subprocess.run(  # noqa: S603 — this very script
        [sys.executable, str(script), FRAME, layout, server.address], stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure_frame_here(layout: str, address: str) -> dict[str, float]:
    server, how = open_server(address), LAYOUTS[layout]
    before = peak_memory()
    began = time.perf_counter()
    frame = framed_json(server, how) if layout == "json" else framed_tables(server, how)
    seconds = time.perf_counter() - began
    assert frame["birth_date"].dtype == pl.Date
    assert frame["insured_months"].sum() > 0
    peak = peak_memory() - before
    return {"frame_s": round(seconds, 3), "frame_peak_mb": round(peak / 1024, 1)}


def peak_memory() -> int:
    """Return the most memory this process ever held, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # The figure of getrusage is inherited from the process that started this one.
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def framed_tables(server: Server, how: Any) -> pl.DataFrame:
    text = f"SELECT {', '.join(FRAMED)} FROM person"
    schema = {name: POLARS[kind] for name, kind in FRAMED.items()}
    if server.vendor == "postgresql":
        return pl.read_csv(
            copied(server, text, form="CSV"), has_header=False, schema=booleans_as_text(schema)
        ).with_columns(pl.col(name) == "t" for name, kind in FRAMED.items() if kind == "bool")
    cursor = server.connection.cursor().execute(text)
    return pl.concat(iter_chunks(cursor, schema))


def booleans_as_text(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: pl.String if kind == pl.Boolean else kind for name, kind in schema.items()}


def iter_chunks(cursor: Any, schema: dict[str, Any]) -> list[pl.DataFrame]:
    chunks = []
    while rows := list(islice(cursor, CHUNK)):
        columns = dict(zip(schema, zip(*rows, strict=True), strict=True))
        chunks.append(
            pl.DataFrame(
                [
                    pl.Series(name, columns[name], dtype=pl.String).str.to_date("%Y-%m-%d")
                    if kind == pl.Date
                    else pl.Series(name, columns[name], dtype=pl.Int64).cast(pl.Boolean)
                    if kind == pl.Boolean
                    else pl.Series(name, columns[name], dtype=kind)
                    for name, kind in schema.items()
                ]
            )
        )
    return chunks


def copied(server: Server, text: str, *, form: str) -> BytesIO:
    buffer = BytesIO()
    with server.connection.cursor().copy(f"COPY ({text}) TO STDOUT (FORMAT {form})") as copy:
        for data in copy:
            buffer.write(data)
    buffer.seek(0)
    return buffer


def framed_json(server: Server, how: Any) -> pl.DataFrame:
    body = pl.Struct({name: pl.String if kind == "date" else POLARS[kind] for name, kind in FIELDS["person"].items()})
    own = [name for name in FRAMED if name in OWN]
    text = f"SELECT {', '.join(own)}, body FROM {how.source('person')}"
    if server.vendor == "postgresql":
        raw = [
            pl.read_csv(
                copied(server, text, form="CSV"), has_header=False, new_columns=[*own, "body"], infer_schema=False
            )
        ]
    else:
        cursor, raw = server.connection.cursor().execute(text), []
        while rows := list(islice(cursor, CHUNK)):
            raw.append(pl.DataFrame(rows, schema=dict.fromkeys([*own, "body"], pl.String), orient="row"))
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in FIELDS["person"].items() if kind == "date"]
    read = [part.with_columns(pl.col("body").str.json_decode(body)).unnest("body").with_columns(dates) for part in raw]
    return pl.concat(read)


def try_wrong_rows(server: Server, how: Any, counts: dict[str, int]) -> dict[str, str]:
    """Say what the layout itself refuses; nothing of the program checks these rows."""
    person = next(rows_of("person", 1, start=counts["person"] + INSERTS))
    employment = next(rows_of("employment", 1, start=counts["employment"] + 1))
    wrong = {
        "refuses_a_key_twice": ("person", person | {"number": "P9901000000000"}),
        "refuses_a_link_to_nobody": ("employment", employment | {"person": "f" * 32}),
        "refuses_a_value_out_of_range": ("person", person | {"insured_months": 601}),
        "refuses_a_missing_link": ("employment", employment | {"person": None}),
    }
    return {name: "yes" if is_refused(server, how, *row) else "no" for name, row in wrong.items()}


def is_refused(server: Server, how: Any, register: str, record: dict[str, Any]) -> bool:
    try:
        insert(server, how, register, record)
    except (sqlite3.IntegrityError, psycopg.IntegrityError):
        return True
    finally:
        server.connection.rollback()
    return False
