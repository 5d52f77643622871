"""Quarterly settlements: a table to review, then approve and post."""
