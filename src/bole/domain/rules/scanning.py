"""Look at the characters of a rule before any parser does: lengths, brackets, full-width marks, stray signs.

A parser met with ten thousand brackets fails without a place, and with full-width marks without a remedy; this says
both. What the text means is left to ``reading``.
"""

from dataclasses import dataclass

from bole.domain.rules.problems import Problem, Span
from bole.domain.shared.reasons import Reason

LONGEST = 20_000
DEEPEST = 40
MOST_DIGITS = 18  # more do not fit the 64 bits that values have
MOST_SIGNS = 1_000  # operators and dots nest to the left without any bracket
FULL_WIDTH = {
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "，": ",", "、": ",", "“": '"', "”": '"',
    "‘": "'", "’": "'", "＂": '"', "＇": "'", "「": '"', "」": '"', "《": '"', "》": '"', "：": ":", "．": ".",
    "。": "", "；": "", "！": "!", "＝": "=", "＞": ">", "＜": "<", "＋": "+", "－": "-", "—": "-", "＊": "*", "×": "*",
    "／": "/", "÷": "/", "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "％": "%", "＿": "_", "\u3000": " ",
    "\u00a0": " ", "∧": "and", "∨": "or", "¬": "not",
}  # fmt: skip
CLOSING_QUOTES = {"“": "”", "‘": "’", "「": "」", "《": "》"}
WORDS = {"&&": "and", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "===": "==", ":=": "=="}
OPENING, CLOSING = "([{", {")": "(", "]": "[", "}": "{"}


@dataclass(slots=True)
class _Scan:
    text: str
    problems: list[Problem]
    at: int = 0
    line: int = 1
    line_start: int = 0

    def span(self, start: int, end: int) -> Span:
        column = start - self.line_start + 1
        return Span(self.line, column, self.line, column + end - start)

    def refuse(self, start: int, end: int, reason: Reason, remedy: Reason | None = None) -> None:
        self.problems.append(Problem(self.span(start, end), reason, remedy))


def scan(text: str) -> tuple[Problem, ...]:
    """Return everything that can be said of a text before it is parsed; an empty tuple lets it through to the parser."""
    scan = _Scan(text, [])
    if not text.strip():
        scan.refuse(0, 1, Reason("There is no rule here."), Reason("Write a condition, such as age(day) <= 45."))
        return tuple(scan.problems)
    open_brackets: list[tuple[str, Span]] = []
    signs = nots = 0
    while scan.at < len(text):
        start, char = scan.at, text[scan.at]
        if start >= LONGEST:
            reason = Reason(
                "The rule has %(length)s characters; at most %(most)s are read.", {"length": len(text), "most": LONGEST}
            )
            scan.refuse(start, start + 1, reason, Reason("Put long lists of codes into a named list of the pack."))
            return tuple(scan.problems)
        if char == "\n":
            scan.line, scan.line_start = scan.line + 1, start + 1
            scan.at += 1
        elif char == "#":
            end = text.find("\n", start)
            scan.at = len(text) if end < 0 else end
        elif char in "\"'":
            _skip_string(scan)
        elif char in CLOSING_QUOTES and text.find(CLOSING_QUOTES[char], start + 1) > 0:
            _skip_full_width_string(scan)
        elif char in OPENING:
            if len(open_brackets) == DEEPEST:
                reason = Reason("Brackets are nested more than %(most)s deep here.", {"most": DEEPEST})
                scan.refuse(
                    start, start + 1, reason, Reason("Take out brackets that are not needed, or split the rule in two.")
                )
                return tuple(scan.problems)
            is_call = char == "(" and text[start - 1 : start].isidentifier() and start > 0
            open_brackets.append(("call" if is_call else char, scan.span(start, start + 1)))
            scan.at += 1
        elif char in CLOSING:
            if not open_brackets or open_brackets[-1][0].replace("call", "(") != CLOSING[char]:
                reason = Reason("The bracket %(bracket)s closes nothing.", {"bracket": char})
                scan.refuse(start, start + 1, reason, Reason("Remove it, or open it earlier."))
            else:
                open_brackets.pop()
            scan.at += 1
        elif char.isalpha() or char == "_":
            word = _skip_word(scan)
            nots += word in {"not", "if", "lambda"}
        elif char.isdigit():
            _skip_number(scan)
        else:
            signs += _skip_sign(scan, in_call=bool(open_brackets) and open_brackets[-1][0] == "call")
    if signs + nots > MOST_SIGNS or nots > DEEPEST:
        scan.refuse(len(text) - 1 - scan.line_start, len(text) - scan.line_start, *_too_many())
    for bracket, span in open_brackets:
        reason = Reason("The bracket %(bracket)s is never closed.", {"bracket": bracket.replace("call", "(")})
        scan.problems.append(Problem(span, reason, Reason("Close it.")))
    return tuple(scan.problems)


def _too_many() -> tuple[Reason, Reason]:
    return Reason("The rule has too many signs to be read safely."), Reason("Split the rule in two.")


