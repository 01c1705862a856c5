"""Recognise the indicators of a region by the names people write: with a unit in brackets, a number before, 其中 in front."""

import difflib
import heapq
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bole.domain.plan.statistics.values import IndicatorName

BRACKETED = re.compile(r"[(（\[【]\s*(?:单位\s*[:：]\s*)?([^()（）\[\]【】]{1,12})\s*[)）\]】]\s*$")
AFTER_COMMA = re.compile(r"[,，、/]\s*(?:单位\s*[:：]\s*)?([%％‰]|[万亿千百]{0,2}[人元个家项件次户套篇所名])\s*$")
LEADING = re.compile(
    r"^(?:[#*▲△●·]+|其中[:：]?|#|\d{1,3}[.、](?!\d)|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
MARKS = re.compile(r"[\s,，.。、:：;；\"'“”‘’()（）\[\]【】《》<>·_/-]")
NEAR_ENOUGH = 0.5
SHORT_LIST = 8


def split_unit(text: str) -> tuple[str, str | None]:
    """The name and the unit written behind it: 人才资源总量（万人）."""
    for pattern in (BRACKETED, AFTER_COMMA):
        if found := pattern.search(text):
            return text[: found.start()].strip(), found[1].strip()
    return text.strip(), None


@dataclass(frozen=True, slots=True)
class KnownNames:
    by_name: dict[str, tuple[IndicatorName, ...]]

    def find(self, text: str) -> IndicatorName | None:
        """The one indicator that this text names, or None."""
        found = self.find_all(text)
        return found[0] if len(found) == 1 else None

    def find_all(self, text: str) -> tuple[IndicatorName, ...]:
        """Every indicator that this text may name; the whole text counts before one without unit or number."""
        for candidate in (text, split_unit(text)[0], LEADING.sub("", text), LEADING.sub("", split_unit(text)[0])):
            found = self.by_name.get(_plain(candidate), ())
            if found:
                return found
        return ()

    def find_nearest(self, text: str) -> str | None:
        """The known name most like this text, where any is alike."""
        wanted = _plain(LEADING.sub("", split_unit(text)[0]))
        # Comparing closely is dear; only names that share most characters are compared at all.
        letters = set(wanted)
        alike = heapq.nlargest(
            SHORT_LIST, self.by_name, key=lambda name: len(letters.intersection(name)) / (len(name) + 2)
        )
        near = difflib.get_close_matches(wanted, alike, n=1, cutoff=NEAR_ENOUGH)
        return self.by_name[near[0]][0].name if near else None


def know_names(indicators: Sequence[IndicatorName]) -> KnownNames:
    """The names, synonyms and ids of these indicators, made comparable."""
    by_name: dict[str, tuple[IndicatorName, ...]] = {}
    for indicator in indicators:
        for name in (indicator.name, indicator.id, *indicator.synonyms):
            known = by_name.get(_plain(name), ())
            if indicator not in known:
                by_name[_plain(name)] = (*known, indicator)
    by_name.pop("", None)
    return KnownNames(by_name)


def _plain(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
