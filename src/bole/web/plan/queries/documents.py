"""Documents of the plan room and what was read in them."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from bole.domain.plan.documents import Block, PlanDocument
from bole.domain.plan.documents import Figure as ReadFigure
from bole.domain.plan.stored_documents import unpack_blocks, unpack_figure
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import scope
from bole.web.base.files import kept_file
from bole.web.base.words import say, unpack_reason
from bole.web.plan.models import Contradiction, Document, Figure, Proposal


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """Return the documents of the actor's regions, the newest first, without their heavy text."""
    return Document.objects.filter(scope(actor, "plan.read"), withdrawn_at=None).defer("blocks").order_by("-opened_at")


def document_for(actor: Actor, document_id: UUID, *, even_withdrawn: bool = False) -> Document:
    """Return a document the actor may see; of a withdrawn one only the file is still for show.

    :raises Http404: for every other one, there or not.
    """
    document = Document.objects.filter(scope(actor, "plan.read"), pk=document_id).defer("blocks").first()
    if document is None or (document.withdrawn_at is not None and not even_withdrawn):
        raise Http404
    return document


def newest_documents(actor: Actor) -> list[Document]:
    """Return the last version of each plan of the actor's regions."""
    newest: dict[tuple[str, str], Document] = {}
    for document in documents_visible_to(actor).order_by("region", "-version"):
        newest.setdefault((document.region, document.plan), document)
    return list(newest.values())


def earlier_version(document: Document) -> Document | None:
    return (
        Document.objects.filter(
            region=document.region, plan=document.plan, version__lt=document.version, withdrawn_at=None
        )
        .order_by("-version")
        .first()
    )


def versions_of(document: Document) -> list[Document]:
    return list(
        Document.objects.filter(region=document.region, plan=document.plan, withdrawn_at=None)
        .defer("blocks")
        .order_by("-version")
    )


def document_of_text(data: bytes, *, region: str) -> Document | None:
    """Return the document that the very same file was opened as in a region."""
    digest = hashlib.sha256(data).hexdigest()
    return Document.objects.filter(region=region, digest=digest, withdrawn_at=None).defer("blocks").first()


def file_of(document: Document) -> bytes:
    return kept_file(document.digest)


# A document never changes once it is read, so a process may keep what it unpacked; the key is the row, not the text.
@lru_cache(maxsize=16)
def blocks_of(document_id: UUID) -> tuple[Block, ...]:
    return unpack_blocks(Document.objects.values_list("blocks", flat=True).get(pk=document_id))


@lru_cache(maxsize=16)
def figures_of(document_id: UUID) -> tuple[ReadFigure, ...]:
    packed = Figure.objects.filter(document=document_id).order_by("number").values_list("packed", flat=True)
    return tuple(unpack_figure(figure) for figure in packed)


def read_document(document: Document) -> PlanDocument:
    """Return the document as it was read, for the domain to compare."""
    return PlanDocument(title=document.title, blocks=blocks_of(document.pk), figures=figures_of(document.pk))


@dataclass(frozen=True, slots=True)
class Work:
    """What waits on a document: contradictions and proposals by state."""

    contradictions: int
    open_contradictions: int
    open_errors: int
    proposals: int
    waiting: int
    confirmed: int


def work_on(document: Document) -> Work:
    found = Contradiction.objects.filter(document=document).aggregate(
        total=Count("pk"),
        open=Count("pk", filter=Q(state=Contradiction.State.OPEN)),
        errors=Count("pk", filter=Q(state=Contradiction.State.OPEN, severity="error")),
    )
    states = Counter(Proposal.objects.filter(document=document).values_list("state", flat=True))
    return Work(
        contradictions=found["total"],
        open_contradictions=found["open"],
        open_errors=found["errors"],
        proposals=sum(states.values()),
        waiting=states[Proposal.State.PROPOSED],
        confirmed=states[Proposal.State.CONFIRMED],
    )


@dataclass(frozen=True, slots=True)
class Quote:
    """A place of the document in its own words, with the figure marked where there is one."""

    number: int | None
    section: str
    line: int
    before: str
    marked: str
    after: str
    more: tuple[tuple[str, str], ...] = ()
    """Further figures of the same words: each marked, and what comes after it; ``after`` then ends at the first."""


