"""Bole (伯乐): the system a region's talent office runs its talent work on."""

__version__ = "0.1.0"
