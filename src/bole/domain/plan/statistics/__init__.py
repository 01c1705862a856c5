"""Sheets of reported values into observations, with everything that is wrong in them."""
