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


def name_as_mentioned(figure: Figure, *, text: str, regions: tuple[str, ...]) -> Name:
    """The name in the subject, put right where the sentence around the number plainly says otherwise."""
    name = name_from(figure.subject, regions=regions)
    if not text:
        return name
    before, after = text[: figure.place.start], text[figure.place.end :]
    own = _CLAUSE_END.split(before)[-1]
    if len(name.core) <= 2 and re.fullmatch(_BARE_VERB, name.core):
        # 重点发展10家由企业牵头的联盟: the thing stands after the number.
        words = re.split(r"[，,。；;：:]", after)[0].rsplit("的", 1)[-1]
        return name_from(f"{figure.subject}{words}", regions=regions) if 2 <= len(words) <= 16 else name
    stated = name_from(_VERB_AT_END.sub("", own), regions=regions)
    is_name = len(stated.core) >= 3 or stated.core == "人才"
    ran_on = figure.subject.startswith(_VERB_AT_END.sub("", own)) and figure.subject not in before[-80:]
    if is_name and name.core != stated.core and ran_on and "、" not in own:
        return stated  # the subject ran on into the next clause
    if is_name and figure.subject not in before[-80:] and figure.subject in after[:40]:
        return stated  # the subject belongs to the next number
    ends_rise = re.search(r"[由从][^，。；]*(?:提高|增加|增长|上升|提升|下降|降低)\w?[到至为]\s*$", before[-40:])
    if not ends_rise:
        return name
    # 占GDP比重由1.2%提高到1.9%: the second number is a level again, and still a share of GDP.
    share = _SHARE_RISES.search(before[-60:]) if figure.unit == "%" else None
    if share is not None and not name.is_share:
        return replace(name, is_growth=False, is_share=True, whole=name_from(share["whole"], regions=regions).core)
    return replace(name, is_growth=False)
