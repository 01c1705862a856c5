"""Read side of the journal: entries a reader may see, what verification finds, and who looked at whom."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from bole.web.journal import triggers
from bole.web.journal.chain import ALGORITHMS, CHAINED, GENESIS, link
from bole.web.journal.models import Access, Entry, Seal

PAGE = 50


@dataclass(frozen=True, slots=True)
class EntryFilter:
    verb: str = ""
    actor: str = ""  # part of a name
    day: date | None = None
    target: str = ""  # an id, or a kind such as accounts.user


@dataclass(frozen=True, slots=True)
class EntryPage:
    entries: tuple[Entry, ...]
    next_after: UUID | None


def entries_within(where: Q, *, filters: EntryFilter, after: UUID | None = None, size: int = PAGE) -> EntryPage:
    """Return the newest entries inside a reader's scope that stand behind ``after``; the last id leads to the next page."""
    entries = Entry.objects.filter(where)
    if filters.verb:
        entries = entries.filter(verb=filters.verb)
    if filters.actor:
        entries = entries.filter(actor_name__icontains=filters.actor)
    if filters.day:
        begin = make_aware(datetime.combine(filters.day, time()))
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    if filters.target:
        entries = entries.filter(Q(target_id=filters.target) | Q(target_kind=filters.target))
    if after:
        entries = entries.filter(id__lt=after)
    # The keys of one page first: they come out of an index alone, the rows and their seals are then fifty look-ups.
    keys = list(entries.order_by("-id").values_list("id", flat=True)[: size + 1])
    rows = tuple(Entry.objects.filter(pk__in=keys).order_by("-id").select_related("seal"))
    return EntryPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


@dataclass(frozen=True, slots=True)
class Finding:
    sequence: int | None
    entry: str | None
    what: str


@dataclass(slots=True)
class Verification:
    """What an examination of the whole chain found; ``is_sound`` while nothing was altered or removed."""

    seals: int = 0
    last_digest: str = GENESIS
    altered: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)
    unsealed: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.altered and not self.missing


def verify_journal(*, exported: Path | None = None) -> Verification:
    """Recompute every link in order, and compare with the seals exported to a folder or file."""
    found = Verification()
    found.missing += [Finding(None, None, f"trigger {name}") for name in triggers.missing(connection)]
    if "journal_seal" not in connection.introspection.table_names():
        return found
    previous, expected = GENESIS, 1
    for seal, entry in links():
        if seal["sequence"] != expected:
            found.missing.append(Finding(expected, None, f"seals {expected} to {seal['sequence'] - 1}"))
        elif seal["previous"] != previous:
            found.altered.append(
                Finding(seal["sequence"], str(seal["entry_id"]), "seal: does not follow the one before")
            )
        found.seals, previous, expected = found.seals + 1, seal["digest"], seal["sequence"] + 1
        examine(found, seal, entry)
    found.last_digest = previous
    left = Entry.objects.filter(~Exists(Seal.objects.filter(entry=OuterRef("pk")))).order_by("id")
    found.unsealed += [Finding(None, str(key), verb) for key, verb in left.values_list("id", "verb").iterator()]
    if exported:
        compare_exported(found, exported)
    return found


def examine(found: Verification, seal: dict[str, object], entry: dict[str, object] | None) -> None:
    sequence, key = seal["sequence"], str(seal["entry_id"])
    if entry is None:
        found.missing.append(Finding(sequence, key, "entry"))
    elif seal["algorithm"] not in ALGORITHMS:
        found.altered.append(Finding(sequence, key, f"seal: unknown algorithm {seal['algorithm']}"))
    elif link(algorithm=seal["algorithm"], sequence=sequence, previous=seal["previous"], entry=entry) != seal["digest"]:
        found.altered.append(Finding(sequence, key, f"{entry['verb']} by {entry['actor_name']}"))


def links() -> Iterator[tuple[dict[str, object], dict[str, object] | None]]:
    """Yield every seal with its entry in order, holding one page in memory."""
    at = -1
    while page := list(Seal.objects.filter(sequence__gt=at).order_by("sequence").values()[:1000]):
        entries = {
            row["id"]: row for row in Entry.objects.filter(id__in=[s["entry_id"] for s in page]).values(*CHAINED)
        }
        for seal in page:
            yield seal, entries.get(seal["entry_id"])
        at = page[-1]["sequence"]


def compare_exported(found: Verification, exported: Path) -> None:
    """Add what the exported seals know better: a chain cut short or computed anew is whole in itself."""
    for path in sorted(exported.glob("*.json")) if exported.is_dir() else [exported]:
        kept = json.loads(path.read_text())
        now = Seal.objects.filter(sequence=kept["sequence"]).values_list("digest", flat=True).first()
        if now is None:
            found.missing.append(Finding(kept["sequence"], kept["entry"], f"seal exported to {path.name}"))
        elif now != kept["digest"]:
            found.altered.append(Finding(kept["sequence"], kept["entry"], f"seal exported to {path.name}"))


def accesses_to(subject_kind: str, subject_id: UUID | str) -> QuerySet[Access]:
    """Return who looked at somebody's file, latest first; the caller is that person or may see their file."""
    return Access.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("-at")


def count_entries() -> int:
    return Entry.objects.count()
