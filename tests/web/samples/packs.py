from datetime import UTC, datetime

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import service_actor
from bole.web.packs import services
from bole.web.packs.kinds import LAYOUT
from tests.web.packs.samples import sample_files
from tests.web.samples import Sample


def a_definition():
    pack = check_pack(sample_files(), layout=LAYOUT)
    services.load_pack(pack=pack, actor=service_actor("tests"), now=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    return {"region": "990199", "kind": "indicator", "name": "talent_total"}


SAMPLES = {"packs:definition": Sample(a_definition)}
