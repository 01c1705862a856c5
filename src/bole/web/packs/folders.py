"""Packs as folders on disk: the files of one, and the packs that stand beside it."""

from collections.abc import Mapping
from pathlib import Path

from bole.domain.packs.checking import check_pack
from bole.domain.packs.contents import Pack, read_pack
from bole.web.packs.kinds import LAYOUT

LARGEST = 16 * 1024 * 1024


class NotAFolder(Exception):
    """There is no such folder."""


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their path inside it; what an editor or a system hides is left out.

    :raises NotAFolder: if there is none.
    """
    if not folder.is_dir():
        raise NotAFolder(str(folder))
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            # A file far beyond any pack is named by the check and never read whole.
            with path.open("rb") as file:
                files[inside.as_posix()] = file.read(LARGEST)
    return files


def packs_beside(folder: Path) -> list[Pack]:
    """Return the packs in the folders beside one, as read; those it may refer to."""
    beside = sorted(path.parent for path in folder.resolve().parent.glob("*/pack.yaml"))
    return [read_pack(files_of(path), layout=LAYOUT) for path in beside if path != folder.resolve()]


def checked(folder: Path) -> Pack:
    """Return the pack of a folder with everything that is wrong in it."""
    return check_pack(files_of(folder), layout=LAYOUT, beside=packs_beside(folder))


def base_of(folder: Path, pack: Pack) -> Path | None:
    """Return the folder of the pack's base, if it names one."""
    base = pack.manifest.base if pack.manifest else None
    if base is None:
        return None
    for path in sorted(folder.resolve().parent.glob("*/pack.yaml")):
        other = read_pack({"pack.yaml": path.read_bytes()}, layout=LAYOUT).manifest
        if other and other.pack == base.pack:
            return path.parent
    return None


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a pack into a folder that is new or empty.

    :raises FileExistsError: if something is there already: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(str(folder))
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
