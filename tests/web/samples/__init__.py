"""A row for every address that names one, so that the role matrix can knock at its door.

One file a room, each with ``SAMPLES``: the address's name to a ``Sample``. An address without a sample fails the matrix.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# From where an actor's role is held, seen from the row's region: itself, the one above it, one within it, another one.
PLACES = {"own": "990100", "above": "990000", "within": "990101", "foreign": "990200"}


@dataclass(frozen=True)
class Sample:
    """``make`` makes a row in PLACES["own"] and returns the arguments of its address.

    ``data`` is what a form would send, ``query`` what stands behind the question mark. To ``closed_to`` the row does not
    exist although their door opens: what is theirs is not decided by the region alone.
    """

    make: Callable[[], Mapping[str, object]]
    query: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    open_from: frozenset[str] = frozenset({"own", "above"})
    closed_to: frozenset[str] = frozenset()


def all_samples() -> dict[str, Sample]:
    samples: dict[str, Sample] = {}
    for module in pkgutil.iter_modules(__path__):
        samples |= importlib.import_module(f"{__name__}.{module.name}").SAMPLES
    return samples
