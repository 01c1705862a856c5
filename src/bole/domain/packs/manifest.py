"""What a pack says of itself: which region it configures, on which base it stands, from which day it holds."""

from datetime import date
from typing import Annotated

from pydantic import Field

from bole.domain.shared.law import Strict

PackName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
RegionCode = Annotated[str, Field(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")]


class PackNames(Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Base(Strict):
    """The pack this one builds on; the digest, where given, pins the version it was written against."""

    pack: PackName
    digest: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")


class Manifest(Strict):
    """A pack without a region configures the whole installation."""

    pack: PackName
    names: PackNames
    region: Annotated[str, Field(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$")] = ""
    base: Base | None = None
    version: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=32)
    from_day: date
    about: str = ""
    words: dict[str, str] = Field(default_factory=dict)  # what the region calls a thing, where it differs
