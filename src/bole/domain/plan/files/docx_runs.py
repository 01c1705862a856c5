"""Gather the printed text of one Word paragraph and the text boxes anchored in it."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from bole.domain.plan.files.word_xml import as_hexadecimal, is_on, read_value

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, FALLBACK = (COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
BOX = qn("w:txbxContent")
DRAWINGS = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
# Deleted and moved-away text, properties, and the reading aid above a character.
DROPPED = {qn(name) for name in ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:tblPr", "w:trPr", "w:rt")}
PRINTED = {qn("w:t"), qn("m:t")}
SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
BREAK, SYMBOL, RUN, CONTROL = qn("w:br"), qn("w:sym"), qn("w:r"), qn("w:sdt")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def gather_text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, line breaks as ``\\n``, and the contents of its text boxes in order."""
    pieces: list[str] = []
    boxes: list[Any] = []
    _gather(paragraph, pieces, boxes)
    return INVISIBLE.sub("", "".join(pieces)), boxes


def find_blocks(container: Any, wanted: set[str]) -> Iterator[Any]:
    """The nearest elements of these kinds, through content controls, tracked insertions and other wrappers."""
    for child in container.iterchildren(tag="*"):
        if child.tag in wanted:
            yield child
        elif child.tag in DROPPED:
            continue
        elif child.tag == ALTERNATIVES:
            yield from find_blocks(_choose(child), wanted)
        elif child.tag == CONTROL and _is_table_of_contents(child):
            continue
        else:
            yield from find_blocks(child, wanted)


def _gather(element: Any, pieces: list[str], boxes: list[Any]) -> None:
    for child in element.iterchildren(tag="*"):
        tag = child.tag
        if tag in PRINTED:
            pieces.append(child.text or "")
        elif tag in SIGNS:
            pieces.append(SIGNS[tag])
        elif tag == BREAK:
            # A page or column break may stand inside a sentence and ends no line.
            pieces.append("" if child.get(qn("w:type")) in {"page", "column"} else "\n")
        elif tag == SYMBOL:
            pieces.append(_read_symbol(child))
        elif tag in DRAWINGS:
            boxes.extend(find_blocks(child, {BOX}))
        elif tag == ALTERNATIVES:
            _gather(_choose(child), pieces, boxes)
        elif tag not in DROPPED and not (tag == RUN and is_on(child, "w:rPr", "w:vanish")):
            _gather(child, pieces, boxes)


def _choose(alternatives: Any) -> Any:
    """One of the alternatives: a box is stored twice, as a drawing and again for old programs."""
    given = [child for child in alternatives.iterchildren(tag="*") if child.tag in {CHOICE, FALLBACK}]
    for child in given:
        if child.find(f".//{BOX}") is not None:
            return child
    return given[0] if given else alternatives


def _is_table_of_contents(control: Any) -> bool:
    gallery = read_value(control, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery == "Table of Contents"


def _read_symbol(symbol: Any) -> str:
    code = as_hexadecimal(symbol.get(qn("w:char")))
    # Codes in the private area are drawings of a symbol font.
    return "" if code is None or 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800 else chr(code)
