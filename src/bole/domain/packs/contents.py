"""A pack as read: its manifest, its regions and its definitions, each with the place it stands at.

Reading never stops at an error: what can be read is there, what cannot is among the problems.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ValidationError

from bole.domain.packs.kinds import Format, Kind
from bole.domain.packs.manifest import Manifest
from bole.domain.packs.mending import Mended, mend
from bole.domain.packs.problems import Fault, Path, Problem, written
from bole.domain.packs.region_table import RegionRow, read_regions
from bole.domain.packs.sentences import sentence_of
from bole.domain.packs.yaml_source import YamlFile, read_yaml
from bole.domain.shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition of a pack and where it stands."""

    kind: str
    name: str
    value: BaseModel
    file: YamlFile
    path: Path
    mended: Mended | None = None

    def problem(self, fault: Fault) -> Problem:
        inside = self.mended.original(fault.path) if self.mended else fault.path
        path = (*self.path, *inside)
        return Problem(
            self.file.name, self.file.line_of(path), written(path, data=self.file.data), fault.what, fault.remedy
        )


@dataclass(slots=True)
class Pack:
    """``names`` holds the ids of all entries, also of those that the schema refused, so that a mistake is told once."""

    files: Mapping[str, bytes]
    manifest: Manifest | None = None
    manifest_lines: YamlFile = field(default_factory=lambda: YamlFile("pack.yaml"))
    regions: list[RegionRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    names: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def manifest_problem(self, field_name: str, what: Reason, remedy: Reason) -> Problem:
        line = self.manifest_lines.line_of(tuple(field_name.split(".")))
        return Problem("pack.yaml", line, field_name, what, remedy)

    def of_kind(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def has(self, kind: str, name: str) -> bool:
        return (kind, name) in self.names


def read_pack(files: Mapping[str, bytes], *, layout: Format) -> Pack:
    """Return everything a pack says; ``files`` are its files by path, with / between folders."""
    pack = Pack(files)
    if "pack.yaml" in files:
        pack.manifest = read_manifest(pack)
    if "regions.csv" in files:
        table = read_regions("regions.csv", files["regions.csv"])
        pack.regions, pack.problems = table.regions, [*pack.problems, *table.problems]
    for name in sorted(files):
        kind = layout.kind_of(name)
        if kind:
            read_definitions(pack, read_yaml(name, files[name]), kind)
    return pack


def read_manifest(pack: Pack) -> Manifest | None:
    file = pack.manifest_lines = read_yaml("pack.yaml", pack.files["pack.yaml"])
    value, _wrong = validated(file, file.data, (), Manifest, pack)
    pack.problems.extend(file.problems)
    return value if isinstance(value, Manifest) else None


def read_definitions(pack: Pack, file: YamlFile, kind: Kind) -> None:
    if not kind.many:
        take_entry(pack, file, file.data, (), kind)
    elif isinstance(file.data, list):
        for index, data in enumerate(file.data):
            take_entry(pack, file, data, (index,), kind)
    elif not file.problems:
        file.note((), 1, Reason("This file holds a list of entries."), Reason("Begin each entry with a dash: - id: …"))
    pack.problems.extend(file.problems)


def take_entry(pack: Pack, file: YamlFile, data: object, path: Path, kind: Kind) -> None:
    name = data.get("id") if isinstance(data, dict) else None
    if isinstance(name, str):
        first = pack.names.setdefault((kind.name, name), (file.name, file.line_of(path)))
        if first != (file.name, file.line_of(path)):
            what = Reason(
                "The id %(id)s is taken by %(file)s, line %(line)s.", {"id": name, "file": first[0], "line": first[1]}
            )
            line = file.line_of((*path, "id"))
            remedy = Reason("Give one of the two another id.")
            pack.problems.append(Problem(file.name, line, written((*path, "id"), data=file.data), what, remedy))
            return
    value, wrong = validated(file, data, path, kind.schema, pack)
    mended = None
    if value is None and wrong and isinstance(data, dict):
        mended = mend(data, wrong)
        value = parsed_or_none(kind.schema, mended.data)
    if value is not None and isinstance(name, str):
        pack.entries.append(Entry(kind.name, name, value, file, path, mended))


def validated(
    file: YamlFile, data: object, path: Path, schema: type[BaseModel], pack: Pack
) -> tuple[BaseModel | None, list[tuple[Path, str]]]:
    """Return the value the schema makes of the data, or what it refused; its errors go to the pack's problems in words."""
    if data is None and file.problems:
        return None, []
    wrong = []
    try:
        return schema.model_validate({} if data is None else data), []
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            inside = place_in(data, detail["loc"])
            wrong.append((inside, detail["type"]))
            place = (*path, *inside)
            if place not in file.noted:
                what, remedy = sentence_of(detail, schema=schema)
                line = file.line_of(place)
                pack.problems.append(Problem(file.name, line, written(place, data=file.data), what, remedy))
    return None, wrong


def parsed_or_none(schema: type[BaseModel], data: object) -> BaseModel | None:
    try:
        return schema.model_validate(data)
    except ValidationError:
        return None


def place_in(data: object, location: Path) -> Path:
    """Return the path of an error in the file: the schema's path without the names it gives to alternatives."""
    place: list[str | int] = []
    for depth, step in enumerate(location):
        here = data.get(step) if isinstance(data, dict) and isinstance(step, str) else None
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            here = data[step]
        found = here is not None or (isinstance(data, dict) and step in data)
        if found or depth == len(location) - 1:
            place.append(step)
        if found:
            data = here
    return tuple(place)
