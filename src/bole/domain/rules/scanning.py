"""Look at the characters of a rule before any parser does: lengths, brackets, full-width marks, stray signs.

A parser met with ten thousand brackets fails without a place, and with full-width marks without a remedy; this says
both. What one sign is, is settled by ``signs``; what the text means is left to ``reading``.
"""

from dataclasses import dataclass, field

from bole.domain.rules.problems import Problem, Span
from bole.domain.rules.signs import (
    CLOSING_QUOTES,
    LONGEST,
    Scan,
    skip_comment,
    skip_full_width_string,
    skip_number,
    skip_sign,
    skip_string,
    skip_word,
)  # fmt: skip
from bole.domain.shared.reasons import Reason

DEEPEST = 40
MOST_SIGNS = 1_000  # operators and dots nest to the left without any bracket
OPENING, CLOSING = "([{", {")": "(", "]": "[", "}": "{"}


@dataclass(slots=True)
class _Brackets:
    """Brackets that are open, the innermost last; the bracket of a call is one of its own kind."""

    open: list[tuple[str, Span]] = field(default_factory=list)

    @property
    def in_call(self) -> bool:
        return bool(self.open) and self.open[-1][0] == "call"


def scan(text: str) -> tuple[Problem, ...]:
    """Return everything that can be said of a text before it is parsed; an empty tuple lets it through to the parser."""
    scan, brackets = Scan(text, []), _Brackets()
    signs = nots = 0
    is_empty, after_text = True, False  # after_text: the last sign read was a text
    while scan.at < len(text):
        start, char = scan.at, text[scan.at]
        if start >= LONGEST:
            is_blank = is_empty and not text.strip()
            return (_nothing(),) if is_blank else _refuse_end(scan, *_too_long(text))
        if char == "\n":
            scan.line, scan.line_start = scan.line + 1, start + 1
            scan.at += 1
        elif char == "#":
            skip_comment(scan)
        elif char == " ":
            scan.at += 1
        elif char in "\"'":
            if after_text:
                remedy = Reason("Put a comma, or, or an operator between them.")
                scan.refuse(start, start + 1, Reason("Two texts stand side by side."), remedy)
            skip_string(scan)
        elif char in CLOSING_QUOTES and text.find(CLOSING_QUOTES[char], start + 1) > 0:
            skip_full_width_string(scan)
        elif char in OPENING:
            if len(brackets.open) == DEEPEST:
                return _refuse_end(scan, *_too_deep())
            _open(scan, brackets)
        elif char in CLOSING:
            _close(scan, brackets)
        elif char.isalpha() or char == "_":
            nots += skip_word(scan) in {"not", "if", "lambda"}
        elif char.isdigit():
            skip_number(scan)
        else:
            signs += skip_sign(scan, in_call=brackets.in_call)
        if char not in " \n#":
            is_empty, after_text = False, char in "\"'"
    if is_empty and not scan.problems:
        return (_nothing(),)
    if signs + nots > MOST_SIGNS or nots > DEEPEST:
        scan.at = max(scan.line_start, len(text) - 1)
        _refuse_end(scan, *_too_many())
    for bracket, span in brackets.open:
        reason = Reason("The bracket %(bracket)s is never closed.", {"bracket": bracket.replace("call", "(")})
        scan.problems.append(Problem(span, reason, Reason("Close it.")))
    return tuple(scan.problems)


def _open(scan: Scan, brackets: _Brackets) -> None:
    start, char = scan.at, scan.text[scan.at]
    is_call = char == "(" and start > 0 and scan.text[start - 1].isidentifier()
    brackets.open.append(("call" if is_call else char, scan.span(start, start + 1)))
    scan.at += 1


def _close(scan: Scan, brackets: _Brackets) -> None:
    start, char = scan.at, scan.text[scan.at]
    if not brackets.open or brackets.open[-1][0].replace("call", "(") != CLOSING[char]:
        reason = Reason("The bracket %(bracket)s closes nothing.", {"bracket": char})
        scan.refuse(start, start + 1, reason, Reason("Remove it, or open it earlier."))
    else:
        brackets.open.pop()
    scan.at += 1


def _refuse_end(scan: Scan, reason: Reason, remedy: Reason) -> tuple[Problem, ...]:
    """Say that nothing is read from here on; this is said also where much was said before."""
    scan.problems.append(Problem(scan.span(scan.at, scan.at + 1), reason, remedy))
    return tuple(scan.problems)


def _too_long(text: str) -> tuple[Reason, Reason]:
    lengths = {"length": len(text), "most": LONGEST}
    reason = Reason("The rule has %(length)s characters; at most %(most)s are read.", lengths)
    return reason, Reason("Put long lists of codes into a named list of the pack.")


def _too_deep() -> tuple[Reason, Reason]:
    reason = Reason("Brackets are nested more than %(most)s deep here.", {"most": DEEPEST})
    return reason, Reason("Take out brackets that are not needed, or split the rule in two.")


def _too_many() -> tuple[Reason, Reason]:
    remedy = Reason("Split the rule in two, or put long lists into a named list of the pack.")
    return Reason("The rule has too many signs to be read safely."), remedy


def _nothing() -> Problem:
    remedy = Reason("Write a condition, such as age(day) <= 45.")
    return Problem(Span(), Reason("There is no rule here."), remedy)
