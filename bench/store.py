"""One real table per register against one generic JSON table with expression indexes: the comparison behind decision 0002.

Both layouts hold the same made-up records on the same server in the same run, and answer the same questions with the
same results. SQLite always; PostgreSQL where ``BOLE_DATABASE_URL`` names a server (``tests/postgres.sh``).
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from store_layouts import FIELDS, Server, open_server
from store_measures import FRAME, measure_frame_here, measure_layout

SHARE = {"organisation": 100, "person": 1, "employment": 2, "honour": 10, "training": 10}  # one row in so many
UNITS = {"_s": "s", "_ms": "ms", "_mb": "MB", "_rows_s": "rows/s"}


def counts_of(rows: int) -> dict[str, int]:
    return {register: max(rows // share, 1) for register, share in SHARE.items()}


def measure_server(server: Server, *, rows: int) -> dict[str, object]:
    counts = counts_of(rows)
    found = {layout: measure_layout(server, layout=layout, counts=counts) for layout in ("tables", "json")}
    answers = [result.pop("answers") for result in found.values()]
    assert answers[0] == answers[1], "the two layouts do not answer alike"
    return {**found, "answers_equal": True, "records": sum(counts.values())}


def print_table(name: str, found: dict[str, object]) -> None:
    tables, as_json = found["tables"], found["json"]
    assert isinstance(tables, dict)
    assert isinstance(as_json, dict)
    print(f"\n{name}, {found['records']:,} records")
    print(f"{'':34}{'tables':>14}{'json':>14}{'json/tables':>14}")
    for measure, value in tables.items():
        other = as_json[measure]
        if isinstance(value, str):
            print(f"{measure:34}{value:>14}{other:>14}")
        else:
            print(f"{measure:34}{value:>14,}{other:>14,}{other / value if value else 0:>14.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="people; the other registers follow from it")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON on the last line")
    parser.add_argument(FRAME, nargs=2, metavar=("LAYOUT", "SERVER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.frame:
        print(json.dumps(measure_frame_here(*arguments.frame)))
        return
    result: dict[str, object] = {"rows": arguments.rows, "fields": {name: len(FIELDS[name]) for name in SHARE}}
    with tempfile.TemporaryDirectory() as folder:
        servers = {"sqlite": str(Path(folder) / "store.sqlite3")}
        if url := os.environ.get("BOLE_DATABASE_URL"):
            servers["postgresql"] = url
        for name, address in servers.items():
            found = measure_server(open_server(address), rows=arguments.rows)
            print_table(name, found)
            sys.stdout.flush()
            result[name] = found
    if "postgresql" not in servers:
        print("\nPostgreSQL was not measured: BOLE_DATABASE_URL names no server (tests/postgres.sh starts one).")
    if arguments.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
