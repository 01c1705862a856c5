"""The relations between figures that a plan is held to, one module for each question a careful reader would ask."""
