"""Runs: planned by hand, loaded, out with their manifest, and the result of every stop."""
