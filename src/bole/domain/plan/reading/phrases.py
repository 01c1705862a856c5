"""Cut noun phrases out of a clause: what stands before a number, what it counts behind it, and whether words name anything.

Which phrase becomes the subject of a figure is decided in ``subjects``.
"""

import re
from functools import lru_cache

import rjieba

LONGEST = 36

BOUNDARY = "。；！？：，,;!?"

YEARS = r"(?:到|至|截至|截止|力争到?|争取到?|较|比|与)?\s*(?:20\d\d)\s*年?[底末初]?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末初]?(?:前|以来|期间|起)?的?"

TIME_WORDS = rf"{YEARS}|截至\S{{0,6}}[月年前]底?|目前|(?:较|比)?“?十[一二三四五]?五”?(?:时期|期间|末|以来)?|未来[五三]年|今后[五三]年|[53五三两]年(?:来|内|间|共)?|过去[五一]年|[全今去本]年度?|今年以来|(?:较|比)?上年[末底]?"

LINKS = r"同时|其中|此外|另外|并且?|且|还|也|再|每年度?|年均|每[月季]度?|逐年|平均|力争|争取|确保|努力|实现|预计|计划|拟|目标是?|使|让|将|均|都|共计?|合计|总计|累计|分别|已经?|先后|成功|现有|共有|新?达到?|占比?|为|约|近|及|和|以及|与|、|在|由|有|——|仍|只|仅|就|以后|一般(?!公共)|不得|可|应|须|（|\(|[“”◆●■★]|[一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]{1,4}条|每[人名位家月年户个]+"

LEADING = re.compile(rf"^(?:{TIME_WORDS}|{LINKS}|[，、\s）)])+")

RISES = r"(?:净?增[长加至]?|提[高升]|上升|跃升|攀升|回升|扩[大展]|下降|降低?|减[少至]?|缩[小短减]|压[缩减]|调[增减整]|稳定|保持|维持|控制)"

MEASURES = rf"[，、\s]|力争|争取|确保|预计|已经?|均|都|再|分别|共计?|合计|总计|累计|约为?|近|接近|突破|超过?|达到?了?|不(?:得|能)?(?:少于|低于|超过|高于|多于|到|足)|至少|最[高多低少长]|高于|低于|大于|小于|{RISES}(?:到|至|在|了|为)?|由|从|到|至|在|为|是|有|的|以|按照?|于|仅|只|各|将|拥有|人民币|[（(]含[）)]|——|:|：|[为可]?给予|一次性|每[人名位家月年户个项次届]+|[“”]|未?满"

TRAILING = re.compile(rf"(?:(?<![签制节预公合])(?:{MEASURES})|{YEARS})+$")

VERB_WORDS = (
    "引进培养|引进培育|引进储备|引进|引育|培养|培育|培训|选派|选聘|新增|新建|建设|建成|打造|遴选|推选|"
    "评选|选拔|招聘|招录|招引|集聚|聚集|吸引|储备|扶持|支持|组建|举办|开展|开发|创建|认定|输送|转化|"
    "完成|补充|配备|发放|兑现|派遣|建立|设立|推荐|选树|入库|孵化|带动|签约|落地|实施|资助|奖励|发布|"
    "走访|慰问|服务|解决|改造|获评|催生|发展|安排|投入|给予|补助|补贴|筹集|募集|落实|提供|拨付|参加|"
    "参与|申报|承担|实现|争取|新开|统筹|柔性|汇聚|造就|办好|组织|推动|带徒|力争|招收|筹建|新认定|"
    "新引进"
)
VERBS = VERB_WORDS.split("|")

VERB_SET = frozenset(VERBS)

LAST_VERBS = re.compile(
    rf"(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})(?:(?:或|和|、|并|与)?(?:{'|'.join(VERBS)}))*$"
)

DESCRIBES = re.compile(
    r"长期|从事|具[有备]|处于|主持|善于|富有|拥有|综合素质|扎根|热爱|符合|懂|能(?!力|源|手)|毕业于|获得|取得|掌握|熟悉|精通|品德|在[^，。；]{2,8}(?:工作|服务)"
)

