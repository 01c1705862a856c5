"""In which language and with which labels rules are said; where a fact stands; each kind of node finds its words in one table.

The words themselves are in ``wording``, ``wording_values`` and ``wording_counts``, which fill the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bole.domain.rules.kinds import Kind, Type
from bole.domain.rules.naming import label_of_fact
from bole.domain.rules.records import AsOf, Records
from bole.domain.rules.schema import Label, Register, Schema
from bole.domain.rules.tree import Aggregate, Constant, Count, Fact, Node, is_told
from bole.domain.rules.values import say_day, say_value
from bole.domain.rules.walking import Walk, ends_of

# A condition stands inside a value and a value inside a condition: by this table neither has to know the other.
WORDS: "dict[type[Node], Callable[[Speech, Any], str]]" = {}


@dataclass(frozen=True, slots=True)
class Speech:
    """The language and the labels in which rules are said.

    With ``at`` the days that are told are said as dates; ``regions`` names the codes that people know by name.
    """

    schema: Schema
    language: str = "zh"
    at: AsOf | None = None
    subject: str = ""  # the register whose rule it is
    regions: Mapping[str, Label] = field(default_factory=lambda: MappingProxyType({}))

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
        told = self.told_day(node)
        return told or WORDS[type(node)](self, node)

    def told_day(self, node: Node) -> str:
        """Return the date of a day that depends on nothing but what the evaluation was told; else an empty text."""
        if self.at is None or node.type.kind is not Kind.DATE or not is_told(node):
            return ""
        day, _ = ends_of(Walk(self.schema, Records({}), self.at), node, None)
        return say_day(day, language=self.language) if day else ""

    def say_held(self, value: object, type_: Type, unit: str = "") -> str:
        """Return a value as frames hold it, in words; a region by its name where it has one."""
        if type_.kind is Kind.REGION and str(value) in self.regions:
            name = self.regions[str(value)].of(self.language)
            return self.of(f"{name}（{value}）", f"{name} ({value})")
        return say_value(value, type_, schema=self.schema, language=self.language, unit=unit)


def say_place(speech: Speech, node: Fact) -> str:
    """Return where a fact stands: 单位所在区域; the organisation's region."""
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    owners = owners_of(speech, node)
    if speech.is_english:
        return f"the {chain(speech, owners)}'s {label}" if owners else label
    # The name of a field that repeats whose it is says so once: 单位名称, not 单位单位名称.
    return chain(speech, owners) + _without(label, owners[-1]) if owners else label


def own_label(speech: Speech, node: Fact, register: Register) -> str:
    """Return the label of a counted record's own field, without the record's name: 级别 of a 称号."""
    label = label_of_fact(speech.schema, node).label.of(speech.language)
    return label if speech.is_english else _without(label, register.label.zh)


def _without(label: str, owner: str) -> str:
    shorter = label.removeprefix(owner)
    return shorter if len(shorter) >= 2 else label


def chain(speech: Speech, owners: list[str]) -> str:
    """Return links in a row: 任职的单位; the employment's organisation."""
    return ("'s " if speech.is_english else "的").join(owners)


def owners_of(speech: Speech, node: Fact) -> list[str]:
    """Return the names of the links that lead to a fact."""
    return link_labels(speech, node.register, node.path)


def link_labels(speech: Speech, register_name: str, path: tuple[str, ...]) -> list[str]:
    """Return the names of links that follow one another."""
    owners, register = [], speech.schema.register(register_name)
    for step in path:
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
    return speech.say_held(node.value, node.type, unit)


def unit_for(speech: Speech, node: Node) -> str:
    if isinstance(node, Aggregate) and node.count is Count.COUNT and not speech.is_english:
        return counted_register(speech.schema, node).counter
    return node.type.unit


def with_unit(speech: Speech, node: Node, unit: str) -> str:
    return say_constant(speech, node, unit) if isinstance(node, Constant) else speech.say(node)


def the(words: str) -> str:
    """Return English words with their article, unless they bring one, or a number."""
    return words if words.startswith(("the ", "a ", "an ")) or words[:1].isdigit() else f"the {words}"


def say_role(speech: Speech, role: str) -> str:
    return next((one.label.of(speech.language) for one in speech.schema.roles if one.id == role), role)
