"""Where sentences and clauses begin and end, and which clause says who gets what follows.

A sentence that never stops is cut, so that reading stays linear; what the words mean is asked elsewhere.
"""

import re
from collections.abc import Iterator

from bole.domain.plan.reading.phrases import BOUNDARY

SENTENCE = re.compile(r"[^。！？]*[。！？]?")

CLAUSE = 160

LONGEST_SENTENCE = 1200


def part_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences start and end; one that never stops is cut, at a semicolon or comma if there is one."""
    for found in SENTENCE.finditer(text):
        start, end = found.span()
        while end - start > LONGEST_SENTENCE:
            cut = start + LONGEST_SENTENCE
            for mark in "；，、":
                at = text.rfind(mark, start + 1, cut)
                if at > start:
                    cut = at + 1
                    break
            yield start, cut
            start = cut
        if end > start:
            yield start, end


def find_clause_start(text: str, start: int, here: int, last_end: int) -> int:
    """The clause of a number starts after the last mark; 、 parts clauses only where a number stands before it."""
    at = here
    depth = 0
    start = max(start, here - CLAUSE)
    while at > start:
        char = text[at - 1]
        if char in "）)":
            depth += 1
        elif char in "（(":
            if depth == 0:
                return at
            depth -= 1
        elif (depth == 0 and (char in BOUNDARY or at == last_end)) or (
            depth == 0
            and char == "、"
            and start < last_end <= at - 1
            and at - 1 - last_end < 24
            and not re.search("[，。；]", text[last_end : at - 1])
        ):
            return at
        at -= 1
    return at


def last_condition(before: str) -> str:
    """企业开展岗前培训的，……: the last clause before that says who gets what follows."""
    clauses = re.split("[，：。]", before.rsplit("；", 1)[-1])
    for i in range(len(clauses) - 2, -1, -1):
        if clauses[i].endswith("的") and len(clauses[i]) > 4:
            # 工作累计30天以上、支付报酬10万元以上的 counts what the clause before it names.
            unnumbered = [part for part in clauses[i][:-1].split("、") if not re.search(r"\d", part)]
            return "、".join(unnumbered) or (
                clauses[i - 1] if i else re.sub(r"[\d.]+[万亿]?[^、]{0,4}", "", clauses[i][:-1])
            )
    return ""