SCOPES = re.compile(
    r"[国省市县区镇乡村]级(?:层面)?|全[省市县区旗州国镇乡村]|[我本该][省市县区]|各[类级地]|其中|方面|层面|以上|以下|左右"
)

RIGHT_STOP = re.compile(r"[，。；！？：,;!?]|——")

NOT_A_NOUN = re.compile(
    rf"^(?:[，。；：！？、）)”,;]|$|以上|以下|左右|以内|[和及与或]|到|赴|参[加与]|用于|作为|的?[上下]限|{RISES}|同比|比上|较|升|为|是|在|由|从(?![事业])|来|均|并|且|内[，、]|后|前|起|/|于|下沉|以来|给予|发放|享受|予以|全额|等额)"
)


def strip_measure(subject: str) -> str:
    return re.sub(r"(?:增幅|降幅|占[^占]*比重|占比|完成率|增加|减少)$", "", subject)


def noun_after(right: str) -> str:
    """The noun phrase a number counts: 50名(具有……的)高层次人才."""
    text = re.sub(r"^的", "", right)
    text = re.sub(r"^（[^）]{0,12}）", "", text)
    stop = RIGHT_STOP.search(text)
    phrase = text[: stop.start()] if stop else text
    if NOT_A_NOUN.match(text):
        # 由企业做盟主、有明确目标的联盟: a clause that describes, with its head at the end.
        head = phrase.rsplit("的", 1)[1] if re.match("[由以在为]", text) and "的" in phrase else ""
        return head[:24] if len(head) > 2 else ""
    phrase = re.sub(r"（[^）]*$", "", phrase)
    if "的" in phrase[1:]:
        head = phrase.rsplit("的", 1)[1]
        if head and (len(phrase) > 20 or opens_as_verb(phrase)):
            return head[:24]
        return (phrase.replace("的", "") if head else phrase)[:24]
    if len(phrase) > 4 and opens_as_verb(phrase):
        # 8名长期从事临床工作，……的医疗卫生人才: the head comes after further commas.
        heads = re.findall(r"的([^，。；的]{2,18})(?=[，。；]|$)", text[:160].split("。")[0])
        return heads[-1] if heads else phrase[:24]
    return phrase[:24]


def noun_before(left: str) -> str:
    text = LEADING.sub("", TRAILING.sub("", left[-120:]))
    text = TRAILING.sub("", text)
    if len(text) <= 24:
        return text.replace("的", "")
    tail = text.rsplit("的", 1)[-1]
    if 2 <= len(tail) <= 24:
        return tail
    whole = text[-24:].find("、")
    return text[-24:][whole + 1 :] if 0 <= whole < 14 else text[-24:]


@lru_cache(maxsize=4096)
def tag(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(rjieba.tag(text))


NOUN_TAGS = ("n", "l", "j", "i", "eng", "vn", "an", "b", "s")


def is_weak(text: str) -> bool:
    """Whether a text names nothing: only verbs, adverbs, times and words of scope."""
    text = SCOPES.sub("", text)
    if len(text) < 2:
        return True
    if "”" in text or "》" in text:
        return False
    return not any(flag.startswith(NOUN_TAGS) and word not in VERB_SET and len(word) > 1 for word, flag in tag(text))


def opens_as_verb(phrase: str) -> bool:
    return bool(DESCRIBES.match(phrase))


def join(first: str, second: str) -> str:
    return first if second and second in first else second if first and first in second else first + second


def shorten(text: str) -> str:
    text = re.sub(r"^[，、；：（）()\s“”]+|[，、；：（(\s“]+$", "", text)
    return text if len(text) <= LONGEST else text[-LONGEST:]


ITEM = re.compile(r"、|以及|和|及|与|或者?")


def split_items(text: str, count: int) -> list[str] | None:
    """The last ``count`` items of a list of names, or None where there are fewer."""
    items = [item for item in text.split("、") if item]
    if len(items) < count and items:
        parts = [part for part in re.split(r"以及|和|及|与", items[-1]) if part]
        items = items[:-1] + parts
    if len(items) < count:
        items = [item for item in ITEM.split(text) if item]
    return items[-count:] if len(items) >= count else None
