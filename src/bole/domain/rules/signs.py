"""One sign of a rule at a time: words, numbers, texts, and the marks that another keyboard or language put there.

Refused at its place, with what to write instead. Which signs may follow each other is left to ``scanning``.
"""

import unicodedata
from dataclasses import dataclass

from bole.domain.rules.problems import Problem, Span, shortened
from bole.domain.shared.reasons import Reason

LONGEST = 20_000
MOST_DIGITS = 18  # more do not fit the 64 bits that values have
LONGEST_NAME = 64
FULL_WIDTH = {
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "，": ",", "、": ",", "“": '"', "”": '"',
    "‘": "'", "’": "'", "＂": '"', "＇": "'", "「": '"', "」": '"', "《": '"', "》": '"', "：": ":", "．": ".",
    "。": "", "；": "", "！": "!", "＝": "=", "＞": ">", "＜": "<", "＋": "+", "－": "-", "—": "-", "＊": "*", "×": "*",
    "／": "/", "÷": "/", "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "％": "%", "＿": "_", "\u3000": " ",
    "\u00a0": " ", "∧": "and", "∨": "or", "¬": "not",
}  # fmt: skip
CLOSING_QUOTES = {"“": "”", "‘": "’", "「": "」", "《": "》"}
WORDS = {"&&": "and", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "===": "==", ":=": "=="}
# Words that mean something elsewhere, and what they are called here.
KEYWORDS = {"and", "or", "not", "in", "if", "else"}
CHINESE = {"且": "and", "并且": "and", "和": "and", "或": "or", "或者": "or", "非": "not", "不是": "not", "属于": "in"}
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
MOST_PROBLEMS = 50  # who pastes something else is told soon enough


@dataclass(slots=True)
class Scan:
    text: str
    problems: list[Problem]
    at: int = 0
    line: int = 1
    line_start: int = 0

    def span(self, start: int, end: int) -> Span:
        column = start - self.line_start + 1
        return Span(self.line, column, self.line, column + end - start)

    def refuse(self, start: int, end: int, reason: Reason, remedy: Reason) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            return
        self.problems.append(Problem(self.span(start, end), reason, remedy))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in INVISIBLE


def _refuse_invisible(scan: Scan, at: int) -> None:
    reason = Reason("There is a sign here that cannot be seen (%(sign)s).", {"sign": f"U+{ord(scan.text[at]):04X}"})
    scan.refuse(at, at + 1, reason, Reason("Remove it; typing the line anew is the surest way."))


def skip_comment(scan: Scan) -> None:
    end = scan.text.find("\n", scan.at)
    end = min(len(scan.text) if end < 0 else end, scan.at + LONGEST)
    for at in range(scan.at, end):
        if _is_invisible(scan.text[at]):
            _refuse_invisible(scan, at)
    scan.at = end


def skip_string(scan: Scan) -> None:
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
        elif _is_invisible(scan.text[end]):
            _refuse_invisible(scan, end)
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


def skip_word(scan: Scan) -> str:
    start = scan.at
    last = min(len(scan.text), start + LONGEST)
    while scan.at < last and (scan.text[scan.at].isalnum() or scan.text[scan.at] == "_"):
        scan.at += 1
    word = scan.text[start : scan.at]
    meant = CHINESE.get(word) or (word.lower() if word.lower() in KEYWORDS and word not in KEYWORDS else "")
    if meant:
        reason = Reason("%(sign)s is not a sign of the rule language.", {"sign": word})
        scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": meant}))
    elif len(word) > LONGEST_NAME:
        reason = Reason("The name %(word)s is longer than any name can be.", {"word": shortened(word)})
        scan.refuse(start, scan.at, reason, Reason("Names have at most %(most)s characters.", {"most": LONGEST_NAME}))
    elif not word.isascii():
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


def skip_number(scan: Scan) -> None:
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
        remedy = Reason("Write a shorter number; large amounts are written as wan(50).")
        scan.refuse(start, scan.at, reason, remedy)
    elif len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        reason = Reason("%(number)s begins with a zero.", {"number": number})
        scan.refuse(start, scan.at, reason, Reason("Write %(fix)s.", {"fix": plain.lstrip("0") or "0"}))


def skip_full_width_string(scan: Scan) -> None:
    start = scan.at
    scan.at = scan.text.find(CLOSING_QUOTES[scan.text[start]], start + 1) + 1
    inner = scan.text[start + 1 : scan.at - 1]
    reason = Reason("The text %(text)s stands in full-width quotes.", {"text": shortened(inner)})
    end = min(scan.at, start + len(inner.split("\n", 1)[0]) + 2)
    scan.refuse(start, end, reason, Reason("Write %(fix)s.", {"fix": f'"{shortened(inner)}"'}))
    newlines = inner.count("\n")
    if newlines:
        scan.line += newlines
        scan.line_start = scan.text.rfind("\n", 0, scan.at) + 1


def skip_sign(scan: Scan, *, in_call: bool) -> int:
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
    elif _is_invisible(char):
        _refuse_invisible(scan, start)
    elif char.isspace():
        reason = Reason("The blank %(sign)s cannot be read.", {"sign": f"U+{ord(char):04X}"})
        scan.refuse(start, start + 1, reason, Reason("Write an ordinary blank."))
    elif char == "!" and text[start + 1 : start + 2] != "=":
        reason = Reason("%(sign)s is not a sign of the rule language.", {"sign": char})
        scan.refuse(start, start + 1, reason, Reason("Write %(fix)s.", {"fix": "not"}))
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