def _skip_string(scan: _Scan) -> None:
    start, quote = scan.at, scan.text[scan.at]
    if scan.text.startswith(quote * 3, start):
        # The parser would open a text here that swallows what is read as a remark or as code.
        scan.refuse(start, start + 3, Reason("Three quotes in a row have no meaning."), Reason("Use one."))
        scan.at = start + 3
        return
    end = start + 1
    while end < len(scan.text) and scan.text[end] not in {quote, "\n"}:
        if scan.text[end] == "\\":
            scan.refuse(end, end + 1, Reason("A backslash has no meaning in a text."), Reason("Remove it."))
        end += 1
    if end == len(scan.text) or scan.text[end] == "\n":
        closing = next((mark for mark in "”’" if mark in scan.text[start:end]), "")
        remedy = Reason("Close the text with %(quote)s.", {"quote": quote})
        reason = (
            Reason("The text opened here is closed with the full-width %(mark)s.", {"mark": closing})
            if closing
            else Reason("The text opened here is never closed.")
        )
        scan.refuse(start, start + 1, reason, remedy)
        scan.at = end
    else:
        scan.at = end + 1


def _skip_word(scan: _Scan) -> str:
    start = scan.at
    while scan.at < len(scan.text) and (scan.text[scan.at].isalnum() or scan.text[scan.at] == "_"):
        scan.at += 1
    word = scan.text[start : scan.at]
    if not word.isascii():
        folded = _half_width(word)
        if folded.isascii():
            reason = Reason("%(word)s is written in full-width letters.", {"word": word})
            scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": folded}))
        else:
            reason = Reason("%(word)s is not a name.", {"word": word})
            remedy = Reason(
                'Names are written in Latin letters; a code or a text stands in quotes: "%(word)s".', {"word": word}
            )
            scan.refuse(start, scan.at, reason, remedy)
    if (
        scan.at < len(scan.text)
        and scan.text[scan.at] in "\"'"
        and word.isascii()
        and word not in {"in", "and", "or", "not", "if", "else"}
    ):
        reason = Reason("The mark %(word)s before a text has no meaning.", {"word": word})
        scan.refuse(start, scan.at, reason, Reason("Remove it."))
    return word


def _skip_number(scan: _Scan) -> None:
    start = scan.at
    while scan.at < len(scan.text) and (scan.text[scan.at].isalnum() or scan.text[scan.at] in "._"):
        scan.at += 1
    number = scan.text[start : scan.at]
    plain = _half_width(number)
    digits = plain.replace(".", "", 1)
    if plain != number and digits.isascii() and digits.isdecimal():
        reason = Reason("%(word)s is written in full-width digits.", {"word": number})
        scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": plain}))
    elif not (digits.isascii() and digits.isdecimal()) or plain.endswith("."):
        reason = Reason("%(number)s is not a number that a rule can read.", {"number": number[:40]})
        scan.refuse(start, scan.at, reason, Reason("Write digits, with at most one point: 36 or 0.15."))
    elif len(digits) > MOST_DIGITS:
        reason = Reason(
            "The number has %(digits)s digits; at most %(most)s can be counted with.",
            {"digits": len(digits), "most": MOST_DIGITS},
        )
        scan.refuse(start, scan.at, reason)
    elif len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        reason = Reason("%(number)s begins with a zero.", {"number": number})
        scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": plain.lstrip("0") or "0"}))


def _skip_full_width_string(scan: _Scan) -> None:
    start = scan.at
    scan.at = scan.text.find(CLOSING_QUOTES[scan.text[start]], start + 1) + 1
    inner = scan.text[start + 1 : scan.at - 1]
    reason = Reason("The text %(text)s stands in full-width quotes.", {"text": inner})
    scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": f'"{inner}"'}))
    newlines = inner.count("\n")
    if newlines:
        scan.line += newlines
        scan.line_start = scan.text.rfind("\n", 0, scan.at) + 1


def _skip_sign(scan: _Scan, *, in_call: bool) -> int:
    start, text = scan.at, scan.text
    for word, fix in WORDS.items():
        if text.startswith(word, start):
            reason = Reason("%(sign)s is not a sign of the rule language.", {"sign": word})
            scan.refuse(start, start + len(word), reason, Reason("Write %(fix)s.", {"fix": fix}))
            scan.at += len(word)
            return 1
    char = text[start]
    scan.at += 1
    if char in FULL_WIDTH:
        fix = FULL_WIDTH[char]
        remedy = Reason("Write %(fix)s.", {"fix": fix}) if fix.strip() else Reason("Remove it.")
        scan.refuse(start, start + 1, Reason("The full-width mark %(mark)s cannot be read.", {"mark": char}), remedy)
    elif char == "=" and _is_single_equals(text, start):
        if not (in_call and text[:start].rstrip()[-1:].isidentifier()):
            scan.refuse(start, start + 1, Reason("A single = compares nothing."), Reason("Write ==."))
    elif char == "." and text[start + 1 : start + 2].isdigit() and not text[start - 1 : start].isalnum():
        scan.refuse(
            start, start + 1, Reason("A number does not begin with a point."), Reason("Write 0 before the point.")
        )
    elif not char.isspace() and char not in "+-*/<>=!,.:":
        remedy = Reason("Remove it.")
        scan.refuse(start, start + 1, Reason("The sign %(sign)s has no meaning in a rule.", {"sign": char}), remedy)
    return 0 if char.isspace() else 1


def _is_single_equals(text: str, at: int) -> bool:
    return text[at - 1 : at] not in {"=", "<", ">", "!"} and text[at + 1 : at + 2] != "="


def _half_width(word: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in word)
