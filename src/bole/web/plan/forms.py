"""What the plan pages ask for, and in which words they refuse it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_BYTES = 50 * 1024 * 1024


class OpenDocumentForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"))
    file = forms.FileField(
        label=_("File of the plan"),
        help_text=_("Text, Markdown, Word (.docx), web page or PDF with text. A scan has to be recognised first."),
        error_messages={
            "required": _("Choose the file of the plan."),
            "empty": _("The file is empty. Choose the file that holds the plan's text."),
        },
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Leave empty to take the title from the document. The same title makes it the next version."),
    )

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        if len(regions) == 1:
            self.fields["region"].initial = regions[0][0]

    def clean_file(self) -> object:
        return check_size(self.cleaned_data["file"])


class StatisticsForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"))
    file = forms.FileField(
        label=_("Sheet of values"),
        help_text=_("Excel (.xlsx, .xls), .ods or CSV. The template has a row for each indicator."),
        error_messages={
            "required": _("Choose the sheet."),
            "empty": _("The file is empty. Choose the sheet that holds the values."),
        },
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Who reported these values, and in which paper. Needed where the sheet has no source column."),
    )

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions

    def clean_file(self) -> object:
        return check_size(self.cleaned_data["file"])


class SettleForm(forms.Form):
    state = forms.ChoiceField(
        choices=[
            ("explained", _("Explained")),
            ("to_correct", pgettext_lazy("state", "To be corrected")),
            ("open", _("Open")),
        ]
    )
    note = forms.CharField(label=pgettext_lazy("of a contradiction", "Explanation"), max_length=500, required=False)

    def clean(self) -> None:
        super().clean()
        # Without its reason an explanation explains nothing to whoever reads it next.
        if self.cleaned_data.get("state") == "explained" and not self.cleaned_data.get("note"):
            self.add_error("note", _("Explanation: write why the two sides go together, then mark it as explained."))


def check_size(file: object) -> object:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(_("The file is larger than 50 MB. Check that it is the right one, or split it."))
    return file
