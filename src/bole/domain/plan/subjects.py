"""What a figure counts: the words before the number, after it, or of the figure it refers back to.

A subject is a short condensation for people and for matching, not a quotation. Lists are paired in ``lists``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from bole.domain.plan.numerals import AGE_UNITS, Numeral

LONGEST = 36
BOUNDARY = "。；！？：，,;!?"
YEARS = r"(?:到|至|截至|截止|力争到?|争取到?|较|比|与)?\s*(?:20\d\d)\s*年?[底末初]?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末初]?(?:前|以来|期间|起)?的?"
TIME_WORDS = rf"{YEARS}|截至\S{{0,6}}[月年前]底?|目前|(?:较|比)?“?十[一二三四五]?五”?(?:时期|期间|末|以来)?|未来[五三]年|今后[五三]年|[53五三两]年(?:来|内|间|共)?|过去[五一]年|[全今去本]年度?|今年以来|(?:较|比)?上年[末底]?"
LINKS = r"同时|其中|此外|另外|并且?|且|还|也|再|每年度?|年均|每[月季]度?|逐年|平均|力争|争取|确保|努力|实现|预计|计划|拟|目标是?|使|让|将|均|都|共计?|合计|总计|累计|分别|已经?|先后|成功|现有|共有|新?达到?|占比?|为|约|近|及|和|以及|与|、|在|由|有|——|仍|只|仅|就|以后|一般|不得|可|应|须|（|\(|[“”◆●■★]|第[一二三四五六七八九十\d]{1,4}条|每[人名位家月年户个]+"
LEADING = re.compile(rf"^(?:{TIME_WORDS}|{LINKS}|[，、\s）)])+")
RISES = r"(?:净?增[长加至]?|提[高升]|上升|跃升|攀升|回升|扩[大展]|下降|降低?|减[少至]?|缩[小短减]|压[缩减]|调[增减整]|稳定|保持|维持|控制)"
MEASURES = rf"[，、\s]|力争|争取|确保|预计|总[数量额]?(?:达到?|为)|已经?|均|都|再|分别|共计?|合计|总计|累计|约为?|近|接近|突破|超过?|达到?了?|不(?:得|能)?(?:少于|低于|超过|高于|多于|到|足)|至少|最[高多低少长]|高于|低于|大于|小于|{RISES}(?:到|至|在|了|为)?|由|从|到|至|在|为|是|有|的|以|按照?|于|仅|只|各|将|拥有|人民币|[（(]含[）)]|——|:|：|[为可]?给予|一次性|每[人名位家月年户个项次届]+|[“”]|未?满"
TRAILING = re.compile(rf"(?:(?<![签制节预公合])(?:{MEASURES})|{YEARS})+$")
RATE_WORD = re.compile(
    rf"^(?:同比|环比|年均|平均|年|分别|实际|名义|[再又]|较[^，。]{{1,12}}?|比[^，。]{{1,12}}?)*{RISES}(?:了|率|约|近|超过?|达到?|为|到|至)*$"
)
RISE_AT_END = re.compile(rf"({RISES})(?:了|约|近|超过|达到?)*$")
SHARE = re.compile(
    r"^(?:其|仅|只|约|合计)?占(?:到|全部)?(.{0,24}?)(?:的|比[重例]|达到?|为|约|超过?)*$|^(?:合计|其)?(?:占比|比[重例])(?:达到?|为|约|超过?|不到)*$"
)
SHARE_TAIL = re.compile(r"占([^，。；]{1,24}?)(?:的|达到?|为|约|超过?)*$")
VERBS = [
    "引进培养",
    "引进培育",
    "引进储备",
    "引进",
    "引育",
    "培养",
    "培育",
    "培训",
    "选派",
    "选聘",
    "新增",
    "新建",
    "建设",
    "建成",
    "打造",
    "遴选",
    "推选",
    "评选",
    "选拔",
    "招聘",
    "招录",
    "招引",
    "集聚",
    "聚集",
    "吸引",
    "储备",
    "扶持",
    "支持",
    "组建",
    "举办",
    "开展",
    "开发",
    "创建",
    "认定",
    "输送",
    "转化",
    "完成",
    "补充",
    "配备",
    "发放",
    "兑现",
    "派遣",
    "建立",
    "设立",
    "推荐",
    "选树",
    "入库",
    "孵化",
    "带动",
    "签约",
    "落地",
    "实施",
    "资助",
    "奖励",
    "发布",
    "走访",
    "慰问",
    "服务",
    "解决",
    "改造",
    "获评",
    "催生",
    "发展",
    "安排",
    "投入",
    "给予",
    "补助",
    "补贴",
    "筹集",
    "募集",
    "落实",
    "提供",
    "拨付",
    "参加",
    "参与",
    "申报",
    "承担",
    "实现",
    "争取",
    "新开",
    "统筹",
    "柔性",
    "汇聚",
    "造就",
    "办好",
    "组织",
    "推动",
    "带徒",
    "力争",
    "招收",
    "筹建",
    "新认定",
    "新引进",
]
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
GIFTS = r"补贴|补助|奖励|资助|津贴|经费|启动资金|资金|贷款|奖金|贴息|安家费|补偿|待遇|启动金|租金"
GIFT_AHEAD = re.compile(rf"^[^，。；]{{0,60}}?((?:[\u4e00-\u9fff]{{0,4}})(?:{GIFTS}))")
GIFT = re.compile(
    r"^(?:的)?(?:[^，。；的]{0,12}?)(?:补贴|补助|奖励|资助|津贴|经费|资金|贷款|奖金|贴息|安家费|补偿|支持|待遇|启动金|租金|投资|基金|专项)[^，。；]{0,6}"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text around one number: ``left`` from the clause's start, ``right`` to the next number or sentence end."""

    left: str
    right: str
    earlier: str
    """The clause before, for a clause that has no words of its own."""
    label: str
    previous: str
    """The subject of the figure before in the same sentence."""
    parent: str = ""
    """The subject of the figure that 其中 divides."""
    condition: str = ""
    """The clause that says who gets what follows (企业开展岗前培训的，……)."""
    gift: str = ""
    """What is given, where a verb of giving stands after the list."""


