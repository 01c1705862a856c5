from datetime import UTC, date, datetime

from bole.web.accounts.actors import Role, service_actor
from bole.web.packs.services import load_pack
from bole.web.registers.services import write_record
from tests.web.factories import base_pack
from tests.web.samples import PLACES, Sample

SYSTEM, NOW = service_actor("tests"), datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
# Their doors open, but to their own people alone; what those see has tests of its own.
OWN_ONLY = frozenset({Role.EMPLOYER, Role.TALENT})


def a_register():
    load_pack(pack=base_pack(), actor=SYSTEM, now=NOW)
    return {"register": "person"}


def a_person():
    values = {"name": "贾思缕", "id_number": "990100199001010018", "degree": "硕士"}
    person = write_record(
        **a_register(),
        values=values,
        actor=SYSTEM,
        region=PLACES["own"],
        from_on=date(2026, 1, 1),
        source="测试",
        now=NOW,
    )
    return {"register": "person", "record": person.record}


EVERYWHERE = frozenset(PLACES)
SAMPLES = {
    "registers:records": Sample(a_register, open_from=EVERYWHERE),
    "registers:new_record": Sample(a_register, open_from=EVERYWHERE),
    "registers:change": Sample(a_person),
    "registers:correct": Sample(a_person),
    "registers:close": Sample(a_person),
    "registers:erase": Sample(a_person),
    "registers:unmask": Sample(lambda: {**a_person(), "field": "phone"}, data={"purpose": "核对"}),
    "desk:record": Sample(a_person, closed_to=OWN_ONLY),
}
