"""What a figure counts: the words before the number, after it, or of the figure it refers back to.

A subject is a short condensation for people and for matching, not a quotation.
"""

import re
from dataclasses import dataclass

from bole.domain.plan.numerals import Numeral

LONGEST = 36
BOUNDARY = "。；！？：，,;!?"
TIME_WORDS = r"(?:到|至|截至|截止|力争到?|争取到?)?\s*(?:20\d\d|二[〇零○]..)\s*年?[底末初]?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末初]?(?:前|以来|期间|起)?|截至目前|截至\S{1,6}月底?|目前|“?十[一二三四五]?五”?(?:时期|期间|末|以来)?|[“”]|未来[五三]年|今后[五三]年|[53五三]年内|过去[五一]年|全年|今年以来|今年|去年|本年度?|同时|其中|此外|另外|并且?|且|还|也|再|每年度?|年均|每[月季]度?|逐年|平均|力争|争取|确保|努力|实现|预计|计划|拟|目标是?|使|让|将|均|都|共计?|合计|总计|累计|分别|已经?|先后|成功|现有|共有|新?达到?|占比?|为|约|近|及|和|以及|与|、|在|由|有|——"
LEADING = re.compile(rf"^(?:{TIME_WORDS}|[，、\s）)])+")
TRAILING = re.compile(
    r"(?:[，、\s]|力争|争取|确保|预计|实现|总[数量额]?(?:达到?|为)|已经?|均|都|再|分别|共计?|合计|总计|累计|约为?|近|接近|突破|超过?|达到?了?|不(?:得|能)?(?:少于|低于|超过|高于|多于|到|足)|至少|最[高多低少长]|高于|低于|大于|小于"
    r"|(?:提高|提升|上升|增加|增长|增|下降|降低|降|减少|扩大|缩小|稳定|保持|维持|控制|回升|攀升)(?:到|至|在|了|为)?|由|从|到|至|在|为|是|有|的|以|按照?|于|仅|只|各|将|拥有|人民币|[（(]含[）)]|——|:|：|[为可]?给予|[“”])+$"
)
KEEPS_RISE = re.compile(r"(增长|增加|增|提高|提升|上升|下降|降低|减少|扩大)(?:了)?(?:约|近|超过|达到?)?$")
RATE_WORD = re.compile(
    r"^(?:同比|环比|较[^，。]{1,12}|比[^，。]{1,12}|年均|平均|年|分别|实际|名义)*(?:增[长幅速加]+|上升|提高|提升|下降|降低|减少)(?:了|率|约|近|超过?|达到?|为)*$"
)
SHARE_WORD = re.compile(r"^(?:其?占比?|比[重例])(.{0,24}?)(?:的|比[重例]|达到?|为|约|超过?)*$")
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
]
LAST_VERB = re.compile(rf"(?:{'|'.join(VERBS)})(?:(?:或|和|、|并|与)?(?:{'|'.join(VERBS)}))*(?=[^，。；]{{0,6}}$)")
RIGHT_STOP = re.compile(r"[，。；！？：,;!?]|——")
NOT_A_NOUN = re.compile(
    r"^(?:[，。；：！？、）)”,;]|$|以上|以下|左右|以内|[和及与或]|到|赴|参[加与]|用于|作为|的?[上下]限|增|同比|比上|较|升至|提[高升]|为|是|在|由|从|来|均|并|且|内[，、]|后|前|起|/)"
)
ITEM = re.compile(r"、|以及|和|及|与|或者?")


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


