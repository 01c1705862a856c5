"""What a pack says of a register beyond what rules need: its key, what can be searched, and where it is laid down.

Decides what can be declared. Tables follow from it in ``table_specs``; what a rule may read follows in ``frame_schema``.
"""

from typing import Annotated

from pydantic import Field, model_validator

from bole.domain.rules.schema import CodeTable, Complete, Name, Register, RegisterField, SchemaPart
from bole.domain.shared.law import Source

# What the store itself says of every record; a field of that name would hide it.
RESERVED = frozenset(
    {
        *("id", "record", "owning_region", "valid_from", "valid_until"),
        *("known_from", "known_until", "is_known", "source", "batch"),
    }
)
PERSON, ORGANISATION = "person", "organisation"
HAS = "has_"
BLIND = "_blind"
LONGEST_NAME = 40  # with what the store puts around it a name still fits into 63 bytes
Short = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_NAME)]


class StoredField(RegisterField):
    """``searchable``: found by its whole value, also where it is kept encrypted; ``clause``: what lays the field down.

    ``personal``: rules read it, but it could tell who somebody is: frozen snapshots keep it apart, and erasure empties it.
    """

    id: Short
    searchable: bool = False
    personal: bool = False
    clause: Source | None = None


class StoredRegister(Register):
    """``key`` names the fields that tell two records apart: no two hold the same at the same time."""

    id: Short
    fields: tuple[StoredField, ...]
    key: tuple[Name, ...] = ()
    clause: Source | None = None

    @model_validator(mode="after")
    def _can_be_kept(self) -> "StoredRegister":
        named = {field.id: field for field in self.fields} | {link.id: None for link in self.links}
        for name in named:
            if name in RESERVED or name.endswith(BLIND) or len(name) > LONGEST_NAME:
                raise ValueError(f"register {self.id}: the name {name} is kept for the store, or too long")
        for name in self.key:
            if name not in named:
                raise ValueError(f"register {self.id}: the key names {name}, which is none of its fields")
        for field in self.fields:
            if field.sensitive and field.id in {self.happened, self.begins, self.ends, self.born}:
                raise ValueError(f"register {self.id}: {field.id} bounds the record in time and cannot be sensitive")
            if field.personal and (field.sensitive or field.id in {self.happened, self.begins, self.ends}):
                raise ValueError(
                    f"register {self.id}: {field.id} is sensitive or bounds the record, and cannot be personal"
                )
        return self

    @property
    def sensitive_fields(self) -> tuple[StoredField, ...]:
        return tuple(field for field in self.fields if field.sensitive)

    @property
    def personal_fields(self) -> tuple[StoredField, ...]:
        return tuple(field for field in self.fields if field.personal)

    @property
    def subject(self) -> str | None:
        """The link that leads to the person a record is about, if it is about one."""
        return next((link.id for link in self.links if link.to == PERSON), None)

    @property
    def is_blind(self) -> frozenset[str]:
        """The sensitive fields that can be looked up: by a keyed digest, because their value cannot be compared."""
        return frozenset(one.id for one in self.sensitive_fields if one.searchable or one.id in self.key)


class Completeness(Complete):
    """A register that holds everything, declared as a definition of its own."""

    id: Short


class Codes(CodeTable):
    """A code table as a definition: only the codes that are sure."""

    clause: Source | None = None


def part_of(register: StoredRegister) -> SchemaPart:
    """Return what rules may read of a register: no sensitive field, but whether each is there."""
    open_fields: list[RegisterField] = [field for field in register.fields if not field.sensitive]
    for field in register.sensitive_fields:
        known = {"zh": f"有{field.label.zh}", "en": f"has {field.label.en}"}
        open_fields.append(RegisterField.model_validate({"id": HAS + field.id, "type": "bool", "label": known}))
    kept = {name: getattr(register, name) for name in Register.model_fields if name != "fields"}
    return SchemaPart(registers=(Register(**kept, fields=tuple(open_fields)),))
