from pathlib import Path

import pytest
from typer.testing import CliRunner

from bole.cli.rules import app
from bole.cli.start import Stop


def run(*arguments):
    return CliRunner().invoke(app, ["check", *arguments])


def test_a_rule_is_said_back_in_both_languages():
    rule = 'degree >= "硕士" and age(filed_on) <= 45'
    assert run(rule).output.strip() == "学位为硕士及以上，且申报日的年龄不超过45周岁"
    assert (
        run(rule, "--lang", "en").output.strip()
        == "degree is master or higher, and age on the filing day is at most 45"
    )


def test_every_error_stands_under_its_place_and_the_exit_code_is_1():
    found = run('degree >= "硕土" and home_price > 500', "--lang", "en")
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert lines[0] == '1:11: 硕土 is not a code of degree. Did you mean "硕士"?'
    # Two Chinese characters and two quotes are six columns wide.
    assert lines[2] == "    " + " " * 10 + "^" * 6
    assert lines[3].startswith("1:20: A number without a unit meets money.")
    assert len(lines) == 6


def test_ten_thousand_brackets_are_refused_at_their_place():
    found = run("(" * 10_000 + "1" + ")" * 10_000, "--lang", "en")
    assert found.exit_code == 1
    assert found.output.startswith("1:41: Brackets are nested more than 40 deep here. Take out brackets")
    assert max(len(line) for line in found.output.splitlines()) < 200


def test_a_sign_that_cannot_be_printed_is_shown_as_a_mark():
    found = run("is_full_time\rand\u202e \ud800region == here", "--lang", "en")
    assert found.exit_code == 1
    assert "2:4: There is a sign here that cannot be seen (U+202E)." in found.output
    assert "    and\u25af \u25afregion == here" in found.output


def test_a_figure_of_a_region_has_no_subject():
    assert run('count(person, where=degree == "硕士")', "--register", "", "--lang", "en").exit_code == 0
    assert run('count(person, where=degree == "硕士")', "--lang", "en").exit_code == 1


@pytest.mark.parametrize("name", ["registers.yaml", "registers.json"])
def test_registers_can_come_from_a_file(tmp_path: Path, name: str):
    text = '{"registers": [{"id": "visit", "label": {"zh": "走访", "en": "visit"}, "fields": [{"id": "hours", "type": "int", "label": {"zh": "时长", "en": "hours"}}]}]}'
    (tmp_path / name).write_text(text, "utf-8")
    found = run("hours >= 2", "--register", "visit", "--schema", str(tmp_path / name))
    assert (found.exit_code, found.output.strip()) == (0, "时长不少于2")


def test_without_the_packs_it_is_said_which_folder_to_name(tmp_path: Path):
    found = run("is_full_time", "--packs", str(tmp_path))
    assert isinstance(found.exception, Stop)
    assert str(found.exception).startswith(f"There is no pack base in {tmp_path}.")


def test_a_file_that_contradicts_itself_is_named(tmp_path: Path):
    (tmp_path / "wrong.yaml").write_text("registers: [{id: visit}]", "utf-8")
    found = run("hours >= 2", "--schema", str(tmp_path / "wrong.yaml"))
    assert found.exit_code == 2
    assert "wrong.yaml" in found.output
