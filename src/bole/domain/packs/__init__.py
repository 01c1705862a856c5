"""Packs: a region's configuration as files. Reading them, finding everything wrong in them, telling versions apart."""
