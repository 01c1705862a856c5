"""The schemas of pack files as JSON Schema, for editors that complete and underline while one types."""

from typing import Any

from bole.web.packs.kinds import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """Return one schema a kind of file, by file name; a file that holds many entries is a list of them."""
    found = {}
    for kind in KINDS.values():
        entry = kind.schema.model_json_schema(by_alias=True)
        if kind.many:
            definitions = entry.pop("$defs", {})
            entry = {"type": "array", "items": entry, "$defs": definitions}
        name = f"{kind.name}.schema.json"
        found[name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **entry}
    return found
