"""What a figure is about, cleared of the words that vary between two mentions of the same thing.

人才资源总量 and 全市人才总量 are one thing; 高技能人才 and 技能人才 are two. Only words that never change what is
counted are dropped; everything else must agree.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# Words that say something is added to what was there: such a number is not the level afterwards.
_ADDING = (
    "新增加|新增|增加|净增|新建|新引进|新培育|新培养|新招聘|新招录|新开发|新认定|新入选|新推出|新获批|新设立|新设|"
    "引进|引入|引育|招引|招聘|招录|招收|补充|回引|吸引|吸纳|回流|引聚|选聘|聘请|柔性使用|新"
)
# Words that name what is done with the thing without changing what the thing is.
_DOING = (
    "累计|现已|已|共计|总共|共(?![享同用建])|力争|争取|确保|实现|达到|达|拥有|现有|具有|具备|突破|超过|保持在|稳定在|建成|建设|建立|打造|"
    "创建|组建|成立|培养造就|培养|培育|孵化|集聚|聚集|汇聚|储备|选派|选拔|遴选|支持|资助|扶持|评选|推选|评定|评选|选树|"
    "认定|获批|获评|入选|入库|转化|完成|实施|推出|重点|发展|派遣|互派|提供|开发|布局|配备|组织|开展|举办|培训|建|每年|年均|"
    "形成|推动|推进|加快|做到|设立|获得|获|取得|全职|柔性|协作|联合|联手|共建|共育|签订|走访|慰问|发放|兑现|投入|命名|授予"
)
_OPENING = re.compile(
    rf"^(?:{_ADDING}|{_DOING}|或者|或|并|和|及|与|、|各|的|全部|主要|为|其中|有(?![效害机色限偿望]|研发|R))"
)
_CLOSING = re.compile(
    r"(?:总数量|数量|总数|总量|总人数|人数|总规模|规模|总额|拥有量|情况|数|的|达到|达|为|有|突破|超过|"
    r"总量增加|增加|新增|培训|转化|建设|培养|引进|招聘|招录|招收|选派|评选|认定|目标|基数|总计|合计)$"
)
_REGION = re.compile(r"全(?:省|市|州|县|区|旗|镇|乡|域)的?|(?:我|本)(?:省|市|州|县|区|旗)的?|本地区?|辖区内?")
_UNIT_BRACKET = re.compile(r"[（(](?:[^（()）]{0,4}[人名家个件项%％元年岁套所支类位级次户篇][^（()）]{0,6})[)）]\s*$")
_ALIASES = (
    (re.compile(r"科学研究与试验发展|研究与试验发展|研究与开发|研发|R＆D|r&d"), "R&D"),
    (re.compile(r"(?:R&D){2,}"), "R&D"),
    (re.compile(r"(?:地区|国内)?生产总值(?:GDP)?"), "GDP"),
    (re.compile(r"规上"), "规模以上"),
    (re.compile(r"经费(?:支出|投入)|投入经费|投入(?=占|强度)"), "经费"),
    (re.compile(r"(?:每|平均每)?(?:一)?万(?:名)?人口?(?=[^\d才])"), "每万人"),
    (re.compile(r"及以上|或以上|和以上|（含）以上"), "以上"),
    (re.compile(r"(?<=工作)专业(?=人才)|专业(?=技术)|专门(?=人才)"), ""),
    (re.compile(r"型(?=人才)"), ""),
    (re.compile(r"经营管理人(?:员|才)"), "经营管理人才"),
    (re.compile(r"资源(?=总量|$)|各类|各级各类|各级|各行业|队伍"), ""),
    (re.compile(r"^全社会"), ""),
    (re.compile(r"人员"), "人"),
    (re.compile(r"有效(?=发明专利)"), ""),
    (re.compile(r"对(?:经济|GDP|经济社会)(?:增长|发展)的?(?=贡献率)"), ""),
    (re.compile(r"全时当量(?:数)?"), "全时当量"),
)
_SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.*?)(?:的)?(?:比重|比例|比率|占比|百分比|份额|之比|比)*$")
_SHARE_IN = re.compile(
    r"(?P<whole>.+?)(?<![高初集其])(?:中|里)(?![级小心医高国等学青坚层共])(?P<part>.+?)(?:的)?(?:比重|比例|比率|占比|百分比|份额|所占比例)+$"
)
_SHARE_END = re.compile(r"(?P<part>.+?)(?:的)?(?:比重|比例|占比|百分比|份额)+$")
_GROWTH = re.compile(
    r"(?:的)?(?:年均)?(?:同比)?(?:增长幅度|增长率|增长速度|增长|增幅|增速|提升幅度|提高|上升|增加)(?:率|幅度)?$"
)
_NO_PLACE = re.compile(r"[各全本我该省市县区发的强兴于及和与]|开发|园|高新|人才|[东西南北中]部")
_BARE = re.compile(r"[\s“”\"'‘’《》「」·]")
# Leftovers between two names that do not make them two things.
_SAME_ANYWAY = re.compile(r"^(?:的|和|及|与|、|，|等|类|级|新|总|个|数|者|内|中|每|全|人|各|性)*$")
# The same words by sign: two names can only be one if nothing is left between them without these.
_WITHOUT_SAME_ANYWAY = str.maketrans("", "", "的和及与、，等类级新总个数者内中每全人各性")
_NARROWING = re.compile(r"^[高副正优新专特]")


@dataclass(frozen=True, slots=True)
class Name:
    """``core`` is the thing; a share also has the ``whole`` it is part of; ``adds`` if the figure is an increment."""

    core: str
    whole: str = ""
    adds: bool = False
    is_share: bool = False
    is_growth: bool = False
    is_yearly: bool = False


@lru_cache(maxsize=4096)
def name_from(subject: str, *, regions: tuple[str, ...] = ()) -> Name:
    """The name in a subject as the reader gives it; ``regions`` are the place names of the document's own region."""
    text = _BARE.sub("", subject)
    text = _UNIT_BRACKET.sub("", text)
    text = re.sub(r"[（(]?(?:20\d\d年?)?(?:基数|基期值?|目标值?|基准值?)[)）]?$", "", text)
    text = re.sub(r"[（()）]", "", text)
    text = re.sub(r"(?<=[比量数额])[由从]$", "", text)
    is_yearly = "年均" in text or "每年" in text
    is_growth = _GROWTH.search(text) is not None and not re.match(rf"(?:{_ADDING})", text)
    text = _GROWTH.sub("", text) if is_growth else text
    text = _without_regions(text, regions)
    for pattern, word in _ALIASES:
        text = pattern.sub(word, text)
    share = _share_of(text)
    if share is not None:
        part, whole = share
        whole = "" if whole in {"总量", "总数", "比"} else whole
        return Name(_core(part), whole=_core(whole), is_share=True, is_growth=is_growth, is_yearly=is_yearly)
    adds = re.match(rf"(?:(?:{_DOING})*)(?:{_ADDING})", text) is not None
    adds = adds or re.search(r"(?:增加|新增|净增|引进)(?:数|量|人数|数量)?$", text) is not None
    return Name(_without_regions(_core(text), regions), adds=adds, is_growth=is_growth, is_yearly=is_yearly)


