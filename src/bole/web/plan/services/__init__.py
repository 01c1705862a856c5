"""Write side of the plan room: one function for each act, one file for each paper it is about."""
