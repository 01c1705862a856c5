"""``bole snapshot``: keep a region as of a day."""

import json
from datetime import datetime
from typing import Annotated

import typer

from bole.cli.start import Stop, ready_for_use, say


def snapshot(
    region: Annotated[str, typer.Argument(help="A region's code, its name, or the name of its pack.")],
    day: Annotated[datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="As of which day.")],
    actor: Annotated[
        str, typer.Option("--actor", help="The name under which the act stands in the journal.")
    ] = "snapshot",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Freeze the registers of a region as of a day: a Parquet file each, with its digest. It never moves afterwards."""
    ready_for_use()
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now
    from bole.web.packs.queries import NoSuchRegion, region_named
    from bole.web.registers.services import freeze_snapshot

    who = service_actor(actor)
    try:
        code = region_named(who, region, day=day.date()).code
    except NoSuchRegion:
        raise Stop(f"No region is called {region}.") from None
    frozen = freeze_snapshot(region=code, day=day.date(), actor=who, now=now())
    if as_json:
        told = {"id": str(frozen.pk), "region": code, "day": frozen.day.isoformat(), "tables": frozen.tables}
        say(json.dumps(told, ensure_ascii=False))
        return
    for name, table in frozen.tables.items():
        say(f"{name:24}{table['rows']:>12}  {table['sha256']}")
    say(f"{frozen.pk}  {code} {frozen.day.isoformat()}")
