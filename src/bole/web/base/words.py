"""The domain's reasons in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from bole.domain.shared.reasons import Reason


def say(reason: Reason | str) -> str:
    """Return the sentence of a reason in the active language; a plain string is taken as already said."""
    if isinstance(reason, str):
        return reason
    params = {name: said(value) for name, value in reason.params.items()}
    text = gettext(reason.text)
    return text % params if params else text


def said(value: object) -> object:
    if isinstance(value, Reason):
        return say(value)
    if isinstance(value, tuple):
        return pgettext("between the parts of a list", ", ").join(str(said(part)) for part in value)
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


def pack_reason(reason: Reason) -> dict[str, object]:
    """Return a reason as plain data for a row; ``say`` puts it into words when it is read."""
    return {"text": reason.text, "params": {name: plain_value(value) for name, value in reason.params.items()}}


def unpack_reason(packed: dict[str, object]) -> Reason:
    return Reason(packed["text"], {name: unpacked_value(value) for name, value in packed["params"].items()})


def unpacked_value(value: object) -> object:
    if isinstance(value, list):
        return tuple(unpacked_value(part) for part in value)
    return unpack_reason(value) if isinstance(value, dict) and set(value) == {"text", "params"} else value


def plain_value(value: object) -> object:
    if isinstance(value, Reason):
        return pack_reason(value)
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    return value if value is None or isinstance(value, str | int | float | dict) else str(value)
