"""The errors of the schema in words for those who write packs, each with what to do."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bole.domain.packs.problems import Path
from bole.domain.shared.reasons import Reason

Sentence = tuple[Reason, Reason]
DAY = Reason("Write year, month and day without quotes: 2025-12-31.")
NUMBER = Reason("Write digits only, without unit and thousands separator: 12500 or 18.7.")

PLAIN: Mapping[str, Sentence] = {
    "missing": (Reason("The field is missing."), Reason("Add it.")),
    "string_type": (Reason("A text is expected here."), Reason("Put the value in quotes.")),
    "string_too_short": (Reason("The field is empty."), Reason("Write the value, or leave the field out if it may be missing.")),
    "decimal_parsing": (Reason("This is not a number."), NUMBER),
    "decimal_type": (Reason("This is not a number."), NUMBER),
    "finite_number": (Reason("This is not a number."), NUMBER),
    "int_parsing": (Reason("This is not a whole number."), NUMBER),
    "int_type": (Reason("This is not a whole number."), NUMBER),
    "int_from_float": (Reason("This is not a whole number."), NUMBER),
    "date_type": (Reason("This is not a day."), DAY),
    "date_parsing": (Reason("This is not a day."), DAY),
    "date_from_datetime_parsing": (Reason("This is not a day."), DAY),
    "date_from_datetime_inexact": (Reason("A day has no time of day."), DAY),
    "bool_type": (Reason("Yes or no is expected here."), Reason("Write true or false.")),
    "bool_parsing": (Reason("Yes or no is expected here."), Reason("Write true or false.")),
    "tuple_type": (Reason("A list is expected here."), Reason("Write one entry a line, each after a dash.")),
    "list_type": (Reason("A list is expected here."), Reason("Write one entry a line, each after a dash.")),
    "dict_type": (Reason("Fields are expected here."), Reason("Write name: value, one a line and indented.")),
    "model_type": (Reason("Fields are expected here."), Reason("Write name: value, one a line and indented.")),
    "model_attributes_type": (Reason("Fields are expected here."), Reason("Write name: value, one a line and indented.")),
    "union_tag_not_found": (Reason("It is not said which form this takes."), Reason("Add form: with one of the forms.")),
}  # fmt: skip


def sentence_of(error: ErrorDetails, *, schema: type[BaseModel]) -> Sentence:
    """Return what is wrong and what to do, for one error of the schema."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_field(str(error["loc"][-1]), known=field_names(schema, error["loc"][:-1]))
    if kind in {"enum", "literal_error", "union_tag_invalid"}:
        return not_among(str(context.get("tag", error["input"])), choices(context))
    if kind == "string_pattern_mismatch":
        return pattern_sentence(str(error["input"]), str(context["pattern"]))
    if kind in LIMITS:
        what, remedy, names = LIMITS[kind]
        return what, Reason(remedy.text, {"limit": next(context[name] for name in names if name in context)})
    if kind in PLAIN:
        return PLAIN[kind]
    return Reason("The value does not fit: %(said)s.", {"said": error["msg"]}), Reason("Compare it with the schema.")


LIMITS: Mapping[str, tuple[Reason, Reason, tuple[str, ...]]] = {
    "too_short": (Reason("There are too few entries here."), Reason("Write at least %(limit)s."), ("min_length",)),
    "string_too_long": (Reason("The text is too long."), Reason("At most %(limit)s characters."), ("max_length",)),
    "greater_than_equal": (Reason("The number is too small."), Reason("At least %(limit)s."), ("ge",)),
    "less_than_equal": (Reason("The number is too large."), Reason("At most %(limit)s."), ("le",)),
}


def unknown_field(name: str, *, known: list[str]) -> Sentence:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    what = Reason("No field is called %(name)s.", {"name": name})
    if near:
        return what, Reason("Did you mean %(near)s?", {"near": near[0]})
    return what, Reason("Fields here are: %(known)s.", {"known": tuple(known)})


def not_among(word: str, known: list[str]) -> Sentence:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    what = Reason("%(word)s is none of the words that may stand here.", {"word": word})
    if near:
        return what, Reason("Did you mean %(near)s?", {"near": near[0]})
    return what, Reason("Write one of: %(known)s.", {"known": tuple(known)})


def choices(context: Mapping[str, Any]) -> list[str]:
    said = str(context.get("expected", context.get("expected_tags", "")))
    return [word.strip(" '") for part in said.split(" or ") for word in part.split(",")]


def pattern_sentence(word: str, pattern: str) -> Sentence:
    what = Reason("%(word)s cannot be written so.", {"word": word or "“”"})
    if "[0-9]{6}" in pattern:
        return what, Reason("A region code has 6, 9 or 12 digits.")
    if "a-f" in pattern:
        return what, Reason("A digest has 64 characters, 0 to 9 and a to f.")
    if "a-z" in pattern:
        return what, Reason("Use small letters a to z, digits and _, and begin with a letter.")
    return what, Reason("Write digits with dots between them: 2025.1.")


def field_names(schema: type[BaseModel], path: Path) -> list[str]:
    """Return the fields a mapping may have at a path of the schema, to name the nearest one."""
    here: Any = schema.model_json_schema(by_alias=True)
    definitions = here.get("$defs", {})
    for step in path:
        here = within(here, step, definitions)
        if here is None:
            return []
    return sorted(resolved(here, definitions).get("properties", {}))


def within(here: dict[str, Any], step: str | int, definitions: dict[str, Any]) -> dict[str, Any] | None:
    options = resolved(here, definitions)
    if isinstance(step, int):
        items = options.get("items") or (options.get("prefixItems") or [None])[0]
        return items if isinstance(items, dict) else None
    if step in options.get("properties", {}):
        found = options["properties"][step]
        return found if isinstance(found, dict) else None
    tagged = options.get("discriminator", {}).get("mapping", {}).get(step)
    if tagged:
        return {"$ref": tagged}
    more = options.get("additionalProperties")
    return more if isinstance(more, dict) else None


def resolved(here: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    for option in here.get("anyOf", ()):
        if option.get("type") != "null":
            return resolved(option, definitions)
    if "$ref" in here:
        return resolved(definitions[here["$ref"].rsplit("/", 1)[-1]], definitions)
    return here
