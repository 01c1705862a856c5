"""What a figure counts: the words before the number, after it, or of the figure it refers back to.

A subject is a short condensation for people and for matching, not a quotation. Lists are paired in ``lists``.
"""

import re
from dataclasses import dataclass

from bole.domain.plan.reading.phrases import (
    LAST_VERBS,
    LEADING,
    NOT_A_NOUN,
    RISES,
    is_weak,
    join,
    noun_after,
    noun_before,
    opens_as_verb,
    shorten,
    strip_measure,
)
from bole.domain.plan.reading.units import AGE_UNITS, Numeral

RATE_WORD = re.compile(
    rf"^(?:同比|环比|年均|平均|年|分别|实际|名义|[再又]|较[^，。]{{1,12}}?|比[^，。]{{1,12}}?)*{RISES}(?:了|率|约|近|超过?|达到?|为|到|至)*$"
)

RISE_AT_END = re.compile(rf"({RISES})(?:了|约|近|超过|达到?)*$")

SHARE = re.compile(
    r"^(?:其|仅|只|约|合计)?占(?:到|全部)?(.{0,24}?)(?:的|比[重例]|达到?|为|约|超过?)*$|^(?:合计|其)?(?:占比|比[重例])(?:达到?|为|约|超过?|不到)*$"
)

SHARE_TAIL = re.compile(r"占([^，。；]{1,24}?)(?:的|达到?|为|约|超过?)*$")

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
        if re.search(r"[到至]$", around.left):
            return base_of(around)
        return join(base_of(around), "增加" if re.search("增|升|提|扩", around.left) else "减少")
    if not after:
        return noun if noun and not is_weak(noun) else join(noun, around.label or around.parent or base_of(around))
    if noun.endswith("等") and not is_weak(noun):
        return noun[-14:] + after
    verbs = LAST_VERBS.search(noun)
    if verbs:
        if around.label and (is_weak(after) or opens_as_verb(around.right)):
            # 某某名师：推选9名长期……的教师: the label names them, the clause after the number describes them.
            return join(verbs[0], around.label)
        return join(verbs[0], after)
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
    if re.search("[到至为]$", left) and is_weak(noun):
        return base_of(around)
    if RATE_WORD.match(left) or is_weak(noun):
        return join(
            base_of(around), "增幅" if re.search("增|升|提|扩", left) else "降幅" if re.search("降|减|缩", left) else ""
        )
    if around.condition and len(noun) < 10:
        return join(noun_before(around.condition)[-20:], noun)
    rise = RISE_AT_END.search(left)
    if rise:
        noun += "增幅" if re.search("增|升|提|扩", rise[1]) else "降幅" if re.search("降|减|缩", rise[1]) else ""
    elif (whole_of := SHARE_TAIL.search(noun)) and not re.search(r"(?:比[重例]?|率)$", noun):
        # 占比, 比例 and 占有率 are names of the share already; only 占全部人才 still needs one.
        noun = f"{noun[: whole_of.start()]}占{whole_of[1]}比重"
    return noun


def money_subject(around: Surroundings) -> str:
    gift = GIFT.match(around.right)
    noun = noun_before(around.left)
    if gift:
        noun = join(noun[-16:], gift[0].strip("的"))
    if around.condition:
        return join(noun_before(around.condition)[-20:], join(noun[-14:], "" if gift else around.gift))
    who = re.search(r"(?:对|为|给(?!予)|向)([^，。；]{2,40})", around.earlier + "，" + around.left)
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
