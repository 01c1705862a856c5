"""A sentence for a person, kept as data until somebody reads it.

The text is English with named places; whoever shows it looks the text up in the
reader's catalogue and fills the places. The domain itself speaks no language.
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
        return self.text % self.params if self.params else self.text
