"""The manual's examples are a pack; it has to be one without errors."""

import re
from pathlib import Path

from bole.domain.packs.checking import check_pack
from bole.domain.plan.definitions import Indicator
from bole.web.packs.kinds import LAYOUT

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")


def examples():
    return {name: text.encode() for name, text in re.findall(r"```\w+ (\S+)\n(.*?)```", MANUAL, re.DOTALL)}


def test_the_example_pack_of_the_manual_has_no_errors():
    pack = check_pack(examples(), layout=LAYOUT)

    assert [(problem.file, problem.line, str(problem.what)) for problem in pack.problems] == []
    assert len(pack.entries) == 3


def test_every_form_of_target_in_the_manual_is_one():
    forms = forms_in("### What a target may be")
    assert {form for _text, form in forms} == {"number", "range", "class", "direction", "series", "vector", "tolerance"}

    for text, form in forms:
        files = examples()
        goal = '{form: number, comparator: ">=", value: 16800}'
        files["plan/indicators/totals.yaml"] = files["plan/indicators/totals.yaml"].replace(
            goal.encode(), text.encode()
        )
        read = [entry.value for entry in check_pack(files, layout=LAYOUT).of_kind("indicator")]
        assert any(isinstance(one, Indicator) and one.targets[0].goal.form == form for one in read), text


def test_every_form_of_measure_in_the_manual_is_one():
    forms = forms_in("### How the value is found")
    assert {form for _text, form in forms} == {"reported", "rule", "shares"}

    for text, form in forms:
        files = examples()
        reported = "{form: reported, source: 县人社局按人才资源统计年报报送}"
        files["plan/indicators/totals.yaml"] = files["plan/indicators/totals.yaml"].replace(
            reported.encode(), text.encode()
        )
        read = [entry.value for entry in check_pack(files, layout=LAYOUT).of_kind("indicator")]
        assert any(isinstance(one, Indicator) and one.measure.form == form for one in read), text


def forms_in(heading):
    """Return what the section under a heading shows: each example with its form."""
    section = MANUAL[MANUAL.index(heading) + len(heading) :].split("\n#", 1)[0]
    return re.findall(r"`(\{form: (\w+), .*?\})`", section)


def test_every_file_a_pack_may_hold_is_in_the_manual():
    for shape in LAYOUT.shapes:
        assert Path(shape).stem.split("*")[0].rstrip("/") in MANUAL
