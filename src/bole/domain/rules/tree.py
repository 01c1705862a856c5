"""The checked tree of a rule: a closed set of nodes, each with its type and its place, which both readers walk.

Two nodes that mean the same are equal, wherever they stand: a condition shared by many rules is worked out once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bole.domain.rules.kinds import BOOL, Type
from bole.domain.rules.problems import NOWHERE, Span

Scalar = int | str | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    type: Type = field(default=BOOL, compare=False)
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def parts(self) -> "tuple[Node, ...]":
        return ()


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: Scalar
    kind: str  # two constants of different kinds are not the same: 5 months, 5 fen, the fifth code
    scale: int = 0
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Given(Node):
    """What the evaluation is told: the day, a named day, or the region ``here``."""

    name: str


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A field of the row, or of a row that links lead to."""

    register: str  # where the path starts
    path: tuple[str, ...]
    field: str
    target: str  # where the field lives


@dataclass(frozen=True, slots=True)
class Judged(Node):
    """A condition that only people can judge; their finding becomes a fact."""

    matter: str
    role: str


class Unit(StrEnum):
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Elapsed(Node):
    """Completed years or months, or days, from one day to another; negative where the second comes first."""

    unit: Unit
    start: Node
    end: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Shifted(Node):
    """A day moved by a fixed number of years, months or days."""

    unit: Unit
    day: Node
    amount: int

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.day,)


@dataclass(frozen=True, slots=True)
class DayOf(Node):
    """``date(year, month, day)``, where the year may be a value."""

    year: Node
    month: int
    day: int

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.year,)


@dataclass(frozen=True, slots=True)
class YearOf(Node):
    day: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.day,)


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms of one scale, each with its sign."""

    terms: tuple[tuple[int, Node], ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return tuple(node for _, node in self.terms)


class Rounding(StrEnum):
    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Product(Node):
    """``over`` multiplied, by ``times``, divided by ``under`` and ``into``, rounded once to a multiple of ``step``.

    Holds for numbers and money; without division and with step 1 it is exact.
    """

    over: tuple[Node, ...]
    under: tuple[Node, ...]
    times: int
    into: int
    rounding: Rounding
    step: int

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.over + self.under


@dataclass(frozen=True, slots=True)
class Ratio(Node):
    """A quotient that stays exact and is compared crosswise; an empty denominator makes it unknown."""

    over: Node
    under: Node
    times: int  # the quotient is over * times / (under * into)
    into: int

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.over, self.under)


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    largest: bool
    operands: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Choice(Node):
    condition: Node
    then: Node
    otherwise: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


class Count(StrEnum):
    COUNT = "count"
    EXISTS = "exists"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """Something counted over the rows of a register: of the subject where ``link`` names the way back, else of all.

    Everything in it speaks of the counted row. ``where`` already holds what ``on``, ``since`` and ``through`` ask for;
    ``value`` is what is summed, compared or, for a share, the condition that is counted; ``since`` and ``until`` clip months.
    """

    count: Count
    register: str
    link: str
    where: Node | None = None
    value: Node | None = None
    since: Node | None = None  # from when records matter; None: from the beginning
    until: Node | None = None  # up to which day; for months the day that is already out
    written: "Written | None" = field(default=None, compare=False)

    @property
    def row_parts(self) -> tuple[Node, ...]:
        """Nodes that are worked out for each row of the counted register, not for the subject."""
        return tuple(part for part in (self.where, self.value, self.since, self.until) if part is not None)


@dataclass(frozen=True, slots=True)
class Written:
    """What the author of an aggregate wrote, for the words: the condition alone, and the days asked for."""

    where: Node | None = None
    on: Node | None = None
    since: Node | None = None
    through: Node | None = None


@dataclass(frozen=True, slots=True)
class Compare(Node):
    op: str  # == != < <= > >=
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Among(Node):
    operand: Node
    members: tuple[Scalar, ...]
    negated: bool
    said: tuple[str, ...] = field(default=(), compare=False)
    list: str = field(default="", compare=False)

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Within(Node):
    """A region is one of ``regions``, which are told or written, or lies below one of them."""

    operand: Node
    regions: tuple[Node, ...]
    negated: bool
    list: str = field(default="", compare=False)

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand, *self.regions)


@dataclass(frozen=True, slots=True)
class Both(Node):
    """Every operand holds."""

    operands: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Either(Node):
    """At least one operand holds."""

    operands: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Cited(Node):
    """A part of a rule that a clause of its document states."""

    clause: str = field(compare=False)
    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


def walk_tree(node: Node) -> Iterator[Node]:
    """Yield a node and all that is worked out for the same row, parents first."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.parts))


def is_told(node: Node) -> bool:
    """Tell whether a value depends on nothing but what the evaluation is told: it is the same for every row."""
    return not any(isinstance(part, Fact | Judged | Aggregate) for part in walk_tree(node))
