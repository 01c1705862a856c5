"""Forms of a register, made from its definition. They take what is typed; whether it can be kept is decided by the one write path.

Each control is sent with what it showed at first, so that only what somebody changed is written: what a colleague changed
meanwhile stays.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, DecimalException

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bole.domain.registers.definitions import StoredField, StoredRegister
from bole.domain.registers.showing import title_field
from bole.domain.rules.kinds import CENTS
from bole.domain.rules.schema import OPEN_END, FieldType, Link
from bole.web.registers.showing import ONE_DAY, Words

VALUE, UNIT = "value-", "-unit"
YUAN, WAN = "yuan", "wan"
WAN_OF_YUAN = 10_000
REGION = "region"  # a text of this name holds the code of a region
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_SOURCE = 200
MOST_SIGNS = 30  # of a number of yuan: no range that a field declares is as wide


def day_field(label: object, *, help_text: object = "", required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip


class ActForm(forms.Form):
    """What every act on a record asks: the source, and where it matters the day and the region."""

    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=LONGEST_SOURCE,
        help_text=_("The paper or the person that says so, such as a form or a certificate."),
    )

    def clean_day_between(self, name: str) -> None:
        day = self.cleaned_data.get(name)
        if day is not None and not EARLIEST <= day <= LATEST:
            self.add_error(name, _("Write a day between 1900 and 2199."))


class RecordForm(ActForm):
    """The fields of a register. ``links`` are those that may be chosen; ``day`` names the day from which, or on which, it is said."""

    def __init__(
        self,
        *args: object,
        register: StoredRegister,
        words: Words,
        links: Iterable[Link] = (),
        day_label: object = None,
        regions: Iterable[tuple[str, str]] | None = None,
        is_new: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.register, self.words, self.links, self.is_new = register, words, tuple(links), is_new
        if day_label:
            self.fields["day"] = day_field(day_label)
        if regions is not None:
            self.fields["region"] = forms.ChoiceField(label=_("Region that keeps the record"), choices=list(regions))
        for link in self.links:
            self.fields[VALUE + link.id] = link_control(link, words)
        title = title_field(register)
        for one in sorted(register.fields, key=lambda one: one != title):
            self.fields |= controls_of(one, words)

    def clean(self) -> dict[str, object]:
        for name in ("day",):
            if name in self.fields:
                self.clean_day_between(name)
        return self.cleaned_data

    def value_controls(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Return the controls of the record's own fields, money with its unit."""
        own = [name for name in self.fields if name.startswith(VALUE) and not name.endswith(UNIT)]
        return [(self[name], self[name + UNIT] if name + UNIT in self.fields else None) for name in own]

    def act_controls(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(VALUE)]

    def act_words(self) -> list[tuple[str, str]]:
        """Return what was answered beside the record's own fields, in words."""
        found = []
        for control in self.act_controls():
            value = self.cleaned_data.get(control.name)
            choices = dict(getattr(control.field, "choices", ()))
            text = date_format(value, "DATE_FORMAT") if isinstance(value, date) else choices.get(value, value)
            found.append((control.label, text))
        return found

    def typed(self) -> dict[str, object]:
        """Return by field what differs from what the form showed at first, as the write path takes it."""
        found: dict[str, object] = {}
        for link in self.links:
            new, old = self.text_of(link.id), self.first_text_of(link.id)
            if new != ("" if self.is_new else old):
                found[link.id] = new
        for one in self.register.fields:
            new, old = self.value_of(one), None if self.is_new else self.value_of(one, first=True)
            if one.sensitive:
                found |= {one.id: new} if new else {}
            elif new != old:
                # A last day taken away leaves the period open: an unknown one is something else.
                found[one.id] = OPEN_END if new is None and one.id == self.register.ends else new
        return found

    def value_of(self, one: StoredField, *, first: bool = False) -> object:
        text = self.first_text_of(one.id) if first else self.text_of(one.id)
        unit = (self.first_text_of if first else self.text_of)(one.id + UNIT)
        return value_typed(text, unit, one, self.register)

    def text_of(self, name: str) -> str:
        return str(self.data.get(VALUE + name, "")).strip()

    def first_text_of(self, name: str) -> str:
        return str(self.data.get("initial-" + VALUE + name, "")).strip()

    def choose_between(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Offer the records that fit what was typed of a link, instead of the text."""
        self.fields[VALUE + name].widget = forms.Select(choices=[("", "—"), *choices])


def link_control(link: Link, words: Words) -> forms.CharField:
    return forms.CharField(
        label=words.label(link.label),
        required=False,
        show_hidden_initial=True,
        help_text=_("Person number, credit code, or the beginning of the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def controls_of(one: StoredField, words: Words) -> dict[str, forms.Field]:
    """Return the control of a field, and for money the one for its unit."""
    options = {"label": words.label(one.label), "required": False, "show_hidden_initial": not one.sensitive}
    if one.type is FieldType.MONEY:
        unit = forms.ChoiceField(required=False, label=_("Unit"), choices=[(YUAN, _("yuan")), (WAN, _("10,000 yuan"))], show_hidden_initial=True)  # fmt: skip
        return {VALUE + one.id: forms.CharField(widget=number_input(), **options), VALUE + one.id + UNIT: unit}
    return {VALUE + one.id: forms.CharField(widget=widget_of(one, words), help_text=hint_of(one, words), **options)}


def widget_of(one: StoredField, words: Words) -> forms.Widget:
    unknown = ("", pgettext_lazy("value", "not known"))
    if one.type is FieldType.CODE:
        table = words.schema.table(one.table or "")
        codes = [(code.id, words.label(code.label)) for code in (table.codes if table else ())]
        return forms.Select(choices=[unknown, *codes])
    if one.type is FieldType.BOOL:
        return forms.Select(choices=[unknown, ("yes", words.yes), ("no", words.no)])
    if one.type is FieldType.DATE:
        return forms.TextInput(attrs={"type": "date"})
    if one.type is FieldType.MONTH:
        return forms.TextInput(attrs={"type": "month", "placeholder": "2026-01"})
    if one.type in {FieldType.INT, FieldType.DECIMAL}:
        return number_input()
    if one.id == REGION and words.places:
        return forms.Select(choices=[unknown, *((code, name) for code, name in sorted(words.places.items()))])
    return forms.TextInput(attrs={"autocomplete": "off"} if one.sensitive else {})


def number_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def hint_of(one: StoredField, words: Words) -> object:
    if one.sensitive:
        return _("Kept sealed. Left empty, it stays as it is.")
    if one.type in {FieldType.INT, FieldType.DECIMAL} and one.unit:
        return words.unit(one.unit)
    return ""


def value_typed(text: str, unit: str, one: StoredField, register: StoredRegister) -> object:
    """Return what somebody typed as the write path takes it; what cannot be read stays text, and is refused there by name."""
    text = unicodedata.normalize("NFKC", text).strip() if one.type is not FieldType.TEXT else text
    if text == "":
        return None
    if one.type is FieldType.BOOL:
        return {"yes": True, "no": False}.get(text, text)
    if one.type in {FieldType.INT, FieldType.DECIMAL, FieldType.MONEY}:
        return number_typed(text, unit)
    if one.type is FieldType.DATE and one.id == register.ends:
        return day_after(text)
    return text


def number_typed(text: str, unit: str) -> object:
    bare = text.replace(",", "").replace(" ", "")
    if unit != WAN:
        return bare
    try:
        yuan = (Decimal(bare) * WAN_OF_YUAN).normalize()
    except DecimalException:
        return bare
    # Written out, a number with an exponent may be a text of a million signs: the write path refuses it as it was typed.
    return format(yuan, "f") if abs(yuan.adjusted()) < MOST_SIGNS else bare


def day_after(text: str) -> object:
    """A last day still counts on paper; it is kept as the first one that counts no more."""
    try:
        return date.fromisoformat(text) + ONE_DAY
    except (ValueError, OverflowError):
        return text


def first_values(values: Mapping[str, object], register: StoredRegister) -> dict[str, str]:
    """Return what the controls of a register show of values that are held: sealed ones nothing."""
    found: dict[str, str] = {}
    for one in register.fields:
        value = values.get(one.id)
        if one.sensitive or value is None:
            continue
        text, unit = text_held(value, one, register)
        found[VALUE + one.id] = text
        if unit:
            found[VALUE + one.id + UNIT] = unit
    return found


def text_held(value: object, one: StoredField, register: StoredRegister) -> tuple[str, str]:
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, date):
        if value == OPEN_END:
            return "", ""
        return (value - ONE_DAY if one.id == register.ends else value).isoformat(), ""
    if one.type is FieldType.MONTH and isinstance(value, int):
        return f"{value // 12:04d}-{value % 12 + 1:02d}", ""
    if one.type is FieldType.MONEY and isinstance(value, int):
        yuan = Decimal(value) / CENTS
        # In 万元 where two decimals say it all.
        in_wan = value >= WAN_OF_YUAN * CENTS and value % (WAN_OF_YUAN * CENTS // 100) == 0
        return plain(yuan / WAN_OF_YUAN if in_wan else yuan), WAN if in_wan else YUAN
    if one.type is FieldType.DECIMAL and isinstance(value, int):
        return plain(Decimal(value) / 10**one.decimals), ""
    return str(value), ""


def plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class CloseForm(ActForm):
    last_day = day_field(_("Last day it holds"), help_text=_("This day still counts."))
    field_order = ("last_day", "source")

    def clean(self) -> dict[str, object]:
        self.clean_day_between("last_day")
        return self.cleaned_data


class EraseForm(forms.Form):
    """``name`` is what has to be typed: the number of the person."""

    typed = forms.CharField(label=_("Type the person number to confirm"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args: object, name: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        if self.cleaned_data["typed"].strip() != self.name:
            raise forms.ValidationError(_("This is not the number of this person."))
        return self.name


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=_("What for"), max_length=64)
