from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from bole.domain.packs.checking import check_pack
from bole.domain.packs.kinds import Format
from bole.domain.registers.definitions import Codes, StoredRegister
from bole.domain.registers.frame_schema import frame_columns, make_frame
from bole.domain.registers.pack_format import FORMAT, schema_of
from bole.domain.registers.table_specs import ColumnKind, Only, tables_of

BASE = Path(__file__).resolve().parents[3] / "packs" / "base"


def read(folder, schema):
    return [
        schema.model_validate(one)
        for path in sorted((BASE / folder).glob("*.yaml"))
        for one in yaml.safe_load(path.read_text("utf-8"))
    ]


REGISTERS = {one.id: one for one in read("registers", StoredRegister)}
SCHEMA = schema_of([*REGISTERS.values(), *read("codes", Codes)])


def register(**changes):
    fields = [{"id": "name", "type": "text", "label": {"zh": "名称", "en": "name"}}]
    return {"id": "works", "label": {"zh": "作品", "en": "works"}, "fields": fields} | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"key": ["title"]}, "none of its fields", id="a key of nothing"),
        pytest.param(
            {"fields": [{"id": "valid_from", "type": "date", "label": {"zh": "起", "en": "from"}}]},
            "kept for the store",
            id="a field named like what the store says itself",
        ),
        pytest.param(
            {
                "fields": [{"id": "held_on", "type": "date", "label": {"zh": "日", "en": "day"}, "sensitive": True}],
                "validity": "event",
                "happened": "held_on",
            },
            "cannot be sensitive",
            id="a sensitive day that bounds the record",
        ),
    ],
)
def test_a_register_that_cannot_be_kept_is_refused(changes, words):
    with pytest.raises(ValidationError, match=words):
        StoredRegister.model_validate(register(**changes))


def test_rules_see_that_a_sensitive_field_is_there_and_never_what_it_says():
    person = SCHEMA.register("person")

    assert person.field("id_number") is None
    assert person.field("has_id_number").type == "bool"


def test_sensitive_fields_are_kept_sealed_with_a_digest_to_look_them_up():
    kinds = {one.name: one.kind for one in tables_of(REGISTERS["person"]).versions.columns}

    assert kinds["id_number"] is ColumnKind.SEALED
    assert kinds["id_number_blind"] is ColumnKind.DIGEST
    assert "phone_blind" not in kinds
    assert kinds["home_price"] is ColumnKind.WHOLE


def test_links_refer_to_the_table_of_their_register_and_a_key_is_unique_while_it_holds():
    columns = {one.name: one.refers for one in tables_of(REGISTERS["employment"]).versions.columns}
    unique = [one for one in tables_of(REGISTERS["organisation"]).versions.indexes if one.unique]

    assert columns["organisation"] == "reg_organisation"
    assert ("credit_code",) in [one.columns for one in unique if one.only is Only.HOLDING]


def test_a_wider_definition_keeps_every_column_and_index_it_had():
    more = register(
        fields=[*register()["fields"], {"id": "pages", "type": "int", "label": {"zh": "页", "en": "pages"}}]
    )
    before, after = (tables_of(StoredRegister.model_validate(one)).versions for one in (register(), more))

    assert set(before.columns) < set(after.columns)
    assert {one.name_in(before.name) for one in before.indexes} <= {one.name_in(after.name) for one in after.indexes}


def test_frames_hold_codes_by_rank_and_no_sensitive_value():
    person = REGISTERS["person"]
    names = list(frame_columns(person))
    row = dict.fromkeys(names) | {"id": "b", "degree": "master", "has_phone": "sealed"}
    other = dict.fromkeys(names) | {"id": "a", "degree": "no longer a code"}

    frame = make_frame([list(row.values()), list(other.values())], register=person, schema=SCHEMA)

    assert frame["id"].to_list() == ["a", "b"]
    assert frame["degree"].to_list() == [None, 2]
    assert frame["has_phone"].to_list() == [False, True]
    assert "phone" not in frame.columns


def test_a_code_table_or_a_register_that_nobody_declares_is_named_with_its_line():
    text = """\
- id: works
  label: {zh: 作品, en: works}
  fields:
    - {id: grade, type: code, table: no_table, label: {zh: 等级, en: grade}}
  links:
    - {id: author, to: nobody, label: {zh: 作者, en: author}}
"""
    manifest = "pack: s\nnames: {zh: 样, en: S}\nregion: ''\nversion: '1'\nfrom_day: 2024-01-01\n"
    files = {"pack.yaml": manifest.encode(), "registers/works.yaml": text.encode()}

    problems = check_pack(files, layout=Format(kinds=FORMAT.kinds, checks=FORMAT.checks)).problems

    assert {(one.line, one.field) for one in problems if one.file == "registers/works.yaml"} == {
        (4, "works.fields[1].table"),
        (6, "works.links[1].to"),
    }
