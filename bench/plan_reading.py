"""Read and lint the published plans and the texts of the tests, and score what comes out against their gold rows.

A plain regular expression reads the same documents in the same run, so that the table shows what context is worth.
Scorers, plans and gold rows live outside the project (``--shared``); where they are missing the script says so and ends well.
"""

import argparse
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "domain" / "plan" / "texts"
sys.path.insert(0, str(ROOT / "src"))

Row = dict[str, object]
Reader = Callable[[str], list[Row]]
MEASURES = ("f1", "precision", "recall", "kind", "year", "comparator", "subject")
SEVERITIES = ("error", "warning")
# Lines of one text of the pool must never come near those of the next: the scorer pairs rows two lines apart.
LINES_BETWEEN_TEXTS = 100_000

NUMBER_AND_UNIT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?P<scale>[万亿]?)"
    r"(?P<unit>%|个百分点|人次|[人名个家件项支元套所期场]|平方米|周?岁)(?P<bound>以上|以下|左右)?"
)
BOUNDS = {"以上": ">=", "以下": "<=", "左右": "~"}


def lines_of(text: str) -> list[object]:
    documents = importlib.import_module("bole.domain.plan.documents")
    return [documents.SourceLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def read_figures(text: str) -> list[Row]:
    reading = importlib.import_module("bole.domain.plan.reading.plans")
    return list(reading.figure_rows(reading.read_plan(lines_of(text))))


def find_contradictions(text: str) -> list[Row]:
    reading = importlib.import_module("bole.domain.plan.reading.plans")
    lint = importlib.import_module("bole.domain.plan.contradictions")
    return list(lint.contradiction_rows(lint.find_contradictions(reading.read_plan(lines_of(text)))))


def read_by_expression(text: str) -> list[Row]:
    """Every number with a unit, and the words before it: what a first attempt at the task looks like."""
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in NUMBER_AND_UNIT.finditer(line):
            value, scale, unit = float(match["number"]), match["scale"], match["unit"]
            years = re.findall(r"20\d\d(?=\s*年)", line[: match.start()])
            rows.append(
                {
                    "line": number,
                    "literal": match[0],
                    "value": value if unit == "元" else value * {"": 1, "万": 1e4, "亿": 1e8}[scale],
                    "unit": scale + unit if unit == "元" else unit,
                    "comparator": BOUNDS.get(match["bound"] or "", "="),
                    "subject": re.split(r"[，。；、：\s]", line[: match.start()])[-1][-20:],
                    "kind": "target",
                    "year": int(years[-1]) if years else None,
                }
            )
    return rows


def run_scorer(scorer: Path, *, found: Iterable[Row], gold: Iterable[Row]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "found.jsonl", Path(folder) / "gold.jsonl"]
        for path, rows in zip(paths, (found, gold), strict=True):
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(scorer), *map(str, paths)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own scorer
    return json.loads(answer.stdout.splitlines()[-1])


def rows_in(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def moved(rows: Iterable[Row], *, by: int) -> list[Row]:
    return [{**row, "line": int(str(row["line"])) + by} for row in rows]


def timed(read: Reader, text: str) -> tuple[list[Row], float]:
    started = time.perf_counter()
    rows = read(text)
    return rows, round(time.perf_counter() - started, 3)


def score_texts(read: Reader, *, texts: Sequence[tuple[Path, Path]], scorer: Path) -> tuple[dict[str, Row], Row]:
    """Measures of each text by name, and of all of them taken as one."""
    scores: dict[str, Row] = {}
    all_found: list[Row] = []
    all_gold: list[Row] = []
    for place, (text_file, gold_file) in enumerate(texts):
        found, seconds = timed(read, text_file.read_text(encoding="utf-8"))
        gold = rows_in(gold_file)
        measured = run_scorer(scorer, found=found, gold=gold)
        scores[text_file.stem] = {**{name: measured[name] for name in MEASURES}, "seconds": seconds}
        all_found += moved(found, by=place * LINES_BETWEEN_TEXTS)
        all_gold += moved(gold, by=place * LINES_BETWEEN_TEXTS)
    pooled = run_scorer(scorer, found=all_found, gold=all_gold)
    seconds = round(sum(float(str(score["seconds"])) for score in scores.values()), 3)
    return scores, {**{name: pooled[name] for name in MEASURES}, "seconds": seconds}


def score_lint(texts: Sequence[tuple[Path, Path]], *, scorer: Path) -> tuple[dict[str, Row], Row]:
    """Contradictions found of those the gold names, by severity, and how many findings are right."""
    scores: dict[str, Row] = {}
    totals = {severity: [0, 0] for severity in SEVERITIES} | {"right": [0], "wrong": [0]}
    for text_file, gold_file in texts:
        found, seconds = timed(find_contradictions, text_file.read_text(encoding="utf-8"))
        measured = run_scorer(scorer, found=found, gold=rows_in(gold_file))
        score: Row = {severity: measured[severity] for severity in SEVERITIES}
        score |= {"right": measured["right"], "wrong": measured["wrong_or_new"], "seconds": seconds}
        scores[text_file.stem] = score
        for name, total in totals.items():
            for place, count in enumerate(str(score[name]).split("/")):
                total[place] += int(count)
    return scores, {name: "/".join(map(str, total)) if len(total) > 1 else total[0] for name, total in totals.items()}


def print_readings(title: str, *, ours: dict[str, Row], plain: dict[str, Row]) -> None:
    heads = (*MEASURES, "seconds")
    print(f"\n{title:24}" + "".join(f"{head:>11}" for head in heads) + f"{'plain f1':>11}{'plain kind':>11}")
    for name, score in ours.items():
        beside = (plain[name]["f1"], plain[name]["kind"])
        print(
            f"{name:24}"
            + "".join(f"{score[head]!s:>11}" for head in heads)
            + "".join(f"{cell!s:>11}" for cell in beside)
        )


def print_lint(title: str, scores: dict[str, Row]) -> None:
    heads = (*SEVERITIES, "right", "wrong", "seconds")
    print(f"\n{title:24}" + "".join(f"{head:>11}" for head in heads))
    for name, score in scores.items():
        print(f"{name:24}" + "".join(f"{score.get(head, '')!s:>11}" for head in heads))


def documents_of(shared: Path, *, rows: str) -> dict[str, list[tuple[Path, Path]]]:
    """Texts and their gold files: the published ones were looked at while the reader was written, the others were not."""
    published = sorted((shared / "seeds").glob("*.txt"))
    return {
        "published": [(text, shared / "seeds-gold" / f"{text.stem}.{rows}.jsonl") for text in published],
        "own texts": [(text, text.with_suffix(f".{rows}.jsonl")) for text in sorted(TEXTS.glob("*.txt"))],
    }


def measure(shared: Path) -> Row:
    scorer = shared / "tools" / "score_plan.py"
    result: Row = {}
    for name, texts in documents_of(shared, rows="figures").items():
        ours, ours_pooled = score_texts(read_figures, texts=texts, scorer=scorer)
        plain, plain_pooled = score_texts(read_by_expression, texts=texts, scorer=scorer)
        print_readings(name, ours=ours | {"pooled": ours_pooled}, plain=plain | {"pooled": plain_pooled})
        result[name] = {"documents": ours, "pooled": ours_pooled, "plain": plain, "plain_pooled": plain_pooled}
    found: Row = {}
    for name, texts in documents_of(shared, rows="defects").items():
        lint, lint_pooled = score_lint(texts, scorer=shared / "tools" / "score_lint.py")
        print_lint(f"contradictions, {name}", lint | {"pooled": lint_pooled})
        found[name] = {"documents": lint, "pooled": lint_pooled}
    return result | {"lint": found}


def read_arguments(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of plans, gold and scorers")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object on the last line")
    return parser


def missing_in(shared: Path) -> str:
    needed = ("seeds", "seeds-gold", "tools/score_plan.py", "tools/score_lint.py")
    return ", ".join(name for name in needed if not (shared / name).exists())


def main() -> None:
    arguments = read_arguments(__doc__).parse_args()
    if missing := missing_in(arguments.shared):
        result: Row = {"skipped": f"not found in {arguments.shared.name}: {missing}"}
        print(result["skipped"])
    else:
        result = measure(arguments.shared)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
