import json
from pathlib import Path

import pytest

from bole.web.packs.schemas import schemas

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_that_of_the_code(name):
    assert json.loads((FOLDER / name).read_text(encoding="utf-8")) == schemas()[name]


def test_no_published_schema_is_of_a_kind_that_is_gone():
    assert {path.name for path in FOLDER.glob("*.json")} == set(schemas())
