"""Reasons in the reader's language: sentences, the lists inside them, and what is kept of them in a row."""

import json

import pytest
from django.template import Context, Template
from django.utils import translation

from bole.domain.shared.reasons import Reason
from bole.web.base import places
from bole.web.base.words import pack_reason, say, unpack_reason

YEARS = Reason("Without the value of %(years)s it cannot be told.", {"years": (2021, 2023)})
NAMED = Reason("Without the value of %(years)s it cannot be told.", {"years": (Reason("value"), Reason("unit"))})


@pytest.mark.parametrize(
    ("language", "between"), [pytest.param("zh-hans", "2021、2023"), pytest.param("en", "2021, 2023")]
)
def test_a_list_is_joined_in_the_language_of_the_reader(language, between):
    with translation.override(language):
        assert between in say(YEARS)


def test_the_parts_of_a_list_are_said_in_the_language_of_the_reader():
    with translation.override("zh-hans"):
        assert "数值、计量单位" in say(NAMED)


def test_without_a_reader_a_list_is_english():
    assert str(NAMED) == "Without the value of value, unit it cannot be told."


@pytest.mark.parametrize("reason", [YEARS, NAMED])
def test_a_list_survives_being_kept_in_a_row(reason):
    kept = unpack_reason(json.loads(json.dumps(pack_reason(reason))))

    assert (kept.text, dict(kept.params)) == (reason.text, dict(reason.params))


def test_a_region_is_shown_by_its_name_with_its_code_and_asked_for_once(rf, monkeypatch):
    asked = []
    monkeypatch.setattr(places, "naming", [lambda: asked.append("once") or {"990121": "安<河>县"}])
    page = Template("{% region code %}{% region code %}{% region other %}{% region nothing %}")

    shown = page.render(Context({"request": rf.get("/"), "code": "990121", "other": "990199", "nothing": ""}))

    assert shown == '<span title="990121">安&lt;河&gt;县</span>' * 2 + '<span title="990199">990199</span>–'
    assert asked == ["once"]
