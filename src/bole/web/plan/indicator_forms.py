"""The fields of an indicator in the editor: a definition's body becomes rows of fields, what was posted a body again.

What is wrong with a body is found by the check that packs pass; here is only where each part of it stands on the page.
"""

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bole.domain.plan.definitions import Direction, Nature
from bole.domain.plan.documents import Comparator, StockOrFlow
from bole.domain.rules.schema import Schema
from bole.domain.rules.typed import tidy_number
from bole.web.plan.rule_forms import RuleEntered, first_rule, rule_entered, rule_of

Body = dict[str, Any]
TARGET_NUMBER = re.compile(r"t(\d{1,2})-form")
PLACE = re.compile(r"[0-9]{1,3}")
BETWEEN = re.compile(r"[、,，;；\n]")
MOST_TARGETS = 40
MOST_RULES = 40  # all of them are counted while somebody chooses
# Which fields a form of target has; in the order in which they are asked for.
GOAL_FIELDS = {
    "number": ("comparator", "value"),
    "range": ("low", "high"),
    "direction": ("direction",),
    "class": ("scale", "value"),
    "vector": ("parts", "shares", "tolerance"),
    "series": ("comparator", "indicator"),
    "tolerance": ("plus", "minus"),
}
NUMBERS = {"low", "high", "plus", "minus", "tolerance"}
LISTS = {"scale", "parts", "shares"}


@dataclass(frozen=True, slots=True)
class TargetEntered:
    """One target as typed; ``base`` is its place in the body before, of which it keeps what the page does not show."""

    form: str = "number"
    values: Mapping[str, str] = field(default_factory=dict)
    base: int | None = None

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class IndicatorEntered:
    """An indicator as it stands on the page, right or wrong."""

    fields: Mapping[str, str]
    targets: tuple[TargetEntered, ...]
    measure: str  # reported, rule or shares
    rules: tuple[RuleEntered, ...]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


PLAIN = ("unit", "stock_or_flow", "direction", "nature", "programme", "lead_unit")


def entered_from(body: Body, *, schema: Schema) -> IndicatorEntered:
    """Return a body as the page shows it; what cannot be read as it should be stands as it was written."""
    names, base, measure = (mapping(body.get(key)) for key in ("name", "baseline", "measure"))
    source = mapping(base.get("source"))
    fields = {key: text_in(body.get(key)) for key in PLAIN}
    fields |= {
        "name_zh": text_in(names.get("zh")),
        "name_en": text_in(names.get("en")),
        "synonyms": "、".join(map(str, listed(body.get("synonyms")))),
        "support_units": "、".join(map(str, listed(body.get("support_units")))),
        "baseline_day": text_in(base.get("day")),
        "baseline_value": text_in(base.get("value")),
        "baseline_document": text_in(source.get("document")),
        "baseline_place": text_in(source.get("place")),
        "measure_source": text_in(measure.get("source")),
    }
    form = text_in(measure.get("form")) or "rule"
    texts = listed(measure.get("rules")) if form == "shares" else [measure["rule"]] if "rule" in measure else []
    rules = tuple(rule_of(f"r{place}", text_in(text), schema) for place, text in enumerate(texts))
    targets = tuple(target_from(mapping(one), place) for place, one in enumerate(listed(body.get("targets"))))
    if form == "rule" and not rules:
        rules = (first_rule("r0", schema),)
    return IndicatorEntered(fields, targets, form, rules)


def target_from(target: Body, place: int) -> TargetEntered:
    goal, source = mapping(target.get("goal")), mapping(target.get("source"))
    values = {key: text_in(goal.get(key)) for key in ("comparator", "value", "direction", "indicator", *NUMBERS)}
    values |= {key: (":" if key == "shares" else "、").join(map(str, listed(goal.get(key)))) for key in LISTS}
    values |= {
        "day": text_in(target.get("day")),
        "from_day": text_in(target.get("from_day")),
        "yearly": "on" if target.get("yearly") in {True, "true"} else "",
        "document": text_in(source.get("document")),
        "place": text_in(source.get("place")),
    }
    return TargetEntered(text_in(goal.get("form")) or "number", values, place)


