"""Trials: drawn while one looks, told half by half, measured by what both halves bought."""
