"""What of a record is shown first, and how sealed values look to those who may not read them."""

import doctest
from pathlib import Path

import pytest
import yaml

from bole.domain.registers import showing
from bole.domain.registers.definitions import StoredRegister
from bole.domain.registers.showing import default_columns, filter_fields, mask_value, title_field

BASE = Path(__file__).resolve().parents[3] / "packs" / "base" / "registers"
REGISTERS = {
    one["id"]: StoredRegister.model_validate(one)
    for path in sorted(BASE.glob("*.yaml"))
    for one in yaml.safe_load(path.read_text("utf-8"))
}


def test_the_examples_run():
    assert doctest.testmod(showing).failed == 0


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_no_list_and_no_choice_shows_a_sealed_field(name):
    register = REGISTERS[name]
    sealed = {one.id for one in register.sensitive_fields}

    assert not sealed & {*default_columns(register), *(one.id for one in filter_fields(register))}


def test_a_list_begins_with_links_and_the_key():
    assert default_columns(REGISTERS["employment"])[:2] == ("person", "organisation")
    assert default_columns(REGISTERS["organisation"])[0] == "credit_code"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        pytest.param("name", "贾思缕", "贾*缕", id="a name keeps its first and last sign"),
        pytest.param("name", "欧阳娜娜", "欧**娜", id="a long name as well"),
        pytest.param("name", "贾", "贾*", id="one sign does not stand alone"),
        pytest.param("name", "Ada", "A***", id="a name in letters keeps one"),
        pytest.param("name", "", "***", id="nothing shows nothing"),
        pytest.param("id_number", "990101199001010015", "****0015", id="a number keeps its last four"),
        pytest.param("phone", "12345", "****", id="a short one keeps none"),
    ],
)
def test_what_is_sealed_is_shown_with_most_of_it_covered(field, value, shown):
    person = REGISTERS["person"]
    [asked] = [one for one in person.fields if one.id == field]

    assert mask_value(value, field=asked, register=person) == shown


def test_a_register_without_a_text_has_no_title():
    fields = [{"id": "held_on", "type": "date", "label": {"zh": "日", "en": "day"}}]
    register = StoredRegister.model_validate({"id": "visit", "label": {"zh": "来访", "en": "visit"}, "fields": fields})

    assert title_field(register) is None
