"""Pages of the registers. A view translates; it does not decide."""
