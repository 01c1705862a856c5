"""Read side of the plan room: every question takes the actor, and a row one may not see does not exist."""
