"""What the worker does for registers."""

from bole.web.registers.snapshots import refresh_working

__all__ = ["refresh_working"]
