"""The sensitive fields of a record on their way into its row: whose key seals them, and the digests beside them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from bole.domain.registers.definitions import BLIND, StoredRegister
from bole.domain.registers.validation import FieldFault
from bole.domain.registers.versions import Version
from bole.domain.shared.reasons import Reason
from bole.web.registers.sealing import blind, digest_for, key_of, seal, unseal
from bole.web.registers.services.checking import RecordHasFaults


def subject_of(values: Mapping[str, object], register: StoredRegister, record: UUID) -> UUID:
    """Return whose key seals a record: the person it is about, or else the record itself."""
    person = values.get(register.subject or "")
    return record if person is None else UUID(str(person))


def place_of(register: str, record: UUID, field: str) -> str:
    return f"{register}/{record.hex}/{field}"


def subject_stays(register: StoredRegister) -> FieldFault:
    """A record's values are sealed for one person: moved to another, an erasure would miss them."""
    what = Reason("The person a record is about cannot change.")
    return FieldFault(str(register.subject), what, Reason("Close it and write another."))


def person_erased(field: str) -> FieldFault:
    return FieldFault(field, Reason("This person was erased."), Reason("Write nothing more about them."))


def sealed(
    values: Mapping[str, object], register: StoredRegister, *, record: UUID, held: list[Version]
) -> dict[str, object]:
    """Return the values with the sensitive ones sealed; one that says what is sealed already stays as it is."""
    before = dict(held[-1].values) if held else {}
    if before and register.subject in values and values[register.subject] != before.get(register.subject):
        raise RecordHasFaults([subject_stays(register)])
    found = dict(values)
    for field in register.sensitive_fields:
        if field.id not in found:
            continue
        value, digest = found[field.id], field.id + BLIND
        if value is None:
            found |= {digest: None} if field.id in register.is_blind else {}
            continue
        place = place_of(register.id, record, field.id)
        key = key_of(subject_of({**before, **values}, register, record), make=not held)
        old = before.get(field.id)
        is_same = old is not None and unseal(str(old), key=key, place=place) == str(value)
        found[field.id] = old if is_same else seal(str(value), key=key, place=place)
        if field.id in register.is_blind:
            found[digest] = blind(register.id, field.id, str(value))
    return found


def digests_of(kept: Mapping[str, object], fields: Iterable[str], record: UUID) -> dict[str, str]:
    """Return a salted digest of each value, so that the journal can prove what was written without holding it."""
    return {name: digest_for("journal", record.hex, name, str(kept[name])) for name in fields if name in kept}
