"""Whatever is put in place of a rule is read or refused at a place inside its text, with a remedy, quickly, and never by a crash."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_worlds import CLOSED, EVERY_FORM, MONEYS, NUMBERS

from bole.domain.rules.checking import check_rule
from bole.domain.rules.scanning import DEEPEST
from bole.domain.rules.signs import LONGEST

LONG_RULE = " and ".join(["is_full_time"] * 10_000)
REFUSED = [
    ("import of a module", '__import__("os").system("x")', 1, "Only the functions", "names and forms"),
    ("attribute of an object", "person.__class__", 1, "no field __class__", "Known here"),
    ("deep attributes of objects", "().__class__.__bases__[0].__subclasses__()", 1, "no meaning", "by position"),
    ("builtin function", 'exec("1")', 1, "no function exec", "Known here"),
    ("builtin with another name", "breakpoint", 1, "not known", "Known here"),
    ("lambda", "lambda: 1", 1, "no meaning", "cannot define functions"),
    ("lambda that is called", "(lambda: 1)()", 2, "no meaning", "cannot define functions"),
    ("assignment expression", "(homes_owned := 3) > 1", 14, "not a sign", "=="),
    ("assignment", "homes_owned = 3", 13, "single =", "=="),
    ("formatted text", 'f"{degree}" == "a"', 1, "before a text", "Remove"),
    ("bytes", 'b"a" == university', 1, "before a text", "Remove"),
    ("comprehension", "[x for x in employment]", 1, "no meaning", "with where="),
    ("generator", "count(x for x in employment) > 1", 6, "no meaning", "with where="),
    ("mapping comprehension", "{a: b for a in c}", 1, "no meaning", "names, values"),
    ("starred list", "degree in [*levels]", 12, "no meaning", "names, values"),
    ("keyword unpacking", 'count(employment, **{"where": is_full_time}) > 1', 21, "no meaning", "square brackets"),
    ("yield", "(yield)", 2, "no meaning", "names, values"),
    ("await", "await homes_owned", 1, "no meaning", "names, values"),
    ("statement", "import os", 1, "cannot be read", "missing"),
    ("two statements", "is_full_time; is_full_time", 13, "; has no meaning", "Remove"),
    ("power tower", "9**9**9 > 1", 1, "operator", "+ - * and /"),
    ("shift", "1 << 99999 > 1", 1, "operator", "+ - * and /"),
    ("identity", 'degree is "a"', 1, "comparison", "=="),
    ("ellipsis", "... == 1", 1, "missing value", "cannot tell"),
    ("null byte", 'degree\0 == "a"', 7, "cannot be seen (U+0000)", "Remove"),
    ("null byte in a text", 'university == "a\0b"', 17, "cannot be seen (U+0000)", "Remove"),
    ("lone surrogate", 'university == "\ud800"', 16, "cannot be seen (U+D800)", "Remove"),
    ("lone surrogate as a name", "\ud800 == 1", 1, "cannot be seen (U+D800)", "Remove"),
    ("lone surrogate in a remark", "is_full_time # \ud800", 16, "cannot be seen (U+D800)", "Remove"),
    ("bidi mark", "is_full_time \u202e and is_full_time", 14, "cannot be seen (U+202E)", "Remove"),
    ("bidi mark in a text", 'university == "甲\u202e大学"', 17, "cannot be seen (U+202E)", "Remove"),
    ("zero-width blank in a name", "is_full\u200b_time", 8, "cannot be seen (U+200B)", "Remove"),
    ("byte order mark", "\ufeffis_full_time", 1, "cannot be seen (U+FEFF)", "Remove"),
    ("line separator", "is_full_time \u2028 and is_full_time", 14, "cannot be seen (U+2028)", "Remove"),
    ("blank of another kind", "is_full_time \u2003 and is_full_time", 14, "blank U+2003", "ordinary blank"),
    ("ten to the 400th", f"insured_months > {10**400}", 18, "401 digits", "shorter"),
    ("1e400", "insured_months > 1e400", 18, "1e400 is not a number", "digits"),
    ("hexadecimal", "insured_months > 0xff", 18, "0xff is not a number", "digits"),
    ("digits of another script", "insured_months > ٣٦", 18, "is not a number", "digits"),
    ("superscript", "insured_months > ²", 18, "is not a number", "digits"),
    ("very long name", "a" * 5_000, 1, "longer than any name", "64"),
    ("very long path", ".".join(["a"] * 3_000), 5_999, "too many signs", "Split"),
    ("path of sixty links", "person" + ".employment" * 60, 1, "many records", "Say which"),
    ("five thousand nots", "not " * 5_000 + "is_full_time", LONGEST + 1, "20012 characters", "named list"),
    ("one not too many", "not " * (DEEPEST + 1) + "is_full_time", 176, "too many signs", "Split"),
    ("ten thousand and", LONG_RULE, LONGEST + 5, f"{len(LONG_RULE)} characters", "named list"),
    ("a megabyte of text", "is_full_time or " * 65_536 + "is_full_time", LONGEST + 1, "1048588 characters", "named list"),
    ("a megabyte of one name", "x" * 2**20, LONGEST + 1, "1048576 characters", "named list"),
    ("a megabyte of brackets", "(" * 2**20, DEEPEST + 1, "nested more than 40", "split"),
    ("a megabyte of quotes", '"' * 2**20, 1, "Three quotes", "Use one"),
    ("a megabyte of blanks", " " * 2**20, 1, "no rule", "age(day)"),
    ("ten thousand nested brackets", "(" * 10_000 + "1" + ")" * 10_000, DEEPEST + 1, "nested more than 40", "split"),
    ("five hundred choices", "1 if is_full_time else " * 500 + "2 > 1", 11_505, "too many signs", "Split"),
    ("nothing but a remark", "# nothing", 1, "no rule", "age(day)"),
    ("an open text", 'degree == "硕士', 11, "never closed", '"'),
    ("Chinese quotes", "degree == “硕士”", 11, "full-width quotes", 'Write "硕士"'),
    ("Chinese bracket", "（is_full_time)", 1, "full-width mark （", "Write ("),
    ("full-width operator", "age(day) ＞＝ 3", 10, "full-width mark ＞", "Write >"),
    ("full-width comma", "min(homes_owned，3) > 1", 16, "full-width mark ，", "Write ,"),
    ("capital AND", "is_full_time AND is_full_time", 14, "AND is not a sign", "Write and"),
    ("Chinese and", "is_full_time 且 is_full_time", 14, "且 is not a sign", "Write and"),
    ("not of another language", "!is_full_time", 1, "! is not a sign", "Write not"),
    ("two texts side by side", "degree in ['硕士' '博士']", 17, "side by side", "comma"),
    ("a text in three quotes", '"""a""" == university', 1, "Three quotes", "Use one"),
    ("a backslash at the end of a line", "is_full_time \\\n and is_full_time", 14, "\\ has no meaning", "Remove"),
    ("an argument given twice", "count(employment, where=is_full_time, where=is_full_time) > 1", 39, "given twice", "Keep one"),
    ("a call of a call", "age(day)(day) > 1", 1, "Only the functions", "names and forms"),
    ("a method of a text", '"a".upper() == university', 1, "A point joins", "organisation.region"),
    ("an unknown name", "shoe_size > 42", 1, "shoe_size is not known", "Known here"),
    ("years against months", "age(day) > insured_months", 1, "different units", "one unit"),
    ("overflow of a product", "home_price * 999999999999999 > wan(1)", 1, "64 bits", "narrower"),
    ("overflow of a written amount", "wan(999999999999999999) > home_price", 1, "64 bits", "narrower"),
    ("a day beyond the calendar", "add_days(day, 999999999999999) > day", 15, "far away", "smaller"),
    ("a year of ten thousand", "date(10000, 1, 1) > day", 1, "no such day", "date(2025, 6, 30)"),
    ("a judgement of nothing", 'judged("  ", by="panel")', 8, "text in quotes", "in a few words"),
]  # fmt: skip
READ = [
    ("tabs around", "\tis_full_time\t"),
    ("lines and returns", "\r\nis_full_time\rand\nis_full_time\n"),
    ("a remark", "is_full_time # yes"),
    ("signs inside a text", 'university == "#(%(x)s {}[ 且"'),
    ("forty nots", "not " * DEEPEST + "is_full_time"),
    ("nine hundred and", " and ".join(["is_full_time"] * 900)),
    ("extremes within extremes", "min(" * 39 + "1, 2" + ", 3)" * 39 + " > 1"),
    ("a very long clause", f'clause("{"第五条" * 3_000}", is_full_time)'),
]


def places_of(text):
    """Return how long each line is, as an editor counts them."""
    return [len(row) for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def check_quickly(text, register="person"):
    started = time.perf_counter()
    checked = check_rule(text, schema=CLOSED, register=register)
    assert time.perf_counter() - started < 0.9
    return checked


def assert_well_placed(text, problems):
    lines = places_of(text)
    for one in problems:
        assert one.remedy is not None
        assert 1 <= one.span.line <= one.span.end_line <= len(lines), one
        assert 1 <= one.span.column <= lines[one.span.line - 1] + 1, one
        assert (one.span.line, one.span.column) < (one.span.end_line, one.span.end_column), one
        assert one.span.end_column <= lines[one.span.end_line - 1] + 2, one
        assert len(str(one.reason)) + len(str(one.remedy)) < 1_000, one


@pytest.mark.parametrize(
    ("text", "column", "reason", "remedy"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_a_hostile_rule_is_refused_at_its_place_with_a_remedy(text, column, reason, remedy):
    for register in ("person", ""):
        assert_well_placed(text, check_quickly(text, register).problems)
    checked = check_quickly(text)
    assert checked.rule is None
    said = [(one.span.column, str(one.reason), str(one.remedy)) for one in checked.problems]
    assert any(at == column and reason in why and remedy in what for at, why, what in said), said


@pytest.mark.parametrize("text", [one[1] for one in READ], ids=[one[0] for one in READ])
def test_a_strange_rule_that_means_something_is_read(text):
    checked = check_quickly(text)
    assert checked.problems == ()
    assert checked.rule is not None


quietly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=300)
any_text = st.text(st.characters(codec=None, categories=None), max_size=60)
pieces = st.sampled_from(
    [*'()[]{}"\'“”，；：。＝＞# \n\t\r\\.*/+-<>=!,0123456789', "and", " or ", "not ", " in ", " if ", " else ", "lambda ", "where=",
     "**", "->", ":=", "1e400", "\ud800", "\u202e", "\0", "degree", "硕士", "employment", "person.", "age(", "wan(", "True", "None", "f\"{", "here"]
)  # fmt: skip


@quietly
@given(
    text=any_text | st.lists(pieces, max_size=25).map("".join),
    register=st.sampled_from(["person", "", "honour", "nowhere"]),
)
def test_no_text_whatever_makes_the_check_fail(text, register):
    checked = check_rule(text, schema=CLOSED, register=register)
    assert (checked.rule is None) == bool(checked.problems)
    assert_well_placed(text, checked.problems)


@quietly
@given(
    text=st.sampled_from([*EVERY_FORM, *MONEYS, *NUMBERS]),
    other=st.sampled_from(EVERY_FORM),
    seed=st.integers(0, 2**32),
    piece=pieces | any_text,
)
def test_a_rule_that_was_damaged_is_read_or_refused_at_its_place(text, other, seed, piece):
    chance = random.Random(seed)  # noqa: S311 — where a rule is damaged
    for _ in range(chance.randint(1, 4)):
        start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        end = min(end, start + 6)
        begin = chance.randint(0, len(other))
        text = chance.choice(
            [
                text[:start] + text[end:],
                text[:start] + piece + text[start:],
                text[:start] + other[begin : begin + 12] + text[end:],
                text[:end] + text[start:],
            ]
        )
    checked = check_rule(text, schema=CLOSED, register="person")
    assert (checked.rule is None) == bool(checked.problems)
    assert_well_placed(text, checked.problems)
