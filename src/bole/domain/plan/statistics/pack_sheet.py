"""Find what is wrong with the sheet of reported statistics a pack carries: one row a value, indicator, region and day.

What the values mean for the plan, and keeping them, belongs to whoever imports the sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from bole.domain.packs.contents import Pack
from bole.domain.packs.csv_source import CsvFile, Row, read_csv
from bole.domain.packs.problems import Problem
from bole.domain.packs.region_table import day_in
from bole.domain.plan.definition_checks import shares_of
from bole.domain.plan.definitions import ClassTarget, Indicator, VectorTarget
from bole.domain.shared.reasons import Reason

STATISTICS = "plan/statistics.csv"
COLUMNS = ("indicator", "region", "day", "value", "unit", "source")


def check_statistics(pack: Pack, beside: Sequence[Pack], indicators: Mapping[str, Indicator]) -> Iterator[Problem]:
    if STATISTICS not in pack.files:
        return
    file = read_csv(STATISTICS, pack.files[STATISTICS], columns=COLUMNS, needed=COLUMNS)
    regions = {row.code: row.name for one in (pack, *beside) for row in one.regions}
    first: dict[tuple[str, str, date | None], int] = {}
    for row in file.rows:
        cells = {column: row.cells.get(column, "") for column in COLUMNS}
        day = day_in(file, row.line, "day", cells["day"], needed=True)
        check_names(file, row, cells, pack, indicators, regions)
        if not cells["source"]:
            file.note(row.line, "source", Reason("The field is empty."), Reason("Say who reported the value."))
        if cells["indicator"] in indicators:
            check_value(file, row, cells, indicators[cells["indicator"]])
        same = first.setdefault((cells["indicator"], cells["region"], day), row.line)
        if same != row.line:
            what = Reason("Line %(line)s has a value of the same indicator, region and day.", {"line": same})
            file.note(row.line, "day", what, Reason("Keep one of the two."))
    yield from file.problems


def check_names(
    file: CsvFile,
    row: Row,
    cells: Mapping[str, str],
    pack: Pack,
    indicators: Mapping[str, Indicator],
    regions: Mapping[str, str],
) -> None:
    if not pack.has("indicator", cells["indicator"]):
        what = Reason("No indicator is called %(name)s.", {"name": cells["indicator"] or "“”"})
        near = get_close_matches(cells["indicator"], indicators, n=1)
        remedy = Reason("Did you mean %(near)s?", {"near": near[0]}) if near else Reason("Check the id.")
        file.note(row.line, "indicator", what, remedy)
    if cells["region"] not in regions:
        what = Reason("The region %(region)s is nowhere in the tree.", {"region": cells["region"] or "“”"})
        near = get_close_matches(cells["region"], regions, n=1)
        remedy = (
            Reason("Did you mean %(near)s?", {"near": f"{near[0]} {regions[near[0]]}"})
            if near
            else Reason("Add a row for it to regions.csv.")
        )
        file.note(row.line, "region", what, remedy)


def check_value(file: CsvFile, row: Row, cells: Mapping[str, str], indicator: Indicator) -> None:
    if cells["unit"] != indicator.unit:
        what = Reason(
            "The unit is %(unit)s, that of %(name)s is %(other)s.",
            {"unit": cells["unit"] or "“”", "name": indicator.id, "other": indicator.unit},
        )
        file.note(row.line, "unit", what, Reason("Convert the value, or correct the unit."))
    goals = [target.goal for target in indicator.targets]
    scale = next((goal.scale for goal in goals if isinstance(goal, ClassTarget)), None)
    vector = next((goal for goal in goals if isinstance(goal, VectorTarget)), None)
    if scale and cells["value"] not in scale:
        what = Reason("%(value)s is not on the scale.", {"value": cells["value"] or "“”"})
        file.note(row.line, "value", what, Reason("Write one of: %(known)s.", {"known": tuple(scale)}))
    elif vector:
        shares = shares_of(cells["value"])
        if shares is None or len(shares) != len(vector.parts):
            what = Reason(
                "%(value)s is not a row of %(count)s shares.", {"value": cells["value"], "count": len(vector.parts)}
            )
            file.note(row.line, "value", what, Reason("Write the shares joined by colons: 20:40:40."))
    elif not scale and not is_number(cells["value"]):
        what = Reason("%(value)s is not a number.", {"value": cells["value"] or "“”"})
        file.note(row.line, "value", what, Reason("Write digits only, without unit and thousands separator."))


def is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and "_" not in text
    except InvalidOperation:
        return False