def entered_by(post: QueryDict, *, schema: Schema) -> IndicatorEntered:
    """Return the page as it was posted, with what its buttons asked for."""
    act = post.get("do", "")
    names = (*PLAIN, "name_zh", "name_en", "synonyms", "support_units", "measure_source")
    names += ("baseline_day", "baseline_value", "baseline_document", "baseline_place")
    fields = {name: post.get(name, "").strip() for name in names}
    numbers = sorted(int(match[1]) for key in post if (match := TARGET_NUMBER.fullmatch(key)))
    targets = [target_by(post, number) for number in numbers if act != f"remove-target:{number}"][:MOST_TARGETS]
    if act == "add-target":
        targets.append(next_target(targets))
    measure = post.get("measure", "")
    measure = measure if measure in {"rule", "shares"} else "reported"
    return IndicatorEntered(fields, tuple(targets), measure, rules_by(post, measure, targets, schema))


def rules_by(
    post: QueryDict, measure: str, targets: Iterable[TargetEntered], schema: Schema
) -> tuple[RuleEntered, ...]:
    # What was put together is kept while another way of measuring is looked at.
    many = 1
    if measure == "shares":
        parts = [len(split(one.get("parts"))) for one in targets if one.form == "vector"]
        many = min(max(2, max(parts, default=2)), MOST_RULES)
    kept = [f"r{place}" for place in range(MOST_RULES) if f"r{place}-text" in post]
    prefixes = [f"r{place}" for place in range(many)] if measure != "reported" else kept
    return tuple(
        rule_entered(post, prefix, schema) if f"{prefix}-text" in post else first_rule(prefix, schema)
        for prefix in prefixes
    )


def target_by(post: QueryDict, number: int) -> TargetEntered:
    start = f"t{number}-"
    values = {key[len(start) :]: post.get(key, "").strip() for key in post if key.startswith(start)}
    form, base = values.pop("form", "number"), values.pop("base", "")
    return TargetEntered(
        form if form in GOAL_FIELDS else "number", values, int(base) if PLACE.fullmatch(base) else None
    )


def next_target(targets: list[TargetEntered]) -> TargetEntered:
    """Return a row for one more target: of the form and from the document of the one before."""
    if not targets:
        return TargetEntered(values={"comparator": Comparator.AT_LEAST.value})
    last = targets[-1]
    kept = ("comparator", "document", "yearly", "scale", "parts", "direction")
    return TargetEntered(last.form, {key: last.get(key) for key in kept})


def body_of_entered(entered: IndicatorEntered, base: Body) -> Body:
    """Return the body that says what the page says; what the page does not show stays as it was."""
    body = copy.deepcopy({key: value for key, value in base.items() if key not in {"baseline", "targets", "measure"}})
    body["name"] = {"zh": entered.get("name_zh")} | ({"en": entered.get("name_en")} if entered.get("name_en") else {})
    for key in ("unit", "stock_or_flow"):
        body[key] = entered.get(key)
    for key in ("direction", "nature", "programme", "lead_unit"):
        keep(body, key, entered.get(key))
    for key in ("synonyms", "support_units"):
        keep(body, key, split(entered.get(key)))
    body["measure"] = measure_of(entered, base)
    keep(body, "baseline", baseline_of(entered, mapping(base.get("baseline"))))
    before = listed(base.get("targets"))
    keep(body, "targets", [target_of(one, before) for one in entered.targets])
    return body


def keep(body: Body, key: str, value: object) -> None:
    """Put a value in its place; nothing is written where nothing was said, nor a default that nobody wrote before."""
    if value or (key in body and key in {"direction", "nature"}):
        if key not in body and value in {"direction": Direction.UP.value, "nature": Nature.EXPECTED.value}.get(key, ()):
            return
        body[key] = value
    else:
        body.pop(key, None)


def measure_of(entered: IndicatorEntered, base: Body) -> Body:
    source = entered.get("measure_source")
    texts = [one.text for one in entered.rules]
    if entered.measure == "reported":
        return {"form": "reported", "source": source}
    said: Body = (
        {"form": "shares", "rules": texts} if entered.measure == "shares" else {"form": "rule", "rule": texts[0]}
    )
    return said | ({"source": source} if source else {})


def baseline_of(entered: IndicatorEntered, before: Body) -> Body:
    day, value = entered.get("baseline_day"), entered.get("baseline_value")
    document, place = entered.get("baseline_document"), entered.get("baseline_place")
    if not (day or value or document or place):
        return {}
    number = tidy_number(value)
    source = source_of(document, place, mapping(before.get("source")))
    return {"day": day, "value": number if number.replace(".", "", 1).isdecimal() else value, "source": source}


