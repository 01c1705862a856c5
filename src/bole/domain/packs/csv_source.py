"""Read one CSV table of a pack: rows as text under their headings, each with its line.

What the cells mean is decided by the schema of the table.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from bole.domain.packs.problems import Problem
from bole.domain.shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class CsvFile:
    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, column: str, what: Reason, remedy: Reason) -> None:
        self.problems.append(Problem(self.name, line, column, what, remedy))


def read_csv(name: str, content: bytes, *, columns: Sequence[str], needed: Sequence[str]) -> CsvFile:
    """Return the rows of a table with the given columns; nothing is raised, what is wrong is among the problems."""
    file = CsvFile(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        file.note(line, "", Reason("The file is not in UTF-8."), Reason("Save it as “CSV UTF-8”."))
        return file
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        check_heading(file, heading, columns=columns, needed=needed)
        for cells in reader:
            take_row(file, heading, cells, line=reader.line_num)
    except csv.Error:
        what = Reason("A quotation mark is opened and not closed, or text follows a closed one.")
        file.note(reader.line_num, "", what, Reason("Write a quotation mark inside a cell twice."))
    return file


def check_heading(file: CsvFile, heading: Sequence[str], *, columns: Sequence[str], needed: Sequence[str]) -> None:
    for column in needed:
        if column not in heading:
            what = Reason("The column %(column)s is missing.", {"column": column})
            file.note(1, column, what, Reason("Add it to the first line: %(columns)s.", {"columns": ",".join(columns)}))
    for index, column in enumerate(heading):
        if column in heading[:index]:
            what = Reason("The column %(column)s is there twice.", {"column": column})
            file.note(1, column, what, Reason("Keep one of the two."))
        elif column not in columns:
            near = get_close_matches(column, columns, n=1)
            what = Reason("No column is called %(column)s.", {"column": column})
            remedy = (
                Reason("Did you mean %(near)s?", {"near": near[0]})
                if near
                else Reason("Columns are: %(columns)s.", {"columns": tuple(columns)})
            )
            file.note(1, column, what, remedy)


def take_row(file: CsvFile, heading: Sequence[str], cells: Sequence[str], *, line: int) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(heading):
        what = Reason(
            "The row has %(found)s cells, the heading %(wanted)s.", {"found": len(cells), "wanted": len(heading)}
        )
        file.note(line, "", what, Reason("Look for a comma too many or too few; put a cell with a comma in quotes."))
        return
    file.rows.append(Row(line, {column: cell.strip() for column, cell in zip(heading, cells, strict=True)}))
