"""Forms of the definitions: beginning a draft, saving, returning and releasing it, proposing an end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from bole.web.packs.descriptions import KINDS

EARLIEST_BEGIN, LATEST_BEGIN = date(1990, 1, 1), date(2199, 12, 31)
DAYS = [MinValueValidator(EARLIEST_BEGIN), MaxValueValidator(LATEST_BEGIN)]


def day_field(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, validators=DAYS, widget=widget, help_text=help_text)


class DraftForm(forms.Form):
    """The draft as YAML, with the revision it was read at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What it shall say (YAML)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "yaml", "lang": "zh-Hans"}),
    )
    from_on = day_field(_("Wanted from"), required=False, help_text=_("Whoever releases the draft decides the day."))
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, help_text=_("What changes and why, for whoever releases it.")
    )


class ReleaseForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    from_on = day_field(_("Holds from"), required=True)


class ReasonForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=2000)


class EndForm(forms.Form):
    on = day_field(_("No longer from"), required=True)
    because = forms.CharField(label=_("Reason"), max_length=2000)


class NewDraftForm(forms.Form):
    """Names a definition; ``regions`` are those in which the actor may draft."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Id"), max_length=64, widget=forms.TextInput(attrs={"placeholder": "talent_total"}))

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = list(regions)
        self.fields["kind"].choices = [(kind, KINDS.get(kind, kind)) for kind in kinds]
