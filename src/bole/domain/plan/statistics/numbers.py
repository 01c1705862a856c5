"""Read the number in a cell, exactly, with the unit written beside it; or say why it is none and what was probably meant."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from bole.domain.plan.files.workbook_cells import SheetCell
from bole.domain.shared.reasons import Reason

ABSENT = {"-", "--", "---", "—", "——", "–", "―", "…", "……", "...", "......", "/", "n/a", "na", "#n/a", "null", "none", "nil", "暂无", "暂缺", "缺", "不详", "未统计"}  # fmt: skip
PLAIN = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,2})?"
NUMBER = re.compile(rf"({PLAIN})\s*([^\d\s.,+-][^\d]*)?")
SPACED = re.compile(r"(?<=\d)[ '](?=\d{3}(?!\d))")
MISREAD = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "。": ".", "·": "."})
ABOUT = re.compile("约|近|超过|超|逾|余|左右|以上|以下|多|大约|about|over|nearly|~|≈|>|<|≥|≤")
DIGITS_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """``unit`` is what the cell itself says, ``%`` included; None where it says nothing."""

    value: Decimal
    unit: str | None = None


def can_be_kept(value: Decimal) -> bool:
    """Whether a value survives being stored: SQLite keeps fifteen digits of a number, and six are kept behind the point."""
    digits = value.normalize().as_tuple()
    behind = -min(int(digits.exponent), 0)
    return behind <= 6 and max(len(digits.digits), len(digits.digits) + int(digits.exponent), behind) <= 15


def read_number(cell: SheetCell) -> Reading | Reason | None:
    """The number of a cell; None where it makes no statement (blank, —, …); otherwise the reason why it cannot be read."""
    if cell.is_fault:
        return Reason(
            "The cell shows the fault %(content)s. Mend its formula, or type the value.", {"content": cell.text}
        )
    if cell.day is not None:
        return Reason("The cell is formatted as a day (%(content)s). Format it as a number.", {"content": cell.text})
    if cell.number is not None:
        return Reading(cell.number.scaleb(2), "%") if cell.is_percent else Reading(cell.number)
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if not text or cell.text.strip() in ABSENT or text.lower() in ABSENT:
        return None
    return _read_text(SPACED.sub("", text.lower()), shown=cell.text)


def _read_text(text: str, *, shown: str) -> Reading | Reason:
    found = NUMBER.fullmatch(text.replace("−", "-"))
    if found and any(map(str.isdigit, found[1])) and len(found[1]) <= DIGITS_AT_MOST:
        unit = (found[2] or "").strip()
        if not ABOUT.search(unit):
            return Reading(Decimal(found[1].replace(",", "")), unit or None)
    suggestion = _suggest_number(shown)
    if text in {"无", "没有", "no"}:
        return Reason(
            '"%(content)s" is no number. Type 0 if there is none; leave the cell blank if it is not known.',
            {"content": shown},
        )
    if suggestion is None:
        return Reason(
            '"%(content)s" is no number. Type digits only; leave the cell blank if it is not known.', {"content": shown}
        )
    if ABOUT.search(text):
        return Reason(
            '"%(content)s" is only roughly a number. Type the exact value (perhaps %(suggestion)s); put the rest into the note.',
            {"content": shown, "suggestion": suggestion},
        )
    return Reason(
        '"%(content)s" is no number. Was %(suggestion)s meant? Type digits only and put the rest into the note.',
        {"content": shown, "suggestion": suggestion},
    )


def _suggest_number(shown: str) -> str | None:
    plain = unicodedata.normalize("NFKC", shown).replace(",", "")
    for text in (plain.translate(MISREAD), plain):
        found = re.findall(r"[+-]?\d+(?:\.\d+)?", text.replace(" ", ""))
        if len(found) == 1 and len(found[0]) <= DIGITS_AT_MOST:
            return str(found[0])
    return None
