from datetime import date
from decimal import Decimal

import pytest

from bole.domain.packs.yaml_source import read_yaml


def told(text):
    file = read_yaml("a.yaml", text if isinstance(text, bytes) else text.encode())
    return [(problem.line, problem.field, str(problem.what)) for problem in file.problems]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.10", Decimal("0.10")),
        ("16.70", Decimal("16.70")),
        ("1e3", Decimal("1E+3")),
        ("9007199254740993", 9007199254740993),
        ("2025-12-31", date(2025, 12, 31)),
        ('"2025-12-31"', "2025-12-31"),
        ('"15:35:50"', "15:35:50"),
        ('"010"', "010"),
        ('"no"', "no"),
        ("=", "="),
        ('">="', ">="),
        ("第四类", "第四类"),
        ("true", True),
        ("~", None),
    ],
)
def test_a_value_is_read_as_it_is_printed(written, read):
    file = read_yaml("a.yaml", f"value: {written}".encode())

    assert file.data == {"value": read}
    assert str(file.data["value"]) == str(read)
    assert file.problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("value: no", (1, "value", "The bare word no means true or false to YAML.")),
        ("value: 15:35:50", (1, "value", "YAML reads 15:35:50 as a number in base 60.")),
        ("value: 12:30", (1, "value", "YAML reads 12:30 as a number in base 60.")),
        ("value: 010", (1, "value", "YAML reads 010 as a number in another base, because it begins with 0.")),
        ("value: .nan", (1, "value", ".nan is not a number.")),
        ("a: 1\non: 2", (2, "on", "The field name on means true or false to YAML.")),
        ("a: 1\nb: 2\na: 3", (3, "a", "The field is written twice, first in line 1.")),
        ("- id: x\n  a: 1\n  a: 2", (3, "x.a", "The field is written twice, first in line 2.")),
        ("a: 2025-02-30", (1, "a", "The day 2025-02-30 does not exist.")),
        ("a: &x [1]\nb: *x", (2, "b", "An alias (*) repeats an entry from elsewhere.")),
        ("a: !!python/name:os.system x", (1, "a", "A type is forced with tag:yaml.org,2002:python/name:os.system.")),
        ("a: {b: 1,500}", (1, "a.500", "The number 500 stands where a field name is expected.")),
        ("a:\n\tb: 1", (2, "", "There is a tab where YAML wants spaces.")),
        ("a: b: c", (1, "", "A second colon stands on this line, or the line is indented too far.")),
        ('a: "b\nc: d', (2, "", "A quotation mark is opened and not closed.")),
        ("a: >= 3", (1, "", "A bare value that begins with > or | opens a block of text.")),
        ("a: 1\n---\nb: 2", (3, "", "A second document begins here with ---.")),
        (b"a: 1\nb: \xc8\xcb\xb2\xc5", (2, "", "The file is not in UTF-8.")),
        ("[" * 60 + "]" * 60, None),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_line(text, problem):
    found = told(text)

    assert len(found) == 1
    assert problem is None or found == [problem]


def test_a_bomb_of_aliases_is_refused_and_not_unfolded():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    assert {what for _line, _field, what in told("\n".join(lines))} == {"An alias (*) repeats an entry from elsewhere."}


def test_an_empty_file_is_no_error_of_its_own():
    file = read_yaml("a.yaml", b"")

    assert (file.data, file.problems) == (None, [])