def find_subject(numeral: Numeral, around: Surroundings) -> str:
    """The subject of a number from the words around it."""
    if numeral.unit in AGE_UNITS:
        subject = age_subject(around)
    elif numeral.is_rate:
        subject = rate_subject(around)
    elif numeral.is_money:
        subject = money_subject(around)
    elif numeral.is_term:
        subject = term_subject(around)
    else:
        subject = count_subject(around)
    if is_weak(subject) and not subject.endswith("占比"):
        subject = join(
            subject, around.label or around.parent or strip_measure(around.previous) or noun_before(around.earlier)
        )
    return shorten(subject)


def count_subject(around: Surroundings) -> str:
    noun = noun_before(around.left)
    after = noun_after(around.right)
    if RATE_WORD.match(LEADING.sub("", around.left)) and not after:
        return join(base_of(around), "增加" if re.search("增|升|提|扩", around.left) else "减少")
    if not after:
        return noun if noun and not is_weak(noun) else join(noun, around.label or around.parent or base_of(around))
    if noun.endswith("等") and not is_weak(noun):
        return noun[-14:] + after
    verbs = LAST_VERBS.search(noun)
    if verbs:
        return join(verbs[0], join(around.label, after) if around.label and is_weak(after) else after)
    return after if is_weak(noun) else join(noun[-14:], after)


