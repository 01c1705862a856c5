"""Where a figure or a rule comes from: the document, the place in it, and who read it there."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """The base of everything a pack may say: unknown fields are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Source(Strict):
    """``document`` is a number or title, ``place`` a locator in it such as ``二/（三）`` or ``表1``; never a quotation."""

    document: str
    place: str = ""
    line: int | None = None
