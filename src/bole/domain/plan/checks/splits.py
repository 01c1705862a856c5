"""Whether what is dealt out in shares is dealt out whole: payments, weights, ages, losses borne by several.

Only splits that must be whole are judged; three shares that merely stand side by side may leave a rest unnamed.
"""

import re
from collections.abc import Iterator, Sequence

from bole.domain.plan.checks.fact import Facts, matches_in_sentences
from bole.domain.plan.checks.findings import Contradiction, Severity, contradiction_about
from bole.domain.plan.documents import Block
from bole.domain.shared.reasons import Reason

_NUMBER = r"\d+(?:\.\d+)?"
_PERCENT = re.compile(rf"({_NUMBER})\s*[%％]")
_RATIO = re.compile(rf"(?<![\d.:：∶]){_NUMBER}(?:\s*[:：∶]\s*{_NUMBER}){{2,}}(?![\d.:：∶])")
_PAYS = r"拨付|发放|兑付|支付|兑现|拨给|划拨"
_BORNE = re.compile(rf"分担|承担|{_PAYS}")
_INSTALMENTS = re.compile(
    rf"分(?P<count>[两二三四五六2-6])(?:次|年|期|批|个阶段)[^。；]*?(?:{_PAYS})|分(?P<years>[两二三四五六2-6])年[^。；]*?(?:{_PAYS})"
)
_PAID_OUT = re.compile(rf"(?:[^。；;]*?(?:{_PAYS})\s*{_NUMBER}\s*[%％]){{3,}}")
_WEIGHTS = re.compile(rf"[×xX*]\s*({_NUMBER})\s*[%％](?:[^。；]{{0,12}}[×xX*]\s*({_NUMBER})\s*[%％])+")
_BANDS = re.compile(
    rf"(?:及以下|以下|以内)[^，。；、\d]{{0,10}}占[^，。；、\d]{{0,6}}{_NUMBER}\s*[%％][^。]*?(?:及以上|以上)[^，。；、\d]{{0,10}}占[^，。；、\d]{{0,6}}{_NUMBER}\s*[%％]"
)
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def find_broken_splits(facts: Facts) -> Iterator[Contradiction]:
    """Shares that must make a whole and do not."""
    for number, block in facts.paragraphs():
        for start, end, shares, whole in _splits(block):
            total = sum(shares)
            if abs(total - whole) > _slack(shares, whole=whole):
                yield _not_whole(facts, number=number, span=(start, end), shares=shares, whole=whole)


def _splits(block: Block) -> Iterator[tuple[int, int, list[float], float]]:
    """Where each split stands, its shares, and what they must make."""
    for match in matches_in_sentences(_RATIO, block.text):
        shares = [float(part) for part in re.split(r"\s*[:：∶]\s*", match[0])]
        total = sum(shares)
        if 60 <= total <= 180:
            yield match.start(), match.end(), shares, 100.0
        elif 6 <= total <= 16 and _BORNE.search(_around(block.text, match)) and all(s.is_integer() for s in shares):
            yield match.start(), match.end(), shares, 10.0
    for match in matches_in_sentences(_INSTALMENTS, block.text):
        end = _sentence_end(block.text, match.start())
        shares = [float(part) for part in _PERCENT.findall(block.text[match.start() : end])]
        count = _number(match["count"] or match["years"])
        if len(shares) >= count and 50 <= sum(shares[:count]) <= 200:
            yield match.start(), end, shares[:count], 100.0
    for match in matches_in_sentences(_PAID_OUT, block.text):
        shares = [float(part) for part in re.findall(rf"(?:{_PAYS})\s*({_NUMBER})\s*[%％]", match[0])]
        if len(shares) > 2 and 50 <= sum(shares) <= 200:
            yield match.start(), match.end(), shares, 100.0
    for match in matches_in_sentences(_WEIGHTS, block.text):
        yield match.start(), match.end(), [float(part) for part in _PERCENT.findall(match[0])], 100.0
    for match in matches_in_sentences(_BANDS, block.text):
        shares = [float(part) for part in re.findall(rf"占[^，。；、\d]{{0,6}}({_NUMBER})\s*[%％]", match[0])]
        if len(shares) > 1 and 50 <= sum(shares) <= 180:
            yield match.start(), match.end(), shares, 100.0


def _slack(shares: Sequence[float], *, whole: float) -> float:
    """Rounded shares may miss their whole by half a last digit each."""
    decimals = max(len(f"{share:.6f}".rstrip("0").partition(".")[2]) for share in shares)
    return 1e-6 if whole != 100 or decimals == 0 else len(shares) * 0.5 * 10.0**-decimals + 1e-6


def _not_whole(
    facts: Facts, *, number: int, span: tuple[int, int], shares: Sequence[float], whole: float
) -> Contradiction:
    block = facts.document.blocks[number]
    held = [
        fact
        for fact in facts.all
        if fact.figure.place.block == number and not fact.in_table and span[0] <= fact.figure.place.start < span[1]
    ]
    return contradiction_about(
        held,
        check="share",
        severity=Severity.ERROR,
        what=Reason("What is dealt out in shares is not dealt out whole.", {}),
        expected=Reason("%(whole)s", {"whole": f"{whole:g}"}),
        found=Reason(
            "%(sum)s (%(shares)s)",
            {"sum": f"{sum(shares):g}", "shares": " + ".join(f"{share:g}" for share in shares)},
        ),
        lines=(block.lines[span[0]], block.lines[span[1] - 1]),
    )


def _around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in "。；")
    return text[start + 1 : _sentence_end(text, match.end())]


def _sentence_end(text: str, start: int) -> int:
    ends = [place for mark in "。；" if (place := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))


def _number(text: str) -> int:
    return _COUNTS[text] if text in _COUNTS else int(text)
