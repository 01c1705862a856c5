"""What the editor shows of an indicator besides its rules: labels, choices, and the fields that each target's form asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bole.domain.plan.definitions import Plan
from bole.web.packs.queries import definitions_in_force
from bole.web.plan.indicator_forms import (
    GOAL_FIELDS,
    IndicatorEntered,
    TargetEntered,
    comparator_labels,
    direction_labels,
    goal_labels,
    kind_labels,
    nature_labels,
)
from bole.web.plan.queries.indicators import HOUSE, indicators_in_force
from bole.web.plan.rule_panels import RulePanel

Context = dict[str, Any]


def editor_context(entered: IndicatorEntered, *, panels: Sequence[RulePanel], region: str, today: date) -> Context:
    return {
        "entered": entered,
        "panels": panels,
        "targets": [shown_target(one, number) for number, one in enumerate(entered.targets)],
        "measures": measure_labels(),
        "picks": picks_of(entered),
        "documents": plan_titles(region, day=today),
        "others": [(one.id, one.name.zh) for one in indicators_in_force(region, day=today)],
        "units": ("人", "万人", "人次", "家", "项", "个", "万元", "亿元", "%"),
    }


def measure_labels() -> list[tuple[str, str]]:
    return [
        ("rule", _("Counted from the registers by a rule")),
        ("reported", _("Counted by somebody else and reported")),
        ("shares", _("Shares of parts, one rule a part")),
    ]


def picks_of(entered: IndicatorEntered) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    asked = (
        ("stock_or_flow", _("Kind of quantity"), kind_labels()),
        ("direction", _("What is better"), direction_labels()),
        ("nature", _("Nature"), nature_labels()),
    )
    return [(name, label, list(words.items()), entered.get(name)) for name, label, words in asked]


def plan_titles(region: str, *, day: date) -> list[str]:
    found = definitions_in_force(HOUSE, day=day, kind="plan", region=region)
    return [one.value.title for one in found if isinstance(one.value, Plan)]


def shown_target(target: TargetEntered, number: int) -> Context:
    labels = field_labels()
    names = ("form", *GOAL_FIELDS[target.form], "day", "from_day", "yearly", "document", "place")
    fields = []
    for name in names:
        label, kind, hint, choices = labels[name]
        value = target.form if name == "form" else target.get(name)
        fields.append(
            {
                "name": f"t{number}-{name}",
                "label": label,
                "kind": kind,
                "hint": hint,
                "choices": choices,
                "value": value,
                "list": {"document": "plan-titles", "indicator": "other-indicators"}.get(name, ""),
            }
        )
    return {"prefix": f"t{number}", "number": number, "base": target.base, "fields": fields}


def field_labels() -> dict[str, tuple[str, str, str, list[tuple[str, str]]]]:
    """Return for each field of a target what it is called, how it is typed, a hint, and what can be chosen."""
    comparators = list(comparator_labels().items())
    ways = [("up", _("to grow")), ("down", _("to fall"))]
    return {
        "form": (_("What is promised"), "select", "", list(goal_labels().items())),
        "comparator": (_("Comparison"), "select", "", comparators),
        "value": (_("Value"), "text", "", []),
        "low": (_("Lower end"), "text", "", []),
        "high": (_("Upper end"), "text", "", []),
        "direction": (_("Direction"), "select", "", ways),
        "scale": (_("Scale"), "text", _("Worst first, with 、 between."), []),
        "parts": (_("Parts"), "text", _("With 、 between."), []),
        "shares": (_("Shares in percent"), "text", _("With : between, as in 15:35:50."), []),
        "tolerance": (_("Tolerance"), "text", _("In percentage points; may stay empty."), []),
        "indicator": (_("Other indicator"), "text", "", []),
        "plus": (_("At most so much above"), "text", "", []),
        "minus": (_("At most so much below"), "text", "", []),
        "day": (_("Due on"), "date", "", []),
        "from_day": (_("Counted from"), "date", _("For what comes in over a period; may stay empty."), []),
        "yearly": (_("Anew each year"), "checkbox", "", []),
        "document": (_("Stated in"), "text", "", []),
        "place": (pgettext("in a document", "Place"), "text", _("Such as 二/（三）."), []),
    }
