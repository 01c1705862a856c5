"""``bole journal``: verify, seal and export the chain."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from bole.cli.start import ready_for_use, say

app = typer.Typer(no_args_is_help=True, help="The sealed record of every act.")


@app.command()
def verify(
    exported: Path = typer.Option(None, help="Compare with this exported seal, or folder of seals."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Recompute the chain and name altered, missing and unsealed rows; 1 when any is altered or missing.

    The seals this installation exported by itself are compared too.
    """
    ready_for_use()
    from django.conf import settings

    from bole.web.journal.queries import verify_journal

    found = verify_journal(exported=exported or (settings.SEALS_DIR if settings.SEALS_DIR.is_dir() else None))
    if as_json:
        say(json.dumps({**asdict(found), "is_sound": found.is_sound}, ensure_ascii=False))
    else:
        for word, findings in (("altered", found.altered), ("missing", found.missing), ("unsealed", found.unsealed)):
            for finding in findings:
                where = " ".join(str(part) for part in (finding.sequence, finding.entry) if part is not None)
                say(f"{word:9}{where}  {finding.what}")
        say(
            f"{found.seals} sealed, {len(found.altered)} altered, {len(found.missing)} missing, "
            f"{len(found.unsealed)} unsealed; last digest {found.last_digest}"
        )
    raise typer.Exit(0 if found.is_sound else 1)


@app.command()
def seal() -> None:
    """Chain every entry that is not sealed yet."""
    ready_for_use()
    from bole.web.base.clock import now
    from bole.web.journal.services import seal_entries

    say(f"{seal_entries(now=now(), everything=True)} sealed")


@app.command()
def export(file: Path) -> None:
    """Seal, and write the last seal to a file that is kept elsewhere."""
    ready_for_use()
    from bole.web.base.clock import now
    from bole.web.journal.services import export_seal, seal_entries

    moment = now()
    seal_entries(now=moment, everything=True)
    content = export_seal(file, now=moment)
    say(f"{file}: {content['sequence']} {content['digest']}" if content else "The journal is empty; nothing written.")
