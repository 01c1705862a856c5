"""Pair the numbers of a list with its names: 分别, and bare runs such as 3000元、1500元、800元.

Only the pairing is decided here; a list without names of its own is paired with the sentence's earlier figures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bole.domain.plan.reading.phrases import LEADING, noun_before, split_items
from bole.domain.plan.reading.units import Numeral

BARE_GAP = re.compile(r"^(?:元|左右|以上|以下|[余多])?[、和及与,]$")
NAMED_GAP = re.compile(r"^(?:左右|以上|以下|以内|余)?[、和及与,，]?(?:达到?|增长|为|不?[少低]于|[^、，。；]{0,3})$")
RISE = re.compile(r"(?:净?增[长加]?|提[高升]|上升|下降|降低|减少)")
ENUMERATION = re.compile(r"(?:[^，。；：、（）]{1,14}、)+[^，。；：、（）]{1,20}")
YEAR_ITEM = re.compile(r"(20\d\d)年?$")


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers said one after the other; ``head`` is the sentence before the first or before 分别."""

    members: tuple[Numeral, ...]
    head: str
    is_respective: bool
    rises: bool


@dataclass(frozen=True, slots=True)
class Names:
    subjects: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def find_runs(text: str, numerals: Sequence[Numeral], start: int) -> dict[int, Run]:
    """The runs of one sentence, by the place of each member."""
    runs: dict[int, Run] = {}
    if not numerals:
        return runs
    for found in re.finditer("分别|各为|依次", text[start : numerals[-1].start]):
        at = start + found.end()
        members = take_members(text, [n for n in numerals if n.start >= at], at)
        if len(members) > 1:
            between = text[at : members[0].start]
            run = Run(tuple(members), text[start : at - len(found[0])], True, bool(RISE.search(between)))
            runs |= {n.start: run for n in members if n.start not in runs}
    i = 0
    while i < len(numerals):
        members = [numerals[i]]
        while (
            i + 1 < len(numerals)
            and BARE_GAP.match(text[members[-1].end : numerals[i + 1].start])
            and same_unit(members[0], numerals[i + 1])
        ):
            i += 1
            members.append(numerals[i])
        if len(members) > 1 and members[0].start not in runs:
            run = Run(tuple(members), text[start : members[0].start], False, False)
            runs |= {n.start: run for n in members}
        i += 1
    return runs


def same_unit(a: Numeral, b: Numeral) -> bool:
    return a.unit == b.unit or (a.is_money and b.is_money)


def take_members(text: str, numerals: Sequence[Numeral], at: int) -> list[Numeral]:
    members: list[Numeral] = []
    for numeral in numerals:
        gap = text[(members[-1].end if members else at) : numeral.start]
        if len(gap) > 14 or (members and not NAMED_GAP.match(gap)) or re.search("[，；。]", gap):
            break
        members.append(numeral)
    return members


def name_members(run: Run, earlier: Sequence[str]) -> Names:
    """A name for each member, or none; ``earlier`` are the subjects of the sentence's figures that are no growth rates."""
    count = len(run.members)
    clause = re.split(r"[，；：。]", run.head)[-1]
    suffix = "增幅" if run.rises and run.members[0].is_rate else "增加" if run.rises else ""
    bare = LEADING.sub("", clause)
    items = split_items(bare or clause, count) if not re.search(r"\d", bare) else None
    dated = [YEAR_ITEM.search(item) for item in (split_items(clause, count) or [])]
    if dated and all(dated):
        return Names(years=tuple(int(found[1]) for found in dated if found))
    if items:
        return Names(tuple(item + suffix for item in share_head(items)))
    if run.is_respective and len(noun_before(bare)) > 3 and not re.search(r"\d", bare):
        return Names((noun_before(bare) + suffix,) * count)
    if run.is_respective and len(earlier) >= count and run.rises:
        return Names(tuple(name + suffix for name in earlier[-count:]))
    for found in reversed(list(ENUMERATION.finditer(run.head))):
        if re.search(r"\d", found[0]):
            continue
        items = split_items(found[0], count)
        if items and len(split_items(found[0], count + 1) or []) != count + 1:
            first = re.sub(r"^.*(?:的|对|给|为)(?=.{2})", "", items[0])
            return Names(tuple(share_head([first, *items[1:]])))
    if run.is_respective and len(earlier) >= count:
        return Names(tuple(name + suffix for name in earlier[-count:]))
    return Names()


def share_head(items: Sequence[str]) -> list[str]:
    """国家级、省级人才入选者: what the last name says after its own 级 holds for the short names before it."""
    last = items[-1]
    found = re.match(r"^.{1,4}?([级类等])", last)
    if not found or not all((len(item) <= 5 and item.endswith(found[1])) or len(item) == 1 for item in items[:-1]):
        return list(items)
    tail = last[found.end() :]
    return [*(item + tail if item.endswith(found[1]) else item + found[1] + tail for item in items[:-1]), last]
