"""Fills the demonstration: the pack of a county that does not exist, its plan, and what was reported of it."""

from pathlib import Path

from bole.cli.start import Stop, say

# Packs are data beside the code, not part of the installed package.
FOLDER = Path(__file__).resolve().parents[3] / "packs" / "demo"
STATISTICS = "statistics.csv"


def fill_county() -> None:
    """Load the pack, open the plan, import the statistics; what is there already stays as it is.

    :raises Stop: if the pack is not there or not whole.
    """
    from bole.web.accounts.actors import service_actor
    from bole.web.base.clock import now, today
    from bole.web.packs import folders
    from bole.web.packs.services import load_pack
    from bole.web.plan.services.documents import open_document
    from bole.web.plan.services.statistics import check_statistics, commit_statistics

    try:
        pack = folders.checked(FOLDER)
    except folders.NotAFolder:
        raise Stop(f"There is no pack in {FOLDER}. Run the demonstration from a whole checkout.") from None
    if pack.problems or pack.manifest is None:
        raise Stop(f"The pack of the demonstration has {len(pack.problems)} problems. Run `bole pack check {FOLDER}`.")
    actor, region = service_actor("demo"), pack.manifest.region
    base = folders.base_of(FOLDER, pack)
    for part in [folders.checked(base), pack] if base else [pack]:
        load_pack(pack=part, actor=actor, now=now())
    terms = {"region": region, "actor": actor, "today": today(), "now": now()}
    document = open_document(data=(FOLDER / "plan" / "document.txt").read_bytes(), file_name="document.txt", **terms)
    sheet = (FOLDER / "plan" / STATISTICS).read_bytes()
    checked = check_statistics(data=sheet, file_name=STATISTICS, source="", **terms)
    commit_statistics(import_id=checked.pk, actor=actor, today=today(), now=now())
    say(f"{document.title}: {len(checked.rows)} values")
