"""Hard rules with the whole explanation that an applicant reads, as data; ``python explained_rules.py`` renders the manual page.

``--accept`` also writes the sentences of today into the data: read every one of them before committing.
"""

import sys
from datetime import date
from pathlib import Path

import yaml
from rule_worlds import LISTS, read_base

from bole.domain.rules.amounts_told import tell_value
from bole.domain.rules.checking import check_rule
from bole.domain.rules.explaining import explain_rule, find_near_misses
from bole.domain.rules.kinds import Kind
from bole.domain.rules.reckoning import explain_value
from bole.domain.rules.records import AsOf, Record, encode_record, gather_records
from bole.domain.rules.schema import Complete, Label
from bole.domain.rules.sentences import tell
from bole.domain.shared.law import Source

FOLDER = Path(__file__).parent / "explained"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "rooms" / "rules-explained.md"
HERE = "990121"
REGIONS = {
    "990121": Label(zh="样县", en="Sample County"),
    "990121101": Label(zh="东镇", en="East Town"),
    "990122": Label(zh="邻县", en="Next County"),
}
ABOUT = {"id", "source", "label"}
HEAD = """# Rules, explained · 规则说明举例

What an applicant reads, for rules that are hard to explain. The page is made from `tests/domain/rules/explained`, and a test fails when it is stale.
Facts and people are made up.
"""


def read_cases():
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]


def explain_case(case, language):
    """Return the explanation of a case as indented lines."""
    schema = read_base(lists=LISTS, complete=[Complete(of=name, source="示例") for name in case.get("complete", ())])
    register = case.get("register", "person")
    source = Source(**case["source"]) if "source" in case else None
    checked = check_rule(case["rule"], schema=schema, register=register, source=source)
    assert checked.rule is not None, [str(one.reason) for one in checked.problems]
    days = {name: date.fromisoformat(str(day)) for name, day in case.get("days", {}).items()}
    about = {
        "schema": schema,
        "records": gather_records(
            {name: [_record(row, name, schema) for row in rows] for name, rows in case["given"].items()}
        ),
        "subject": case.get("subject", "p"),
    }
    at = AsOf(date.fromisoformat(str(case["day"])), case.get("here", HERE), days)
    if checked.rule.node.type.kind is not Kind.BOOL:
        lines = tell_value(
            explain_value(checked.rule, at=at, **about), schema=schema, language=language, regions=REGIONS
        )
    else:
        found = find_near_misses(explain_rule(checked.rule, at=at, **about), **about)
        lines = tell(found, schema=schema, language=language, regions=REGIONS)
    return [f"{'  ' * line.depth}{line.text}" for line in lines]


def _record(row, register, schema):
    values = {name: _written(value) for name, value in row.items() if name not in ABOUT}
    held = encode_record(values, register=schema.register(register), schema=schema)
    return Record(str(row["id"]), held, row.get("source", ""), row.get("label", ""))


def _written(value):
    return str(value) if isinstance(value, float) else value


def render_page(cases):
    parts = [HEAD]
    for place, case in enumerate(cases, 1):
        parts.append(f"## {place}. {case['case']['zh']} · {case['case']['en']}\n")
        parts.append(f"    {case['rule']}\n")
        for language in ("zh", "en"):
            parts += ["\n".join(_as_list(case["expect"][language])), ""]
    return "\n".join(parts).rstrip() + "\n"


def _as_list(text):
    """The head and what follows the conditions as lines of their own, conditions as an indented list."""
    for line in text.rstrip("\n").split("\n"):
        inner = line.lstrip(" ")
        depth = (len(line) - len(inner)) // 2
        yield f"{'  ' * depth}- {inner}"


def accept():
    for path in sorted(FOLDER.glob("*.yaml")):
        cases = yaml.safe_load(path.read_text("utf-8"))
        text = path.read_text("utf-8")
        chunks = text.split("\n- case:")
        written = []
        for case, chunk in zip(cases, chunks, strict=True):
            kept = chunk.split("\n  expect:")[0].rstrip("\n")
            said = "".join(
                f"\n    {language}: |-\n" + "\n".join(f"      {line}" for line in explain_case(case, language))
                for language in ("zh", "en")
            )
            written.append(f"{kept}\n  expect:{said}")
        path.write_text("\n- case:".join(written) + "\n", "utf-8")


if __name__ == "__main__":
    if "--accept" in sys.argv:
        accept()
    PAGE.write_text(render_page(read_cases()), "utf-8")
