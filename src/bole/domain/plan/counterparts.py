"""Which figure of one version of a plan is the counterpart of which figure of another.

Recognised by name, section, unit, year and the words around; each used once, and the same from either side.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bole.domain.plan.checks.measures import measure_of
from bole.domain.plan.checks.names import name_from
from bole.domain.plan.documents import BlockKind, Figure, PlanDocument

# Below this two figures have less in common than two neighbours of one paragraph.
_ALIKE_ENOUGH = 0.5
_HEADING_NUMBER = re.compile(
    r"^\W*(?:[（(]?[一二三四五六七八九十百\d]+[)）]?[、.．]?|第[一二三四五六七八九十百\d]+[章节条部分]*)\s*"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure with what it is recognised by."""

    index: int
    figure: Figure
    core: str
    dimension: str
    titles: tuple[str, ...]
    words: frozenset[str]
    context: frozenset[str]


def entries_of(document: PlanDocument) -> list[Entry]:
    """The figures of a document with what they are recognised by, in reading order."""
    titles = _section_titles(document)
    entries = []
    for index, figure in enumerate(document.figures):
        core = name_from(figure.subject).core or figure.subject
        entries.append(
            Entry(
                index=index,
                figure=figure,
                core=core,
                dimension=measure_of(figure.unit).dimension,
                titles=_titles_of(figure, titles),
                words=_pieces(core),
                context=_pieces(_context(document, figure)),
            )
        )
    return entries


def _section_titles(document: PlanDocument) -> dict[str, list[tuple[int, str]]]:
    """Sections by their headings without the printed number, which changes whenever a section is put before them."""
    titles: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING and block.section:
            titles[block.section].append((number, _HEADING_NUMBER.sub("", block.text).strip("。：: ")))
    return titles


def _titles_of(figure: Figure, titles: dict[str, list[tuple[int, str]]]) -> tuple[str, ...]:
    """The headings over a figure; where a number is printed twice, the last before it."""
    parts = figure.section.split("/")
    found: list[str] = []
    for depth, part in enumerate(parts):
        headings = titles.get("/".join(parts[: depth + 1]), [])
        above = [title for number, title in headings if number <= figure.place.block]
        found.append(above[-1] if above else headings[0][1] if headings else part)
    return tuple(found)


def _context(document: PlanDocument, figure: Figure) -> str:
    """The words around a number in the text; the row's name and the column's head in a table."""
    place = figure.place
    block = document.blocks[place.block]
    if place.row is None:
        around = block.text[max(0, place.start - 16) : place.start] + block.text[place.end : place.end + 10]
        return re.sub(r"[\d\s.,，、。；]", "", around)
    head = (
        block.rows[0][place.column].text
        if block.rows and place.column is not None and place.column < len(block.rows[0])
        else ""
    )
    return f"{block.rows[place.row][0].text}{head}" if place.row < len(block.rows) else head


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1)) or frozenset({text})


def pair_entries(old: list[Entry], new: list[Entry]) -> list[tuple[int, int]]:
    """Pairs of places, each used once: the certain ones by what they share, the rest by likeness."""
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(old))), list(range(len(new)))
    for key in _KEYS:
        matched = _pair_by(key, old=old, new=new, left=left, right=right)
        pairs += matched
        done_left, done_right = {i for i, _ in matched}, {j for _, j in matched}
        left = [i for i in left if i not in done_left]
        right = [j for j in right if j not in done_right]
    pairs += _pair_alike(old=old, new=new, left=left, right=right)
    return pairs


# From the surest likeness to the least; a figure paired by one is out of reach of the next.
_KEYS: tuple[Callable[[Entry], Hashable], ...] = (
    lambda e: (e.core, e.titles, e.figure.unit, e.figure.year, e.figure.value, e.figure.kind, e.context),
    lambda e: (e.core, e.titles, e.figure.unit, e.figure.year, e.figure.value),
    lambda e: (e.core, e.titles, e.dimension, e.figure.year, e.context),
    lambda e: (e.core, e.dimension, e.figure.year, e.figure.value, e.context),
    lambda e: (e.core, e.titles, e.dimension, e.figure.year),
)


def _pair_by(
    key: Callable[[Entry], Hashable], *, old: list[Entry], new: list[Entry], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    """The first with the first, the second with the second of each key: the same from either side."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in right:
        places[key(new[j])].append(j)
    taken: dict[Hashable, int] = defaultdict(int)
    pairs = []
    for i in left:
        found = key(old[i])
        if taken[found] < len(places.get(found, ())):
            pairs.append((i, places[found][taken[found]]))
            taken[found] += 1
    return pairs


def _pair_alike(*, old: list[Entry], new: list[Entry], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """The likest pair first; only figures that share a piece of their name or of the words around them are weighed."""
    by_piece: dict[str, list[int]] = defaultdict(list)
    for j in right:
        for piece in new[j].words | new[j].context:
            by_piece[piece].append(j)
    weighed: list[tuple[float, int, int, int, int]] = []
    for i in left:
        candidates = {j for piece in old[i].words | old[i].context for j in by_piece.get(piece, ())}
        for j in candidates:
            likeness = _likeness(old[i], new[j])
            if likeness >= _ALIKE_ENOUGH:
                weighed.append((-likeness, abs(i - j), i + j, i, j))
    pairs: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for *_, i, j in sorted(weighed):
        if i not in used_left and j not in used_right:
            pairs.append((i, j))
            used_left.add(i)
            used_right.add(j)
    return pairs


def _likeness(a: Entry, b: Entry) -> float:
    same = (
        0.45 * _overlap(a.words, b.words)
        + 0.2 * _overlap(a.context, b.context)
        + 0.15 * (a.titles == b.titles)
        + 0.1 * (a.figure.value == b.figure.value)
        + 0.05 * (a.dimension == b.dimension)
        + 0.05 * (a.figure.year == b.figure.year)
    )
    # A cell and a sentence, a share and a count are not versions of one another.
    one_kind = (a.figure.place.row is None) == (b.figure.place.row is None)
    return same if one_kind and (a.dimension == "%") == (b.dimension == "%") else same - 0.3


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