def is_same_thing(a: Name, b: Name) -> bool:
    """Whether two names speak of one thing, share with share, growth with growth."""
    if (a.is_share, a.is_growth) != (b.is_share, b.is_growth):
        return False
    if a.is_share and a.whole and b.whole and not is_same_core(a.whole, b.whole):
        return False
    return is_same_core(a.core, b.core)


@lru_cache(maxsize=65536)
def is_same_core(a: str, b: str) -> bool:
    """Whether two cores agree but for words that never change what is counted."""
    if a == b:
        return bool(a)
    if abs(len(a) - len(b)) > 4 or min(len(a), len(b)) < 2:
        return False
    # Comparing closely is dear, and most pairs differ in a word that counts.
    if a.translate(_WITHOUT_SAME_ANYWAY) != b.translate(_WITHOUT_SAME_ANYWAY):
        return False
    return all(_SAME_ANYWAY.match(left) and _SAME_ANYWAY.match(right) for left, right in differing_words(a, b))


def differing_words(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """The pieces in which two names differ, side by side."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return tuple((a[i:j], b[k:m]) for tag, i, j, k, m in blocks if tag != "equal")


def narrowing_word(a: str, b: str) -> str:
    """The one word by which one name is narrower than the other (高价值), or nothing if they differ otherwise."""
    pieces = differing_words(a, b)
    if len(pieces) != 1:
        return ""
    left, right = pieces[0]
    word = left or right
    return word if not (left and right) and len(word) <= 4 and _NARROWING.match(word) else ""


def region_words(openings: tuple[str, ...], *, everything: str) -> tuple[str, ...]:
    """The places a document names as its own: 某某市 in its title gives 某某市 and 某某, if it names them again."""
    found: set[str] = set()
    for text in openings:
        for match in re.finditer(r"(?:省|自治区|自治州|市|州|县|区|旗)(?!级|场|政府|委|直|域)", text):
            for length in (2, 3):
                name = text[max(0, match.start() - length) : match.start()]
                if re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) and not _NO_PLACE.search(name):
                    found |= {place for place in (name, name + match[0]) if everything.count(place) > 2}
    return tuple(sorted(found, key=len, reverse=True))


def _without_regions(text: str, regions: tuple[str, ...]) -> str:
    text = _REGION.sub("", text)
    for region in regions:
        if text.startswith(region) and len(text) - len(region) >= 2:
            text = text[len(region) :]
    return text


def _share_of(text: str) -> tuple[str, str] | None:
    for pattern in (_SHARE_IN, _SHARE) if "占比" in text and "中" in text else (_SHARE, _SHARE_IN):
        match = pattern.fullmatch(text)
        if match:
            return match["part"], match["whole"]
    if text.endswith("R&D经费强度"):
        return text.removesuffix("强度"), "GDP"
    match = _SHARE_END.fullmatch(text)
    return (match["part"], "") if match else None


def _core(text: str) -> str:
    while True:
        shorter = _OPENING.sub("", text)
        shorter = _CLOSING.sub("", shorter)
        if shorter == text or len(shorter) < 2:
            return text
        text = shorter
