"""How definitions in force become a ``Pack`` value, and a draft is checked as if it stood among them.

The checks are those of ``bole pack check``: the schema of the kind, then what each room checks across files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel

from bole.domain.packs.contents import Entry, Pack, take_entry
from bole.domain.packs.manifest import Manifest
from bole.domain.packs.problems import Problem, in_reading_order
from bole.domain.packs.region_table import RegionRow
from bole.domain.packs.yaml_source import YamlFile, read_yaml
from bole.domain.packs.yaml_writing import data_of, yaml_of
from bole.domain.plan.definitions import Plan
from bole.domain.shared.reasons import Reason
from bole.domain.shared.regions import Level, lies_in, subtree
from bole.web.accounts.actors import service_actor
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Region
from bole.web.packs.queries import DefinitionVersion, definitions_in_force
from bole.web.packs.timeline import Identity

# A draft is its drafter's to see; what it is checked against is then read as the house.
HOUSE = service_actor("packs")
DRAFTABLE = frozenset(kind.name for kind in LAYOUT.kinds)  # what a pack says of itself changes with its next version


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft as it would stand among the definitions in force: its text as YAML, or nothing where it proposes the end."""

    identity: Identity
    text: str | None


def check_standing(standing: Standing, *, day: date) -> tuple[Problem, ...]:
    """Return what is wrong with a draft, and what it would make wrong in others that hold on the day.

    Fields are written from the definition itself: ``targets[1].day``. A problem elsewhere names that definition as
    its file; what was wrong before is none of the draft's.
    """
    found = definitions_in_force(HOUSE, day=day)
    regions = list(Region.objects.order_by("code"))
    before = {region: pack_of(region, found, regions) for region in packs_touched(standing.identity, found)}
    after = {region: pack_of(region, found, regions, standing=standing) for region in before}
    known = {key for region in before for key in keys_of(problems_of(region, before))}
    problems = [problem for region in after for problem in problems_of(region, after)]
    own = file_of(standing.identity)
    return in_reading_order(one for one in problems if one.file == own or key_of(one) not in known)


def key_of(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.field, str(problem.what)


def keys_of(problems: Iterable[Problem]) -> set[tuple[str, str, str]]:
    return {key_of(problem) for problem in problems}


def packs_touched(identity: Identity, found: Sequence[DefinitionVersion]) -> list[str]:
    """Return the regions whose definitions may stand on the one of the draft or it on theirs: above, below and its own."""
    regions = {one.region for one in found} | {identity.region, ""}
    return sorted(code for code in regions if lies_in(code, identity.region) or lies_above(code, identity.region))


def lies_above(code: str, region: str) -> bool:
    return region.startswith(subtree(code))


def problems_of(region: str, packs: dict[str, Pack]) -> list[Problem]:
    """Return what the checks of the rooms, and reading the draft, find in the definitions of one region."""
    pack = packs[region]
    beside = [other for code, other in packs.items() if code != region and lies_above(code, region)]
    return [*pack.problems, *(problem for check in LAYOUT.checks for problem in check(pack, beside))]


def pack_of(
    region: str,
    found: Iterable[DefinitionVersion],
    regions: Iterable[Region] = (),
    *,
    standing: Standing | None = None,
) -> Pack:
    """Return the definitions of one region as a pack, all its packs and its own versions together; a draft takes its place among them."""
    own = [one for one in found if one.region == region]
    # The text of a plan is kept with its document; that the file was there was checked when the plan was loaded.
    files = {f"plan/{one.value.document}": b"" for one in own if isinstance(one.value, Plan) and one.value.document}
    pack = Pack(files)
    pack.regions = [row_of(row) for row in regions if lies_in(row.code, region)]
    skipped = standing.identity if standing and standing.identity.region == region else None
    for one in own:
        if isinstance(one.value, Manifest):
            pack.manifest = pack.manifest or one.value
        elif skipped is None or (one.kind, one.name) != (skipped.kind, skipped.name):
            add_entry(pack, one.kind, one.name, one.value, Identity(region, one.kind, one.name))
    if skipped is not None and standing is not None and standing.text is not None:
        take_draft(pack, skipped, standing.text)
    return pack


def add_entry(pack: Pack, kind: str, name: str, value: BaseModel, identity: Identity) -> None:
    pack.entries.append(Entry(kind, name, value, YamlFile(file_of(identity)), ()))
    pack.names[(kind, name)] = (file_of(identity), 1)


def take_draft(pack: Pack, identity: Identity, text: str) -> None:
    file = read_yaml(file_of(identity), text.encode())
    take_entry(pack, file, file.data, (), LAYOUT.kind_named(identity.kind))
    pack.problems.extend(file.problems)
    said = file.data.get("id") if isinstance(file.data, dict) else None
    if isinstance(said, str) and said != identity.name:
        what = Reason("The id is %(id)s; this is a draft of %(name)s.", {"id": said, "name": identity.name})
        remedy = Reason("Keep the id; for another definition begin a draft of its own.")
        pack.problems.append(Problem(file.name, file.line_of(("id",)), "id", what, remedy))


def file_of(identity: Identity) -> str:
    return "/".join(filter(None, (identity.region, identity.kind, identity.name)))


def row_of(row: Region) -> RegionRow:
    through = row.until - timedelta(days=1) if row.until else None
    return RegionRow(row.code, row.name, row.name_en, Level(row.level), row.parent, row.from_on, through, 0)


def value_of(kind: str, text: str) -> BaseModel | None:
    """Return the definition a text says, if the schema of its kind accepts it."""
    pack, file = Pack({}), read_yaml(kind, text.encode())
    take_entry(pack, file, file.data, (), LAYOUT.kind_named(kind))
    return pack.entries[0].value if pack.entries and not (pack.problems or file.problems) else None


def readable_of(kind: str, text: str) -> BaseModel | None:
    """Return as much of the definition a text says as can be read, without what the schema refuses."""
    pack, file = Pack({}), read_yaml(kind, text.encode())
    take_entry(pack, file, file.data, (), LAYOUT.kind_named(kind))
    return pack.entries[0].value if pack.entries else None


def text_of(kind: str, body: object) -> str:
    """Return a body as the YAML of a pack; one that the schema refuses as it was typed."""
    text = yaml_of(body)
    value = value_of(kind, text)
    return yaml_of(data_of(value)) if value is not None else text


def body_in(text: str) -> object:
    """Return what could be read of a text as JSON data, days and numbers as they were printed."""
    return plain(read_yaml("draft", text.encode()).data)


def plain(data: object) -> object:
    if isinstance(data, str):
        # The text is kept as it was typed and its check names the sign; no column of JSON takes it everywhere.
        return data.replace("\x00", "")
    if isinstance(data, dict):
        return {plain(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    return str(data) if isinstance(data, Decimal) else data
