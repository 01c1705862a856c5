"""Lines into a document: its blocks in reading order, and the figures in them."""
