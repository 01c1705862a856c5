"""The registers that the tests of the rule language speak of: the base pack, and who declares what complete."""

from pathlib import Path

import pytest
import yaml

from bole.domain.rules.schema import Complete, Schema, SchemaPart, merge_schemas

REGISTERS = Path(__file__).resolve().parents[3] / "packs" / "base" / "registers"


def read_base(**more: object) -> Schema:
    parts = [
        SchemaPart.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(REGISTERS.glob("*.yaml"))
    ]
    return merge_schemas([*parts, SchemaPart.model_validate(more)])


@pytest.fixture(scope="session")
def base() -> Schema:
    return read_base()


@pytest.fixture(scope="session")
def closed() -> Schema:
    """Employment and honour are declared complete, so that absence means no."""
    complete = [Complete(of=name, source="test") for name in ("employment", "honour")]
    lists = [
        {
            "id": "listed_universities",
            "label": {"zh": "名单高校", "en": "listed universities"},
            "day": "2022-02-14",
            "members": ["甲大学", "乙大学"],
        }
    ]
    return read_base(complete=complete, lists=lists)
