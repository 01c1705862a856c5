import json

from tests.web.registers.conftest import BASE
from typer.testing import CliRunner

from bole.cli.main import app
from bole.web.journal.models import Entry
from bole.web.packs import folders, services


def test_a_region_is_frozen_from_the_command_line_under_a_name(db, system, now):
    pack = folders.checked(BASE)
    services.load_pack(pack=pack, actor=system, now=now)

    done = CliRunner().invoke(app, ["snapshot", "四川省", "--day", "2026-03-01", "--actor", "yearly-report", "--json"])

    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["region"], set(told["tables"])) == ("510000", {entry.name for entry in pack.of_kind("register")})
    assert Entry.objects.get(verb="registers.snapshot.frozen").actor_name == "yearly-report"


def test_a_region_nobody_knows_is_named(db):
    done = CliRunner().invoke(app, ["snapshot", "nowhere", "--day", "2026-03-01"])

    assert "nowhere" in str(done.exception)
