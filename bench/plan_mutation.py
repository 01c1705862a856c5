"""Change one number where a relation of the plan holds, and see whether the lint notices.

The relations are the gold rows that passed. A mutation is a slip of the pen on a figure that stands on a line of the row and
takes part in it: another digit, two digits swapped, a digit lost. It is found when a contradiction appears that the plan
did not have before, within one line of the relation. The same seed gives the same mutations.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plan_reading import Row, documents_of, find_contradictions, missing_in, read_arguments, rows_in

NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")
# A slip smaller than this hides in the rounding of the print, and 约 and 左右 would excuse it.
SMALLEST_CHANGE = 0.08


@dataclass(frozen=True, slots=True)
class Mutation:
    line: int
    start: int
    old: str
    new: str

    def applied_to(self, text: str) -> str:
        lines = text.split("\n")
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.start] + self.new + line[self.start + len(self.old) :]
        return "\n".join(lines)


def lines_named(row: Row) -> set[int]:
    """Lines may be a list, a number or words such as "48-55"."""
    value = row.get("lines") or row.get("line") or []
    named: set[int] = set()
    for item in value if isinstance(value, list) else [value]:
        ends = [int(number) for number in re.findall(r"\d+", str(item))]
        named |= set(range(ends[0], ends[-1] + 1)) if ends else set()
    return named


def numbers_of(relation: Row) -> set[float]:
    told = " ".join(str(relation.get(field, "")) for field in ("what", "expected", "found"))
    told = re.sub(r"lines?\s*\d+(?:[-–,\s]+\d+)*", " ", told)
    numbers = {float(number) for number in NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", told))}
    return {round(number * scale, 6) for number in numbers for scale in (1, 1e4, 1e-4)}


def taking_part(relation: Row, *, figures: list[Row], lines: list[str]) -> list[tuple[int, int, str]]:
    """Line, column and print of every figure that the relation speaks of and that stands on one of its lines.

    A row that only says that all of its numbers are equal speaks of every figure on its lines.
    """
    spoken = numbers_of(relation)
    speaks_of_all = "equal" in str(relation.get("expected"))
    found: list[tuple[int, int, str]] = []
    for figure in figures:
        line = int(str(figure["line"]))
        printed = NUMBER.search(re.sub(r"\s", "", str(figure["literal"])))
        if line not in lines_named(relation) or printed is None:
            continue
        if not speaks_of_all and round(float(printed[0]), 6) not in spoken:
            continue
        places = [match.start() for match in NUMBER.finditer(lines[line - 1]) if match[0] == printed[0]]
        # Two equal prints on one line cannot be told apart by value; the n-th row of a value is its n-th print.
        taken = sum(1 for place in found if place[0] == line and place[2] == printed[0])
        if taken < len(places):
            found.append((line, places[taken], printed[0]))
    return found


def slips_of(number: str) -> list[str]:
    """What the number becomes when one digit is another, two neighbours change places, or one is lost."""
    slips: set[str] = set()
    for place, digit in enumerate(number):
        if not digit.isdigit():
            continue
        slips |= {number[:place] + other + number[place + 1 :] for other in "0123456789" if other != digit}
        slips.add(number[:place] + number[place + 1 :])
        slips.add(number[:place] + number[place : place + 2][::-1] + number[place + 2 :])
    base = float(number)
    return sorted(
        slip
        for slip in slips
        if re.fullmatch(r"[1-9]\d*(?:\.\d+)?|0\.\d+", slip) and abs(float(slip) - base) > SMALLEST_CHANGE * abs(base)
    )


def mutations_of(relation: Row, *, figures: list[Row], lines: list[str], seed: int, count: int) -> Iterator[Mutation]:
    chance = random.Random(f"{seed} {relation['id']}")  # noqa: S311 - repeatable, not secret
    choices = [
        Mutation(line=line, start=start, old=old, new=new)
        for line, start, old in taking_part(relation, figures=figures, lines=lines)
        for new in slips_of(old)
    ]
    yield from chance.sample(choices, min(count, len(choices)))


def essence(finding: Row) -> str:
    return json.dumps([finding.get(field) for field in ("check", "lines", "expected", "found")], ensure_ascii=False)


def is_found(relation: Row, *, findings: list[Row], known: set[str]) -> bool:
    near = {line + step for line in lines_named(relation) for step in (-1, 0, 1)}
    return any(essence(finding) not in known and near & lines_named(finding) for finding in findings)


def measure_plan(text_file: Path, *, gold_file: Path, seed: int, count: int, misses: bool) -> Row:
    text = text_file.read_text(encoding="utf-8")
    figures = rows_in(gold_file.with_name(f"{text_file.stem}.figures.jsonl"))
    relations = [row for row in rows_in(gold_file) if row["severity"] == "ok"]
    known = {essence(finding) for finding in find_contradictions(text)}
    tried = found = relations_tried = relations_found = 0
    for relation in relations:
        hits = []
        for mutation in mutations_of(relation, figures=figures, lines=text.split("\n"), seed=seed, count=count):
            findings = find_contradictions(mutation.applied_to(text))
            hits.append(is_found(relation, findings=findings, known=known))
            if misses and not hits[-1]:
                print("missed", text_file.stem, mutation.line, f"{mutation.old} -> {mutation.new}", relation["what"])
        tried, found = tried + len(hits), found + sum(hits)
        relations_tried, relations_found = relations_tried + bool(hits), relations_found + any(hits)
    return {
        "relations": len(relations),
        "relations_tried": relations_tried,
        "relations_found": relations_found,
        "mutations": tried,
        "found": found,
        "share": round(found / tried, 4) if tried else None,
    }


def pool(results: dict[str, Row]) -> Row:
    counts = ("relations", "relations_tried", "relations_found", "mutations", "found")
    total: Row = {name: sum(int(str(result[name])) for result in results.values()) for name in counts}
    mutations = int(str(total["mutations"]))
    return total | {"share": round(int(str(total["found"])) / mutations, 4) if mutations else None}


def print_shares(title: str, results: dict[str, Row]) -> None:
    heads = ("relations", "relations_tried", "relations_found", "mutations", "found", "share")
    print(f"\n{title:20}" + "".join(f"{head:>17}" for head in heads))
    for name, result in results.items():
        print(f"{name:20}" + "".join(f"{result[head]!s:>17}" for head in heads))


def measure(shared: Path, *, seed: int, count: int, misses: bool) -> Row:
    result: Row = {"seed": seed}
    for name, texts in documents_of(shared, rows="defects").items():
        plans = {
            text_file.stem: measure_plan(text_file, gold_file=gold_file, seed=seed, count=count, misses=misses)
            for text_file, gold_file in texts
        }
        print_shares(name, plans | {"pooled": pool(plans)})
        result[name] = {"documents": plans, "pooled": pool(plans)}
    return result


def main() -> None:
    parser = read_arguments(__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same mutations")
    parser.add_argument("--mutations", type=int, default=3, help="mutations of each relation")
    parser.add_argument("--misses", action="store_true", help="print each mutation that was not noticed")
    arguments = parser.parse_args()
    if missing := missing_in(arguments.shared):
        result: Row = {"skipped": f"not found in {arguments.shared.name}: {missing}"}
        print(result["skipped"])
    else:
        result = measure(arguments.shared, seed=arguments.seed, count=arguments.mutations, misses=arguments.misses)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
