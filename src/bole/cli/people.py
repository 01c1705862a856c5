"""The made-up people of a demonstration: made anew from its pack's numbers, written in chunks, then counted."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from uuid import UUID

import yaml
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bole.cli.start import Stop
from bole.domain.packs.region_table import read_regions
from bole.domain.registers.pack_format import POPULATION
from bole.domain.registers.population.generating import make_population
from bole.domain.registers.population.terms import PopulationTerms
from bole.domain.registers.population.world import MadeRecord

SEED = 2026
CHUNKS = {"person": 2000}
CHUNK = 5000


def load_people(made: Mapping[str, tuple[MadeRecord, ...]]) -> int:
    """Write made records; what is there already stays as it is. Returns how many are new."""
    total = sum(map(len, made.values()))
    new = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=False) as progress:
        bar = progress.add_task("Writing made-up records", total=total)
        for register, records in made.items():
            ordered = sorted(records, key=attrgetter("source"))
            if ordered and not is_there(register, ordered[-1]):
                for chunk in chunks_of(register, ordered):
                    new += write(register, chunk)
                    progress.advance(bar, len(chunk))
            else:
                progress.advance(bar, len(ordered))
    return new


def digest_of_people(folder: Path, *, people: int | None = None, seed: int = SEED) -> str:
    """Return what a population follows from, as one word that changes with any of it."""
    numbers = (folder / POPULATION).read_bytes()
    return hashlib.sha256(f"{seed}/{people}/".encode() + numbers).hexdigest()


def make_people(folder: Path, *, people: int | None = None, seed: int = SEED) -> Mapping[str, tuple[MadeRecord, ...]]:
    """Return the records a pack's population comes to.

    :raises Stop: if the file says something impossible.
    """
    try:
        terms = PopulationTerms.model_validate(yaml.safe_load((folder / POPULATION).read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise Stop(f"{folder / POPULATION}: {error}") from None
    names = {row.code: row.name for row in read_regions("regions.csv", (folder / "regions.csv").read_bytes()).regions}
    return make_population(terms, seed=seed, region_names=names, people=people)


def chunks_of(register: str, ordered: list[MadeRecord]) -> Iterator[list[MadeRecord]]:
    """Yield records of one source, as many as one act may write."""
    size = CHUNKS.get(register, CHUNK)
    for _source, several in groupby(ordered, key=attrgetter("source")):
        same = list(several)
        yield from (same[at : at + size] for at in range(0, len(same), size))


def is_there(register: str, record: MadeRecord) -> bool:
    """Say whether the record that a load writes last is there: then all before it are."""
    from bole.web.accounts.actors import service_actor
    from bole.web.registers.queries import NoSuchRecord, record_on

    # On the day from which it is known: later a person may have left, a job have ended.
    day: date = record.said[0][0]
    try:
        record_on(service_actor("demo"), register=register, record=UUID(record.id), day=day)
    except NoSuchRecord:
        return False
    return True


def write(register: str, chunk: list[MadeRecord]) -> int:
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now
    from bole.web.registers.services import NewRecord, write_records

    records = [NewRecord(UUID(one.id), one.region, one.said) for one in chunk]
    written = write_records(
        register=register, records=records, actor=service_actor("demo"), source=chunk[0].source, now=now()
    )
    return written.count


def find_worker(made: Mapping[str, tuple[MadeRecord, ...]], *, name: str) -> tuple[UUID, UUID] | None:
    """Return somebody who is here and whose name begins so, and the enterprise they work for; None where there is nobody."""
    firms = {one.id for one in made["organisation"] if one.said[0][1]["kind"] == "enterprise"}
    jobs = {
        str(job["person"]): str(job["organisation"])
        for job in (one.said[0][1] for one in made["employment"])
        if "ended_on" not in job and job["organisation"] in firms
    }
    called = (one for one in made["person"] if str(one.said[0][1]["name"]).startswith(name))
    return next(((UUID(one.id), UUID(jobs[one.id])) for one in called if one.id in jobs), None)


def count_people(region: str) -> None:
    """Take the working snapshot of a region and measure what is counted from it, so that the first page shows it."""
    from bole.web.base.clock import now, today
    from bole.web.plan.services.measurements import measure_region
    from bole.web.registers.snapshots import refresh_working

    refresh_working.call(region)
    measure_region(region=region, today=today(), now=now())
