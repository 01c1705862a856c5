import ast
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.domain.rules.reading import read


def said(text):
    return [(one.span.line, one.span.column, str(one.reason), str(one.remedy or "")) for one in read(text).problems]


@pytest.mark.parametrize(
    ("text", "column", "reason", "remedy"),
    [
        pytest.param("(" * 10_000 + "1" + ")" * 10_000, 41, "nested more than 40", "split the rule", id="ten thousand brackets"),
        pytest.param("not " * 900 + "x", 3601, "too many signs", "Split", id="nine hundred nots"),
        pytest.param("-" * 900 + "x", 161, "nested too deep", "Split", id="nine hundred minus signs"),
        pytest.param("1+" * 900 + "1", None, "nested too deep", "Split", id="a very long sum"),
        pytest.param("a." * 900 + "b", 1, "nested too deep", "Split", id="a very long path"),
        pytest.param("f" + "(1)" * 5000, 1, "nested too deep", "Split", id="calls of calls"),
        pytest.param("a or " * 5_000 + "b", None, "25001 characters", "named list", id="a very long rule"),
        pytest.param("[1, " * 6000, None, "nested more than 40", "split", id="lists of lists"),
        pytest.param("a == " + "9" * 5000, 6, "5000 digits", "", id="a number of five thousand digits"),
        pytest.param('__import__("os").system("x")', 1, "A point joins", "organisation.region", id="import of a module"),
        pytest.param("person.__class__.__mro__[1]", 1, "no meaning", "pick by position", id="attributes of objects"),
        pytest.param("lambda: 1", 1, "no meaning", "cannot define functions", id="lambda"),
        pytest.param("[x for x in y]", 1, "no meaning", "with where=", id="comprehension"),
        pytest.param('f"{x}"', 1, "before a text", "Remove", id="formatted text"),
        pytest.param("x ** 99", 1, "operator", "+ - * and /", id="power"),
        pytest.param("(x := 3)", 4, "not a sign", "==", id="assignment expression"),
        pytest.param("a = 3", 3, "single =", "==", id="single equals"),
        pytest.param("degree ≥ 3", 8, "full-width mark ≥", ">=", id="full-width at least"),
        pytest.param("（degree >= 3)", 1, "full-width mark （", "(", id="full-width bracket"),
        pytest.param("degree == “硕士”", 11, "full-width quotes", '"硕士"', id="full-width quotes"),
        pytest.param("degree in ['A'，'B']", 15, "full-width mark ，", ",", id="full-width comma"),
        pytest.param("insured >= １２", 12, "full-width digits", "12", id="full-width digits"),
        pytest.param("ｄegree == 1", 1, "full-width letters", "degree", id="full-width letters"),
        pytest.param("学历 == 1", 1, "not a name", "Latin", id="a Chinese name"),
        pytest.param('degree == """硕士"""', 11, "Three quotes", "Use one", id="three quotes"),
        pytest.param('""""#\\d"""', 1, "Three quotes", "Use one", id="a remark that the parser takes for a text"),
        pytest.param('degree == "硕士', 11, "never closed", '"', id="an open text"),
        pytest.param('degree == "硕士”', 11, "full-width ”", '"', id="a text closed with a full-width quote"),
        pytest.param("(a and b", 1, "never closed", "Close", id="an open bracket"),
        pytest.param("a) or (b", 2, "closes nothing", "Remove", id="brackets the wrong way round"),
        pytest.param("a && b", 3, "not a sign", "and", id="and of another language"),
        pytest.param("a and", 6, "cannot be read", "missing", id="half a condition"),
        pytest.param("None", 1, "missing value", "cannot tell", id="a word for nothing"),
        pytest.param("a is b", 1, "comparison", "==", id="identity"),
        pytest.param("1e5 < a", 1, "not a number", "0.15", id="exponent"),
        pytest.param("  ", 1, "no rule", "age(day)", id="nothing at all"),
        pytest.param("a\x00b", 2, "cannot be seen", "Remove", id="a control sign"),
    ],
)  # fmt: skip
def test_hostile_and_broken_texts_are_refused_at_their_place_with_a_remedy(text, column, reason, remedy):
    started = time.perf_counter()
    found = said(text)
    assert any((column in {None, at}) and reason in why and remedy in what for _, at, why, what in found), found
    assert time.perf_counter() - started < 1


def test_all_full_width_marks_of_a_text_are_reported_at_once():
    assert [column for _, column, _, _ in said("（degree ≥ “硕士”）")] == [1, 9, 11, 15]


def test_a_problem_on_a_later_line_names_that_line():
    assert [(line, column) for line, column, _, _ in said('degree >= "硕士"\nand age(day) ≤ 45')] == [(2, 14)]


def test_columns_count_characters_after_chinese_text():
    reading = read('degree == "硕士" and x[0]')
    assert [one.span.column for one in reading.problems] == [20]


def test_a_rule_may_run_over_lines_and_carry_remarks():
    assert read('degree >= "硕士"  # at least\n  and age(day) <= 45').problems == ()


def test_decimals_are_read_from_the_text():
    reading = read("0.10000000000000001")  # a float would read 0.1
    assert isinstance(reading.tree, ast.Constant)
    assert str(reading.number_of(reading.tree)) == "0.10000000000000001"


PIECES = [
    "a",
    "1",
    "0",
    "1.5",
    ".",
    '"',
    "'",
    '""',
    "\\",
    "d",
    "#",
    "\n",
    " ",
    "if",
    "or",
    "in",
    "is",
    "not",
    "else",
    "(",
    ")",
    "[",
    "]",
    ",",
    "==",
    "-",
    "f",
    "b",
]


@settings(max_examples=500, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_text_makes_the_parser_warn(pieces):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        read("".join(pieces))
    assert warned == []


def test_texts_are_read_in_many_threads_without_touching_their_warnings():
    texts = ["1 is 1", '"a"("b")', "1(2)", '("a")[0]', "not 1 == 1", 'degree in ["硕士", "博士"] # \\d', r'x == "\d"']
    before, filters = [read(text) for text in texts], list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, texts * 50))
    assert [(one.tree is None, one.problems) for one in found] == [
        (one.tree is None, one.problems) for one in before
    ] * 50
    assert list(warnings.filters) == filters
    with pytest.raises(UserWarning, match="still an error"):
        warnings.warn("still an error", UserWarning, stacklevel=1)
