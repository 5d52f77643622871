"""Visits: planned, released with their suggestions, recorded; and patrols."""
