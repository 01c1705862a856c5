"""What kind of statement a figure is: a state reached, a promise, money, a cap, a condition, or a part of a whole.

Whether its sentence speaks of the past is decided in ``tenses`` and handed in.
"""

import re
from dataclasses import dataclass

from bole.domain.plan.documents import Comparator, FigureKind, StockOrFlow
from bole.domain.plan.reading.periods import Genre, Tense
from bole.domain.plan.reading.phrases import VERBS
from bole.domain.plan.reading.units import AGE_UNITS, Numeral

GIVES = re.compile(
    r"给予|享受|补助|补贴|奖励|资助|津贴|发放|奖补|补偿|报销|贴息|贴补|资金支持|经费支持|奖金|安家费|生活费|购房|租房|租金|减免|返还|抵免|减征|投放|收取|总投资|负担|拨付|兑现|专项资金|专项经费|工作经费|经费补助|(?<!生活)配套(?=[资经补])|列支|财政[^，。；]{0,8}(?:安排|预算|投入)|人才(?:发展)?(?:投入|资金|经费|基金)|(?:科创|创投|引导|产业|母|子)基金|安排[^，。]{0,12}(?:资金|经费)|(?:投入|设立|筹集)[^，。]{0,10}(?:资金|经费|基金)"
)
CAP = re.compile(r"最高|上限|封顶|不超过|不得超过|不高于|以内|最多|至多|限额")
UNTIL = re.compile(r"累计|共(?=[^同享建管])|到20\d\d年|[三五两]年|20\d\d年")
ANNUAL = re.compile(r"每年度?|年均|逐年|每学年|每季度?|每月|每两年|按年度|年度内")
DELIVERS = re.compile(
    "|".join(verb for verb in VERBS if verb not in {"实现", "支持", "服务", "发展"})
    + "|培训|新设|开办|扩建|改建|举行|组织"
)
LEVEL = re.compile(
    r"(?:达到?|突破|超过|提[高升][至到]|增[至加]到?|保持在?|稳定在?|维持在?|控制在?|上升[至到]|总[量数额规](?:模)?|占比?|拥有|水平|覆盖率|比[例重])"
)
STRUCTURE = re.compile(
    r"^(?:类别|大?类|项目(?:[，。；、]|$)|方面|部分|等级|层次|环节|领域(?:[，。；和、]|$)|档次?|章|条|子项目|层级|等次|梯次|级[^别以])"
)
DIVIDES = re.compile(r"(?:分为?|分设|下设|包括|包含|涵盖|设置?|划分为?)(?:[^，。；]*?)$|依托[^。；]*$|等$|[”』]$")
SUMS_UP = re.compile(r"[^，。；]{2,}、[^，。；]{2,}(?:等|[”])?$")
SUMMED = re.compile(r"^(?:大)?(?:人才队伍|队伍|重点领域|领域|类别|项目|方面|层次|等级|子项目)")
REACHES = re.compile(r"(?:[压缩]缩?[减小短]?|提[高升速]|减[少至]?|降低?|缩短|增加?|调[整增减])(?:到|至|为)$")
PER_HEAD = re.compile(r"每[人名位](?:专家|教师|老师|干部|领导)?[^，。；每]{0,12}$|每名[^，。；]{0,16}$")
CARE = re.compile(r"保障|机制|考核|组织实施")
OUTCOME = re.compile(r"满意|覆盖率|就业率|贡献率|增长|完成率|达标率|办结率")
SET_ASIDE = re.compile(r"拿出|单列|用于[^，。；]{2,20}比例")
OF_BUDGET = re.compile(r"预算|财政")
LEARNT = frozenset({"学时", "课时", "个学时"})
GRANT = r"(?:给予|享受|可(?![持以靠])|予以|奖励|补贴|补助|资助|认定|再|按)"
CONDITION_HEAD = re.compile(
    r"(?:^|[，；：、。（])[^，；：。]{0,4}(?:对|凡|凡是|符合|具备|具有|满足|须|需|应当?|要求|申请|申报|经认定|获得|评为|取得|年?满|连续|毕业|新|年|首次|引进|经)[^。；]*$"
)
CONDITION_TAIL = re.compile(
    rf"^[^。；，]{{0,40}}?的[^。；，、]{{0,14}}[，、（][^。；]{{0,50}}?{GRANT}|^[^。；，]{{0,30}}?的[^。；，]{{0,20}}?{GRANT}|^[^。；]{{0,40}}?的，"
)
# 年薪50万元以上人才的，按……: whoever is described so gets what follows.
IS_MET = re.compile(r"^[^。；，、]{0,24}的[，、][^。；]{0,60}(?:给予|享受|予以|奖励|补贴|补助|资助|认定|按|可)")
# 年营业收入5亿元以上、研发人员100人以上的企业，可……
DESCRIBES_WHO = re.compile(
    r"^[^。；，]{0,36}?的(?:[^，。；的]{0,6})(?:企业|单位|人才|人员|个人|机构|团队|项目|毕业生|平台|园区|高校|院校|学生|家庭|专家|教师|医生|主体)[^。；，]{0,4}，(?:[^。；，]{0,14})(?:可(?!持)|给予|优先|享受|予以|奖励|按|直接|纳入|一次性|由)"
)
CONDITIONS = re.compile(r"条件|资格|申报对象|门槛")
NORM = re.compile(
    r"不得|必须|应当|应(?=不|为|在|具|当|于|占)|原则上|须(?!知)|一律|服务期|服务年限|服务满(?!意)|聘期|管理期|有效期|任期|周期|期限|权重|分值|单列|占[^，。]{0,10}名额"
)
PER_PLACE = re.compile(
    r"每个?(?:行政)?(?:村|社区|乡镇|街道|镇街|单位|支部|基层[^，。]{0,6})[^，。；]{0,14}(?:配备|配强|保持|储备)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One number with the words around it, as the questions below need them."""

    numeral: Numeral
    comparator: Comparator
    before: str
    """The sentence up to the number."""
    clause: str
    """The clause up to the number."""
    after: str
    tense: Tense
    genre: Genre
    titles: tuple[str, ...] = ()

    @property
    def near(self) -> str:
        """The clause with what follows the number in it."""
        return self.clause + "\n" + re.split("[，。；、]", self.after[:24])[0]


def decide_kind(said: Said) -> FigureKind:
    """The kind of a number that speaks for its sentence's own time."""
    numeral = said.numeral
    if said.tense is Tense.PAST:
        return past_kind(said)
    capped = said.comparator is Comparator.AT_MOST or bool(re.match(r".{0,4}(?:的上限|为上限|封顶|为限)", said.after))
    if numeral.unit in AGE_UNITS:
        return FigureKind.LIMIT
    if numeral.is_term or numeral.unit in LEARNT:
        if REACHES.search(said.clause):
            return FigureKind.TARGET
        return FigureKind.LIMIT if capped else FigureKind.CONSTRAINT
    if numeral.is_money and capped and not re.search(r"控制在|压[减缩]", said.clause):
        return FigureKind.LIMIT
    if is_condition(said):
        return FigureKind.LIMIT if capped else FigureKind.CONSTRAINT
    if numeral.is_money or numeral.is_rate:
        given = GIVES.search(said.near) or (numeral.is_money and GIVES.search(said.before[-80:]))
        if given or (numeral.is_money and said.genre is Genre.POLICY):
            return FigureKind.LIMIT if capped else FigureKind.BUDGET
    if describes_structure(said) or numeral.unit == "分" or (numeral.unit == "比" and re.search("按|由", said.clause)):
        return FigureKind.CONSTRAINT
    if said.genre is Genre.POLICY or NORM.search(said.near):
        return norm_kind(said, capped)
    return rate_kind(said, capped) if numeral.is_rate else promise(said)


def rate_kind(said: Said, capped: bool) -> FigureKind:
    """What a share is that lies ahead: money set aside, a floor somebody has to keep, a cap, or a target."""
    floor = said.comparator in {Comparator.AT_LEAST, Comparator.MORE}
    of_money = re.search(r"资金|经费|投入", said.before[-50:]) and OF_BUDGET.search(said.before[-30:])
    if said.numeral.unit == "%" and of_money:
        return FigureKind.BUDGET
    if floor and SET_ASIDE.search(said.clause):
        return FigureKind.CONSTRAINT
    if floor and not OUTCOME.search(said.clause) and any(CARE.search(title) for title in said.titles):
        return FigureKind.CONSTRAINT
    return FigureKind.LIMIT if capped and re.search(r"上限|不得|按照?", said.near) else FigureKind.TARGET


def describes_structure(said: Said) -> bool:
    """Into how many parts something is divided, how many names a list has, or what each place or person has to have."""
    if said.numeral.is_rate or said.numeral.is_money:
        return False
    if STRUCTURE.match(said.after) and DIVIDES.search(said.clause[-60:]):
        return True
    if SUMMED.match(said.after) and SUMS_UP.search(said.clause[-60:] or said.before[-60:]):
        return True
    return bool(PER_PLACE.search(said.clause) or PER_HEAD.search(said.clause))


def norm_kind(said: Said, capped: bool) -> FigureKind:
    """What a rule says: a cap, a floor, or how many are to be delivered."""
    if capped and (said.genre is Genre.POLICY or not re.search(r"控制在|降至|降低", said.clause)):
        return FigureKind.LIMIT
    floor = said.comparator in {Comparator.AT_LEAST, Comparator.MORE}
    if said.numeral.is_rate:
        is_norm = floor or NORM.search(said.near) or said.genre is Genre.POLICY
        return FigureKind.CONSTRAINT if is_norm else FigureKind.TARGET
    if (floor and not is_delivery(said)) or said.numeral.unit in {"平方米", "比"}:
        return FigureKind.CONSTRAINT
    return promise(said)


def past_kind(said: Said) -> FigureKind:
    if said.numeral.is_rate and re.search(
        r"占[^，。；]{0,20}$|占比[^，。；]{0,4}$|比[重例][^，。；]{0,6}$", said.clause
    ):
        return FigureKind.SHARE_OF
    return FigureKind.ACTUAL if is_delivery(said) or said.numeral.is_rate else FigureKind.BASELINE


def promise(said: Said) -> FigureKind:
    if not said.numeral.is_rate and is_annual(said):
        return FigureKind.ANNUAL_QUOTA
    return FigureKind.QUOTA if is_delivery(said) else FigureKind.TARGET


def is_annual(said: Said) -> bool:
    """每年 at the head of a list governs it until 累计, a span of years or the next 到20XX年."""
    if "/年" in said.numeral.unit:
        return True
    part = re.split("；", said.before)[-1]
    found = list(ANNUAL.finditer(part))
    return bool(found) and not UNTIL.search(part[found[-1].end() :])


def is_delivery(said: Said) -> bool:
    """Whether the number is handed over bit by bit rather than a level that is reached."""
    if said.numeral.is_rate or LEVEL.search(said.clause[-10:]):
        return False
    return bool(DELIVERS.search(said.clause)) or said.numeral.unit.endswith("次")


def is_condition(said: Said) -> bool:
    """对……的企业，给予……: what must be met before anything is given."""
    if any(CONDITIONS.search(title) for title in said.titles[-2:]):
        return True
    if DESCRIBES_WHO.match(said.after) and said.comparator in {Comparator.AT_LEAST, Comparator.MORE, Comparator.EQUAL}:
        return not GIVES.search(said.clause[-6:])
    if GIVES.search(said.clause[-12:]) or said.tense is Tense.PAST:
        return False
    if IS_MET.match(said.after) and (said.genre is Genre.POLICY or GIVES.search(said.after)):
        return True
    head = CONDITION_HEAD.search(said.before[-60:])
    granted = said.genre is Genre.POLICY or GIVES.search(said.after[:120])
    return bool(head and CONDITION_TAIL.match(said.after[:120]) and granted)


def decide_flow(said: Said) -> StockOrFlow:
    if said.numeral.is_rate or said.numeral.unit == "比":
        return StockOrFlow.RATE
    if said.numeral.is_money or is_delivery(said):
        return StockOrFlow.FLOW
    return StockOrFlow.STOCK
