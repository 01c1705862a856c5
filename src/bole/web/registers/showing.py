"""Values of records in the reader's words: codes, money in 万元, days as people count them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from bole.domain.registers.definitions import StoredField, StoredRegister
from bole.domain.rules.kinds import CENTS
from bole.domain.rules.schema import OPEN_END, FieldType, Label, Schema
from bole.domain.rules.values import FEN_OF_WAN, say_month, say_number, say_unit
from bole.web.base.places import names_of_regions

UNKNOWN = "–"
NUMBERS = frozenset({FieldType.INT, FieldType.DECIMAL, FieldType.MONEY})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words; ``exact`` is what it is rounded from, ``url`` where a link leads."""

    text: str
    exact: str = ""
    url: str = ""
    is_number: bool = False
    is_masked: bool = False

    @property
    def is_empty(self) -> bool:
        return self.text == UNKNOWN


@dataclass(frozen=True, slots=True)
class Called:
    """What a record is called: the number of a person, and a name, masked where it is kept sealed."""

    number: str = ""
    name: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.name) if part)


@dataclass
class Words:
    """The words of one page: its language, the codes of the schema, and the names of regions, asked for once."""

    schema: Schema
    language: str = field(default_factory=lambda: "en" if (get_language() or "").startswith("en") else "zh")
    places: Mapping[str, str] = field(default_factory=names_of_regions)

    @property
    def yes(self) -> str:
        return _("yes")

    @property
    def no(self) -> str:
        return _("no")

    @property
    def missing(self) -> str:
        return pgettext("value", "not known")

    @property
    def kept(self) -> str:
        return pgettext("sealed value", "on file")

    def label(self, label: Label) -> str:
        text = label.of(self.language)
        return text[:1].upper() + text[1:] if self.language == "en" else text

    def code(self, table: str, code: str) -> str:
        found = self.schema.table(table)
        labels = {one.id: one.label for one in found.codes} if found else {}
        return self.label(labels[code]) if code in labels else code

    def cell(self, value: object, asked: StoredField, register: StoredRegister) -> Cell:
        """Return a stored value as officials write it; a last day is shown as the last one that counts."""
        if value is None or value == "":
            return Cell(UNKNOWN)
        if isinstance(value, bool):
            return Cell(self.yes if value else self.no)
        if isinstance(value, date):
            return Cell(self.day(value, is_end=asked.id == register.ends))
        if asked.type is FieldType.CODE:
            return Cell(self.code(asked.table or "", str(value)))
        if asked.type is FieldType.MONTH and isinstance(value, int):
            return Cell(say_month(value, language=self.language))
        if asked.type is FieldType.MONEY and isinstance(value, int):
            return self.money(value)
        if isinstance(value, int):
            unit = say_unit(asked.unit, many=value != 1, language=self.language)
            return Cell(say_number(value, scale=asked.decimals) + unit, is_number=True)
        return Cell(self.places.get(str(value), str(value)))

    def count(self, many: int, register: StoredRegister) -> str:
        """Return how many records there are, in Chinese with the measure word of their register."""
        if self.language != "en":
            return f"{many:,}{register.counter}"
        return ngettext("%(n)s record", "%(n)s records", many) % {"n": f"{many:,}"}

    def unit(self, unit: str) -> str:
        return say_unit(unit, many=True, language=self.language).strip()

    def day(self, day: date, *, is_end: bool = False) -> str:
        if day == OPEN_END:
            return pgettext("end of a period", "open")
        return date_format(day - ONE_DAY if is_end else day, "DATE_FORMAT")

    def money(self, fen: int) -> Cell:
        """Return an amount in 万元 with two digits at most where Chinese is read, and in yuan what it is exactly."""
        yuan = _("%(amount)s yuan") % {"amount": say_number(Fraction(fen, CENTS))}
        if self.language == "en" or abs(fen) < FEN_OF_WAN:
            return Cell(yuan, is_number=True)
        short = Fraction(round(Fraction(fen * 100, FEN_OF_WAN)), 100)
        return Cell(f"{say_number(short)}万元", exact=yuan, is_number=True)

    def place(self, code: str) -> str:
        return self.places.get(code, code) or _("whole installation")
