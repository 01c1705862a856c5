"""Read from a workbook's parts what the reading library leaves out: percentages, faults such as #REF!, true extents.

A cell showing 25.3% holds 0.253, and a cell showing #REF! arrives blank: both would change what was reported.
"""

import itertools
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bole.domain.plan.files.file_kinds import ZIP_FAULTS
from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.shared.reasons import Reason

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
    """What each sheet of an .xlsx or .ods marks, by its name.

    :raises UnreadableSource: where a part is damaged, or claims more cells than a server should hold. The library that
        reads the values sets memory aside by such claims, and a false one would end the whole process.
    """
    names = set(package.namelist())
    try:
        if "content.xml" in names:
            sheets = _read_open_document(package)
        elif "xl/workbook.xml" in names:
            _check_shared_texts(package, names)
            percents = _read_percent_formats(package) if "xl/styles.xml" in names else set()
            found = _find_sheets(package).items()
            sheets = {name: _read_sheet(package, part, percents) for name, part in found if part in names}
        else:
            sheets = {}
    except (etree.LxmlError, *ZIP_FAULTS):
        raise refuse_damaged_book() from None
    if any(sheet.cells > MOST_CELLS for sheet in sheets.values()):
        raise refuse_many_cells()
    return sheets


def refuse_damaged_book() -> UnreadableSource:
    return UnreadableSource(
        Reason("The workbook is damaged or no workbook. Open it in Excel or WPS and save it again as .xlsx.")
    )


def refuse_many_cells() -> UnreadableSource:
    return UnreadableSource(
        Reason(
            "The sheet has more than %(limit)s cells. Delete the empty rows and columns that carry formats, and save it again.",
            {"limit": MOST_CELLS},
        )
    )


def _check_shared_texts(package: zipfile.ZipFile, names: set[str]) -> None:
    for part in names:
        # The library looks the part up without regard to case.
        if part.lower() != "xl/sharedstrings.xml":
            continue
        with package.open(part) as stream:
            root = next(etree.iterparse(stream, events=("start",), no_network=True, resolve_entities=False))[1]
        claims = [_as_count(root.get(name)) for name in ("count", "uniqueCount")]
        if max(claims) > MOST_CELLS * 10:
            raise refuse_many_cells()


def _read_open_document(package: zipfile.ZipFile) -> dict[str, SheetMarks]:
    sheets: dict[str, SheetMarks] = {}
    marks, row = SheetMarks(), 0
    with package.open("content.xml") as stream:
        wanted = ("{*}table", "{*}table-row")
        for event, element in etree.iterparse(
            stream, events=("start", "end"), tag=wanted, no_network=True, resolve_entities=False
        ):
            if etree.QName(element).localname == "table":
                if event == "start":
                    marks, row = sheets.setdefault(_read_attribute(element, "name"), SheetMarks()), 0
            elif event == "end":
                rows = max(_as_count(_read_attribute(element, "number-rows-repeated")), 1)
                _note_open_row(marks, element, row, rows)
                row += rows
                element.clear()
    return sheets


def _note_open_row(marks: SheetMarks, cells: Any, row: int, rows: int) -> None:
    column = 0
    for cell in cells:
        repeated = max(_as_count(_read_attribute(cell, "number-columns-repeated")), 1)
        if len(cell) or _read_attribute(cell, "value-type"):
            marks.bottom, marks.right = max(marks.bottom, row + rows - 1), max(marks.right, column + repeated - 1)
            if _read_attribute(cell, "value-type") == "percentage" and marks.cells <= MOST_CELLS:
                places = itertools.product(range(row, row + rows), range(column, column + repeated))
                marks.percents.update(places)
        column += repeated


def _read_attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), "")


def _as_count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else 0


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


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a hundred times the value; a quoted % is only a sign."""
    return "%" in QUOTED.sub("", code)


def _read_percent_formats(package: zipfile.ZipFile) -> set[str]:
    styles = _parse(package, "xl/styles.xml")
    percents = {str(number) for number in BUILT_IN_PERCENTS}
    for each in styles.iter("{*}numFmt"):
        if is_percent_format(each.get("formatCode") or ""):
            percents.add(each.get("numFmtId"))
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
                row = _as_count(said) - 1 if _as_count(said) else row + 1
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
