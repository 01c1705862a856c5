"""What holds in a region travels as a pack: the check accepts it, loading it here changes nothing, elsewhere the digests are the same."""

from pathlib import Path

import pytest
from django.db import transaction
from typer.testing import CliRunner

from bole.cli.main import app
from bole.domain.packs.checking import digest_of_pack
from bole.domain.plan.definitions import Indicator
from bole.web.accounts.actors import service_actor
from bole.web.packs import exporting, folders, queries, services
from bole.web.packs.models import Definition, Region
from bole.web.packs.own_definitions import define
from tests.web.packs.conftest import NOW, REGION, TODAY

pytestmark = pytest.mark.django_db
HOUSE = service_actor("tests")
PACKS = Path(__file__).resolve().parents[3] / "packs"
NAMES = sorted(path.parent.name for path in PACKS.glob("*/pack.yaml"))


def load(folder):
    return services.load_pack(pack=folders.checked(folder), actor=HOUSE, now=NOW)


def digests(region):
    held = queries.definitions_in_force(HOUSE, day=TODAY, region=region)
    return {(one.kind, one.name): one.digest for one in held}


def exported(name, folder):
    files = exporting.pack_files(HOUSE, name, day=TODAY)
    folders.write_files(files, folder)
    return files


@pytest.mark.parametrize("name", NAMES)
def test_every_pack_here_comes_back_as_it_was(name, tmp_path):
    beside = [*dict.fromkeys(("base", name))]
    empty = transaction.savepoint()
    for one in beside:
        load(PACKS / one)
    before = {one: digests(folders.checked(PACKS / one).manifest.region) for one in beside}
    for one in beside:
        exported(one, tmp_path / one)
    again = [load(tmp_path / one) for one in beside]
    transaction.savepoint_rollback(empty)
    assert not any(done.changed_anything for done in again)
    assert Definition.objects.count() == 0

    for one in beside:
        load(tmp_path / one)

    assert {one: digests(folders.checked(PACKS / one).manifest.region) for one in beside} == before
    assert digest_of_pack(folders.checked(tmp_path / name)) == digest_of_pack(folders.checked(PACKS / name))


def test_a_region_loaded_before_its_pack_was_noted_learns_it_with_the_next_load():
    load(PACKS / "base")
    Region.objects.update(pack="")

    assert "regions.csv" in exporting.pack_files(HOUSE, "base", day=TODAY)
    assert not load(PACKS / "base").changed_anything

    assert set(Region.objects.values_list("pack", flat=True)) == {"base"}


def test_the_same_content_gives_the_same_bytes(county):
    assert exporting.pack_files(HOUSE, "sample", day=TODAY) == exporting.pack_files(HOUSE, REGION, day=TODAY)


def test_a_file_reads_like_one_written_by_hand(county):
    text = exporting.pack_files(HOUSE, "sample", day=TODAY)["plan/indicators/all.yaml"].decode()

    assert text.startswith(
        "- id: skilled\n"
        "  name: {zh: 高技能人才, en: Skilled talent}\n"
        "  unit: 人\n"
        "  stock_or_flow: stock\n"
        "  measure: {form: reported, source: 县人社局年报}\n"
        "  targets:\n"
        "    - day: 2028-12-31\n"
        '      goal: {form: number, comparator: "~", value: 300}\n'
    )


def test_what_the_region_changed_and_made_itself_is_part_of_the_pack(desk, releaser, tmp_path):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    desk.release(actor=releaser)
    desk.start("new_talent")
    own = {"id": "new_talent", "name": {"zh": "新增人才"}, "unit": "人", "stock_or_flow": "stock"}
    desk.save(body={**own, "measure": {"source": "县人社局"}})
    desk.offer()
    desk.release(actor=releaser)
    held = digests(REGION)

    files = exported("sample", tmp_path / "sample")

    assert "indicator/new_talent, indicator/talent_total" in files["README.md"].decode()
    assert not load(tmp_path / "sample").changed_anything
    assert folders.checked(tmp_path / "sample").problems == []
    values = {(one.kind, one.name) for one in folders.checked(tmp_path / "sample").entries}
    assert values == {key for key in held if key[0] != "pack"}


def test_the_command_writes_a_folder_that_the_check_accepts_and_overwrites_none(county, tmp_path):
    run = CliRunner().invoke(app, ["pack", "export", REGION, "--to", str(tmp_path / "out"), "--lang", "en"])

    assert run.exit_code == 0, run.output
    assert CliRunner().invoke(app, ["pack", "check", str(tmp_path / "out")]).exit_code == 0
    again = CliRunner().invoke(app, ["pack", "export", REGION, "--to", str(tmp_path / "out"), "--lang", "en"])
    assert again.exit_code == 2
    assert "is not empty" in again.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["atlantis"], "No region or pack is called atlantis."),
        ([REGION, "--day", "soon"], "soon is not a day."),
        ([REGION, "--day", "2020-01-01"], "Nothing is defined"),
    ],
)
def test_the_command_says_what_it_cannot_find(county, tmp_path, arguments, says):
    run = CliRunner().invoke(app, ["pack", "export", *arguments, "--to", str(tmp_path / "out"), "--lang", "en"])

    assert run.exit_code == 2
    assert says in run.output


def test_a_region_that_no_pack_configured_is_exported_under_its_code(desk, releaser, tmp_path):
    Region.objects.create(
        code="990199101", name="东镇", name_en="East", level="town", parent="990199", from_on=TODAY, pack="sample"
    )
    value = Indicator.model_validate(
        {"id": "doctors", "name": {"zh": "博士"}, "unit": "名", "stock_or_flow": "stock", "measure": {"source": "x"}}
    )
    define(kind="indicator", value=value, region="990199101", from_on=TODAY, actor=HOUSE, today=TODAY, now=NOW)

    exported("990199101", tmp_path / "town")

    pack = folders.checked(tmp_path / "town")
    assert (pack.problems, pack.manifest.pack, len(pack.entries)) == ([], "region_990199101", 1)
    assert load(tmp_path / "town").added == ["pack/region_990199101"]
