"""Say why a file cannot be read, and what its owner can do about it.

One exception for every door; the sentences live beside the check that finds the fault.
"""

from bole.domain.shared.reasons import Reason


class UnreadableSource(Exception):
    """The file cannot be turned into text or rows; ``reason`` says what is wrong with it and the remedy."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def refuse_long_text(limit: int) -> UnreadableSource:
    """The refusal for a file that is small enough itself and holds too much text."""
    return UnreadableSource(
        Reason(
            "The file holds more than %(limit)s million characters of text. "
            "Check that it is the plan, or split it into parts.",
            {"limit": limit // 1_000_000},
        )
    )
