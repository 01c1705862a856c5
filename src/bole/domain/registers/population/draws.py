"""Numbers that look like chance and are fixed by a seed and a name: the same seed gives the same population for ever.

They come from a counter through a hash, so that no generator of a library can change them with its version.
"""

import hashlib
import struct
from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
WIDTH = 2**64
AT_ONCE = struct.Struct(">8Q")


class Draws:
    """One row of numbers; rows of other names do not move when one of them is asked more often."""

    __slots__ = ("_held", "_key", "_place")

    def __init__(self, seed: int, name: str) -> None:
        self._key = hashlib.blake2b(f"{seed}/{name}".encode()).digest()
        self._place = 0
        self._held: list[int] = []

    def next(self) -> int:
        """Return the next whole number below 2**64."""
        if not self._held:
            self._place += 1
            self._held = list(AT_ONCE.unpack(hashlib.blake2b(self._place.to_bytes(8, "big"), key=self._key).digest()))
        return self._held.pop()

    def share(self) -> float:
        return self.next() / WIDTH

    def below(self, many: int) -> int:
        return self.next() * many // WIDTH

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, of_hundred: float) -> bool:
        return self.share() * 100 < of_hundred

    def one_of(self, among: Sequence[T]) -> T:
        return among[self.below(len(among))]

    def weighted(self, among: Mapping[T, float]) -> T:
        """Return a key, the likelier the greater its number."""
        names, weights = tuple(among), list(accumulate(among.values()))
        return names[min(bisect(weights, self.share() * weights[-1]), len(names) - 1)]

    def day(self, first: date, last: date) -> date:
        """Return a day from ``first`` to ``last``, both included."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))

    def some(self, among: Sequence[T], many: int) -> list[T]:
        """Return so many of them, each once, or all in another order where there are not so many."""
        rest = list(among)
        many = min(max(many, 0), len(rest))
        for place in range(many):
            other = place + self.below(len(rest) - place)
            rest[place], rest[other] = rest[other], rest[place]
        return rest[:many]
