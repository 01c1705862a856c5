"""A rule on the page of the editor: its choices with what else could be chosen, the text with its errors marked, its words.

Made of values alone, in the reader's language. What it counts on live data is asked in ``queries.trials``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.domain.rules.built import Built, Condition, Days, Form, Group, Has, Member, Operator, Period, Quantity, Tally
from bole.domain.rules.checking import FIGURE, Rule, check_rule
from bole.domain.rules.choices import (
    TAKES,
    Choice,
    Takes,
    field_chosen,
    fields_to_choose,
    lists_to_choose,
    operators_to_choose,
    periods_to_choose,
    quantities_to_choose,
    registers_to_choose,
    related_to_choose,
    sums_to_choose,
    values_to_choose,
)
from bole.domain.rules.gaps import find_gaps
from bole.domain.rules.problems import Problem
from bole.domain.rules.schema import FieldType, Schema
from bole.domain.rules.wording import Speech, say_node
from bole.web.base.words import say
from bole.web.plan.rule_forms import RuleEntered, digest_of

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MarkedProblem:
    """One error of a text with the line it stands in, cut where it begins and ends."""

    before: str
    marked: str
    after: str
    line: int
    column: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RulePanel:
    entered: RuleEntered
    rule: Rule | None
    words: str
    problems: tuple[MarkedProblem, ...]
    choices: Node | None
    gaps: tuple[tuple[str, str], ...]  # the name of the field, and what is missing there
    part: str = ""  # the part of shares that this rule counts
    doubts: tuple[str, ...] = ()  # what does not go together between the rule and the indicator
    trial: Any = field(default=None)

    @property
    def prefix(self) -> str:
        return self.entered.prefix

    @property
    def text_name(self) -> str:
        return f"{self.prefix}-text"

    @property
    def text(self) -> str:
        return self.entered.text

    @property
    def beyond(self) -> str:
        return say(self.entered.beyond) if self.entered.beyond else ""

    @property
    def stood(self) -> str:
        return digest_of(self.entered.built) if self.entered.built is not None else ""

    @property
    def rows(self) -> int:
        return min(12, max(3, self.text.count("\n") + 1 + len(self.text) // 60))


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def panel_of(entered: RuleEntered, *, schema: Schema, part: str = "") -> RulePanel:
    """Return everything the page shows of one rule."""
    checked = check_rule(entered.text, schema=schema, expects=FIGURE)
    words = say_node(Speech(schema, language()), checked.rule.node) if checked.rule else ""
    found = find_gaps(entered.built, schema=schema) if entered.built is not None else ()
    gaps = tuple(
        ("-".join([entered.prefix, *map(str, gap.place)]), f"{say(gap.reason)}{gap_between()}{say(gap.remedy)}")
        for gap in found
    )
    choices = _Shown(schema, language(), dict(gaps)).figure(entered.built, entered.prefix) if entered.built else None
    return RulePanel(
        entered=entered,
        rule=checked.rule,
        words=words,
        problems=tuple(marked(entered.text, problem) for problem in checked.problems),
        choices=choices,
        gaps=gaps,
        part=part,
    )


def gap_between() -> str:
    return " " if language() == "en" else ""


def marked(text: str, problem: Problem) -> MarkedProblem:
    lines, span = text.split("\n"), problem.span
    line = lines[min(span.line, len(lines)) - 1]
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    return MarkedProblem(
        before=line[:start],
        marked=line[start : max(end, start + 1)] or "␣",
        after=line[max(end, start + 1) :],
        line=span.line,
        column=span.column,
        reason=say(problem.reason),
        remedy=say(problem.remedy) if problem.remedy else "",
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    schema: Schema
    language: str
    gaps: dict[str, str]

    def select(self, name: str, choices: Iterator[Choice] | tuple[Choice, ...], chosen: str, label: str) -> Node:
        options = [{"value": str(one.value), "label": one.label, "chosen": one.value == chosen} for one in choices]
        is_known = any(one["chosen"] for one in options)
        return {
            "name": name,
            "options": options,
            "label": label,
            "is_open": not is_known,
            "gap": self.gaps.get(name, ""),
        }

    def figure(self, built: Built, name: str) -> Node:
        forms = tuple(Choice(one, label) for one, label in form_words().items())
        is_sum = built.form in {Form.SUM, Form.AVERAGE}
        return {
            "name": name,
            "form": self.select(f"{name}-form", forms, built.form, _("What the figure is")),
            "over": self.tally(
                built.over, f"{name}-over", is_sum=is_sum, may_sum=is_sum or built.form is Form.QUOTIENT
            ),
            "of": self.group(built.of, f"{name}-of", built.over.register) if built.form is Form.SHARE else None,
            "of_gap": self.gaps.get(f"{name}-of", ""),
            "under": self.tally(built.under, f"{name}-under", may_sum=True) if built.form is Form.QUOTIENT else None,
            "factor": {"name": f"{name}-factor", "value": built.factor, "gap": self.gaps.get(f"{name}-factor", "")},
        }

    def tally(self, tally: Tally, name: str, *, is_sum: bool = False, may_sum: bool = False) -> Node:
        sums = sums_to_choose(self.schema, tally.register, language=self.language)
        fields = tuple(Choice(one.value, self.whole_label(one)) for one in sums)
        counted = () if is_sum else (Choice("", _("the number of records")),)
        path = self.select(f"{name}-path", (*counted, *fields), ".".join(tally.path), _("What is added up"))
        return {
            "name": name,
            "register_id": tally.register,
            "register": self.select(
                f"{name}-register",
                registers_to_choose(self.schema, language=self.language),
                tally.register,
                _("Which records"),
            ),
            "path": path if may_sum else None,
            "period": self.period(tally.period, f"{name}-period", tally.register),
            "where": self.group(tally.where, f"{name}-where", tally.register),
        }

    def whole_label(self, one: Any) -> str:
        between = " › " if self.language == "en" else "的"
        return f"{one.owner}{between}{one.label}" if one.owner else one.label

    def period(self, period: Period, name: str, register: str) -> Node | None:
        offered = periods_to_choose(self.schema, register, language=self.language)
        if not offered:
            return None
        return {
            "name": name,
            "days": self.select(f"{name}-days", offered, period.days, _("Of which days")),
            "has_amount": period.days is Days.LAST,
            "amount": {"name": f"{name}-amount", "value": period.amount, "gap": self.gaps.get(f"{name}-amount", "")},
            "unit": self.select(f"{name}-unit", times(), period.unit, _("Unit")),
            "has_from": period.days in {Days.SINCE, Days.BETWEEN},
            "from_day": {
                "name": f"{name}-from_day",
                "value": period.from_day,
                "gap": self.gaps.get(f"{name}-from_day", ""),
            },
            "has_through": period.days is Days.BETWEEN,
            "through": {
                "name": f"{name}-through",
                "value": period.through,
                "gap": self.gaps.get(f"{name}-through", ""),
            },
        }

    def group(self, group: Group, name: str, register: str, depth: int = 1) -> Node:
        joins = (Choice("all", _("all of these hold")), Choice("any", _("at least one of these holds")))
        return {
            "kind": "group",
            "name": name,
            "gap": self.gaps.get(name, ""),
            "join": self.select(f"{name}-join", joins, group.join, _("How the conditions go together")),
            "members": [
                self.member(one, f"{name}-{number}", register, depth) for number, one in enumerate(group.members)
            ],
            "may_nest": depth < 3,
            "may_have": depth < 3 and bool(related_to_choose(self.schema, register, language=self.language)),
            "has_join": len(group.members) > 1,
        }

    def member(self, member: Member, name: str, register: str, depth: int) -> Node:
        match member:
            case Group():
                return self.group(member, name, register, depth + 1)
            case Has():
                return self.has(member, name, register, depth)
            case Condition():
                return self.condition(member, name, register)

    def has(self, has: Has, name: str, register: str, depth: int) -> Node:
        ways = related_to_choose(self.schema, register, language=self.language)
        chosen = f"{has.register}.{has.along}" if has.register else ""
        return {
            "kind": "has",
            "name": name,
            "chosen": chosen,
            "register": self.select(
                f"{name}-register", tuple(Choice(one.value, one.label) for one in ways), chosen, _("Register")
            ),
            "quantity": self.select(
                f"{name}-quantity",
                quantities_to_choose(self.schema, has.register, language=self.language),
                has.quantity,
                _("How many"),
            ),
            "counts": has.quantity in {Quantity.COUNT, Quantity.MONTHS},
            "at_least": {
                "name": f"{name}-at_least",
                "value": has.at_least,
                "gap": self.gaps.get(f"{name}-at_least", ""),
            },
            "period": self.period(has.period, f"{name}-period", has.register),
            "where": self.group(has.where, f"{name}-where", has.register, depth + 1) if has.register else None,
        }

    def condition(self, condition: Condition, name: str, register: str) -> Node:
        found = field_chosen(self.schema, register, condition.path)
        value = ".".join(condition.path) + (":age" if condition.is_age else "")
        node: Node = {
            "kind": "condition",
            "name": name,
            "chosen": value if found else "",
            "path": {
                "name": f"{name}-path",
                "label": _("Field"),
                "groups": self.fields(register, value),
                "is_open": found is None,
                "gap": self.gaps.get(f"{name}-path", ""),
            },
        }
        if found is None or condition.operator is None:
            return node
        operators = operators_to_choose(self.schema, found, language=self.language, is_age=condition.is_age)
        node["operator"] = self.select(f"{name}-operator", operators, condition.operator, _("Comparison"))
        node["value"] = self.value(condition, found, f"{name}-values")
        node["unit"] = self.unit(condition, found, f"{name}-unit")
        return node

    def fields(self, register: str, chosen: str) -> list[tuple[str, list[Node]]]:
        found = fields_to_choose(self.schema, register, language=self.language)
        return [
            (owner, [{"value": one.value, "label": one.label, "chosen": one.value == chosen} for one in ones])
            for owner, ones in groupby(found, key=lambda one: one.owner)
        ]

    def value(self, condition: Condition, found: Any, name: str) -> Node | None:
        takes = TAKES.get(condition.operator or Operator.IS, Takes.VALUE)
        if takes is Takes.NOTHING:
            return None
        kind = FieldType.INT if condition.is_age else found.type
        codes = values_to_choose(self.schema, found, language=self.language) if kind is FieldType.CODE else ()
        if takes is Takes.LIST:
            codes = lists_to_choose(self.schema, found, language=self.language)
        node: Node = {"name": name, "label": _("Value"), "gap": self.gaps.get(name, "")}
        if takes is Takes.VALUES and codes:
            node["input"] = "boxes"
            node["options"] = [
                {"value": one.value, "label": one.label, "chosen": one.value in condition.values} for one in codes
            ]
        elif codes:
            first = condition.values[0] if condition.values else ""
            node |= self.select(name, codes, first, _("Value")) | {"input": "select"}
        else:
            texts = ("、".join(condition.values),) if takes is Takes.VALUES else condition.values
            node["values"] = [*texts, "", ""][: 2 if takes is Takes.TWO_VALUES else 1]
            is_amount = takes is Takes.AMOUNT
            node["input"] = "number" if is_amount or kind not in TYPED else TYPED[kind]
            node["after"] = found.unit if kind is FieldType.INT and not condition.is_age and not is_amount else ""
            node["after"] = {"month": _("months"), "year": _("years"), "day": _("days")}.get(
                node["after"], node["after"]
            )
        return node

    def unit(self, condition: Condition, found: Any, name: str) -> Node | None:
        takes = TAKES.get(condition.operator or Operator.IS, Takes.VALUE)
        if takes is Takes.AMOUNT:
            return self.select(name, times(), condition.unit, _("Unit"))
        if found.type is FieldType.MONEY and takes is not Takes.NOTHING:
            return self.select(
                name, (Choice("wan", _("ten thousand yuan")), Choice("yuan", _("yuan"))), condition.unit, _("Unit")
            )
        return None


TYPED = {FieldType.TEXT: "text", FieldType.DATE: "date", FieldType.MONTH: "month"}


def times() -> tuple[Choice, ...]:
    return Choice("years", _("years")), Choice("months", _("months")), Choice("days", _("days"))


def form_words() -> dict[Form, str]:
    return {
        Form.COUNT: _("Number of records"),
        Form.SUM: _("Sum of a field"),
        Form.SHARE: _("Share of the records that meet a further condition"),
        Form.AVERAGE: _("Average of a field"),
        Form.QUOTIENT: _("One number divided by another"),
    }
