"""Bringing in lists from Excel."""
