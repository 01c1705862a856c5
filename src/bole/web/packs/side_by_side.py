"""A draft beside what holds, field by field, with the problems of each field at its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from bole.domain.packs.problems import Problem
from bole.domain.packs.versions import body_of
from bole.web.packs.descriptions import FIELDS, NOBODY, Line, Names, described


@dataclass(frozen=True, slots=True)
class Side:
    """One field of a definition: what holds and what is proposed, each None where it is not said."""

    name: str
    label: str
    before: Line | None
    after: Line | None
    has_changed: bool
    problems: tuple[Problem, ...] = ()


def side_by_side(
    before: BaseModel | None,
    after: BaseModel | None,
    *,
    problems: Iterable[Problem] = (),
    names: Names = NOBODY,
) -> list[Side]:
    """Return every field that either side says, in the order of the schema."""
    told = list(problems)
    old, new = (body_of(side) if side is not None else {} for side in (before, after))
    schema = type(after if after is not None else before)
    order = [name for name in getattr(schema, "model_fields", {}) if name in old or name in new]
    return [
        Side(
            name=name,
            label=str(FIELDS.get(name, name)),
            before=line_of(name, old, names=names),
            after=line_of(name, new, names=names),
            has_changed=old.get(name) != new.get(name),
            problems=tuple(one for one in told if is_within(one.field, name)),
        )
        for name in order
    ]


def line_of(name: str, body: dict[str, object], *, names: Names) -> Line | None:
    if name not in body:
        return None
    return described(name, body[name], unit=str(body.get("unit", "")), names=names)


def is_within(field: str, name: str) -> bool:
    return field == name or field.startswith((f"{name}.", f"{name}["))


def changed(sides: Sequence[Side]) -> list[Side]:
    return [side for side in sides if side.has_changed or side.problems]


def unchanged(sides: Sequence[Side]) -> list[Side]:
    return [side for side in sides if not (side.has_changed or side.problems)]
