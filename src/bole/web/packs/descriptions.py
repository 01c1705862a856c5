"""A definition in words: its fields one under the other, as an officer would read them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel

from bole.domain.packs.versions import body_of
from bole.domain.packs.yaml_writing import data_of, yaml_of
from bole.domain.shared.reasons import Reason
from bole.domain.shared.regions import Level
from bole.web.base.words import said, say

KINDS = {
    "plan": gettext_lazy("Plan"),
    "indicator": gettext_lazy("Indicator"),
    "register": gettext_lazy("Register"),
    "code_table": gettext_lazy("Code table"),
    "code_list": gettext_lazy("Code list"),
    "judge": gettext_lazy("Who judges"),
    "completeness": gettext_lazy("Complete register"),
    "pack": gettext_lazy("Pack"),
}
STATES = {
    "released": gettext_lazy("in force"),
    "superseded": gettext_lazy("superseded"),
    "repealed": gettext_lazy("repealed"),
}
DRAFT_STATES = {
    "editing": gettext_lazy("being edited"),
    "offered": gettext_lazy("waiting for release"),
    "returned": pgettext_lazy("draft", "returned"),
    "released": pgettext_lazy("draft", "released"),
    "discarded": pgettext_lazy("draft", "discarded"),
}
LEVELS = {
    Level.PROVINCE: gettext_lazy("province"),
    Level.PREFECTURE: gettext_lazy("prefecture"),
    Level.COUNTY: gettext_lazy("county"),
    Level.TOWN: gettext_lazy("town"),
    Level.VILLAGE: gettext_lazy("village"),
}
FIELDS = {
    "id": gettext_lazy("Id"),
    "name": pgettext_lazy("thing", "Name"),
    "names": pgettext_lazy("thing", "Name"),
    "title": gettext_lazy("Title"),
    "number": gettext_lazy("Document number"),
    "issued_on": gettext_lazy("Issued on"),
    "from_day": gettext_lazy("From"),
    "through": gettext_lazy("Through"),
    "unit": gettext_lazy("Unit"),
    "stock_or_flow": gettext_lazy("Kind of quantity"),
    "direction": gettext_lazy("What is better"),
    "nature": gettext_lazy("Nature"),
    "measure": gettext_lazy("Measured by"),
    "baseline": gettext_lazy("Base"),
    "targets": gettext_lazy("Targets"),
    "day": gettext_lazy("Day"),
    "value": gettext_lazy("Value"),
    "yearly": gettext_lazy("Anew each year"),
    "goal": gettext_lazy("Goal"),
    "source": gettext_lazy("Source"),
    "places": gettext_lazy("Also printed at"),
    "programme": gettext_lazy("Programme"),
    "lead_unit": gettext_lazy("Lead unit"),
    "support_units": gettext_lazy("Supporting units"),
    "axes": gettext_lazy("Axes"),
    "members": gettext_lazy("Members"),
    "part_of": gettext_lazy("Part of"),
    "parent": gettext_lazy("Adds up to"),
    "synonyms": gettext_lazy("Also called"),
    "document": gettext_lazy("Document"),
    "pack": gettext_lazy("Pack"),
    "region": gettext_lazy("Region"),
    "base": gettext_lazy("Stands on"),
    "version": gettext_lazy("Version"),
    "about": gettext_lazy("About"),
    "words": gettext_lazy("Words of the region"),
}
VALUES = {
    ("stock_or_flow", "stock"): gettext_lazy("a level on a day"),
    ("stock_or_flow", "flow"): gettext_lazy("a delivery over a period"),
    ("stock_or_flow", "rate"): gettext_lazy("a ratio"),
    ("direction", "up"): gettext_lazy("more"),
    ("direction", "down"): gettext_lazy("less"),
    ("direction", "fit"): gettext_lazy("as near as possible"),
    ("nature", "expected"): gettext_lazy("expected"),
    ("nature", "binding"): gettext_lazy("binding"),
}
COMPARATORS = {
    "=": Reason("%(value)s"),
    ">=": Reason("at least %(value)s"),
    ">": Reason("more than %(value)s"),
    "<=": Reason("at most %(value)s"),
    "<": Reason("less than %(value)s"),
    "~": Reason("about %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field: its label and either a text or fields of its own."""

    label: str
    text: str = ""
    lines: list["Line"] = field(default_factory=list)
    address: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What other definitions are called that one refers to: by reference, title and address; by axis, its words."""

    definitions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    axes: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[tuple[str, str], str] = field(default_factory=dict)


NOBODY = Names()


def title_of(value: BaseModel) -> str:
    """Return what a definition is called in the reader's language."""
    names = getattr(value, "name", None) or getattr(value, "names", None) or getattr(value, "label", None)
    if names is not None:
        return str(in_language({"zh": names.zh, "en": names.en}))
    return str(getattr(value, "title", "") or getattr(value, "id", ""))


