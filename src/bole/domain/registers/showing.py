"""What of a record is shown first, which columns a list has unasked, and how a sealed value looks to those who may not read it.

Decides by the definition alone, so that no register needs pages of its own. Who may see what is the business of the shell.
"""

from bole.domain.registers.definitions import StoredField, StoredRegister
from bole.domain.rules.schema import FieldType

COLUMNS = 7
STAR = "*"
TAIL, LONG_ENOUGH = 4, 8


def title_field(register: StoredRegister) -> StoredField | None:
    """Return the field by which people call a record: its first text, if it has one."""
    return next((field for field in register.fields if field.type is FieldType.TEXT), None)


def default_columns(register: StoredRegister) -> tuple[str, ...]:
    """Return the fields and links a list shows unasked: links and key first, then what can be filtered, then days and money.

    Sealed fields are none of it; the one that names the record stands beside its number.
    """
    title = title_field(register)
    ranks = {FieldType.CODE: 2, FieldType.DATE: 3, FieldType.MONEY: 4}
    open_fields = [field for field in register.fields if not field.sensitive and field is not title]
    open_fields = [field for field in open_fields if field.id in register.key or field.type in ranks]
    ordered = sorted(open_fields, key=lambda field: 1 if field.id in register.key else ranks.get(field.type, 5))
    return tuple([*(link.id for link in register.links), *(field.id for field in ordered)][:COLUMNS])


def filter_fields(register: StoredRegister) -> tuple[StoredField, ...]:
    """Return the fields a list is narrowed by: codes, and what is yes or no."""
    kinds = {FieldType.CODE, FieldType.BOOL}
    return tuple(field for field in register.fields if field.type in kinds and not field.sensitive)


def mask_value(value: str, *, field: StoredField, register: StoredRegister) -> str:
    """Return what may be shown of a sealed value: of a name the surname and the last sign, of a number its last four."""
    return mask_name(value) if field == title_field(register) else mask_number(value)


def mask_name(name: str) -> str:
    """
    >>> mask_name("张小三"), mask_name("李四"), mask_name("Maria Silva")
    ('张*三', '李*', 'M***')
    """
    bare = name.strip()
    if not bare or not all("\u4e00" <= sign <= "\u9fff" or sign == "·" for sign in bare):
        return bare[:1] + STAR * 3
    return bare[0] + STAR * max(len(bare) - 2, 1) + (bare[-1] if len(bare) > 2 else "")


def mask_number(text: str) -> str:
    """
    >>> mask_number("990101199001010015"), mask_number("1234")
    ('****0015', '****')
    """
    bare = text.strip()
    return STAR * 4 + (bare[-TAIL:] if len(bare) >= LONG_ENOUGH else "")
