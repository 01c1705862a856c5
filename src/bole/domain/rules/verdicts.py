"""What an answer is made of: the verdict of every node, facts and counts it stands on, what is missing, what was near."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bole.domain.rules.checking import Rule
from bole.domain.rules.records import AsOf, Record
from bole.domain.rules.tree import Aggregate, Either, Fact, Judged, Node, Not
from bole.domain.rules.walk import Ends
from bole.domain.shared.law import Source


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"
    TO_BE_JUDGED = "to_be_judged"


# In `and`, no beats cannot tell beats to be judged beats yes; in `or`, yes beats both, and no comes last.
_WEAKEST_FIRST = (Verdict.NO, Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED, Verdict.YES)
_STRONGEST_FIRST = (Verdict.YES, Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED, Verdict.NO)
OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}


@dataclass(frozen=True, slots=True)
class FactUsed:
    fact: Fact
    value: object
    source: str


@dataclass(frozen=True, slots=True)
class CountUsed:
    """What a count found: ``ends`` as of the count, the rows surely and possibly in, and whether rows may be missing."""

    node: Aggregate
    ends: Ends
    sure: tuple[Record, ...]
    possible: tuple[Record, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known: a field of a record, a link of it, a day not told, a finding, or records of a register."""

    fact: Fact | None = None
    record: Record | None = None
    link: tuple[str, ...] = ()  # the first links of the fact, the last of which leads nowhere
    given: str = ""
    judged: Judged | None = None
    register: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict of one node, with the answers of its parts, or the facts a condition stands on."""

    node: Node
    verdict: Verdict
    parts: tuple["Answer", ...] = ()
    facts: tuple[FactUsed, ...] = ()
    counts: tuple[CountUsed, ...] = ()
    missing: tuple[Missing, ...] = ()
    clause: str = ""
    worth: Ends | None = None  # of the value that was compared, where it is no plain fact or count


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The one condition that kept an answer from yes; by how much, and from when time alone will meet the whole rule.

    ``met_on`` is the day from which time alone meets this condition; another may fail by then, and there is no ``holds_on``.
    """

    condition: Answer
    short_by: int | Fraction | None = None
    holds_on: date | None = None
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    rule: Rule
    at: AsOf
    answer: Answer
    near: tuple[NearMiss, ...] = ()

    @property
    def source(self) -> Source | None:
        return self.rule.source


def combine(node: Node, parts: tuple[Answer, ...]) -> Verdict:
    """Return the verdict of and, or, not from the verdicts of the parts."""
    verdicts = {part.verdict for part in parts}
    if isinstance(node, Not):
        (verdict,) = verdicts
        return OPPOSITE.get(verdict, verdict)
    order = _STRONGEST_FIRST if isinstance(node, Either) else _WEAKEST_FIRST
    return next(verdict for verdict in order if verdict in verdicts)