def target_of(target: TargetEntered, before: list[Any]) -> Body:
    base = mapping(before[target.base]) if target.base is not None and target.base < len(before) else {}
    goal: Body = {"form": target.form}
    for key in GOAL_FIELDS[target.form]:
        text = target.get(key)
        is_number = key in NUMBERS or (key == "value" and target.form == "number")
        if key == "shares":
            goal[key] = [tidy_number(one) for one in re.split(r"[:：、,，]", text) if one.strip()]
        elif key in LISTS:
            goal[key] = split(text)
        elif key == "comparator" and text == Comparator.AT_LEAST and is_left_out(key, target, base):
            continue
        elif key != "tolerance" or text:
            goal[key] = tidy_number(text) if is_number else text
    body: Body = {"day": target.get("day")}
    if target.get("from_day"):
        body["from_day"] = target.get("from_day")
    if target.get("yearly"):
        body["yearly"] = True
    body["goal"] = goal
    body["source"] = source_of(target.get("document"), target.get("place"), mapping(base.get("source")))
    return body | ({"places": base["places"]} if base.get("places") else {})


def is_left_out(key: str, target: TargetEntered, base: Body) -> bool:
    """Tell whether a default was not written before: it is not written now, or an untouched target would be another."""
    goal = mapping(base.get("goal"))
    return target.form == "number" == goal.get("form") and key not in goal


def source_of(document: str, place: str, before: Body) -> Body:
    """Return where something is stated; the line is kept while document and place are the same."""
    source: Body = {"document": document} | ({"place": place} if place else {})
    is_same = (before.get("document", ""), before.get("place", "")) == (document, place)
    return source | ({"line": before["line"]} if is_same and before.get("line") is not None else {})


def place_on_page(path: str) -> str:
    """Return the field of the page where a part of the body stands, by its path: ``targets[1].goal.value``."""
    match = re.fullmatch(r"targets\[(\d+)\]\.?(.*)", path)
    if match:
        # A schema error of a goal names the form in between.
        last = re.sub(r"\[\d+\]$", "", match[2]).split(".")[-1]
        number = int(match[1]) - 1
        known = {"": "day", "goal": "form", "source": "document", **dict.fromkeys(GOAL_FIELDS, "form")}
        return f"t{number}-{known.get(last, last)}"
    if path.startswith("measure.rule"):
        number = re.search(r"\[(\d+)\]", path)
        return f"r{int(number[1]) - 1 if number else 0}-text"
    if path.startswith("measure"):
        return "measure_source" if path.endswith("source") else "measure"
    if path.startswith("baseline"):
        last = path.rsplit(".", maxsplit=1)[-1]
        return (
            f"baseline_{last}"
            if last in {"day", "value", "place"}
            else "baseline_document"
            if "source" in path
            else "baseline_day"
        )
    if path.startswith("name"):
        return "name_en" if path.endswith("en") else "name_zh"
    return re.split(r"[\[.]", path)[0]


def split(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def mapping(value: object) -> Body:
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def text_in(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def goal_labels() -> dict[str, str]:
    return {
        "number": _("a number"),
        "range": _("a range"),
        "direction": _("to grow or to fall"),
        "class": _("a class of a scale"),
        "vector": _("shares of parts"),
        "series": _("against another indicator"),
        "tolerance": _("within so much of the base"),
    }


def comparator_labels() -> dict[str, str]:
    return {
        Comparator.AT_LEAST.value: _("at least"),
        Comparator.MORE.value: _("more than"),
        Comparator.AT_MOST.value: _("at most"),
        Comparator.LESS.value: _("less than"),
        Comparator.ABOUT.value: _("about"),
        Comparator.EQUAL.value: _("exactly"),
    }


def kind_labels() -> dict[str, str]:
    return {
        StockOrFlow.STOCK.value: _("a level on the day"),
        StockOrFlow.FLOW.value: _("what came in over a year or a period"),
        StockOrFlow.RATE.value: _("a share, an average or another quotient"),
    }


def direction_labels() -> dict[str, str]:
    return {
        Direction.UP.value: _("more is better"),
        Direction.DOWN.value: _("less is better"),
        Direction.FIT.value: _("as near as possible"),
    }


def nature_labels() -> dict[str, str]:
    return {Nature.EXPECTED.value: _("expected"), Nature.BINDING.value: _("binding")}
