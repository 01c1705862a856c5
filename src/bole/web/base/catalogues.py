"""The catalogues of words: gathered from code and templates, compiled without any program outside Python.

``python -m bole.web.base.catalogues gather`` brings the catalogue up to date, ``compile`` makes what Django reads,
``missing`` prints what has no Chinese yet.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2]
CATALOGUE = SOURCE / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "Reason": (1,),
}


def gathered() -> Catalog:
    """Return every sentence the product can say, with the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    paths = sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.*")])
    for path in paths:
        text = path.read_text(encoding="utf-8")
        code = text if path.suffix == ".py" else templatize(text, origin=str(path.name))
        place = path.relative_to(SOURCE).as_posix()
        # No line numbers: they would change the catalogue with every edit and let every branch collide in it.
        for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            texts = message if isinstance(message, tuple) else (message,)
            if not all(isinstance(part, str) and part for part in texts):
                continue
            catalogue.add(message, locations=[(place, None)], context=context)
    return catalogue


def kept() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans", charset="utf-8")


def gather() -> None:
    """Add new sentences to the catalogue, drop those nobody says any more, keep every translation."""
    catalogue = kept() if CATALOGUE.exists() else Catalog(locale="zh_Hans", charset="utf-8")
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    # A date of the day it was gathered would make every branch differ in one line.
    catalogue.creation_date = catalogue.revision_date = FIRST_DAY
    catalogue.project, catalogue.version, catalogue.fuzzy = "bole-talent", "1", False
    catalogue.header_comment = "# The words of Bole in Chinese."
    catalogue.last_translator, catalogue.msgid_bugs_address = "bole-talent", ""
    with CATALOGUE.open("wb") as file:
        write_po(
            file, catalogue, width=0, omit_header=False, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def compile_all() -> None:
    """Write the binary catalogue beside its source."""
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, kept())


def missing() -> list[str]:
    """Return the sentences that the product says and the catalogue has no Chinese for."""
    have = kept()
    found = []
    for message in gathered():
        if not message.id:
            continue
        same = have.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        strings = () if same is None else same.string if isinstance(same.string, tuple) else (same.string,)
        if not strings or not all(strings):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


if __name__ == "__main__":
    act = sys.argv[1] if len(sys.argv) == 2 else ""
    if act == "gather":
        gather()
    elif act == "compile":
        compile_all()
    elif act == "missing":
        lines = missing()
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.exit(1 if lines else 0)
    else:
        sys.exit("usage: python -m bole.web.base.catalogues gather|compile|missing")
