"""What a pack may say of registers: the kinds of definition, their files, and the checks across files."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel

from bole.domain.packs.contents import Entry, Pack
from bole.domain.packs.kinds import Format, Kind
from bole.domain.packs.problems import Fault, Problem
from bole.domain.registers.definitions import Codes, Completeness, StoredRegister, part_of
from bole.domain.rules.schema import CodeList, Complete, Named, Schema, SchemaPart, merge_schemas
from bole.domain.shared.reasons import Reason

REGISTER = Kind("register", StoredRegister, ("registers/*.yaml",), many=True)
CODE_TABLE = Kind("code_table", Codes, ("codes/*.yaml",), many=True)
CODE_LIST = Kind("code_list", CodeList, ("lists/*.yaml",), many=True)
JUDGE = Kind("judge", Named, ("judges.yaml",), many=True)
COMPLETENESS = Kind("completeness", Completeness, ("completeness.yaml",), many=True)
POPULATION = "population.yaml"  # what a demonstration makes its people from; no definition: nothing holds by it


def check_registers(pack: Pack, beside: Sequence[Pack]) -> Iterator[Problem]:
    """Find links to registers, and codes of tables, that neither the pack nor one beside it declares."""
    for entry in pack.of_kind("register"):
        register = entry.value
        assert isinstance(register, StoredRegister)  # noqa: S101 — the kind names the schema
        for number, field in enumerate(register.fields):
            if field.table and not is_declared("code_table", field.table, pack, beside):
                what = Reason("There is no code table %(name)s.", {"name": field.table})
                yield missing(entry, ("fields", number, "table"), what)
        for number, link in enumerate(register.links):
            if not is_declared("register", link.to, pack, beside):
                what = Reason("There is no register %(name)s.", {"name": link.to})
                yield missing(entry, ("links", number, "to"), what)


def missing(entry: Entry, path: tuple[str | int, ...], what: Reason) -> Problem:
    return entry.problem(Fault(path, what, Reason("Declare it, or name one that is declared.")))


def is_declared(kind: str, name: str, pack: Pack, beside: Sequence[Pack]) -> bool:
    return any(one.has(kind, name) for one in (pack, *beside))


FORMAT = Format(
    kinds=(REGISTER, CODE_TABLE, CODE_LIST, JUDGE, COMPLETENESS), attachments=(POPULATION,), checks=(check_registers,)
)


def schema_of(values: Iterable[BaseModel]) -> Schema:
    """Return all that rules may speak of, from the definitions in force; sensitive fields are none of it.

    :raises ValueError: if something is declared twice, or names what nobody declares.
    """
    return merge_schemas([part for value in values if (part := read_part(value)) is not None])


def read_part(value: BaseModel) -> SchemaPart | None:
    match value:
        case StoredRegister():
            return part_of(value)
        case Codes():
            return SchemaPart(tables=(value,))
        case CodeList():
            return SchemaPart(lists=(value,))
        case Named():
            return SchemaPart(roles=(value,))
        case Complete():
            return SchemaPart(complete=(value,))
    return None
