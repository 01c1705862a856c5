"""The fields in which a rule is put together by choosing: what was posted becomes a figure, and buttons change it.

Names of fields follow the way to them: ``r0-over-where-1-operator``. How a figure is shown again is decided in ``rule_panels``.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from bole.domain.rules.building import text_of
from bole.domain.rules.built import (
    MOST_MEMBERS,
    Built,
    Condition,
    Days,
    Form,
    Group,
    Has,
    Join,
    Member,
    Operator,
    Period,
    Quantity,
    Tally,
)
from bole.domain.rules.choices import (
    TAKES,
    Takes,
    field_chosen,
    operators_to_choose,
    related_to_choose,
    values_to_choose,
)
from bole.domain.rules.gaps import find_gaps
from bole.domain.rules.rebuilding import built_from
from bole.domain.rules.schema import FieldType, Schema
from bole.domain.rules.typed import tidy_number
from bole.domain.shared.reasons import Reason

NUMBER = re.compile(r"\d{1,2}")
BETWEEN_TEXTS = re.compile(r"[、,，;；\n]")
DEEPEST = 6  # of names, so that no posted name is followed without end
Choosable = TypeVar("Choosable", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RuleEntered:
    """One rule as it stands on the page. ``built`` is None where the text says more than can be chosen: ``beyond`` says what.

    ``is_behind`` marks choices that do not say what the text says: the text has errors, or the choices are not finished.
    """

    prefix: str
    text: str
    built: Built | None
    beyond: Reason | None = None
    is_behind: bool = False


def first_rule(prefix: str, schema: Schema) -> RuleEntered:
    """Return what a new rule begins with: a count of people."""
    register = "person" if schema.register("person") else next((one.id for one in schema.registers), "")
    built = Built(Form.COUNT, Tally(register))
    return RuleEntered(prefix, text_of(built, schema=schema) if register else "", built)


def rule_of(prefix: str, text: str, schema: Schema) -> RuleEntered:
    """Return a rule as it was written before, taken apart into choices where that can be done."""
    found = built_from(text, schema=schema)
    return RuleEntered(prefix, text, found.built, found.reason)


def rule_entered(post: QueryDict, prefix: str, schema: Schema) -> RuleEntered:
    """Return a rule as it was posted: what was changed last, text or choices, is followed by the other.

    The text wins where both were changed, because it may say more.
    """
    text, was = (posted_text(post, f"{prefix}-{name}") for name in ("text", "was"))
    if post.get("do") == f"choose:{prefix}":
        return first_rule(prefix, schema)
    has_choices = f"{prefix}-form" in post
    built = _Entered(post, schema).built(prefix) if has_choices else None
    if text != was or built is None:
        found = built_from(text, schema=schema)
        if found.built is not None:
            return RuleEntered(prefix, text, found.built)
        # Choices are kept while the text has errors: a slip of the pen must not take them away.
        kept = built if found.has_errors else None
        return RuleEntered(prefix, text, kept, found.reason, is_behind=kept is not None)
    if digest_of(built) == post.get(f"{prefix}-stood"):
        return RuleEntered(prefix, text, built, is_behind=post.get(f"{prefix}-behind") == "1")
    if find_gaps(built, schema=schema):
        return RuleEntered(prefix, text, built, is_behind=True)
    return RuleEntered(prefix, text_of(built, schema=schema), built)


def posted_text(post: QueryDict, name: str) -> str:
    # A text area sends the line ends of Windows; a rule has none of them.
    return post.get(name, "").replace("\r\n", "\n").strip()


def digest_of(built: Built) -> str:
    """Return what tells whether choices were changed since they were shown."""
    return hashlib.sha256(repr(built).encode()).hexdigest()[:16]


def one_of(kind: type[Choosable], text: str, default: Choosable) -> Choosable:
    return kind(text) if text in list(kind) else default


@dataclass(frozen=True, slots=True)
class _Entered:
    post: QueryDict
    schema: Schema

    def said(self, name: str) -> str:
        return self.post.get(name, "").strip()

    def asks(self, act: str, name: str) -> bool:
        return self.post.get("do") == f"{act}:{name}"

    def built(self, name: str) -> Built:
        over = self.tally(f"{name}-over")
        # A further condition is asked of the same records, whatever else was chosen for them.
        return Built(
            form=one_of(Form, self.said(f"{name}-form"), Form.COUNT),
            over=over,
            of=self.group(f"{name}-of", over.register),
            under=self.tally(f"{name}-under", default=over.register),
            factor=tidy_number(self.said(f"{name}-factor")),
        )

    def tally(self, name: str, default: str = "") -> Tally:
        register = self.said(f"{name}-register") or default
        path = self.path(f"{name}-path")[0]
        if self.said(f"{name}-of_register") not in {"", register}:
            return Tally(register)  # conditions on one register mean nothing on another
        return Tally(register, path, self.period(f"{name}-period"), self.group(f"{name}-where", register))

    def path(self, name: str) -> tuple[tuple[str, ...], bool]:
        path, _, aspect = self.said(name).partition(":")
        return tuple(path.split(".")) if path else (), aspect == "age"

    def period(self, name: str) -> Period:
        return Period(
            days=one_of(Days, self.said(f"{name}-days"), Days.ANY),
            amount=tidy_number(self.said(f"{name}-amount")),
            unit=self.said(f"{name}-unit") or "years",
            from_day=self.said(f"{name}-from_day"),
            through=self.said(f"{name}-through"),
        )

    def group(self, name: str, register: str) -> Group:
        members: list[Member] = [self.member(f"{name}-{number}", register) for number in self.numbers(name)]
        adders: dict[str, Callable[[], Member]] = {
            "add-condition": Condition,
            "add-group": lambda: Group(Join.ANY, (Condition(), Condition())),
            "add-has": lambda: self.first_has(register),
        }
        members += [make() for act, make in adders.items() if self.asks(act, name)]
        return Group(one_of(Join, self.said(f"{name}-join"), Join.ALL), tuple(members[:MOST_MEMBERS]))

    def numbers(self, name: str) -> list[int]:
        if name.count("-") > 2 * DEEPEST:
            return []
        start, end = f"{name}-", "-kind"
        found = (key[len(start) : -len(end)] for key in self.post if key.startswith(start) and key.endswith(end))
        numbers = sorted(int(one) for one in found if NUMBER.fullmatch(one))
        return [number for number in numbers if not self.asks("remove", f"{name}-{number}")]

    def first_has(self, register: str) -> Has:
        ways = related_to_choose(self.schema, register, language="en")
        return Has(ways[0].register, ways[0].along) if len(ways) == 1 else Has()

    def member(self, name: str, register: str) -> Member:
        match self.said(f"{name}-kind"):
            case "group":
                return self.group(name, register)
            case "has":
                return self.has(name)
            case _:
                return self.condition(name, register)

    def has(self, name: str) -> Has:
        register, _, along = self.said(f"{name}-register").partition(".")
        is_same = self.said(f"{name}-of_register") in {"", self.said(f"{name}-register")}
        return Has(
            register,
            along,
            one_of(Quantity, self.said(f"{name}-quantity"), Quantity.SOME),
            tidy_number(self.said(f"{name}-at_least")),
            self.period(f"{name}-period") if is_same else Period(),
            self.group(f"{name}-where", register) if is_same else Group(),
        )

    def condition(self, name: str, register: str) -> Condition:
        path, is_age = self.path(f"{name}-path")
        field = field_chosen(self.schema, register, path)
        if field is None:
            return Condition(path, None, is_age=is_age)
        offered = [one.value for one in operators_to_choose(self.schema, field, language="en", is_age=is_age)]
        is_same = self.said(f"{name}-of_path") in {"", self.said(f"{name}-path")}
        said = self.said(f"{name}-operator")
        operator = Operator(said if said in offered and is_same else offered[0])
        takes = TAKES.get(operator, Takes.VALUE)
        texts = [one.strip() for one in self.post.getlist(f"{name}-values")] if is_same else []
        kind = FieldType.INT if is_age else field.type
        unit = self.said(f"{name}-unit") if is_same else ""
        if takes is Takes.AMOUNT:
            texts, unit = texts[:1], unit if unit in {"years", "months", "days"} else "years"
        elif kind is FieldType.MONEY:
            unit = unit if unit in {"yuan", "wan"} else "wan"
        else:
            unit = ""
        return Condition(path, operator, self.values(texts, takes, kind, path, register), unit, is_age)

    def values(
        self, texts: list[str], takes: Takes, kind: FieldType, path: tuple[str, ...], register: str
    ) -> tuple[str, ...]:
        if takes is Takes.NOTHING:
            return ()
        if takes is Takes.AMOUNT or kind in {FieldType.INT, FieldType.DECIMAL, FieldType.MONEY}:
            texts = [tidy_number(one) for one in texts]
        if kind is FieldType.CODE and takes is not Takes.LIST:
            field = field_chosen(self.schema, register, path)
            codes = {one.value for one in values_to_choose(self.schema, field, language="en")} if field else set()
            texts = [one for one in texts if one in codes]
        elif takes is Takes.VALUES:
            texts = [part.strip() for one in texts for part in BETWEEN_TEXTS.split(one) if part.strip()]
        if takes is Takes.TWO_VALUES:
            return tuple([*texts, "", ""][:2])
        return tuple(texts) if takes is Takes.VALUES else tuple(one for one in texts[:1] if one)
