"""Write definitions as the YAML of a pack: what is read back from it is what was written, byte for byte the same each time.

Short fields of one thing stand on one line; a text that YAML could take for something else is put in quotes.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

import yaml
from pydantic import BaseModel

from bole.domain.packs.yaml_source import DAY, plain_value, trap_in

WIDEST = 120  # columns of a line of fields written beside each other; a Chinese sign takes two
WIDE_SIGN = 0x2E80
STR, MAP, SEQ = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
RESOLVER = yaml.resolver.Resolver()


class Indented(yaml.SafeDumper):
    """Sets the entries of a list in from its name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def data_of(value: BaseModel) -> dict[str, Any]:
    """Return what was written of a definition, in the order of its schema, with days and numbers as such."""
    data: dict[str, Any] = in_order(value, value.model_dump(by_alias=True, exclude_unset=True))
    return data


def in_order(value: Any, data: Any) -> Any:
    """Return the data with the fields of each model in the order of its schema, whatever order they were read in."""
    if isinstance(value, BaseModel) and isinstance(data, dict):
        names = {name: info.alias or name for name, info in type(value).model_fields.items()}
        return {alias: in_order(getattr(value, name), data[alias]) for name, alias in names.items() if alias in data}
    if isinstance(value, list | tuple) and isinstance(data, list | tuple):
        return [in_order(one, part) for one, part in zip(value, data, strict=True)]
    return data


def yaml_of(data: object) -> str:
    """Return data as YAML: what ``read_yaml`` makes of it again is the same data.

    >>> print(yaml_of({"id": "a", "name": {"zh": "是", "en": "yes"}, "day": "2025-12-31"}), end="")
    id: a
    name: {zh: 是, en: "yes"}
    day: "2025-12-31"
    """
    text = yaml.serialize(node_of(data, depth=0), Dumper=Indented, allow_unicode=True, width=1_000_000)
    return str(text).removesuffix("...\n")


def node_of(data: object, *, depth: int) -> yaml.Node:
    match data:
        case Mapping():
            pairs = [(scalar(str(key)), node_of(value, depth=depth + 1)) for key, value in data.items()]
            return yaml.MappingNode(MAP, pairs, flow_style=(depth > 0 and fits_a_line(data)) or not data)
        case str():
            return scalar(data)
        case Sequence():
            items = [node_of(value, depth=depth + 1) for value in data]
            beside = not any(isinstance(value, Mapping | list | tuple) for value in data) and fits_a_line(data)
            return yaml.SequenceNode(SEQ, items, flow_style=beside or not data)
    # A bare word gets the tag it has by itself, so that none is written out.
    word = bare(data)
    return yaml.ScalarNode(RESOLVER.resolve(yaml.ScalarNode, word, (True, False)), word)  # type: ignore[no-untyped-call]  # PyYAML types none of it


def scalar(text: str) -> yaml.ScalarNode:
    """Return a text, in quotes where a bare word would be read as something else or not at all."""
    is_word = text[:1].isalnum() and text == text.strip() and not any(sign in text for sign in ("\n", ": ", " #"))
    is_plain = is_word and plain_value(text) == text and not trap_in(text) and not DAY.fullmatch(text)
    return yaml.ScalarNode(STR, text, style=None if is_plain else '"')


def bare(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return value.isoformat() if isinstance(value, date) else str(value)


def fits_a_line(data: object) -> bool:
    return width_of(data) <= WIDEST


def width_of(data: object) -> int:
    match data:
        case Mapping():
            return sum(width_of(str(key)) + width_of(value) + 4 for key, value in data.items())
        case str():
            return sum(2 if ord(sign) >= WIDE_SIGN else 1 for sign in data)
        case Sequence():
            return sum(width_of(value) + 2 for value in data) + 2
    return len(bare(data))
