"""Plans on the command line: read one, find its contradictions, compare two, open one, see where it stands."""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bole.cli.start import Stop, ready_for_use

if TYPE_CHECKING:
    from bole.domain.plan.documents import PlanDocument
    from bole.web.packs.queries import RegionNode

app = typer.Typer(no_args_is_help=True, help="Read plans, and see where their promises stand.")

File = Annotated[Path, typer.Argument(help="The plan: .txt, .md, .docx, .html or .pdf with text.")]
AsLines = Annotated[bool, typer.Option("--jsonl", help="Print a JSON object a line.")]
Row = Mapping[str, Any]

FIGURES = (
    "line",
    "section",
    "literal",
    "value",
    "value_max",
    "unit",
    "comparator",
    "subject",
    "kind",
    "year",
    "period",
)
FINDINGS = ("severity", "check", "what", "expected", "found", "lines")
NUMBERS = frozenset({"line", "value", "value_max", "year", "target", "actual"})
CHANGES = ("change", "subject", "before", "after", "what", "line_before", "line_after")
STANDINGS = ("status", "remark", "name", "target", "by", "actual", "of", "expected", "unit", "lead_unit")


@app.command()
def read(file: File, jsonl: AsLines = False) -> None:
    """Print every figure of a plan with what it says."""
    from bole.domain.plan.reading.plans import figure_rows

    show(figure_rows(read_file(file)), columns=FIGURES, jsonl=jsonl)


@app.command()
def lint(file: File, jsonl: AsLines = False) -> None:
    """Print where a plan contradicts itself."""
    from bole.domain.plan.contradictions import contradiction_rows, find_contradictions

    show(contradiction_rows(find_contradictions(read_file(file))), columns=FINDINGS, jsonl=jsonl)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="The earlier version.")],
    after: Annotated[Path, typer.Argument(help="The later version.")],
    jsonl: AsLines = False,
) -> None:
    """Print what differs between two versions of a plan, figure by figure."""
    from bole.domain.plan.differences import compare_plans, difference_rows

    a, b = read_file(before), read_file(after)
    show(difference_rows(compare_plans(a, b), a=a, b=b), columns=CHANGES, jsonl=jsonl)


@app.command("open")
def open_(
    file: File,
    region: Annotated[str, typer.Option("--region", help="Name or code of the region, or the name of its pack.")],
    title: Annotated[str, typer.Option("--title", help="Replaces the title that is read.")] = "",
    actor: Annotated[
        str, typer.Option("--actor", help="The name under which the act stands in the journal.")
    ] = "plan-open",
) -> None:
    """Open a plan in a region: its figures are tied to what is defined there, the rest waits as proposals."""
    data = bytes_of(file)
    ready_for_use()
    from bole.domain.plan.files.refusals import UnreadableSource
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now, today
    from bole.web.plan.queries.documents import work_on
    from bole.web.plan.queries.living import ties_of
    from bole.web.plan.services.documents import open_document

    node = region_called(region, day=today())
    try:
        document = open_document(
            data=data,
            file_name=file.name,
            region=node.code,
            title=title,
            actor=service_actor(actor),
            today=today(),
            now=now(),
        )
    except UnreadableSource as refusal:
        raise Stop(str(refusal.reason)) from None
    work = work_on(document)
    typer.echo(f"{document.title} · {node.name} · version {document.version}")
    typer.echo(f"figures tied to definitions: {len(ties_of(document.pk))}")
    typer.echo(f"contradictions: {work.contradictions} · proposals waiting: {work.waiting}")
    typer.echo(f"/plans/{document.pk}/")


@app.command()
def status(
    region: Annotated[str, typer.Argument(help="Name or code of the region, or the name of its pack.")],
    day: Annotated[str, typer.Option("--day", help="As of this day, YYYY-MM-DD; today if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print where each promise of a region stands."""
    ready_for_use()
    from bole.web.base.clock import today
    from bole.web.plan.queries.standings import standing_rows

    as_of = day_called(day) if day else today()
    node = region_called(region, day=today())
    rows = standing_rows(node.code, day=as_of)
    if as_json:
        typer.echo(
            json.dumps({"region": node.code, "day": as_of.isoformat(), "promises": rows}, ensure_ascii=False, indent=2)
        )
        return
    if not rows:
        raise Stop(f"Nothing is followed in {node.name} yet. Open its plan and confirm proposals, or load its pack.")
    missed = "not reached by its day"
    show(({**row, "remark": missed if row["is_past_due"] else ""} for row in rows), columns=STANDINGS, jsonl=False)
    typer.echo(f"{node.name} · {as_of.isoformat()}")


@app.command()
def measure(
    region: Annotated[str, typer.Argument(help="Name or code of the region, or the name of its pack.")],
    anew: Annotated[bool, typer.Option("--anew", help="Count every day again, also where nothing changed.")] = False,
) -> None:
    """Count the indicators of a region from its registers, for the ends of quarters and today."""
    ready_for_use()
    from bole.web.base.clock import now, today
    from bole.web.plan.services.measurements import measure_region

    node = region_called(region, day=today())
    many = measure_region(region=node.code, today=today(), now=now(), anew=anew)
    typer.echo(f"{node.name} · {today().isoformat()} · {many} values counted")


def read_file(file: Path) -> "PlanDocument":
    from bole.domain.plan.files.refusals import UnreadableSource
    from bole.domain.plan.files.sources import read_source
    from bole.domain.plan.reading.plans import read_plan

    data = bytes_of(file)
    try:
        return read_plan(read_source(data, name=file.name))
    except UnreadableSource as refusal:
        raise Stop(f"{file}: {refusal.reason}") from None


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Stop(f"There is no file {file}. Check the path.") from None
    except IsADirectoryError:
        raise Stop(f"{file} is a folder. Name the file of the plan in it.") from None
    except PermissionError:
        raise Stop(f"{file} may not be read. Ask for the right to read it.") from None


def region_called(word: str, *, day: date) -> "RegionNode":
    from bole.web.accounts.actors import service_actor
    from bole.web.packs.queries import NoSuchRegion, region_named

    try:
        return region_named(service_actor("plan"), word, day=day)
    except NoSuchRegion:
        raise Stop(f"No region is called {word}. Load the pack that names it: bole pack load packs/{word}") from None


def day_called(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(f"{text} is no day. Write it as 2025-12-31.") from None


def show(rows: Iterable[Row], *, columns: tuple[str, ...], jsonl: bool) -> None:
    if jsonl:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    held = list(rows)
    shown = [column for column in columns if any(row.get(column) not in (None, "") for row in held)]
    for column in shown:
        table.add_column(column, overflow="fold", justify="right" if column in NUMBERS else "left")
    for row in held:
        table.add_row(*(cell(row.get(column)) for column in shown))
    # A pipe has no width of its own; cutting a sentence at 80 columns there would lose it.
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)
    console.print(f"{len(held)}")


def cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