def find_subject(numeral: Numeral, around: Surroundings) -> str:
    """The subject of a number from the words around it."""
    left = LEADING.sub("", around.left)
    after = noun_after(around.right) if not numeral.is_rate else ""
    verb_found = None
    for verb_found in LAST_VERB.finditer(around.left):
        pass
    verb = verb_found[0] if verb_found else ""
    if numeral.is_money and not numeral.is_rate:
        return shorten(money_subject(left, after, around))
    if after and (not noun_before(left) or verb_only(left, verb) or (len(after) > 1 and not ends_as_noun(left, verb))):
        if around.label and verb:
            return shorten(verb + around.label + after)
        return shorten(join(verb or "", after))
    if SHARE_WORD.match(left) or "占" in left[:2] or around.left.startswith("占"):
        found = SHARE_WORD.match(around.left.strip("，、")) or SHARE_WORD.match(left)
        whole = found[1].strip("到至的") if found else ""
        return shorten(join(base_of(around), f"占{whole}比重" if whole else "占比"))
    bare = around.left
    if RATE_WORD.match(LEADING.sub("", bare)) or (numeral.is_rate and not noun_before(left)):
        return shorten(
            join(
                base_of(around),
                "增幅" if re.search("增|升|提高|扩", bare) else "降幅" if re.search("降|减", bare) else "",
            )
        )
    noun = noun_before(left)
    if numeral.is_rate and KEEPS_RISE.search(left.rstrip("至到在")) and noun and not left.endswith(("至", "到")):
        noun += "增幅" if re.search("增|升|高|扩", KEEPS_RISE.search(left.rstrip("至到在"))[1]) else "降幅"  # type: ignore[index]
    if not noun or len(noun) < 2:
        noun = join(noun, noun_before(LEADING.sub("", around.earlier))) or around.previous or around.label
    if around.label and len(noun) < 3:
        noun = around.label + noun
    return shorten(noun)


def base_of(around: Surroundings) -> str:
    previous = re.sub(r"(?:增幅|降幅|占[^占]*比重|占比)$", "", around.previous)
    return previous or noun_before(LEADING.sub("", around.earlier)) or around.label


def money_subject(left: str, after: str, around: Surroundings) -> str:
    recipient = re.search(r"(?:对|为|给|向)([^，。；]{2,40})", around.earlier + "，" + around.left)
    who = recipient[1] if recipient else ""
    who = re.sub(r"(?:[，、]?(?:按照|一次性|分别|最高|每[人年月家个]|给予|按).*)$", "", who)
    head = re.split(r"的", who)[-1] if len(who) > 14 else who
    noun = noun_before(left)
    body = join(noun if len(noun) <= 20 else noun[-20:], after[:14])
    if head and head not in body:
        body = join(head, body)
    return body or noun_before(LEADING.sub("", around.earlier)) or around.previous or around.label


def noun_after(right: str) -> str:
    """The noun phrase a number counts: 50名(具有……的)高层次人才."""
    text = re.sub(r"^(?:的|，?其中)", "", right)
    if NOT_A_NOUN.match(text):
        return ""
    stop = RIGHT_STOP.search(text)
    phrase = text[: stop.start()] if stop else text
    phrase = re.sub(r"（[^）]*$|^（[^）]*）", "", phrase)
    if "的" in phrase[1:]:
        head = phrase.rsplit("的", 1)[1]
        if head and len(phrase) > 20:
            return head[:24]
        phrase = phrase.replace("的", "") if head else phrase
    return phrase[:24]


def noun_before(left: str) -> str:
    text = TRAILING.sub("", left)
    text = LEADING.sub("", text)
    return (
        text.replace("的", "")
        if len(text) <= 24
        else text.rsplit("的", 1)[-1]
        if len(text.rsplit("的", 1)[-1]) >= 2
        else text[-24:]
    )


def verb_only(left: str, verb: str) -> bool:
    """Whether the words before the number are only a verb, so that what it counts follows."""
    noun = noun_before(left)
    return bool(verb) and (noun.endswith(verb) or len(noun) - noun.rfind(verb) - len(verb) <= 2)


def ends_as_noun(left: str, verb: str) -> bool:
    noun = noun_before(left)
    return bool(noun) and not (verb and noun.endswith(verb)) and not noun.endswith(tuple("将使按对以向"))


def join(first: str, second: str) -> str:
    return first if second and second in first else first + second


def shorten(text: str) -> str:
    text = re.sub(r"^[，、；：（）()\s“”]+|[，、；：（(\s“]+$", "", text)
    return text if len(text) <= LONGEST else text[-LONGEST:]


def split_items(text: str, count: int) -> list[str] | None:
    """The last ``count`` items of a list of names, or None where there are fewer."""
    items = [item for item in text.split("、") if item]
    if len(items) < count:
        items = [item for item in ITEM.split(text) if item]
    elif items:
        parts = re.split(r"以及|和|及|与", items[-1], maxsplit=1)
        if len(items) + 1 == count or (len(parts) == 2 and len(items) < count):
            items = items[:-1] + parts
    return items[-count:] if len(items) >= count else None
