"""The entries of the journal as a reader of the page sees them: every code in words, where the rooms have words for it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from bole.web.accounts.actors import Role
from bole.web.accounts.forms import ROLE_NAMES
from bole.web.base.places import names_of_regions
from bole.web.base.words import said
from bole.web.journal.models import Entry
from bole.web.journal.verbs import kind_of_row, label_of, words_of
from bole.web.packs.descriptions import KINDS as DEFINITION_KINDS
from bole.web.plan.templatetags.plan_words import state_word

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class JournalRow:
    """``details`` are labels with their texts; ``is_sealed`` tells whether the entry is chained already."""

    entry: Entry
    act: str
    kind: str
    details: tuple[tuple[str, str], ...]
    is_sealed: bool


def journal_rows(entries: Iterable[Entry]) -> list[JournalRow]:
    names = names_of_regions()
    return [
        JournalRow(
            entry=entry,
            act=words_of(entry.verb),
            kind=kind_of_row(entry.target_kind),
            details=details_of(entry.detail, names=names),
            is_sealed=hasattr(entry, "seal"),
        )
        for entry in entries
    ]


def details_of(detail: Mapping[str, object], *, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label_of(name), detail_words(name, value, names=names))
        for name, value in detail.items()
        if value not in (None, "", [], {})
    )


def detail_words(name: str, value: object, *, names: Mapping[str, str]) -> str:
    """Return what a detail says: roles, kinds, states and regions in words, lists as lists, the rest as it was written."""
    if isinstance(value, dict | list):
        return str(said(tuple(value)))
    text = str(value)
    if name in {"day", "from_on"} and ISO_DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    if name == "role" and text in set(Role):
        return str(ROLE_NAMES[Role(text)])
    if name == "kind":
        return str(DEFINITION_KINDS.get(text, text))
    if name == "state":
        return state_word(text)
    return names.get(text, text) if name == "role_region" else text
