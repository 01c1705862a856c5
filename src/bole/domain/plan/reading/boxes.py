"""Put displaced boxes back: a titled inset whose body was printed at the foot of a page, inside an open sentence.

The open sentence waits until the page ends; the body returns to the oldest title that still waits for one.
"""

from collections.abc import Sequence

from bole.domain.plan.reading.layout import Layout, continues
from bole.domain.plan.reading.lines import HEADING_START, LABEL_START, Line
from bole.domain.plan.reading.outline import BOX

LONGEST_BODY = 80


def put_boxes_back(lines: Sequence[Line], layout: Layout) -> tuple[list[Line], dict[int, tuple[Line, ...]]]:
    """The running text without displaced bodies, and the bodies by the number of their title's line."""
    running: list[Line] = []
    bodies: dict[int, tuple[Line, ...]] = {}
    waiting: list[int] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        if (
            is_box_title(line)
            and running
            and is_cut(running[-1], layout)
            and i + 1 < len(lines)
            and starts_body(lines[i + 1])
        ):
            end = find_body_end(lines, i + 1)
            if end:
                # Title and body both stand inside the sentence: the box follows the paragraph it interrupts.
                bodies[line.number] = tuple(lines[i + 1 : end])
                after = end_of_paragraph(lines, end, layout)
                running += [*lines[end:after], line]
                i = after
                continue
        if is_box_title(line):
            following = lines[i + 1] if i + 1 < len(lines) else None
            if following is None or not starts_body(following):
                waiting.append(line.number)
        elif waiting and running and is_cut(running[-1], layout) and starts_body(line):
            end = find_body_end(lines, i)
            if end:
                bodies[waiting.pop(0)] = tuple(lines[i:end])
                i = end
                continue
        running.append(line)
        i += 1
    return running, bodies


def is_box_title(line: Line) -> bool:
    return bool(BOX.match(line.text)) and len(line.text) <= 40 and "。" not in line.text


def starts_body(line: Line) -> bool:
    return bool(LABEL_START.match(line.text)) and not HEADING_START.match(line.text)


def is_cut(line: Line, layout: Layout) -> bool:
    if HEADING_START.match(line.text) and line.width < (layout.full_width or 40) - 5:
        return False
    return line.is_open and line.width >= (layout.full_width or 40) - 5


def end_of_paragraph(lines: Sequence[Line], start: int, layout: Layout) -> int:
    i = start + 1
    while i < len(lines) and lines[i].text and continues(lines[i - 1], lines[i], layout, in_prose=True):
        i += 1
    return i


def find_body_end(lines: Sequence[Line], start: int) -> int | None:
    """The body ends where the next page starts."""
    for i in range(start + 1, min(len(lines), start + LONGEST_BODY)):
        if lines[i].starts_page and not starts_body(lines[i]):
            return i
        if is_box_title(lines[i]):
            return None
    return None
