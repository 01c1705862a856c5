"""The texts the reader is held to are only worth something while their figures stand where the rows say."""

import json
import re
from pathlib import Path

import pytest

from bole.domain.plan.documents import Comparator, FigureKind, StockOrFlow

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
FIELDS = {"id", "section", "line", "literal", "value", "unit", "comparator", "subject", "kind", "year", "period"}
FIELDS |= {"stock_or_flow", "programme", "scope"}
MARKS = {"value_max", "optional", "in_name", "split_across_lines", "shared_literal", "implicit", "note"}
HALF_WIDTH = str.maketrans("０１２３４５６７８９．：∶％，", "0123456789.::%,")
SCALES = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


def lines_of(text_file):
    return text_file.read_text(encoding="utf-8").split("\n")


def figures_of(text_file):
    rows = text_file.with_suffix(".figures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


def relations_of(text_file):
    rows = text_file.with_suffix(".defects.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


def squeezed(text):
    return re.sub(r"\s", "", text)


def numbers_in(literal):
    """The numbers of a print with their 万 or 亿, in half-width: 3-5名 is 3 and 5, 1.2万人 is 1.2 and 万."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", squeezed(literal).translate(HALF_WIDTH))
    return [
        (float(number), SCALES.get(scale, 1)) for number, scale in re.findall(r"(\d+(?:\.\d+)?)([万萬亿億]?)", plain)
    ]


def printed_values(row):
    """What the print may stand for: money keeps its 万 in the unit, a column may keep it in its head."""
    numbers = numbers_in(row["literal"])
    widest = max((scale for _, scale in numbers), default=1)
    kept = "元" in row["unit"]
    return [
        {number} if kept else {number, number * scale, number * widest, number * 10_000} for number, scale in numbers
    ]


@pytest.fixture(params=TEXTS, ids=lambda text_file: text_file.stem)
def text_file(request):
    return request.param


def test_every_text_is_long_enough_and_full_of_figures(text_file):
    assert 20 <= len(lines_of(text_file)) <= 160
    assert 25 <= len(figures_of(text_file)) <= 100


def test_every_row_has_the_fields_of_a_figure_and_no_others(text_file):
    for row in figures_of(text_file):
        assert set(row) >= FIELDS, row["id"]
        assert set(row) <= FIELDS | MARKS, row["id"]
        assert row["subject"], row["id"]
        assert row["kind"] in set(FigureKind), row["id"]
        assert row["comparator"] in set(Comparator), row["id"]
        assert row["stock_or_flow"] in set(StockOrFlow), row["id"]
        assert row["year"] is None or 1990 <= row["year"] <= 2050, row["id"]


def test_every_row_has_a_name_of_its_own(text_file):
    ids = [row["id"] for row in figures_of(text_file)]

    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"{text_file.stem}-f") for name in ids)


def test_every_figure_stands_on_the_line_its_row_names(text_file):
    lines = lines_of(text_file)
    for row in figures_of(text_file):
        here = squeezed(lines[row["line"] - 1])
        wrapped = squeezed("".join(lines[max(0, row["line"] - 3) : row["line"] + 3]))  # 不少于 may end the line before
        literal = squeezed(row["literal"])
        first = re.search(r"[\d０-９]+|[零一二三四五六七八九十百千两全翻]+", literal)

        assert first is not None, row["id"]
        assert literal in wrapped, (row["id"], row["literal"])
        assert first[0] in here or row.get("split_across_lines"), (row["id"], row["literal"])


def test_every_value_is_the_number_in_print(text_file):
    for row in figures_of(text_file):
        printed = printed_values(row)
        if not printed or row["value"] is None:
            continue
        if ":" in squeezed(row["literal"]).translate(HALF_WIDTH):  # a row of 15:35:50 holds one of its numbers
            printed[0] = set().union(*printed)
        assert any(row["value"] == pytest.approx(value) for value in printed[0]), (row["id"], row["literal"])
        if "value_max" in row:
            assert any(row["value_max"] == pytest.approx(value) for value in printed[-1]), (row["id"], row["literal"])
            assert row["comparator"] == Comparator.RANGE, row["id"]


def test_words_of_bounds_in_print_and_comparators_agree(text_file):
    words = {
        "以上": {">="},
        "左右": {"~"},
        "以下": {"<="},
        "以内": {"<="},
        "余": {"~"},
        "不少于": {">="},
        "不超过": {"<="},
    }
    for row in figures_of(text_file):
        for word, comparators in words.items():
            if word in row["literal"] and row["comparator"] != Comparator.RANGE:
                assert row["comparator"] in comparators, (row["id"], row["literal"])


def test_every_relation_speaks_of_numbers_that_stand_on_its_lines(text_file):
    lines = lines_of(text_file)
    for relation in relations_of(text_file):
        told = {number for number, _ in numbers_in(f"{relation['expected']}; {relation['found']}")}
        printed = {
            number for line in relation["lines"] for number, _ in numbers_in(re.sub(r"\s", ";", lines[line - 1]))
        }

        assert relation["severity"] in {"ok", "error", "warning", "note"}, relation["id"]
        assert told & printed, relation["id"]


def test_the_texts_hold_some_contradictions_and_many_relations_that_hold():
    severities = [relation["severity"] for text_file in TEXTS for relation in relations_of(text_file)]

    assert severities.count("ok") >= 90
    assert severities.count("error") >= 4
