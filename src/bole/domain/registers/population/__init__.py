"""A made-up population, the same for the same seed: people, employers and what happens to them, as records of registers."""
