"""What a password has to be, beyond what Django asks; and the one-time passwords that are given out."""

import secrets

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

# Without characters that are mistaken for each other on paper or over the telephone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class NotUsedBefore:
    """Refuse the passwords somebody used last."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: object = None) -> None:
        if user is None or getattr(user, "_state", None) is None or user._state.adding:
            return
        used = user.used_passwords.order_by("-set_at").values_list("password", flat=True)[: self.last]
        if any(check_password(password, old) for old in used):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("Not one of your last %(count)s passwords.") % {"count": self.last}


def one_time_password() -> str:
    """Return a password that is said once and changed at the first sign-in: 4 × 4 characters, 79 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def name_attempted(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """Return the name somebody tried to sign in with, as accounts keep it."""
    name = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return name.strip().lower()
