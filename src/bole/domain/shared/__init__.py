"""Small values that every room of the domain speaks: reasons, sources, days."""
