"""The plan on the command line: the same services and reads, and every refusal a sentence."""

import json

import pytest
from typer.testing import CliRunner

from bole.cli.main import app
from bole.cli.start import Stop
from bole.web.plan.models import Document, Proposal
from bole.web.plan.services.proposals import confirm_proposals
from tests.web.plan.conftest import COUNTY, PLAN_TEXT


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(app, ["plan", *map(str, words)])


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN_TEXT)
    return path


def test_reading_prints_a_figure_a_line(run, plan_file):
    rows = [json.loads(line) for line in run("read", plan_file, "--jsonl").stdout.splitlines()]

    total = next(row for row in rows if row["value"] == 30000)
    assert (total["line"], total["year"], total["kind"]) == (9, 2025, "target")


def test_reading_prints_a_table_for_people(run, plan_file):
    assert "人才资源总量" in run("read", plan_file).stdout


def test_linting_prints_contradictions(run, plan_file):
    rows = [json.loads(line) for line in run("lint", plan_file, "--jsonl").stdout.splitlines()]

    assert any("高技能人才" in row["what"] for row in rows)


def test_comparing_prints_what_changed(run, plan_file, tmp_path):
    later = tmp_path / "later.txt"
    later.write_text(PLAN_TEXT.replace("40名", "50名"))

    [row] = [json.loads(line) for line in run("diff", plan_file, later, "--jsonl").stdout.splitlines()]

    assert (row["change"], row["before"], row["after"]) == ("changed", "40名", "50名")


def test_a_plan_is_opened_in_a_region_by_name(run, plan_file, region):
    result = run("open", plan_file, "--region", "安河县")

    assert result.exit_code == 0, result.output
    assert Document.objects.get().region == COUNTY
    assert "proposals waiting" in result.stdout


def test_the_standing_of_a_region_is_printed_as_json(run, document, officer, today, now):

    numbers = list(Proposal.objects.filter(document=document).values_list("number", flat=True))
    confirm_proposals(document_id=document.pk, numbers=numbers, actor=officer, today=today, now=now)

    found = json.loads(run("status", COUNTY, "--json", "--day", "2024-03-01").stdout)

    assert found["day"] == "2024-03-01"
    assert {row["status"] for row in found["promises"]} == {"unknown"}
    assert all(row["reasons"] for row in found["promises"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["read", "nowhere.txt"], "There is no file", id="a file that is not there"),
        pytest.param(["read", "."], "is a folder", id="a folder"),
        pytest.param(["status", "火星"], "No region is called 火星", id="a region nobody knows"),
        pytest.param(["status", COUNTY, "--day", "gestern"], "is no day", id="a day that is none"),
        pytest.param(["status", COUNTY], "Nothing is followed", id="a region without promises"),
    ],
)
def test_a_refusal_is_a_sentence(run, region, words, says):
    result = run(*words)

    assert isinstance(result.exception, Stop)
    assert says in str(result.exception)
