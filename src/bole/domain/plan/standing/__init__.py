"""Where a promise stands: the path it implies, the answer, and the reasoning."""
