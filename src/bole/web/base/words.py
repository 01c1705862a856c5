"""The domain's reasons in the reader's language."""

from django.utils.translation import gettext

from bole.domain.shared.reasons import Reason


def say(reason: Reason | str) -> str:
    """Return the sentence of a reason in the active language; a plain string is taken as already said."""
    if isinstance(reason, str):
        return reason
    params = {name: say(value) if isinstance(value, Reason) else value for name, value in reason.params.items()}
    text = gettext(reason.text)
    return text % params if params else text
