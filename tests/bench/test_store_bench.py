import importlib
import json
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench"


def test_both_layouts_answer_alike_and_only_real_tables_refuse_wrong_rows(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.delenv("BOLE_DATABASE_URL", raising=False)
    monkeypatch.setattr(sys, "argv", ["store", "--rows", "400", "--json"])

    importlib.import_module("store").main()

    found = json.loads(capsys.readouterr().out.splitlines()[-1])["sqlite"]
    assert found["answers_equal"]
    refusals = [name for name in found["tables"] if name.startswith("refuses")]
    assert [found["tables"][name] for name in refusals] == ["yes"] * 4
    assert [found["json"][name] for name in refusals] == ["yes", "no", "no", "no"]
