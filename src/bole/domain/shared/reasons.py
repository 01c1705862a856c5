"""A sentence for a person, kept as data until somebody reads it.

The text is English with named places; whoever shows it looks the text up in the
reader's catalogue and fills the places. The domain itself speaks no language; a list
stays a tuple, because what stands between its parts belongs to the language too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Reason:
    """``Reason("Line %(line)s has no number.", {"line": 12})``; the text is the key of the catalogues."""

    text: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return (
            self.text % {name: in_english(value) for name, value in self.params.items()} if self.params else self.text
        )


def in_english(value: object) -> object:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else value
