"""Numbers of people and organisations with right checksums and regions that do not exist."""

from datetime import date

NUMBER_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NUMBER_CHECKS = "10X98765432"  # GB 11643, ISO 7064 MOD 11-2
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V and Z
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def id_number(*, area: str, born: date, order: int) -> str:
    """Return an ID number; an odd ``order`` is a man's."""
    body = f"{area}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, NUMBER_WEIGHTS, strict=True))
    return body + NUMBER_CHECKS[total % 11]


def credit_code(*, kind: str, region: str, number: int) -> str:
    """Return a unified social credit code; ``kind`` are its first two signs: who registers, and what."""
    body = f"{number:08d}"
    check = (11 - sum(int(digit) * weight for digit, weight in zip(body, BODY_WEIGHTS, strict=True)) % 11) % 11
    code = f"{kind}{region}{body}{'X' if check == 10 else check}"
    total = sum(LETTERS.index(sign) * weight for sign, weight in zip(code, CODE_WEIGHTS, strict=True))
    return code + LETTERS[(31 - total % 31) % 31]


def record_id(*, seed_digest: bytes, at: int, number: int) -> str:
    """Return an id in the form of UUIDv7: a moment made up from the running number, then digits of the seed."""
    head = (at + number) & (2**48 - 1)
    tail = int.from_bytes(seed_digest[:10], "big")
    value = (
        head << 80 | 0x7 << 76 | (tail >> 66 & 0xFFF) << 64 | 0b10 << 62 | (tail + number * 0x9E3779B97F4A7C15) % 2**62
    )
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
