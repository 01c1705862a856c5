"""Chinese first, English complete: every sentence in both languages, with the same places to fill."""

import re
from pathlib import Path

import pytest

from bole.web.base import catalogues

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")
TEMPLATES = sorted(catalogues.SOURCE.rglob("templates/**/*.*"))
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def translated():
    return [message for message in catalogues.kept() if message.id]


def test_every_sentence_of_code_and_templates_has_chinese():
    assert catalogues.missing() == []


def test_the_catalogue_holds_no_sentence_that_nobody_says():
    said = {message.id for message in catalogues.gathered()}
    assert [message.id for message in translated() if message.id not in said] == []


def test_chinese_fills_the_same_places_as_english():
    wrong = []
    for message in translated():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACES.findall(ids[-1]))
        wrong += [string for string in strings if not set(PLACES.findall(string)) <= wanted]
        wrong += [
            ids[0]
            for string in strings
            if not set(PLACES.findall(ids[0])) <= set(PLACES.findall(string)) and len(ids) == 1
        ]
    assert wrong == []


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_a_template_speaks_through_the_catalogue(template: Path):
    text = template.read_text(encoding="utf-8")
    # The language switch names each language in itself; that is the one place where Chinese stands in a template.
    found = [words for words in CHINESE.findall(text) if words != "中文"]
    assert found == []


def test_one_english_word_has_chinese_for_each_of_its_places():
    """Words with a context are gathered from templates and from code, and each has Chinese of its own."""
    have = {(message.context, message.id): message.string for message in translated()}

    assert have["person", "Name"] != have["thing", "Name"]
    assert have["contradiction", "Expected"] != have["path", "Expected"]
    assert have["state", "To be corrected"] != have["button", "To be corrected"]


SIGNS_BESIDE_VALUES = re.compile(r"\}\}(?:</\w+>)?(?:[:;,] )|\}\} \(\{\{|%\}; \{%|%\}(?:</\w+>)?: [<{]")


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_template_puts_english_signs_between_values(template: Path):
    """Chinese has signs of its own; they belong to a sentence of the catalogue."""
    text = re.sub(
        r"\{% blocktranslate.*?endblocktranslate %\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL
    )

    assert SIGNS_BESIDE_VALUES.findall(text) == []
