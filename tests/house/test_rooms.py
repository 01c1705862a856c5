"""The map, the glossary and the domain's imports are true."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bole"
ROOMS = sorted(
    {
        path.parent.name
        for ring in ("domain", "web")
        for path in (SOURCE / ring).glob("*/__init__.py")
        if path.parent.name != "settings"
    }
)
# What a pure function may stand on: values, text, containers, and the named readers. No clock, no chance, no network.
STANDARD = {
    *("__future__", "abc", "ast", "base64", "bisect", "calendar", "codecs", "collections", "contextlib", "csv"),
    *("dataclasses", "datetime", "decimal", "difflib", "enum", "fnmatch", "fractions", "functools", "hashlib", "heapq"),
    *(
        "html",
        "io",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "types",
    ),
    *("typing", "unicodedata", "zipfile", "zlib"),
}
READERS = {
    "cn2an",
    "docx",
    "lxml",
    "narwhals",
    "polars",
    "pydantic",
    "pydantic_core",
    "pypdfium2",
    "python_calamine",
    "rjieba",
    "xlsxwriter",
    "yaml",
}
# A module with more needs the reason here.
MORE = {
    "domain/plan/files/pdf_source.py": {
        "ctypes": "the PDF library hands out its boxes through C structures",
        "threading": "the PDF library may be entered by one thread at a time",
    },
    "domain/packs/checking.py": {"pathlib": "PurePosixPath alone: names of files, no files"},
    "domain/rules/reading.py": {
        "threading": "ast.parse may be entered by one thread at a time: it counts the depth of its tree for all of them"
    },
}
CLOCK = {"today", "now", "utcnow", "time_ns", "urandom", "uuid4"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_page(room):
    page = ROOT / "docs" / "rooms" / f"{room}.md"

    assert page.exists(), f"write docs/rooms/{room}.md: what the room decides, what it keeps, how it fails"
    assert len(page.read_text()) > 300


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "domain").rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_the_domain_stands_on_nothing_but_the_allow_list(path):
    tree, found = ast.parse(path.read_text()), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    more = set(MORE.get(path.relative_to(SOURCE).as_posix(), {}))

    assert found - STANDARD - READERS - more - {"bole"} == set()


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "domain").rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_the_domain_reads_no_clock_and_opens_no_file(path):
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
                found.append((node.lineno, ast.unparse(node.func)))
            if isinstance(node.func, ast.Name) and node.func.id in {"open", "input", "print", "eval", "exec"}:
                found.append((node.lineno, node.func.id))

    assert found == []


def forbidden_words():
    """Yield (second word, the one word for it) from the glossary's column *not*."""
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] not in {"English", "---"}:
            yield from ((word.strip(), cells[0]) for word in cells[3].split(",") if word.strip())


FORBIDDEN = dict(forbidden_words())


def words_of(name):
    """Return a name in snake case between underscores: AuditLog gives _audit_log_."""
    return "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_") + "_"


def names_given(path):
    """Yield every name that a module gives: to itself, its classes, functions, arguments and variables."""
    yield 1, path.stem
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def second_words(path):
    return [
        f"line {line}: {name} – say {word}"
        for line, name in names_given(path)
        for other, word in FORBIDDEN.items()
        if f"_{other}_" in words_of(name) or f"_{other}s_" in words_of(name)
    ]


def test_the_glossary_forbids_something():
    assert len(FORBIDDEN) > 10


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_second_word_for_one_thing(path):
    if "migrations" not in path.parts:
        assert second_words(path) == []
