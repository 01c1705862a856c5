"""Forms of the desk: what a reader asks of pages that gather several rooms."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from bole.web.journal.verbs import WORDS, words_of


class EntryFilterForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("Act"),
        required=False,
        choices=lambda: [("", "—"), *sorted(((verb, words_of(verb)) for verb in WORDS), key=lambda pair: pair[1])],
    )
    actor = forms.CharField(label=_("Who"), required=False, max_length=64)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        validators=[MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    target = forms.CharField(label=_("On what"), required=False, max_length=64, help_text=_("An id, or a kind of row."))
