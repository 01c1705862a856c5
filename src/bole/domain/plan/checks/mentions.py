"""Which name a figure has where it is mentioned: its subject, unless the sentence around the number says otherwise.

The subject is the reader's; here it is only put right where it ran past its clause or stopped at a bare verb.
"""

import re
from dataclasses import replace

from bole.domain.plan.checks.names import Name, name_from
from bole.domain.plan.documents import Figure

_CLAUSE_END = re.compile(r"[，,；;：:。！？（(）)]")
_BARE_VERB = re.compile(
    r"|发展|培养|培育|建设|打造|支持|实施|组建|引进|建立|推广|开展|设立|创建|培训|扶持|遴选|认定|新建"
)
_VERB_AT_END = re.compile(r"(?:力争)?(?:达到|达|突破|超过|到|为|有|总量|总数)+\s*$")
_SHARE_RISES = re.compile(r"占(?P<whole>[^，。；0-9占]{1,14}?)的?(?:比重|比例)[由从]")
_RISES_TO = re.compile(r"[由从][^，。；]*(?:提高|增加|增长|上升|提升|下降|降低)\w?[到至为]\s*$")


def name_as_mentioned(figure: Figure, *, text: str, regions: tuple[str, ...]) -> Name:
    """The name in the subject, put right where the sentence around the number plainly says otherwise."""
    name = name_from(figure.subject, regions=regions)
    if not text:
        return name
    if len(name.core) <= 2 and re.fullmatch(_BARE_VERB, name.core):
        return _name_after(figure, text=text, regions=regions) or name
    return _name_in_clause(figure, name, text=text, regions=regions) or _level_again(figure, name, text, regions)


def _name_after(figure: Figure, *, text: str, regions: tuple[str, ...]) -> Name | None:
    """重点发展10家由企业牵头的联盟: the thing stands after the number."""
    words = re.split(r"[，,。；;：:]", text[figure.place.end :])[0].rsplit("的", 1)[-1]
    return name_from(f"{figure.subject}{words}", regions=regions) if 2 <= len(words) <= 16 else None


def _name_in_clause(figure: Figure, name: Name, *, text: str, regions: tuple[str, ...]) -> Name | None:
    """The words before the number, where the subject ran on into the next clause or belongs to the next number."""
    before, after = text[: figure.place.start], text[figure.place.end :]
    own = _CLAUSE_END.split(before)[-1]
    words = _VERB_AT_END.sub("", own)
    stated = name_from(words, regions=regions)
    if (len(stated.core) < 3 and stated.core != "人才") or figure.subject in before[-80:]:
        return None
    ran_on = figure.subject.startswith(words) and name.core != stated.core and "、" not in own
    return stated if ran_on or figure.subject in after[:40] else None


def _level_again(figure: Figure, name: Name, text: str, regions: tuple[str, ...]) -> Name:
    """占GDP比重由1.2%提高到1.9%: the second number is a level, and still a share of GDP."""
    before = text[max(0, figure.place.start - 60) : figure.place.start]
    if not _RISES_TO.search(before[-40:]):
        return name
    share = _SHARE_RISES.search(before) if figure.unit == "%" else None
    if share is not None and not name.is_share:
        return replace(name, is_growth=False, is_share=True, whole=name_from(share["whole"], regions=regions).core)
    return replace(name, is_growth=False)
