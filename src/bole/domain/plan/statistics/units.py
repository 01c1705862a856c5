"""Convert reported values between units exactly: 万人 to 人, 亿元 to 万元, a share to a percentage where it is said.

Units of different kinds are never converted; whether that is an error is the caller's to say.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal

PREFIXES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
PREFIXED = re.compile("(万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百)(.*)")
# Classifiers that count the same things, and what English sheets write.
SAME = {
    "名": "人", "位": "人", "people": "人", "persons": "人", "person": "人",
    "家": "个", "所": "个", "处": "个", "座": "个",
    "人民币元": "元", "圆": "元", "yuan": "元", "rmb": "元",
    "百分比": "%", "percent": "%", "per cent": "%", "pct": "%", "百分点": "%", "个百分点": "%",
}  # fmt: skip
SHARES = {"比例", "小数", "比值", "ratio", "share", "proportion"}
EXACT = Context(prec=80)


@dataclass(frozen=True, slots=True)
class Unit:
    """``power`` is the power of ten that ``base`` is counted in: 万人 is 人 with power 4."""

    base: str
    power: int


def read_unit(text: str) -> Unit:
    """The unit this text names; a bare 万 or 亿 has an empty base."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("单位:")
    plain = plain.strip(" ()[]")
    if plain in SHARES:
        return Unit(base="%", power=2)
    if plain == "‰":
        return Unit(base="%", power=-1)
    if plain in SAME:
        return Unit(base=SAME[plain], power=0)
    if found := PREFIXED.fullmatch(plain):
        return Unit(base=_name_base(found[2]), power=PREFIXES[found[1]])
    return Unit(base=_name_base(plain), power=0)


def _name_base(text: str) -> str:
    return SAME.get(text.strip(), text.replace(" ", ""))


def convert_value(value: Decimal, *, given: Unit, wanted: Unit) -> Decimal | None:
    """The value in the wanted unit, exactly; None where the two count different things."""
    if given.base and wanted.base and given.base != wanted.base:
        return None
    return Decimal(format(value.scaleb(given.power - wanted.power, EXACT), "f"))
