"""The regions a pack names: a tree of codes, each with its name and the days it holds.

What a code says by itself is decided beside the other shared values; here a table of them is read and checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from bole.domain.packs.csv_source import CsvFile, Row, read_csv
from bole.domain.packs.problems import Problem
from bole.domain.shared.reasons import Reason
from bole.domain.shared.regions import Level, level_of, lies_in

COLUMNS = ("code", "name", "name_en", "level", "parent", "from", "through")
NEEDED = ("code", "name", "name_en", "level", "parent", "from")
UNIT_OF_CODE = {6, 9, 12}


@dataclass(frozen=True, slots=True)
class RegionRow:
    """``through`` is the last day the code holds; None while it does."""

    code: str
    name: str
    name_en: str
    level: Level
    parent: str
    from_day: date
    through: date | None
    line: int


@dataclass(slots=True)
class RegionTable:
    regions: list[RegionRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_regions(name: str, content: bytes) -> RegionTable:
    file = read_csv(name, content, columns=COLUMNS, needed=NEEDED)
    regions = [region for row in file.rows if (region := take_region(file, row))]
    check_twice(file, regions)
    return RegionTable(regions, file.problems)


def take_region(file: CsvFile, row: Row) -> RegionRow | None:
    cells = {column: row.cells.get(column, "") for column in COLUMNS}
    before = len(file.problems)
    if not cells["code"].isdecimal() or len(cells["code"]) not in UNIT_OF_CODE:
        what = Reason("%(code)s is not a region code.", {"code": cells["code"] or "“”"})
        file.note(row.line, "code", what, Reason("A region code has 6, 9 or 12 digits."))
    for column in ("name", "name_en"):
        if not cells[column]:
            file.note(row.line, column, Reason("The field is empty."), Reason("Write the name."))
    if cells["level"] not in set(Level):
        near = get_close_matches(cells["level"], list(Level), n=1)
        what = Reason("%(word)s is none of the words that may stand here.", {"word": cells["level"] or "“”"})
        remedy = (
            Reason("Did you mean %(near)s?", {"near": near[0]})
            if near
            else Reason("Write one of: %(known)s.", {"known": tuple(Level)})
        )
        file.note(row.line, "level", what, remedy)
    from_day = day_in(file, row.line, "from", cells["from"], needed=True)
    through = day_in(file, row.line, "through", cells["through"], needed=False)
    if from_day and through and from_day > through:
        what = Reason("The last day lies before the first.")
        file.note(row.line, "through", what, Reason("Check both days; through is the last day that still counts."))
    if len(file.problems) > before or from_day is None:
        return None
    level = Level(cells["level"])
    if level_of(cells["code"]) != level:
        what = Reason(
            "By its code, %(code)s has the level %(level)s.",
            {"code": cells["code"], "level": level_of(cells["code"]).value},
        )
        file.note(row.line, "level", what, Reason("Correct the code or the level."))
    return RegionRow(
        cells["code"], cells["name"], cells["name_en"], level, cells["parent"], from_day, through, row.line
    )


def day_in(file: CsvFile, line: int, column: str, text: str, *, needed: bool) -> date | None:
    if not text and not needed:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = Reason("This is not a day.") if text else Reason("The field is empty.")
        file.note(line, column, what, Reason("Write year, month and day: 2025-12-31."))
        return None


def check_twice(file: CsvFile, regions: Iterable[RegionRow]) -> None:
    first: dict[str, int] = {}
    for region in regions:
        if region.code in first:
            what = Reason(
                "The code %(code)s stands already in line %(line)s.", {"code": region.code, "line": first[region.code]}
            )
            file.note(region.line, "code", what, Reason("Keep one of the two."))
        first.setdefault(region.code, region.line)


def check_tree(regions: Sequence[RegionRow], *, around: Mapping[str, str], region: str) -> list[Problem]:
    """Return what is wrong with the tree; ``around`` are the codes other packs name, ``region`` is the pack's own.

    A row is the pack's region, below it or above it; its parent exists and begins its code, so that there is no way
    for a tree to run in a circle.
    """
    found = []
    codes = {**around, **{row.code: row.name for row in regions}}
    for row in regions:
        if not lies_in(row.code, region) and not lies_in(region, row.code):
            what = Reason(
                "%(code)s does not lie in the region %(region)s of the pack.", {"code": row.code, "region": region}
            )
            remedy = Reason("Move the row into the pack of its own region.")
            found.append(Problem("regions.csv", row.line, "code", what, remedy))
        if row.parent == "" and row.level == Level.PROVINCE:
            continue
        if row.parent not in codes:
            what = Reason("The parent %(parent)s is nowhere in the tree.", {"parent": row.parent or "“”"})
            near = get_close_matches(row.parent, codes, n=1)
            remedy = (
                Reason("Did you mean %(near)s?", {"near": f"{near[0]} {codes[near[0]]}"})
                if near
                else Reason("Add a row for the parent, or name the pack that has it as base.")
            )
            found.append(Problem("regions.csv", row.line, "parent", what, remedy))
        elif row.parent == row.code or not lies_in(row.code, row.parent):
            what = Reason("%(code)s cannot lie below %(parent)s.", {"code": row.code, "parent": row.parent})
            remedy = Reason("The code of a parent begins the codes of all below it.")
            found.append(Problem("regions.csv", row.line, "parent", what, remedy))
    return found
