"""What a pack says of a plan and of its indicators: the schema that pack files are checked against.

How a value stands against its target is decided elsewhere; here is only what can be said.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator

from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.shared.law import Source, Strict

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Direction(StrEnum):
    UP = "up"  # more is better
    DOWN = "down"  # less is better
    FIT = "fit"  # as near as possible


class Nature(StrEnum):
    EXPECTED = "expected"  # 预期性
    BINDING = "binding"  # 约束性


class Names(Strict):
    zh: str = Field(min_length=1)
    en: str = ""


class NumberTarget(Strict):
    form: Literal["number"] = "number"
    comparator: Comparator = Comparator.AT_LEAST
    value: Decimal


class RangeTarget(Strict):
    form: Literal["range"]
    low: Decimal
    high: Decimal


class ClassTarget(Strict):
    """A step of an ordered scale, worst first: 第四类 → 第三类. ``value`` is one of ``scale``."""

    form: Literal["class"]
    scale: tuple[str, ...] = Field(min_length=2)
    value: str


class DirectionTarget(Strict):
    """To grow or to fall against the base, by no stated amount."""

    form: Literal["direction"]
    direction: Literal["up", "down"]


class SeriesTarget(Strict):
    """To be above, at or below another indicator's value of the same day, e.g. the city's average."""

    form: Literal["series"]
    comparator: Comparator
    indicator: str


class VectorTarget(Strict):
    """Shares of parts in their order, e.g. 15:35:50."""

    form: Literal["vector"]
    parts: tuple[str, ...] = Field(min_length=2)
    shares: tuple[Decimal, ...] = Field(min_length=2)
    tolerance: Decimal = Decimal(0)


class ToleranceTarget(Strict):
    """To stay within so much of the base."""

    form: Literal["tolerance"]
    plus: Decimal
    minus: Decimal


Goal = Annotated[
    NumberTarget | RangeTarget | ClassTarget | DirectionTarget | SeriesTarget | VectorTarget | ToleranceTarget,
    Field(discriminator="form"),
]


class Baseline(Strict):
    """The state a target grows from; ``value`` is a number, a class, or shares joined by colons as printed."""

    day: date
    # A quoted number is a number: only what cannot be one is left a class or shares.
    value: Annotated[Decimal | str, Field(union_mode="left_to_right")]
    source: Source


class Target(Strict):
    """What is promised for a day; ``from_day`` opens the period of a flow (both days belong to it)."""

    day: date
    from_day: date | None = None
    yearly: bool = False  # promised anew each year
    goal: Goal
    source: Source
    places: tuple[Source, ...] = ()  # where else the document prints the same promise


class ReportedMeasure(Strict):
    """Counted by somebody else and reported; ``source`` names who would report it from what."""

    form: Literal["reported"] = "reported"
    source: str = Field(min_length=1)


class RuleMeasure(Strict):
    """Counted from registers: ``rule`` as of the value's day; a flow's counts the calendar year up to that day."""

    form: Literal["rule"]
    rule: str = Field(min_length=1)
    source: str = ""  # who keeps the registers it counts


class SharesMeasure(Strict):
    """The shares of a ``VectorTarget``: one rule a part, in the order of the parts."""

    form: Literal["shares"]
    rules: tuple[str, ...] = Field(min_length=2)
    source: str = ""


Measure = Annotated[ReportedMeasure | RuleMeasure | SharesMeasure, Field(discriminator="form")]


class Indicator(Strict):
    """One promised quantity of a plan."""

    id: Slug
    name: Names
    unit: str = Field(min_length=1)
    stock_or_flow: StockOrFlow
    direction: Direction = Direction.UP
    nature: Nature = Nature.EXPECTED
    measure: Measure
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    programme: str = ""
    lead_unit: str = ""
    support_units: tuple[str, ...] = ()
    axes: dict[str, str] = Field(default_factory=dict)  # axis → member; a person counts once across members
    part_of: Slug | None = None  # the total that this and its other parts add up to; a mere subset names none
    parent: str | None = None  # region/indicator of the parent plan this adds up to
    synonyms: tuple[str, ...] = ()

    @field_validator("measure", mode="before")
    @classmethod
    def _reported_unless_said(cls, measure: object) -> object:
        return {"form": "reported", **measure} if isinstance(measure, dict) else measure


class Member(Strict):
    id: Slug
    name: Names


class Axis(Strict):
    """One way a plan cuts its subject, e.g. six teams or four fields; a record may count in both and is one person."""

    id: Slug
    name: Names
    members: tuple[Member, ...] = Field(min_length=2)  # in the order in which officials name them


class Plan(Strict):
    """A plan document as a fact: what it is called, from when to when it holds, and what it stands on."""

    id: Slug
    title: str
    number: str = ""  # 发文字号
    issued_on: date | None = None
    from_day: date
    through: date
    parent: str | None = None  # region/plan
    axes: tuple[Axis, ...] = ()
    document: str = ""  # file beside the pack that holds the text, where the pack may carry it
    source: Source
