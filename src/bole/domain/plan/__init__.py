"""Plans: reading the document, what its figures promise, where they contradict each other, where they stand."""
