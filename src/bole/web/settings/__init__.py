"""Settings of an installation; everything a region may set comes from BOLE_* variables."""
