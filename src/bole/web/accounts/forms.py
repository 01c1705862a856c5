"""Forms of accounts. They read what was typed; the services decide."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bole.web.accounts.actors import Role

ROLE_NAMES = {
    Role.OFFICE: _("Talent office"),
    Role.DEPARTMENT: _("Department"),
    Role.EMPLOYER: _("Employer"),
    Role.TALENT: _("Talent"),
    Role.EXPERT: _("Expert"),
    Role.WINDOW: _("Service window"),
    Role.LEADER: _("Leader"),
    Role.AUDITOR: _("Auditor"),
}
REGION_CODE = forms.RegexField(
    r"^(\d{6}|\d{9}|\d{12})?$",
    label=_("Region"),
    max_length=12,
    help_text=_("The code of the region: six digits, or twelve for a town or village."),
    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
)


class SignInForm(AuthenticationForm):
    """Django's form in the product's own words: its label and its refusal would name the column, which has no Chinese."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("User name and password do not go together. Mind capital letters in the password."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        help_text=_("Six digits from your authenticator, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least ten characters, not a common word, not one you used before."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if values.get("password") and values.get("repeated") and values["password"] != values["repeated"]:
            self.add_error("repeated", _("The two are not the same."))
        return values


class AccountForm(forms.Form):
    username = UsernameField(label=_("User name"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=64)
    region = REGION_CODE
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(role.value, word) for role, word in ROLE_NAMES.items()])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(role.value, word) for role, word in ROLE_NAMES.items()])
    region = REGION_CODE
