"""The calendar of what is due when (D2)."""
