"""Read a cell whose value is no number: a class of an ordered scale, or shares such as 15:35:50."""

import re
import unicodedata

from bole.domain.plan.files.workbook_cells import SheetCell
from bole.domain.plan.statistics.numbers import ABSENT
from bole.domain.plan.statistics.values import IndicatorName
from bole.domain.shared.reasons import Reason

SHARE = re.compile(r"\d{1,3}(?:\.\d+)?")


def read_label(cell: SheetCell, *, indicator: IndicatorName) -> str | Reason | None:
    """The class or the shares of a cell; None where it makes no statement, otherwise the reason why it cannot be taken."""
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if not text or cell.text.strip() in ABSENT or text.lower() in ABSENT:
        return None
    if indicator.scale:
        return read_class(text, scale=tuple(indicator.scale))
    return read_shares(text, parts=indicator.parts)


def read_class(text: str, *, scale: tuple[str, ...]) -> str | Reason:
    if text in scale:
        return text
    return Reason('"%(content)s" is none of the classes. Write one of: %(scale)s.', {"content": text, "scale": scale})


def read_shares(text: str, *, parts: int) -> str | Reason:
    shares = [share.strip().rstrip("%") for share in text.split(":")]
    if len(shares) != parts or not all(map(SHARE.fullmatch, shares)):
        return Reason(
            '"%(content)s" is not %(parts)s shares. Write them with colons between, like 20:30:50.',
            {"content": text, "parts": parts},
        )
    return ":".join(shares)
