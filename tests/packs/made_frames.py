"""A made population as the frames a rule reads on a day, without a database."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.frame_schema import make_frame, read_columns
from bole.domain.registers.pack_format import schema_of
from bole.domain.registers.population.generating import make_population
from bole.domain.registers.population.terms import PopulationTerms
from bole.domain.registers.population.world import MadeRecord
from bole.domain.registers.validation import check_values
from bole.domain.registers.versions import span_of
from bole.domain.rules.schema import OPEN_END, Schema, Validity
from bole.web.packs.folders import checked

PACKS = Path(__file__).resolve().parents[2] / "packs"
DEMO = PACKS / "demo"
SEED = 2026


def read_schema() -> Schema:
    return schema_of([entry.value for folder in ("base", "demo") for entry in checked(PACKS / folder).entries])


def read_registers() -> dict[str, StoredRegister]:
    return {entry.name: entry.value for entry in checked(PACKS / "base").of_kind("register")}


def make_demo(*, people: int | None = None, seed: int = SEED) -> dict[str, tuple[MadeRecord, ...]]:
    terms = PopulationTerms.model_validate(yaml.safe_load((DEMO / "population.yaml").read_text(encoding="utf-8")))
    with (DEMO / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return make_population(terms, seed=seed, region_names=names, people=people)


class Held:
    """Every version of every record, checked as the store checks them."""

    def __init__(self, made: dict[str, tuple[MadeRecord, ...]]) -> None:
        self.schema, self.registers = read_schema(), read_registers()
        self.faults: list[tuple[str, str, str]] = []
        self.versions = {name: self._versions_of(name, records) for name, records in made.items()}

    def _versions_of(self, name: str, records: tuple[MadeRecord, ...]):
        register, found = self.registers[name], []
        for record in records:
            values: dict[str, object] = {}
            days = [day for day, _said in record.said]
            for place, (day, said) in enumerate(record.said):
                checked_values = check_values(said, register=register, schema=self.schema, is_whole=place == 0)
                self.faults += [(name, fault.field, str(fault.what)) for fault in checked_values.faults]
                values = {**values, **checked_values.values}
                span = span_of(values, register=register, from_on=day)
                until = days[place + 1] if place + 1 < len(days) else OPEN_END
                found.append((span.start, until if register.validity is Validity.STATE else span.end, record, values))
        return found

    def frames_on(self, day: date) -> dict[str, pl.DataFrame]:
        frames = {}
        for name, register in self.registers.items():
            is_state = register.validity is Validity.STATE
            rows = [
                (record.id, *(values.get(column) for column in read_columns(register)[1:]))
                for start, until, record, values in self.versions.get(name, ())
                if start <= day and (not is_state or until > day)
            ]
            frames[name] = make_frame(rows, register=register, schema=self.schema)
        return frames
