"""Which kinds of definition this installation knows: each room of the domain brings its own."""

from bole.domain.packs.kinds import Format, Kind
from bole.domain.packs.manifest import Manifest
from bole.domain.plan.pack_format import FORMAT as PLANS
from bole.domain.registers.pack_format import FORMAT as REGISTERS

# The manifest travels as a definition too, so that what a pack says of itself is dated and immutable like the rest.
MANIFEST = Kind("pack", Manifest, ("pack.yaml",), many=False)
LAYOUT = Format(
    kinds=(*REGISTERS.kinds, *PLANS.kinds),
    attachments=(*REGISTERS.attachments, *PLANS.attachments),
    checks=(*REGISTERS.checks, *PLANS.checks),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (MANIFEST, *LAYOUT.kinds)}