def rate_subject(around: Surroundings) -> str:
    left = LEADING.sub("", around.left)
    share = SHARE.match(around.left.strip("，、")) or SHARE.match(left)
    if share:
        whole = (share[1] or "").strip("到至的")
        return join(base_of(around), f"占{whole}比重" if whole else "占比")
    if around.left in {"的", ""} and around.previous and not around.right.startswith("的"):
        return join(base_of(around), "完成率" if around.left else "")
    noun = noun_before(around.left)
    if re.match(r"的?(?:年均)?(?:速度|增速|幅度|比例)(?:递增|增长|上升|提高)|的?增[速幅]", around.right):
        return join(noun if not is_weak(noun) else base_of(around), "增幅")
    if around.right.startswith("的") and (is_weak(noun) or len(noun) < 3):
        return join(noun_after(around.right[1:]) or base_of(around), "占比")
    held = re.match(r"^(.{2,}?)的?(?:仅|只|约|就)?占$", left)
    if held:
        return held[1] + "占比"
    if re.match(r"^(?:同比|环比|较|比)?[^，。；]{0,8}(?:增幅|增速|涨幅|升幅)$", left) and is_weak(
        re.sub("增幅|增速|涨幅|升幅|同比|环比", "", noun)
    ):
        return join(base_of(around), "增幅")
    if RATE_WORD.match(left) or is_weak(noun):
        return join(
            base_of(around), "增幅" if re.search("增|升|提|扩", left) else "降幅" if re.search("降|减|缩", left) else ""
        )
    if around.condition and len(noun) < 10:
        return join(noun_before(around.condition)[-20:], noun)
    rise = RISE_AT_END.search(left)
    if rise:
        noun += "增幅" if re.search("增|升|提|扩", rise[1]) else "降幅" if re.search("降|减|缩", rise[1]) else ""
    elif (whole_of := SHARE_TAIL.search(noun)) and not re.search(r"比[重例]$", noun):
        noun = f"{noun[: whole_of.start()]}占{whole_of[1]}比重"
    return noun


def money_subject(around: Surroundings) -> str:
    gift = GIFT.match(around.right)
    noun = noun_before(around.left)
    if gift:
        noun = join(noun[-16:], gift[0].strip("的"))
    if around.condition:
        return join(noun_before(around.condition)[-20:], join(noun[-14:], "" if gift else around.gift))
    who = re.search(r"(?:对|为|给|向)([^，。；]{2,40})", around.earlier + "，" + around.left)
    if who:
        name = re.sub(r"(?:[，、]?(?:按照|一次性|分别|最高|每[人年月家个]|给予|按|再).*)$", "", who[1])
        name = name.rsplit("的", 1)[-1] if len(name) > 14 and len(name.rsplit("的", 1)[-1]) > 1 else name.strip("的")
        if name and name not in noun:
            noun = join(name, noun)
    if is_weak(noun) and not gift and not NOT_A_NOUN.match(around.right):
        use = noun_after(around.right)[:16]
        if use:
            return join(noun, use)
    if is_weak(noun) or len(noun) < 3:
        return join(strip_measure(around.previous) or noun_before(around.earlier) or around.label, noun)
    return noun


def find_gift(right: str) -> str:
    """启动资金, 补贴: what a list of amounts turns out to be."""
    found = GIFT_AHEAD.match(right)
    return re.sub(r"^(?:的|给予|一次性|元|万元|标准|等)+", "", found[1]) if found else ""


def find_gift_before(left: str) -> str:
    found = re.search(rf"([\u4e00-\u9fff]{{0,4}}(?:{GIFTS}))[^，。；]{{0,6}}$", left)
    return re.sub(r"^.*(?:发放|给予|补助|另发|享受)(?=..)", "", found[1]) if found else ""


def age_subject(around: Surroundings) -> str:
    after = noun_after(re.sub(r"^(?:以下|以上|及以下)?的?", "", around.right))
    noun = noun_before(around.left)
    return join(join("" if is_weak(noun) else noun[-12:], after), "年龄")


def term_subject(around: Surroundings) -> str:
    noun = noun_before(around.left)
    after = noun_after(re.sub(r"^(?:以上|以下|以内|内)?的?", "", around.right))
    subject = join(noun[-14:], after[:12])
    return join(strip_measure(around.previous), subject) if is_weak(subject) else subject


def base_of(around: Surroundings) -> str:
    return strip_measure(around.previous) or noun_before(around.earlier) or around.label


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
        if head and len(phrase) > 20:
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
