"""The values a sheet of reported statistics is read into: what was reported, what is wrong with it, what was passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bole.domain.shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """How an indicator is recognised in a sheet; ``unit`` is the unit its values are kept in.

    Values are numbers, unless ``scale`` names ordered classes or ``parts`` says of how many shares a value is made.
    ``section`` is the place in the plan that states it.
    """

    id: str
    name: str
    unit: str
    synonyms: Sequence[str] = ()
    scale: Sequence[str] = ()
    parts: int = 0
    section: str = ""

    @property
    def has_labels(self) -> bool:
        return bool(self.scale or self.parts)


@dataclass(frozen=True, slots=True)
class Observation:
    """One reported value in the unit of its indicator; the last five say where in the sheet it stood and as what."""

    indicator: str
    region: str
    day: date
    value: Decimal | str
    unit: str
    source: str
    note: str
    sheet: str
    row: int
    column: str
    header: str
    content: str


@dataclass(frozen=True, slots=True)
class CellError:
    """Something wrong in one cell; ``column`` is its letter, ``header`` the heading above it."""

    sheet: str
    row: int
    column: str
    header: str
    content: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row or column that was not read and need not be mended."""

    sheet: str
    row: int
    content: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class StatisticsSheet:
    observations: tuple[Observation, ...]
    errors: tuple[CellError, ...]
    passed_over: tuple[PassedOver, ...]


def name_column(index: int) -> str:
    """The letter of a column counted from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
