"""Decide in which encoding a text was saved, and refuse bytes that are no text rather than guess.

UTF-8, UTF-16 and GB18030 are what Chinese offices save. GB18030 gives a character to nearly every pair of bytes, so text
that decodes is believed only if its characters are ones that people write.
"""

import codecs
import re

from bole.domain.plan.files.refusals import UnreadableSource
from bole.domain.shared.reasons import Reason

SAMPLE_BYTES = 400_000
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
# UTF-8 Chinese that was opened as GBK and saved again reads like this; 锟斤拷 is what replacement characters turn into.
BROKEN_BEFORE = re.compile("锟斤拷|(?:\ufffd){2}")


def decode_text(data: bytes, *, declared: str | None = None) -> str:
    """The text of these bytes without a byte order mark.

    ``declared`` is the encoding the file itself names; it is tried first and not believed blindly.

    :raises UnreadableSource: for binary data, an encoding not known here, or damaged bytes, with the place of the first.
    """
    text = _decode_marked(data)
    if text is None and declared:
        text = _decode_declared(data, declared)
    if text is None:
        text = _decode_unmarked(data)
    controls = len(CONTROL.findall(text[:SAMPLE_BYTES]))
    if controls > max(2, len(text[:SAMPLE_BYTES]) // 500):
        raise not_text()
    if BROKEN_BEFORE.search(text):
        line = text.count("\n", 0, BROKEN_BEFORE.search(text).start()) + 1  # type: ignore[union-attr]
        raise UnreadableSource(
            Reason(
                "Characters were lost when this text was saved before (line %(line)s). Save it again from the original as UTF-8.",
                {"line": line},
            )
        )
    return text


def not_text() -> UnreadableSource:
    return UnreadableSource(
        Reason("This is not a text: it holds binary data. Give the plan as a .docx, .pdf, .html, .md or .txt file.")
    )


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding, skipped=len(mark))
    return None


def _decode_declared(data: bytes, declared: str) -> str | None:
    name = declared.strip().lower()
    if name in {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"}:
        name = "gb18030"  # pages declare gb2312 and use characters of its extensions
    if name not in {"gb18030", "utf-8", "utf8", "big5", "big5-hkscs"}:
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return text if name != "gb18030" or _reads_as_chinese(text) else None


def _decode_unmarked(data: bytes) -> str:
    wide = _find_wide_encoding(data[:SAMPLE_BYTES])
    if wide:
        return _decode_strictly(data, wide)
    if data[:SAMPLE_BYTES].count(0) > 2:
        raise not_text()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as failed:
        utf8 = failed
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as failed:
        raise _explain_damage(data, utf8=utf8, gb18030=failed) from None
    if _reads_as_chinese(text):
        return text
    raise _explain_damage(data, utf8=utf8, gb18030=None)


def _decode_strictly(data: bytes, encoding: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as failed:
        raise _damaged(data, failed, encoding, skipped=skipped) from None


def _find_wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: line ends, digits and Latin letters leave zero bytes that no other encoding has."""
    if sample.count(0) < max(2, len(sample) // 1000):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        latin = sum(1 for character in text if character.isascii())
        if not CONTROL.search(text) and (_reads_as_chinese(text) or latin * 2 > len(text)):
            return encoding
    return None


def _reads_as_chinese(text: str) -> bool:
    """Whether the Han characters are mostly those of everyday writing (level 1 of GB 2312 has the 3,755 commonest)."""
    sample = text[:SAMPLE_BYTES]
    if CONTROL.search(sample):
        return False
    foreign = sum(1 for character in sample if ord(character) > 0x7F)
    han = HAN.findall(sample)
    if not han or len(PRIVATE.findall(sample)) * 50 > foreign:
        return False
    everyday = sum(1 for character in han if _is_everyday(character))
    # Real prose has over 97 %; UTF-8, Big5 or Latin text read as GB18030 stays under 70 %.
    return everyday >= 0.85 * len(han) and len(han) + _count_chinese_marks(sample) >= 0.8 * foreign


def _count_chinese_marks(sample: str) -> int:
    return sum(
        1
        for mark in sample
        if "\u3000" <= mark <= "\u303f" or "\uff00" <= mark <= "\uffef" or mark in "“”‘’…—·×①②③④⑤⑥⑦⑧⑨"
    )


def _is_everyday(character: str) -> bool:
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _explain_damage(data: bytes, *, utf8: UnicodeDecodeError, gb18030: UnicodeDecodeError | None) -> UnreadableSource:
    sample = data[:SAMPLE_BYTES]
    readings = []
    for encoding, failed in (("utf-8", utf8), ("gb18030", gb18030)):
        text = sample.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
        if (
            failed
            and lost * 20 < max(len(text), 1)
            and (encoding == "utf-8" or _reads_as_chinese(text.replace("\ufffd", "")))
        ):
            readings.append((lost, encoding, failed))
    if not readings or len(CONTROL.findall(sample.decode("latin-1"))) * 100 > len(sample):
        if CONTROL.search(sample.decode("latin-1")):
            return not_text()
        return UnreadableSource(
            Reason(
                "The encoding of this text is not known: it is not UTF-8, UTF-16 or GB18030 (first doubtful byte: %(byte)s). "
                "Open it in an editor and save it as UTF-8.",
                {"byte": utf8.start + 1},
            )
        )
    _, encoding, failed = min(readings, key=lambda reading: reading[0])
    return _damaged(data, failed, encoding)


def _damaged(data: bytes, failed: UnicodeDecodeError, encoding: str, *, skipped: int = 0) -> UnreadableSource:
    good = data[skipped : skipped + failed.start].decode(encoding, errors="ignore")
    return UnreadableSource(
        Reason(
            "The text reads as %(encoding)s but is damaged at byte %(byte)s (line %(line)s). "
            "Open it in an editor, mend that place and save it as UTF-8.",
            {"encoding": encoding.upper(), "byte": skipped + failed.start + 1, "line": good.count("\n") + 1},
        )
    )
