import importlib
import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def reading(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("plan_reading")


@pytest.mark.parametrize("script", ["plan_reading", "plan_mutation"])
def test_missing_plans_are_said_and_still_end_in_one_object(script, tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setattr(sys, "argv", [script, "--shared", str(tmp_path), "--json"])

    importlib.import_module(script).main()

    assert "seeds" in json.loads(capsys.readouterr().out.splitlines()[-1])["skipped"]


def test_plain_expression_reads_numbers_with_units_and_no_context(reading):
    rows = reading.read_by_expression("到2025年，人才总量达到1.2万人以上，投入500万元。")

    assert [(row["value"], row["unit"], row["comparator"]) for row in rows] == [(12000, "人", ">="), (500, "万元", "=")]
    assert rows[0]["year"] == 2025


def test_every_text_has_its_figures_and_relations(reading, tmp_path):
    for rows in ("figures", "defects"):
        assert all(gold.exists() for _, gold in reading.documents_of(tmp_path, rows=rows)["own texts"])
