"""Read from a workbook's parts what the reading library leaves out: percentages, faults such as #REF!, true extents.

A cell showing 25.3% holds 0.253, and a cell showing #REF! arrives blank: both would change what was reported.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bole.domain.plan.file_kinds import ZIP_FAULTS
from bole.domain.plan.refusals import refuse

MOST_CELLS = 2_000_000
BUILT_IN_PERCENTS = {9, 10}
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(slots=True)
class SheetMarks:
    percents: set[tuple[int, int]] = field(default_factory=set)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    bottom: int = 0
    right: int = 0

    @property
    def cells(self) -> int:
        return (self.bottom + 1) * (self.right + 1)


def read_marks(package: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """What each sheet of an .xlsx marks; empty for other packages.

    :raises UnreadableSource: where a part of the workbook is damaged.
    """
    names = set(package.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    try:
        percents = _read_percent_formats(package) if "xl/styles.xml" in names else set()
        return {
            name: _read_sheet(package, part, percents) for name, part in _find_sheets(package).items() if part in names
        }
    except (etree.LxmlError, *ZIP_FAULTS):
        raise refuse(
            "The workbook is damaged or no workbook. Open it in Excel or WPS and save it again as .xlsx."
        ) from None


def check_repeats(package: zipfile.ZipFile) -> None:
    """Refuse an .ods whose repeated cells would fill more than a server should hold.

    :raises UnreadableSource: for such a file and a damaged one.
    """
    if "content.xml" not in package.namelist():
        return
    cells = 0
    try:
        with package.open("content.xml") as part:
            for _, row in etree.iterparse(part, tag="{*}table-row", no_network=True, resolve_entities=False):
                width = sum(_read_repeat(cell, "number-columns-repeated") for cell in row if len(cell))
                cells += width * _read_repeat(row, "number-rows-repeated")
                row.clear()
    except (etree.LxmlError, *ZIP_FAULTS):
        raise refuse("The workbook is damaged. Open it in Excel or WPS and save it again as .xlsx.") from None
    if cells > MOST_CELLS:
        raise refuse(
            "The sheet has more than %(limit)s cells. Delete the empty rows and columns that carry formats, and save it again.",
            limit=MOST_CELLS,
        )


def _read_repeat(element: Any, name: str) -> int:
    for key, value in element.attrib.items():
        if key.endswith("}" + name):
            return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 1
    return 1


def _find_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    targets = {}
    for relation in _parse(package, "xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        target = relation.get("Target") or ""
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets = {}
    for sheet in _parse(package, "xl/workbook.xml").iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        sheets[sheet.get("name") or ""] = targets.get(link, "")
    return sheets


def _parse(package: zipfile.ZipFile, part: str) -> Any:
    return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _read_percent_formats(package: zipfile.ZipFile) -> set[str]:
    styles = _parse(package, "xl/styles.xml")
    percents = {
        each.get("numFmtId") for each in styles.iter("{*}numFmt") if "%" in QUOTED.sub("", each.get("formatCode") or "")
    } | {str(number) for number in BUILT_IN_PERCENTS}
    formats = styles.find("{*}cellXfs")
    used = [] if formats is None else [each.get("numFmtId") for each in formats]
    return {str(index) for index, number in enumerate(used) if number in percents}


def _read_sheet(package: zipfile.ZipFile, part: str, percents: set[str]) -> SheetMarks:
    marks = SheetMarks()
    row = column = -1
    with package.open(part) as stream:
        events = etree.iterparse(
            stream, events=("start", "end"), tag=("{*}row", "{*}c"), no_network=True, resolve_entities=False
        )
        for event, element in events:
            is_row = etree.QName(element).localname == "row"
            if event == "start" and is_row:
                said = element.get("r") or ""
                row = int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 9 else row + 1
                column = -1
            elif event == "end" and is_row:
                element.clear()
            elif event == "end":
                place = REFERENCE.match(element.get("r") or "")
                column = _count_letters(place[1]) if place else column + 1
                row = int(place[2]) - 1 if place else max(row, 0)
                _note_cell(marks, element, row, column, percents)
    return marks


def _note_cell(marks: SheetMarks, cell: Any, row: int, column: int, percents: set[str]) -> None:
    if not len(cell):
        return
    marks.bottom, marks.right = max(marks.bottom, row), max(marks.right, column)
    if cell.get("s") in percents:
        marks.percents.add((row, column))
    if cell.get("t") == "e":
        marks.faults[row, column] = cell.findtext("{*}v") or "#N/A"


def _count_letters(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