@dataclass(frozen=True, slots=True)
class ContradictionView:
    number: int
    check: str
    severity: str
    what: str
    expected: str
    found: str
    state: str
    note: str
    settled_by: str
    quotes: tuple[Quote, ...]


def contradictions_of(document: Document, *, severity: str = "", figure: int | None = None) -> list[ContradictionView]:
    """Return the contradictions in the reader's language, each with the places it speaks of, quoted."""
    rows = Contradiction.objects.filter(document=document).order_by("number")
    if severity:
        rows = rows.filter(severity=severity)
    kept = [row for row in rows if figure is None or figure in row.figures]
    return [contradiction_view(row, document=document) for row in kept]


def contradiction_view(row: Contradiction, *, document: Document) -> ContradictionView:
    quotes = merge_quotes([quote_figure(document, number) for number in row.figures])
    quoted = {quote.line for quote in quotes}
    quotes += [quote for line in row.lines if line not in quoted and (quote := quote_line(document, line)) is not None]
    return ContradictionView(
        number=row.number,
        check=row.check_name,
        severity=row.severity,
        what=say(unpack_reason(row.what)),
        expected=say(unpack_reason(row.expected)),
        found=say(unpack_reason(row.found)),
        state=row.state,
        note=row.note,
        settled_by=row.settled_by,
        quotes=tuple(quotes),
    )


def merge_quotes(quotes: list[Quote]) -> list[Quote]:
    """Return each place once, all of its figures marked; the row of a table is the same words for each of its cells."""
    places: dict[tuple[str, int, str], list[Quote]] = {}
    for quote in quotes:
        words = quote.before + quote.marked + quote.after
        places.setdefault((quote.section, quote.line, words), []).append(quote)
    return [merged(held, words=words) for (_section, _line, words), held in places.items()]


def merged(quotes: list[Quote], *, words: str) -> Quote:
    starts = {len(quote.before): quote for quote in quotes}
    marks: list[tuple[int, int]] = []
    for start in sorted(starts):
        if not marks or start >= marks[-1][1]:
            marks.append((start, start + len(starts[start].marked)))
    ends = [*(start for start, _end in marks[1:]), len(words)]
    pieces = [(words[start:end], words[end:until]) for (start, end), until in zip(marks, ends, strict=True)]
    (marked, after), *more = pieces
    return replace(starts[marks[0][0]], marked=marked, after=after, more=tuple(more))


def quote_figure(document: Document, number: int, *, width: int = 48) -> Quote:
    """Return the words around a figure; of a table the row, since a cell alone says nothing."""
    figure = figures_of(document.pk)[number]
    block, place = blocks_of(document.pk)[figure.place.block], figure.place
    if place.row is not None and place.column is not None:
        cells = block.rows[place.row]
        cell = cells[place.column].text
        before = " · ".join([*(each.text for each in cells[: place.column] if each.text), ""])
        after = "".join(f" · {each.text}" for each in cells[place.column + 1 :] if each.text)
        return Quote(
            number,
            figure.section,
            figure.line,
            before + cell[: place.start],
            cell[place.start : place.end],
            cell[place.end :] + after,
        )
    start, end = max(place.start - width, 0), place.end + width
    before, after = block.text[start : place.start], block.text[place.end : end]
    return Quote(
        number,
        figure.section,
        figure.line,
        ("…" if start else "") + before,
        block.text[place.start : place.end],
        after + ("…" if end < len(block.text) else ""),
    )


def quote_line(document: Document, line: int, *, width: int = 100) -> Quote | None:
    for block in blocks_of(document.pk):
        if block.rows:
            for row in block.rows:
                if any(cell.line == line for cell in row):
                    return Quote(None, block.section, line, " · ".join(cell.text for cell in row if cell.text), "", "")
        elif line in block.lines:
            start = list(block.lines).index(line)
            text = block.text[start : start + width]
            return Quote(None, block.section, line, text + ("…" if start + width < len(block.text) else ""), "", "")
    return None
