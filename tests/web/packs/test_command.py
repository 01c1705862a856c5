"""``bole pack load`` and ``bole pack schema`` as somebody at a terminal meets them."""

import json

import pytest
from typer.testing import CliRunner

from bole.cli.main import app
from bole.web.journal.models import Entry
from bole.web.packs.models import Definition, Region
from tests.web.packs.samples import INDICATORS, MANIFEST, REGIONS, sample_files

BASE = "pack: base\nnames: {zh: 基础包, en: Base}\nversion: '1'\nfrom_day: 2000-01-01\n"
UPPER, LOWER = REGIONS.rsplit("990199", 1)


@pytest.fixture
def folder(tmp_path):
    """A pack whose upper regions stand in a base beside it."""
    files = {
        f"sample/{name}": content for name, content in sample_files(pack=MANIFEST + "base: {pack: base}\n").items()
    }
    files["sample/regions.csv"] = f"{REGIONS.splitlines()[0]}\n990199{LOWER}".encode()
    files["base/pack.yaml"] = BASE.encode()
    files["base/regions.csv"] = UPPER.encode()
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "sample"


def run(*words):
    return CliRunner().invoke(app, ["pack", *map(str, words), "--lang", "en"])


@pytest.mark.django_db
def test_the_base_is_loaded_first_and_both_say_what_changed(folder):
    result = run("load", folder)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "base 1: 3 added, 0 changed, 0 ended, 0 unchanged.",
        "sample 1: 5 added, 0 changed, 0 ended, 0 unchanged.",
    ]
    assert Region.objects.count() == 3


@pytest.mark.django_db
def test_a_second_time_nothing_changes(folder):
    run("load", folder)
    rows, entries = Definition.objects.count(), Entry.objects.count()

    result = run("load", folder)

    assert result.stdout.splitlines()[-1] == "sample 1: 0 added, 0 changed, 0 ended, 5 unchanged."
    assert (Definition.objects.count(), Entry.objects.count()) == (rows, entries)


@pytest.mark.django_db
def test_a_change_is_printed_with_the_old_and_the_new_value(folder):
    run("load", folder)
    (folder / "plan/indicators/all.yaml").write_text(INDICATORS.replace("1500", "1600"), encoding="utf-8")

    result = run("load", folder)

    assert '    targets[1].goal.value: "1500" → "1600"' in result.stdout.splitlines()


@pytest.mark.django_db
def test_what_changed_can_be_had_as_data(folder):
    result = run("load", folder, "--json")

    assert [part["pack"] for part in json.loads(result.stdout)] == ["base", "sample"]


@pytest.mark.django_db
def test_a_pack_with_errors_is_named_and_not_loaded(folder):
    (folder / "plan/plan.yaml").write_text("id: 1\n", encoding="utf-8")

    result = run("load", folder)

    assert result.exit_code == 1
    assert "plan/plan.yaml:1  id" in result.stdout
    assert (Definition.objects.count(), Region.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_name_given_on_the_command_line_stands_in_the_journal(folder):
    run("load", folder, "--actor", "王主任")

    assert set(Entry.objects.values_list("actor_name", flat=True)) == {"王主任"}


def test_the_schemas_are_written_where_they_are_wanted(tmp_path):
    result = CliRunner().invoke(app, ["pack", "schema", "--out", str(tmp_path / "schemas")])

    assert result.exit_code == 0
    written = json.loads((tmp_path / "schemas" / "indicator.schema.json").read_text(encoding="utf-8"))
    assert written["type"] == "array"
    assert "unit" in written["items"]["properties"]
