"""What a population is made of: frames by register, the work in hand on one of them, what lies behind its links.

A scope starts with the columns that its nodes ask for and no others; what is worked out over them is ``compiling``'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count as counter
from typing import Any

import narwhals as nw
import polars as pl

from bole.domain.rules.columns import Columns, judged_column
from bole.domain.rules.ends import Frame, as_truth, words_of
from bole.domain.rules.layering import Layers
from bole.domain.rules.records import AsOf
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Fact, Judged, Node


@dataclass(frozen=True, slots=True)
class Population:
    """Frames by register, each with ``id``, links and fields as records hold them; ``full`` columns have no null.

    Frames of Polars are spoken to directly, all others, also those that come in Narwhals' wrapping, through Narwhals.
    """

    frames: Mapping[str, Any]
    full: frozenset[str] = frozenset()  # "register.field"


def find_full_columns(frames: Mapping[str, Any]) -> frozenset[str]:
    """Return the columns of Polars frames in which nothing is unknown: no upper end has to be worked out for them."""
    full: set[str] = set()
    for register, frame in frames.items():
        if isinstance(frame, pl.DataFrame):
            full |= {f"{register}.{name}" for name in frame.columns if frame[name].null_count() == 0}
    return frozenset(full)


@dataclass(slots=True)
class Compilation:
    schema: Schema
    at: AsOf
    population: Population
    names: "counter[int]" = field(default_factory=counter)

    def name(self, letter: str) -> str:
        return f"{letter}{next(self.names)}"


@dataclass(slots=True)
class Scope:
    """One register being worked through: its frame so far, and what has become a column of it."""

    register: str
    frame: Frame
    columns: Columns
    named: dict[Node, str] = field(default_factory=dict)
    layers: Layers | None = None  # where its rows were laid to be counted
    is_moved: bool = False  # where its rows stand as layers wanted them


def base_frame(work: Compilation, register: str, nodes: Sequence[Node], keep: tuple[str, ...]) -> Frame:
    if not register:
        return pl.LazyFrame({"id": ["region"]})
    frame = _lazy(work.population.frames[register])
    declared = work.schema.register(register)
    names = set(frame.collect_schema().names())
    needed = {"id", *keep}
    for node in nodes:
        if isinstance(node, Fact):
            needed.add(node.path[0] if node.path else node.field)
    if declared:
        needed |= {name for name in (declared.begins, declared.ends) if name}
    judged = {judged_column(node) for node in nodes if isinstance(node, Judged)}
    frame = frame.select(*sorted(needed), *sorted(judged & names))
    words = words_of(frame)
    absent = [as_truth(None, words).alias(name) for name in sorted(judged - names)]
    return frame.with_columns(*absent) if absent else frame


def _lazy(held: Any) -> Frame:
    """Return a frame as what is spoken to: Polars itself, or any other engine through Narwhals."""
    if isinstance(held, pl.DataFrame | pl.LazyFrame):
        return held.lazy()
    return nw.from_native(held).lazy()


def join_links(work: Compilation, scope: Scope, nodes: Iterable[Node]) -> None:
    """Join what lies behind links, the nearer before the further; an empty link or a lost record leaves nulls."""
    fields: dict[tuple[str, ...], set[str]] = {}
    for node in nodes:
        if isinstance(node, Fact) and node.path:
            fields.setdefault(node.path, set()).add(node.field)
            for length in range(1, len(node.path)):
                fields.setdefault(node.path[:length], set()).add(node.path[length])
    for path in sorted(fields, key=len):
        target = scope.register
        for step in path:
            declared = work.schema.register(target)
            link = declared.link(step) if declared else None
            target = link.to if link else ""
        prefix, key = "__".join(path), "__".join(("key", *path))
        other, words = _lazy(work.population.frames[target]), scope.columns.words
        wanted = (words.col(name).alias(f"{prefix}__{name}") for name in sorted(fields[path]))
        other = other.select(words.col("id").alias(key), *wanted)
        scope.frame = scope.frame.join(other, left_on=prefix, right_on=key, how="left")
