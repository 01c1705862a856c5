"""In which language and with which labels rules are said; where a fact stands; each kind of node finds its words in one table.

The words themselves are in ``wording``, ``wording_values`` and ``wording_counts``, which fill the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.schema import Register, Schema
from bole.domain.rules.tree import Aggregate, Constant, Count, Fact, Node
from bole.domain.rules.values import say_value

# A condition stands inside a value and a value inside a condition: by this table neither has to know the other.
WORDS: "dict[type[Node], Callable[[Speech, Any], str]]" = {}


@dataclass(frozen=True, slots=True)
class Speech:
    """The language and the labels in which rules are said."""

    schema: Schema
    language: str = "zh"

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    def of(self, chinese: str, english: str) -> str:
        return english if self.is_english else chinese

    def all_of(self, parts: list[str], chinese: str, english: str) -> str:
        """Join a list: a、b或c; a, b or c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.of(f"{'、'.join(parts[:-1])}{chinese}{parts[-1]}", f"{', '.join(parts[:-1])} {english} {parts[-1]}")

    def say(self, node: Node) -> str:
        """Return a condition or a value in words."""
        return WORDS[type(node)](self, node)


def say_place(speech: Speech, node: Fact) -> str:
    """Return where a fact stands: 单位的所在区域; region of the organisation."""
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    owners = owners_of(speech, node)
    if not owners:
        return label
    if speech.is_english:
        return label + "".join(f" of the {owner}" for owner in reversed(owners))
    return "的".join([*owners, label])


def owners_of(speech: Speech, node: Fact) -> list[str]:
    """Return the names of the links that lead to a fact."""
    owners, register = [], speech.schema.register(node.register)
    for step in node.path:
        link = register.link(step) if register else None
        if link is None:
            break
        owners.append(link.label.of(speech.language))
        register = speech.schema.register(link.to)
    return owners


def counted_register(schema: Schema, node: Aggregate) -> Register:
    """Return the register an aggregate counts."""
    register = schema.register(node.register)
    if register is None:
        raise LookupError(f"{node.register} is not in this schema")
    return register


def say_constant(speech: Speech, node: Constant, unit: str = "") -> str:
    return say_value(node.value, node.type, schema=speech.schema, language=speech.language, unit=unit)


def unit_for(speech: Speech, node: Node) -> str:
    if isinstance(node, Aggregate) and node.count is Count.COUNT and not speech.is_english:
        return counted_register(speech.schema, node).counter
    return node.type.unit


def with_unit(speech: Speech, node: Node, unit: str) -> str:
    return say_constant(speech, node, unit) if isinstance(node, Constant) else speech.say(node)


def say_role(speech: Speech, role: str) -> str:
    return next((one.label.of(speech.language) for one in speech.schema.roles if one.id == role), role)