def in_language(names: Mapping[str, str]) -> str:
    english = (translation.get_language() or "").startswith("en")
    return (names.get("en") if english else names.get("zh")) or names.get("zh", "")


def referred_to(value: BaseModel) -> list[str]:
    """Return what a definition names by id: the total it is part of, what it adds up to, the series it is compared with."""
    body = body_of(value)
    goals = [target["goal"] for target in body.get("targets", ())]
    found = [body.get("part_of"), body.get("parent"), *(goal.get("indicator") for goal in goals)]
    return [one for one in found if one]


def describe(value: BaseModel, *, names: Names = NOBODY) -> list[Line]:
    """Return the fields of a definition that say something, in the order of its schema."""
    body = body_of(value)
    order = [name for name in type(value).model_fields if name in body]
    unit = str(body.get("unit", ""))
    return [line for name in order if (line := described(name, body[name], unit=unit, names=names))]


def described(name: str, value: Any, *, unit: str, names: Names) -> Line | None:
    label = str(FIELDS.get(name, name))
    if value in (None, "", [], {}):
        return None
    if isinstance(value, dict) and value.keys() <= {"zh", "en"}:
        return Line(label, in_language(value))
    if name == "source" and isinstance(value, dict):
        return Line(label, place_in_words(value))
    if name == "places":
        return Line(label, _("; ").join(place_in_words(place) for place in value))
    if reference := referring(name, value, label=label, unit=unit, names=names):
        return reference
    if name == "measure":
        rules = value.get("rules", [value["rule"]] if "rule" in value else [])
        return Line(label, str(said((*rules, *filter(None, [value.get("source", "")])))))
    if name == "value" and unit:
        return Line(label, f"{value} {unit}")
    if isinstance(value, dict):
        lines = [line for key, inner in value.items() if (line := described(key, inner, unit=unit, names=names))]
        return Line(label, lines=lines)
    if isinstance(value, list) and isinstance(value[0], dict):
        if value[0].keys() <= {"id", "name"}:
            return Line(label, str(said(tuple(in_language(one["name"]) for one in value))))
        if len(value) == 1:
            return Line(label, lines=numbered(1, value[0], unit=unit, names=names).lines)
        return Line(
            label, lines=[numbered(index, inner, unit=unit, names=names) for index, inner in enumerate(value, start=1)]
        )
    if isinstance(value, list):
        return Line(label, str(said(tuple(value))))
    return Line(label, plain_in_words(name, value))


def referring(name: str, value: Any, *, label: str, unit: str, names: Names) -> Line | None:
    """Return the line of a field that names other definitions, or None where it names none."""
    if name == "goal":
        title, address = names.definitions.get(value.get("indicator", ""), ("", ""))
        return Line(label, goal_in_words(value, unit=unit, series=title), address=address)
    if name in {"part_of", "parent"} and value in names.definitions:
        title, address = names.definitions[value]
        return Line(label, title, address=address)
    if name == "axes" and isinstance(value, dict):
        lines = [Line(names.axes.get(a, a), names.members.get((a, member), member)) for a, member in value.items()]
        return Line(label, lines=lines)
    return None


def numbered(index: int, value: Mapping[str, Any], *, unit: str, names: Names) -> Line:
    return Line(
        str(index),
        lines=[line for key, inner in value.items() if (line := described(key, inner, unit=unit, names=names))],
    )


def plain_in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in {"day", "from_day", "through", "issued_on"}:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(VALUES.get((name, value), value))


def place_in_words(source: Mapping[str, Any]) -> str:
    line = _("line %(line)s") % {"line": source["line"]} if source.get("line") else ""
    return _(", ").join(filter(None, [source["document"], source.get("place", ""), line]))


def goal_in_words(goal: Mapping[str, Any], *, unit: str, series: str = "") -> str:
    """Return what a goal asks for as one sentence with its unit."""
    match goal["form"]:
        case "number":
            return compared(goal, f"{goal['value']} {unit}")
        case "range":
            return _("%(low)s to %(high)s") % {"low": goal["low"], "high": f"{goal['high']} {unit}"}
        case "class":
            return _("%(value)s on the scale %(scale)s") % {"value": goal["value"], "scale": " → ".join(goal["scale"])}
        case "direction":
            return _("more than the base") if goal["direction"] == "up" else _("less than the base")
        case "series":
            return compared(goal, series or goal["indicator"])
        case "vector":
            return " : ".join(f"{part} {share}" for part, share in zip(goal["parts"], goal["shares"], strict=False))
        case _:
            return _("base +%(plus)s/−%(minus)s") % {"plus": goal["plus"], "minus": f"{goal['minus']} {unit}"}


def compared(goal: Mapping[str, Any], value: str) -> str:
    reason = COMPARATORS[goal.get("comparator", ">=")]
    return say(Reason(reason.text, {"value": value}))


def as_yaml(value: BaseModel) -> str:
    """Return a definition as it would stand in a pack."""
    return yaml_of(data_of(value))
