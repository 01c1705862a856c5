"""What has to follow when a region's working snapshot was taken anew: the rooms above say so when they are loaded."""

from collections.abc import Callable

# Called by the job with the region's code, after the snapshot stands; each queues work of its own.
WATCHERS: list[Callable[[str], None]] = []
