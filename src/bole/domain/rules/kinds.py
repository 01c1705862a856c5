"""The types of values in rules, with scale, unit, code table and range; how they are said to a person.

Numbers are whole numbers times ten to the minus ``scale``, money is fen, a code is its rank, a month is
``year * 12 + month - 1``: what frames hold is what is counted with.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bole.domain.rules.schema import FieldType, RegisterField

BIGGEST = 2**63 - 1
WIDEST_NUMBER = 10**12  # where a pack declares no range
WIDEST_MONEY = 10**12  # fen: ten billion yuan
CENTS = 100


class Kind(StrEnum):
    BOOL = "bool"
    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    RATIO = "ratio"
    DATE = "date"
    MONTH = "month"
    REGION = "region"
    UNREAD = "unread"  # an error was reported already; say nothing more about it


@dataclass(frozen=True, slots=True)
class Type:
    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 0
    unit: str = ""
    table: str = ""
    ordered: bool = False

    @property
    def counts(self) -> bool:
        return self.kind in {Kind.NUMBER, Kind.MONEY}

    @property
    def is_never_negative(self) -> bool:
        return self.low >= 0

    @property
    def widest(self) -> int:
        return max(abs(self.low), abs(self.high))

    def within(self, low: int, high: int) -> "Type":
        return replace(self, low=low, high=high)


BOOL, TEXT, DATE, MONTH, REGION, RATIO = (
    Type(kind) for kind in (Kind.BOOL, Kind.TEXT, Kind.DATE, Kind.MONTH, Kind.REGION, Kind.RATIO)
)
UNREAD = Type(Kind.UNREAD)


def type_of_field(field: RegisterField, *, ordered: bool = False) -> Type:
    """Return what a field holds; a number without a declared range gets the widest that is counted with."""
    match field.type:
        case FieldType.CODE:
            return Type(Kind.CODE, table=field.table or "", ordered=ordered)
        case FieldType.INT | FieldType.DECIMAL | FieldType.MONEY:
            scale = field.decimals if field.type is FieldType.DECIMAL else 0
            money = field.type is FieldType.MONEY
            step = CENTS if money else 10**scale
            widest = WIDEST_MONEY if money else WIDEST_NUMBER
            low = -widest if field.low is None else int(field.low * step)
            high = widest if field.high is None else int(field.high * step)
            return Type(Kind.MONEY if money else Kind.NUMBER, scale, low, high, "" if money else field.unit)
        case FieldType.TEXT | FieldType.DATE | FieldType.MONTH | FieldType.BOOL | FieldType.REGION:
            return Type(Kind(field.type.value))


def number_type(value: int, scale: int = 0, unit: str = "") -> Type:
    return Type(Kind.NUMBER, scale, value, value, unit)
