"""What the packs of the regions promise, counted from made-up records: the value by hand is the value by rule."""

from pathlib import Path

import pytest
import yaml

from bole.domain.plan.measures import measure_indicators, rules_of
from bole.domain.registers.frame_schema import make_frame, read_columns
from bole.domain.registers.pack_format import schema_of
from bole.domain.registers.validation import check_values
from bole.domain.rules.checking import Rule
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Constant, Count, Ratio
from bole.web.packs.folders import checked

PACKS = Path(__file__).resolve().parents[2] / "packs"
WORKED = Path(__file__).parent / "worked"
OF_DOCUMENTS = sorted(path.stem for path in WORKED.glob("*.yaml"))

every_document = pytest.mark.parametrize("name", OF_DOCUMENTS)
every_region = pytest.mark.parametrize("name", ["demo", *OF_DOCUMENTS])


class Region:
    """A pack with the base it stands on, and the records of a case as the frames rules read."""

    def __init__(self, name: str) -> None:
        pack, base = checked(PACKS / name), checked(PACKS / "base")
        self.here = pack.manifest.region
        self.schema: Schema = schema_of([entry.value for one in (base, pack) for entry in one.entries])
        self.registers = {entry.name: entry.value for one in (base, pack) for entry in one.of_kind("register")}
        self.indicators = [entry.value for entry in pack.of_kind("indicator")]
        self.counted = {one.id: rules for one in self.indicators if (rules := rules_of(one, schema=self.schema))}

    def measured(self, records, *, day):
        frames, faults = {}, []
        for name, register in self.registers.items():
            rows = []
            for record, said in records.get(name, {}).items():
                found = check_values(said, register=register, schema=self.schema)
                faults += [(name, record, fault.field, str(fault.what)) for fault in found.faults]
                rows.append((record, *(found.values.get(column) for column in read_columns(register)[1:])))
            frames[name] = make_frame(rows, register=register, schema=self.schema)
        assert faults == []
        return measure_indicators(self.indicators, schema=self.schema, frames=frames, day=day, here=self.here)


def read_case(name):
    return yaml.safe_load((WORKED / f"{name}.yaml").read_text(encoding="utf-8"))


def told(found):
    return found.value if found.shares else float(found.value)


def needs_records(rules: tuple[Rule, ...]) -> bool:
    """Tell a share of records, an extreme of them, or parts of a whole: of none of them there is no value."""
    [node, *others] = [rule.node for rule in rules]
    if isinstance(node, Aggregate):
        return bool(others) or node.count in {Count.SHARE, Count.MIN, Count.MAX}
    return bool(others) or (isinstance(node, Ratio) and not isinstance(node.under, Constant))


@every_document
def test_the_value_by_rule_is_the_value_by_hand(name):
    case = read_case(name)
    found = Region(name).measured(case["records"], day=case["day"])
    by_hand = case["values"] | case.get("at_least", {})

    assert len(by_hand) >= 15
    assert {one: told(found[one]) for one in by_hand} == by_hand
    assert [one for one in by_hand if not found[one].is_exact] == list(case.get("at_least", {}))


@every_region
def test_of_a_region_without_records_every_count_is_told_and_no_share(name):
    region = Region(name)
    found = region.measured({}, day=read_case("yanbian")["day"])

    assert set(found) == set(region.counted)
    assert {one for one in found if found[one].value is None} == {
        one for one, rules in region.counted.items() if needs_records(rules)
    }
    assert {found[one].value for one in found if not needs_records(region.counted[one])} <= {0, -100}
