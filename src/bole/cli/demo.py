"""``bole demo``: an installation to try, with one login a role; for one's own machine, never for use."""

import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from bole.cli.start import PACKS, Stop, pack_in, ready, say

MARK = "demonstration"
PASSWORD = "bole-demo-2026"  # noqa: S105 — printed on screen, and everybody in it is made up
REGION = "990121"
TALENT = "孙青"
LOGINS = (
    ("office", "office", "陈安", REGION),
    ("deputy", "office", "何舟", REGION),  # what the office drafts, a second person of it releases
    ("department", "department", "林远", REGION),
    ("employer", "employer", "赵宁", REGION),
    ("talent", "talent", TALENT, REGION),
    ("expert", "expert", "周明", REGION),
    ("window", "window", "吴静", REGION),
    ("leader", "leader", "郑和平", REGION),
    ("auditor", "auditor", "冯正", REGION),
)
# Regions whose facts travel as packs; whoever has the published text opens it with the office's login.
REGIONS = {
    "yanbian": "510422",
    "panzhihua": "510400",
    "jiangjin": "500116",
    "liangping": "500155",
    "haicheng": "210381",
}


def demo(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Set everything up and stop.")] = False,
    packs: Annotated[Path, typer.Option(help="The folder that holds the packs.")] = PACKS,
    people: Annotated[int, typer.Option(min=0, help="How many people to make; 0 for as many as the pack says.")] = 0,
) -> None:
    """Set up a county that does not exist, print one login a role, and serve it."""
    pack_in(packs, "demo")
    # A demonstration is looked at by whoever is in the room; nobody has paired a telephone with it.
    os.environ["BOLE_SECOND_FACTOR"] = "off"
    ready()
    from bole.cli import keeping, serving

    if not no_serve:
        serving.demand_free(host, port)
    refuse_to_mix()
    keeping.setup()
    for name in ("demo", *REGIONS):
        load(packs / name)
    open_logins()
    open_plan(packs / "demo" / "plan")
    fill_registers(packs / "demo", people=people or None)
    say(f"\nOne login a role in the demo county, all with the password {PASSWORD}:")
    for username, _role, name, _region in LOGINS:
        say(f"  {username:12}{name}")
    say("The talent offices of the five regions, to open their published plans with: " + ", ".join(REGIONS))
    if not no_serve:
        serving.run_held(host, port, threads=8)


def refuse_to_mix() -> None:
    """Mark the data folder as a demonstration's.

    :raises Stop: if somebody works here already: the demonstration's passwords stand in its manual.
    """
    from django.conf import settings

    from bole.web.base.installation import holds_anything

    mark = settings.DATA_DIR / MARK
    if holds_anything() and not mark.exists():
        raise Stop(
            f"{settings.DATA_DIR} is in use. A demonstration would open accounts there whose password anybody may know. "
            "Name an empty folder by BOLE_DATA."
        )
    mark.touch()


def fill_registers(folder: Path, *, people: int | None) -> None:
    """Write the made-up people once; started again with the same numbers, nothing is even made."""
    from django.conf import settings

    from bole.cli.people import count_people, digest_of_people, find_worker, load_people, make_people

    mark, digest = settings.DATA_DIR / MARK, digest_of_people(folder, people=people)
    if mark.read_text(encoding="utf-8") != digest:
        made = make_people(folder, people=people)
        load_people(made)
        if found := find_worker(made, name=TALENT):
            lend_files(*found)
        count_people(REGION)
        mark.write_text(digest, encoding="utf-8")


def load(folder: Path) -> None:
    """Bring a pack and its base into force; a second time nothing changes."""
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now
    from bole.web.packs import folders, services

    pack = folders.checked(folder)
    base = folders.base_of(folder, pack)
    for each in (pack,) if base is None else (folders.checked(base), pack):
        services.load_pack(pack=each, actor=service_actor("demo"), now=now())


def open_logins() -> None:
    """Open one account a role, and one for the office of each region; there already, nothing happens."""
    from bole.web.accounts.actors import Role, service_actor
    from bole.web.accounts.queries import accounts_visible_to
    from bole.web.accounts.services import grant_role, open_account
    from bole.web.base.clock import now, today

    actor = service_actor("demo")
    there = {account.username for account in accounts_visible_to(actor, today=today())}
    offices = tuple((name, "office", "人才办", region) for name, region in REGIONS.items())
    for username, role, name, region in (*LOGINS, *offices):
        if username not in there:
            user = open_account(username=username, name=name, password=PASSWORD, actor=actor, region=region, now=now())
            grant_role(user=user, role=Role(role), region=region, actor=actor, today=today(), now=now())


def lend_files(person: UUID, organisation: UUID) -> None:
    """Let the login of a talent see a file as their own, and that of an employer the enterprise which employs them."""
    from bole.web.accounts.actors import Role, service_actor
    from bole.web.accounts.queries import accounts_visible_to
    from bole.web.accounts.services import grant_role
    from bole.web.base.clock import now, today
    from bole.web.registers.services import link_account

    actor = service_actor("demo")
    users = {account.username: account for account in accounts_visible_to(actor, today=today())}
    about = {"actor": actor, "now": now()}
    link_account(user=users["talent"].pk, person=person, day=today(), **about)
    grant_role(
        user=users["employer"],
        role=Role.EMPLOYER,
        region=REGION,
        organisation=organisation,
        today=today(),
        **about,
    )


def open_plan(folder: Path) -> None:
    """Open the demo county's plan and let its reported statistics count; a second time nothing changes."""
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now, today
    from bole.web.plan.services.documents import open_document
    from bole.web.plan.services.statistics import check_statistics, commit_statistics

    actor = service_actor("demo")
    about = {"region": REGION, "actor": actor, "today": today()}
    text, sheet = folder / "document.txt", folder / "statistics.csv"
    open_document(data=text.read_bytes(), file_name=text.name, now=now(), **about)
    batch = check_statistics(data=sheet.read_bytes(), file_name=sheet.name, source="", now=now(), **about)
    commit_statistics(import_id=batch.pk, actor=actor, today=today(), now=now())
