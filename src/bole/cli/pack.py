"""Packs on the command line: check one, load one, publish the schemas."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bole.cli.start import ready

app = typer.Typer(no_args_is_help=True, help="Check and load packs: a region's configuration as files.")

Folder = Annotated[Path, typer.Argument(help="The folder of the pack.")]
Language = Annotated[str, typer.Option("--lang", help="zh or en.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(folder: Folder, language: Language = "zh", as_json: AsJson = False) -> None:
    """Name everything that is wrong in a pack; exit 1 if anything is."""
    ready()
    from django.utils import translation

    from bole.web.packs import folders

    with translation.override(spoken(language)):
        try:
            pack = folders.checked(folder)
        except folders.NotAFolder:
            no_folder(folder)
        if as_json:
            echo_json({"pack": str(folder), "problems": [as_data(problem) for problem in pack.problems]})
        else:
            echo_problems(pack)
    raise typer.Exit(1 if pack.problems else 0)


@app.command()
def load(
    folder: Folder,
    actor: Annotated[
        str, typer.Option("--actor", help="The name under which the act stands in the journal.")
    ] = "pack-load",
    language: Language = "zh",
    as_json: AsJson = False,
) -> None:
    """Bring a pack, and the base it stands on, into force; a second time nothing changes."""
    ready()
    from django.utils import translation

    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now
    from bole.web.packs import folders, services

    with translation.override(spoken(language)):
        try:
            pack = folders.checked(folder)
            base = folders.base_of(folder, pack)
            part, results = pack, []
            if pack.problems:
                # Refused before its base is touched: of a pack with errors nothing is loaded.
                raise services.PackHasProblems(pack.problems)
            for part in [folders.checked(base), pack] if base else [pack]:
                results.append(services.load_pack(pack=part, actor=service_actor(actor), now=now()))
        except folders.NotAFolder:
            no_folder(folder)
        except services.PackHasProblems as refusal:
            echo_problems(part)
            raise typer.Exit(1) from refusal
        except (services.RegionIsMissing, services.TakenByAnotherPack) as refusal:
            typer.echo(sentence(refusal), err=True)
            raise typer.Exit(1) from refusal
        if as_json:
            echo_json([loaded_as_data(result) for result in results])
        else:
            for result in results:
                echo_loaded(result)


@app.command()
def export(
    region: Annotated[str, typer.Argument(help="The code or the name of a region, or the name of a pack.")],
    to: Annotated[Path, typer.Option("--to", help="The folder to write into; new or empty.")],
    day: Annotated[
        str, typer.Option("--day", help="The day on which it holds, as 2026-01-31; today if left out.")
    ] = "",
    language: Language = "zh",
) -> None:
    """Write what is in force of a region as a pack; loading it here again changes nothing."""
    ready()
    from django.utils import translation
    from django.utils.translation import gettext as _

    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import today
    from bole.web.packs import exporting
    from bole.web.packs.folders import write_files
    from bole.web.packs.queries import NoSuchRegion

    with translation.override(spoken(language)):
        try:
            wanted = date.fromisoformat(day) if day else today()
            files = exporting.pack_files(service_actor("pack-export"), region, day=wanted)
            write_files(files, to)
        except ValueError:
            refuse(_("%(day)s is not a day. Write it like 2026-01-31.") % {"day": day})
        except FileExistsError:
            refuse(_("%(folder)s is not empty. Name a new folder.") % {"folder": to})
        except NoSuchRegion:
            refuse(_("No region or pack is called %(name)s.") % {"name": region})
        except exporting.NothingDefined:
            refuse(_("Nothing is defined in %(name)s on that day.") % {"name": region})
        except exporting.SeveralPacks as several:
            refuse(_("%(name)s holds several packs. Name one: %(packs)s.") % {"name": region, "packs": several})
        for name in files:
            typer.echo(str(to / name))


def refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option("--out", help="Write one file a kind into this folder.")] = None,
) -> None:
    """Print the JSON Schemas of pack files, or write them where an editor finds them."""
    ready()
    from bole.web.packs.schemas import schemas

    found = schemas()
    if out is None:
        echo_json(found)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (out / name).write_text(as_text(content) + "\n", encoding="utf-8")
        typer.echo(str(out / name))


def spoken(language: str) -> str:
    return "en" if language == "en" else "zh-hans"


def as_text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def echo_json(content: object) -> None:
    typer.echo(as_text(content))


def as_data(problem: Any) -> dict[str, object]:
    from bole.web.base.words import say

    return {
        "file": problem.file,
        "line": problem.line or None,
        "field": problem.field,
        "what": say(problem.what),
        "remedy": say(problem.remedy),
    }


def echo_problems(pack: Any) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from bole.domain.packs.checking import digest_of_pack

    name = pack.manifest.pack if pack.manifest else ""
    if not pack.problems:
        counts = {"pack": name, "regions": len(pack.regions), "definitions": len(pack.entries)}
        typer.echo(_("%(pack)s: nothing is wrong; %(regions)s regions, %(definitions)s definitions.") % counts)
        typer.echo(_("Digest") + f": {digest_of_pack(pack)}")
        return
    for problem in pack.problems:
        told = as_data(problem)
        place = f"{told['file']}:{told['line']}" if told["line"] else str(told["file"])
        typer.echo(f"{place}  {told['field']}".rstrip())
        typer.echo(f"    {told['what']}")
        typer.echo(f"    → {told['remedy']}")
    count = len(pack.problems)
    typer.echo(ngettext("%(count)s error.", "%(count)s errors.", count) % {"count": count})


def loaded_as_data(done: Any) -> dict[str, object]:
    changed = {
        name: [{"field": change.field, "old": change.old, "new": change.new} for change in changes]
        for name, changes in done.changed.items()
    }
    return {
        "pack": done.pack,
        "version": done.version,
        "added": done.added,
        "changed": changed,
        "ended": done.ended,
        "proposed": done.proposed,
        "waiting": done.waiting,
        "unchanged": done.unchanged,
    }


def echo_loaded(done: Any) -> None:
    from django.utils.translation import gettext as _

    counts = {
        "pack": done.pack,
        "version": done.version,
        "added": len(done.added),
        "changed": len(done.changed),
        "ended": len(done.ended),
        "unchanged": done.unchanged,
    }
    line = _("%(pack)s %(version)s: %(added)s added, %(changed)s changed, %(ended)s ended, %(unchanged)s unchanged.")
    typer.echo(line % counts)
    for name, changes in done.changed.items():
        typer.echo(f"  {name}")
        for change in changes:
            typer.echo(f"    {change.field}: {shown(change.old)} → {shown(change.new)}")
    for name in done.ended:
        typer.echo(f"  − {name}")
    for name, conflicts in done.proposed.items():
        typer.echo("  " + _("%(name)s was changed here since: a draft proposes both together.") % {"name": name})
        for field in conflicts:
            typer.echo("    " + _("in conflict: %(field)s") % {"field": field})
    for name in done.waiting:
        typer.echo("  " + _("%(name)s waits: decide its open draft, then load the pack again.") % {"name": name})


def shown(value: object) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def sentence(refusal: Exception) -> str:
    from django.utils.translation import gettext as _

    said = {
        "RegionIsMissing": _("These regions are not in the tree yet: %(what)s. Load the pack that has them first."),
        "TakenByAnotherPack": _("Another pack holds this definition: %(what)s."),
    }
    return said[type(refusal).__name__] % {"what": refusal}


def no_folder(folder: Path) -> None:
    from django.utils.translation import gettext as _

    typer.echo(_("There is no folder %(folder)s.") % {"folder": folder}, err=True)
    sys.exit(2)
