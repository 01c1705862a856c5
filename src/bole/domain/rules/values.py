"""Say a value as officials write it, in Chinese and in English: money, codes, days, numbers with their unit."""

from datetime import date
from fractions import Fraction

from bole.domain.rules.kinds import CENTS, Kind, Type
from bole.domain.rules.schema import OPEN_END, Schema

UNITS = {"year": ("年", "year"), "month": ("个月", "month"), "day": ("天", "day")}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FEN_OF_WAN = 1_000_000


def say_number(value: int | Fraction, *, scale: int = 0) -> str:
    """Return a number held as a whole number, with its decimals and separated thousands."""
    exact = Fraction(value) / 10**scale
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    return f"{float(exact):,.6f}".rstrip("0").rstrip(".")


def say_amount(fen: int | Fraction, *, language: str) -> str:
    """Return money: from 万元 upwards in 万元 where two decimals are enough, else in yuan."""
    wan = Fraction(fen) / FEN_OF_WAN
    if language != "en" and not -1 < wan < 1 and (wan * 100).denominator == 1:
        return f"{say_number(wan)}万元"
    yuan = Fraction(fen) / CENTS
    text = f"{yuan.numerator:,}" if yuan.denominator == 1 else f"{float(yuan):,.2f}"
    return f"{text} yuan" if language == "en" else f"{text}元"


def say_day(day: date, *, language: str) -> str:
    if day == OPEN_END:
        return "open" if language == "en" else "至今"
    if language == "en":
        return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def say_month(month: int, *, language: str) -> str:
    year, place = divmod(month, 12)
    return f"{MONTH_NAMES[place]} {year}" if language == "en" else f"{year}年{place + 1}月"


def say_unit(unit: str, *, many: bool, language: str) -> str:
    """Return a unit after its number; one that a pack made up is said as it stands."""
    if unit not in UNITS:
        return f" {unit}" if language == "en" and unit else unit
    chinese, english = UNITS[unit]
    return f" {english}{'s' if many else ''}" if language == "en" else chinese


def say_value(value: object, type_: Type, *, schema: Schema, language: str, unit: str = "") -> str:
    """Return a held value in words; ``unit`` is given where the other side of a comparison knows it."""
    if isinstance(value, bool):
        return ("yes" if value else "no") if language == "en" else ("是" if value else "否")
    if isinstance(value, date):
        return say_day(value, language=language)
    if type_.kind is Kind.CODE and isinstance(value, int):
        table = schema.table(type_.table)
        return table.codes[value].label.of(language) if table else str(value)
    if type_.kind is Kind.MONTH and isinstance(value, int):
        return say_month(value, language=language)
    if type_.kind is Kind.RATIO and isinstance(value, int | Fraction):
        return say_share(Fraction(value))
    if type_.kind is Kind.MONEY and isinstance(value, int | Fraction):
        return say_amount(value, language=language)
    if isinstance(value, int | Fraction):
        exact = Fraction(value) / 10**type_.scale
        return say_number(value, scale=type_.scale) + say_unit(
            unit or type_.unit, many=abs(exact) != 1, language=language
        )
    return str(value)


def say_share(share: Fraction) -> str:
    """Return a share in percent with two decimals, or as many as keep it apart from a whole number that it is not."""
    percent = share * 100
    short = round(percent, 2)
    return f"{say_number(percent if short.denominator == 1 else short)}%"
