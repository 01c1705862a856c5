"""Pages of the plan room. A view translates; it does not decide."""
