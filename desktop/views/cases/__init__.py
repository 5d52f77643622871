"""Violation cases: reported, ruled, appealed, rewarded."""
