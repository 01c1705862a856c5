"""What a kind of definition is: its schema, the files it stands in, and the checks its own room makes.

The kinds themselves are named by whoever puts the rooms together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from bole.domain.packs.contents import Pack
    from bole.domain.packs.problems import Problem

Check = Callable[["Pack", Sequence["Pack"]], Iterable["Problem"]]


@dataclass(frozen=True, slots=True)
class Kind:
    """``many``: a file holds a list of entries; every entry of every kind has an ``id``."""

    name: str
    schema: type[BaseModel]
    files: tuple[str, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Format:
    """All that a pack may hold: definitions by kind, files beside them, and the checks across files."""

    kinds: tuple[Kind, ...]
    attachments: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    def kind_of(self, file: str) -> Kind | None:
        return next((kind for kind in self.kinds if any(fnmatchcase(file, shape) for shape in kind.files)), None)

    def kind_named(self, name: str) -> Kind:
        return next(kind for kind in self.kinds if kind.name == name)

    def is_attachment(self, file: str) -> bool:
        return any(fnmatchcase(file, shape) for shape in self.attachments)

    @property
    def shapes(self) -> tuple[str, ...]:
        return ("pack.yaml", "regions.csv", *(shape for kind in self.kinds for shape in kind.files), *self.attachments)
