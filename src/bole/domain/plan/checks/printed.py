"""What a printed number can stand for: the worth of its last digit, hedges such as 余, and rounding against cutting off.

A number is judged at the precision it is printed in, never finer.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*[:：∶]\s*(\d+(?:\.\d+)?)")
_MORE = re.compile(r"余|[多几](?=[\u4e00-\u9fff%])|以?上百")
_NEARLY = re.compile(r"近|将近|接近|不到|不足")


@dataclass(frozen=True, slots=True)
class Printed:
    """``value`` and ``step`` in base units; ``factor`` base units make one of the printed number."""

    value: float
    step: float
    factor: float
    low: float
    high: float
    is_exact: bool

    def may_equal(self, amount: float) -> bool:
        """Whether the number as printed can stand for this amount."""
        slack = abs(amount) * 1e-9
        return self.low - slack <= amount <= self.high + slack

    def show(self, amount: float, *, more_digits: int = 0) -> str:
        """The amount in the scale of the printed number, with at most so many digits beyond its own."""
        digits = max(0, _decimals(self.step / self.factor)) + more_digits
        return _trimmed(amount / self.factor, digits=digits)

    @property
    def text(self) -> str:
        return _trimmed(self.value / self.factor, digits=max(0, _decimals(self.step / self.factor)))


def printed_number(*, literal: str, value: float, scale: float, counts_whole: bool, around: str = "") -> Printed:
    """Read the precision of a literal whose value in base units is ``value * scale``."""
    amount = value * scale
    match = _NUMBER.search(literal)
    if match is None or not amount:
        return Printed(value=amount, step=scale, factor=scale, low=amount, high=amount, is_exact=True)
    digits = re.sub(r"[,，]", "", match[0])
    number = float(digits)
    factor = amount / number if number else scale
    decimals = len(digits.partition(".")[2])
    step = abs(factor) * 10.0**-decimals
    hedge = literal + around
    if _MORE.search(hedge):
        return Printed(amount, step, factor, amount, amount + _round_unit(digits) * factor, is_exact=False)
    if _NEARLY.search(hedge):
        return Printed(amount, step, factor, amount - _round_unit(digits) * factor, amount, is_exact=False)
    if counts_whole and step <= 1:
        return Printed(amount, step, factor, amount, amount, is_exact=True)
    return Printed(amount, step, factor, amount - step / 2, amount + step / 2, is_exact=False)


def printed_ratio(literal: str) -> Printed | None:
    """1:1.24 as the number 1.24; nothing if the literal is no ratio of two."""
    match = _RATIO.fullmatch(literal.strip())
    if match is None or not float(match[1]):
        return None
    amount = float(match[2]) / float(match[1])
    step = 10.0 ** -len(match[2].partition(".")[2]) / float(match[1])
    return Printed(amount, step, 1.0, amount - step / 2, amount + step / 2, is_exact=False)


def rounded_to(amount: float, *, step: float) -> float:
    """Commercial rounding to multiples of ``step``, free of binary dust."""
    return float(_quotient(amount, step).quantize(Decimal(1), ROUND_HALF_UP)) * step


def cut_to(amount: float, *, step: float) -> float:
    """The amount with everything below ``step`` cut off."""
    return float(_quotient(amount, step).quantize(Decimal(1), ROUND_DOWN)) * step


def is_same(a: float, b: float) -> bool:
    """Equal but for binary dust."""
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1e-9)


def _quotient(amount: float, step: float) -> Decimal:
    return Decimal(repr(round(amount / step, 6)))


def _round_unit(digits: str) -> float:
    """30620余 may run to 30629, 4300余 to 4399: the unit of the last digit that is not a closing zero."""
    whole, _, fraction = digits.partition(".")
    if fraction:
        return 10.0 ** -len(fraction)
    return 10.0 ** (len(whole) - len(whole.rstrip("0")))


def _decimals(step: float) -> int:
    text = f"{step:.10f}".rstrip("0")
    return len(text.partition(".")[2])


def _trimmed(number: float, *, digits: int) -> str:
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
